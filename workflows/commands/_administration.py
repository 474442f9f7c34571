"""What every act of an administrator checks and keeps."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from models import Post, PostHolding, Role, RolePost, User
from workflows import policy
from workflows.errors import ForbiddenError, InvalidInputError, NotFoundError
from workflows.text import Sentence, nfc

if TYPE_CHECKING:
    from models.base import Base
    from workflows.context import CommandContext

M = TypeVar("M", bound="Base")


def require_administrator(ctx: CommandContext, organisation_id: int) -> None:
    """Refuse everybody but the body's administrators; setting up is nobody's act."""
    if ctx.actor.user_id:
        policy.require_admin(ctx.actor, organisation_id)


def administered(ctx: CommandContext, model: type[M], row_id: int, what: str) -> M:
    """Lock a row of a body that the actor administers.

    Raises:
        NotFoundError: there is none, or it belongs to another body.
    """
    row: Any = ctx.session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None or (
        ctx.actor.user_id and not policy.may_administer(ctx.actor, row.organisation_id)
    ):
        raise NotFoundError(what=what)
    found: M = row
    return found


def of_organisation(
    ctx: CommandContext, model: type[M], row_id: int, organisation_id: int, what: str
) -> M:
    """Return a row of that very body; NotFoundError for any other."""
    row: Any = ctx.session.get(model, row_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFoundError(what=what)
    found: M = row
    return found


def line(value: str, field: str, *, least: int = 1, most: int = 300) -> str:
    """Return one line of text as it is kept: NFC, single spaces.

    Raises:
        InvalidInputError: it is too short or too long.
    """
    value = " ".join(nfc(value).split())
    if len(value) < least:
        raise InvalidInputError(
            field=field,
            because="chưa nhập"
            if not value
            else Sentence("cần ít nhất {least} ký tự", least=least),
        )
    if len(value) > most:
        raise InvalidInputError(field=field, because=Sentence("dài quá {most} ký tự", most=most))
    return value


def in_order(start: date, end: date | None, field: str = "Đến ngày") -> None:
    """Refuse a period whose first day without effect is not after its first day."""
    if end is not None and end <= start:
        raise InvalidInputError(
            field=field, because=Sentence("phải sau ngày {start}", start=f"{start:%d/%m/%Y}")
        )


def kept(row: Base, *names: str) -> dict[str, Any]:
    """Return these columns as the audit trail keeps them."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def require_admin_remains(ctx: CommandContext, organisation_id: int, day: date) -> None:
    """Refuse what would leave the body without anybody to administer it."""
    if not ctx.actor.user_id:
        return
    ctx.session.flush()
    remaining = ctx.session.scalar(
        select(User.id)
        .join(PostHolding, PostHolding.user_id == User.id)
        .join(Post, Post.id == PostHolding.post_id)
        .join(RolePost, RolePost.post_id == Post.id)
        .join(Role, Role.id == RolePost.role_id)
        .where(
            Role.organisation_id == organisation_id,
            Role.key == "admin",
            User.active,
            Post.valid_from <= day,
            Post.valid_to.is_(None) | (Post.valid_to > day),
            PostHolding.valid_from <= day,
            PostHolding.valid_to.is_(None) | (PostHolding.valid_to > day),
        )
        .limit(1)
    )
    if remaining is None:
        raise ForbiddenError(
            because="cơ quan sẽ không còn quản trị viên nào. Hãy giao chức vụ quản trị cho người "
            "khác trước."
        )
