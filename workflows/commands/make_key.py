"""Make one's own signing key, once an administrator has offered it (tự tạo khóa ký số)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Organisation, SigningKey, User
from workflows.commands._record import record
from workflows.commands.register_person import give_key
from workflows.commands.sign_in import WrongPasswordError, password_matches
from workflows.errors import ForbiddenError

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class MakeKey:
    """The PIN that the person chose, with the password: an open session alone makes no key."""

    password: str
    pin: str

    def __repr__(self) -> str:
        """Leave password and PIN out of every log and error."""
        return "MakeKey()"


def make_key(ctx: CommandContext, command: MakeKey) -> SigningKey:
    """Issue the key and certificate; the offer is used up.

    Raises:
        ForbiddenError: no key was offered.
        WrongPasswordError: the password is wrong.
        WeakPinError: the PIN is easily guessed.
    """
    user = ctx.session.get_one(User, ctx.actor.user_id, with_for_update=True)
    if not user.key_offered:
        raise ForbiddenError(because="quản trị viên chưa cho bạn tạo khóa ký số.")
    if not password_matches(user.password_hash, command.password):
        raise WrongPasswordError("Mật khẩu không đúng. Khóa ký số chưa được tạo.")
    organisation = ctx.session.get_one(Organisation, user.organisation_id)
    key = give_key(ctx, user, organisation.name, command.pin)
    record(ctx, "key.make", organisation_id=user.organisation_id)
    return key
