"""Let one person act twice on one document, with a reason (ngoại lệ tách vai trò)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Document, DocumentStatus, SeparationException, User
from workflows.commands._administration import administered, line, of_organisation
from workflows.commands._record import record
from workflows.errors import ForbiddenError, InvalidInputError

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class GrantException:
    """The document, the person, and why nobody else can."""

    document_id: int
    user_id: int
    reason: str


def grant_exception(ctx: CommandContext, command: GrantException) -> SeparationException:
    """Record the exception; drafting, checking, signing and sealing are else separate.

    Source: Decree 30/2020 Articles 10–12, 32.2.

    Raises:
        ForbiddenError: the document needs no exception any more, or it is for oneself.
    """
    document = administered(ctx, Document, command.document_id, "văn bản")
    user = of_organisation(ctx, User, command.user_id, document.organisation_id, "người dùng")
    if user.id == ctx.actor.user_id:
        raise ForbiddenError(because="không ai tự cho mình ngoại lệ; cần một quản trị viên khác.")
    if document.status in {DocumentStatus.ISSUED, DocumentStatus.REJECTED}:
        raise ForbiddenError(because="văn bản này đã xử lý xong.")
    reason = line(command.reason, "Lý do", least=10, most=500)
    known = ctx.session.scalar(
        select(SeparationException.id).where(
            SeparationException.document_id == document.id, SeparationException.user_id == user.id
        )
    )
    if known is not None:
        raise InvalidInputError(field="Người được ngoại lệ", because="đã có ngoại lệ cho văn bản")
    exception = SeparationException(
        document_id=document.id,
        user_id=user.id,
        reason=reason,
        granted_by_id=ctx.actor.user_id,
        granted_at=ctx.now,
    )
    ctx.session.add(exception)
    record(
        ctx,
        "exception.grant",
        organisation_id=document.organisation_id,
        document=document,
        authority="Điều 10–12, Điều 32 khoản 2 Nghị định 30/2020/NĐ-CP",
        after={"user": user.id, "name": user.full_name, "reason": reason},
    )
    return exception
