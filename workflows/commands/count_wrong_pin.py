"""Count a wrong PIN, in a transaction of its own: the act it was for is rolled back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import SigningKey
from workflows.commands._keys import CLOSED_FOR, MOST_WRONG_PINS
from workflows.commands._record import record

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class CountWrongPin:
    """A PIN that did not open this key."""

    key_id: int


def count_wrong_pin(ctx: CommandContext, command: CountWrongPin) -> None:
    """Close the key for a while after too many wrong PINs in a row."""
    key = ctx.session.scalar(
        select(SigningKey).where(SigningKey.id == command.key_id).with_for_update()
    )
    if key is None:
        return
    key.failed_pins += 1
    if key.failed_pins >= MOST_WRONG_PINS:
        key.failed_pins = 0
        key.locked_until = ctx.now + CLOSED_FOR
    record(
        ctx,
        "key.wrong_pin",
        organisation_id=ctx.actor.organisation_id,
        after={
            "key": key.id,
            "locked": key.locked_until is not None and key.locked_until > ctx.now,
        },
    )
