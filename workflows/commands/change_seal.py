"""Change a seal's name, size, keeper or last day (sửa con dấu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Post, Seal
from workflows.commands._administration import (
    administered,
    in_order,
    kept,
    line,
    of_organisation,
)
from workflows.commands._record import record
from workflows.commands.register_seal import checked_diameter

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext

_FIELDS = ("name", "diameter_mm", "keeper_post_id", "valid_to")


@dataclass(frozen=True, slots=True)
class ChangeSeal:
    """The seal as it is from now on; ``valid_to`` is the first day on which it is out of use."""

    seal_id: int
    name: str
    diameter_mm: float
    keeper_post_id: int
    valid_to: date | None


def change_seal(ctx: CommandContext, command: ChangeSeal) -> Seal:
    """Change the seal; documents sealed before keep what was printed."""
    seal = administered(ctx, Seal, command.seal_id, "con dấu")
    before = kept(seal, *_FIELDS)
    in_order(seal.valid_from, command.valid_to, "Thôi dùng từ ngày")
    keeper = of_organisation(
        ctx, Post, command.keeper_post_id, seal.organisation_id, "chức vụ giữ dấu"
    )
    seal.name = line(command.name, "Tên con dấu")
    seal.diameter_mm = checked_diameter(command.diameter_mm)
    seal.keeper_post_id = keeper.id
    seal.valid_to = command.valid_to
    after = kept(seal, *_FIELDS)
    if after != before:
        record(
            ctx,
            "seal.change",
            organisation_id=seal.organisation_id,
            before=before,
            after={"seal": seal.key, **after},
        )
    return seal
