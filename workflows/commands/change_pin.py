"""Change the PIN of one's own signing key (đổi mã PIN)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.commands._keys import key_for, open_key, wrong_pin
from workflows.commands._record import record
from workflows.signing import errors
from workflows.text import Sentence

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class ChangePin:
    """The old PIN and the new one."""

    old: str
    new: str

    def __repr__(self) -> str:
        """Leave the PINs out of every log and error."""
        return "ChangePin()"


def change_pin(ctx: CommandContext, command: ChangePin) -> None:
    """Lock the same key under the new PIN.

    Raises:
        WrongPinError: the old one is wrong.
        WeakPinError: the new one is easily guessed.
    """
    key = key_for(ctx, user_id=ctx.actor.user_id)
    try:
        changed = open_key(ctx, key).change_pin(command.old, command.new)
    except errors.WrongPinError as error:
        raise wrong_pin(key, Sentence("Mã PIN chưa được đổi")) from error
    key.blob = changed.blob
    key.failed_pins = 0
    record(ctx, "key.change_pin", organisation_id=ctx.actor.organisation_id, after={"key": key.id})
