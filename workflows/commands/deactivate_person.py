"""Close an account, and open it again (ngừng, mở lại tài khoản)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import User
from workflows.commands._administration import (
    administered,
    require_admin_remains,
)
from workflows.commands._record import record
from workflows.commands.release_claims import ReleaseClaims, release_claims
from workflows.errors import ForbiddenError

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class DeactivatePerson:
    """The account to close; the person is never deleted."""

    user_id: int


@dataclass(frozen=True, slots=True)
class ReactivatePerson:
    """The account to open again."""

    user_id: int


def deactivate_person(ctx: CommandContext, command: DeactivatePerson) -> User:
    """End every session at once and give claimed work back to those it was offered to.

    Raises:
        ForbiddenError: it is one's own account, or the last administrator's.
    """
    user = administered(ctx, User, command.user_id, "người dùng")
    if user.id == ctx.actor.user_id:
        raise ForbiddenError(because="bạn không thể ngừng tài khoản của chính mình.")
    if not user.active:
        return user
    user.active = False
    user.session_salt = secrets.token_hex(8)
    require_admin_remains(ctx, user.organisation_id, ctx.now.date())
    released = release_claims(ctx, ReleaseClaims(user.id))
    record(
        ctx,
        "person.deactivate",
        organisation_id=user.organisation_id,
        before={"active": True},
        after={"user": user.id, "name": user.full_name, "active": False, "released": released},
    )
    return user


def reactivate_person(ctx: CommandContext, command: ReactivatePerson) -> User:
    """Let the person sign in again with the password as it was."""
    user = administered(ctx, User, command.user_id, "người dùng")
    if not user.active:
        user.active = True
        record(
            ctx,
            "person.reactivate",
            organisation_id=user.organisation_id,
            before={"active": False},
            after={"user": user.id, "name": user.full_name, "active": True},
        )
    return user
