"""Give a person a new signing key under a new PIN (cấp khóa ký số)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Organisation, SigningKey, User
from workflows.commands._administration import administered
from workflows.commands._record import record
from workflows.commands.register_person import give_key
from workflows.errors import ForbiddenError

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class RenewKey:
    """The person and the PIN of the new key."""

    user_id: int
    pin: str

    def __repr__(self) -> str:
        """Leave the PIN out of every log and error."""
        return f"RenewKey(user_id={self.user_id})"


def renew_key(ctx: CommandContext, command: RenewKey) -> SigningKey:
    """Issue a key and certificate in the person's present name; the older key is retired.

    A forgotten PIN cannot be recovered, only replaced so.

    Raises:
        ForbiddenError: the account is closed.
        WeakPinError: the PIN is easily guessed.
    """
    user = administered(ctx, User, command.user_id, "người dùng")
    if not user.active:
        raise ForbiddenError(because="tài khoản này đã ngừng; hãy mở lại trước khi cấp khóa.")
    organisation = ctx.session.get_one(Organisation, user.organisation_id)
    key = give_key(ctx, user, organisation.name, command.pin)
    record(
        ctx,
        "person.renew_key",
        organisation_id=user.organisation_id,
        after={"user": user.id, "name": user.full_name},
    )
    return key
