"""Give a person who has forgotten the password a new first one (đặt lại mật khẩu)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models import User
from workflows.commands._administration import administered
from workflows.commands._record import record
from workflows.commands.sign_in import hash_password

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: Letters and digits that nobody mistakes for one another on paper.
_READABLE: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """A new first password; every session of the person ends."""

    user_id: int
    password: str

    def __repr__(self) -> str:
        """Leave the password out of every log and error."""
        return f"ResetPassword(user_id={self.user_id})"


def first_password() -> str:
    """Make a password that can be read out and typed once (60 bits)."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def first_pin() -> str:
    """Make a PIN of eight digits that is not easily guessed."""
    while True:
        pin = f"{secrets.randbelow(10**8):08d}"
        if len(set(pin)) > 4:  # noqa: PLR2004 - neither a run nor a repetition
            return pin


def reset_password(ctx: CommandContext, command: ResetPassword) -> User:
    """Set the password, open an account closed after wrong tries, and end its sessions."""
    user = administered(ctx, User, command.user_id, "người dùng")
    user.password_hash = hash_password(command.password)
    user.password_given = True
    user.session_salt = secrets.token_hex(8)
    user.failed_logins = 0
    user.locked_until = None
    record(
        ctx,
        "person.reset_password",
        organisation_id=user.organisation_id,
        after={"user": user.id, "name": user.full_name},
    )
    return user
