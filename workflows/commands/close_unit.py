"""End a unit on a day, or let an end not yet come be undone (kết thúc đơn vị)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Unit
from workflows.commands._administration import administered, in_order, kept
from workflows.commands._record import record
from workflows.commands._structure import (
    forget_versions,
    require_fits,
    structure_for_change,
)
from workflows.errors import ForbiddenError
from workflows.queries.dated import version_of_unit

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext

_FIELD = "Kết thúc từ ngày"


@dataclass(frozen=True, slots=True)
class CloseUnit:
    """The first day on which the unit no longer exists."""

    unit_id: int
    valid_to: date


@dataclass(frozen=True, slots=True)
class KeepUnit:
    """A unit whose planned end is given up."""

    unit_id: int


def close_unit(ctx: CommandContext, command: CloseUnit) -> Unit:
    """End the unit; it is never deleted, what it drafted keeps its name.

    Raises:
        InvalidInputError: names a unit or post that still belongs to it on that day.
    """
    unit = administered(ctx, Unit, command.unit_id, "đơn vị")
    structure = structure_for_change(ctx, unit.organisation_id)
    in_order(unit.valid_from, command.valid_to, _FIELD)
    before = kept(unit, "valid_to")
    unit.valid_to = command.valid_to
    dropped = forget_versions(ctx, unit, command.valid_to)
    require_fits(ctx, unit.organisation_id, structure, _FIELD)
    record(
        ctx,
        "unit.close",
        organisation_id=unit.organisation_id,
        before=before,
        after={
            "unit": unit.id,
            "name": version_of_unit(ctx.session, unit.id, command.valid_to).name,
            **kept(unit, "valid_to"),
            **({"versions": dropped} if dropped else {}),
        },
    )
    return unit


def keep_unit(ctx: CommandContext, command: KeepUnit) -> Unit:
    """Give up an end that has not come yet.

    Raises:
        ForbiddenError: the unit has ended, or no end is planned.
        InvalidInputError: its code is by then another unit's.
    """
    unit = administered(ctx, Unit, command.unit_id, "đơn vị")
    structure = structure_for_change(ctx, unit.organisation_id)
    if unit.valid_to is None or unit.valid_to <= ctx.now.date():
        raise ForbiddenError(because="đơn vị không có ngày kết thúc nào sắp tới.")
    before = kept(unit, "valid_to")
    unit.valid_to = None
    require_fits(ctx, unit.organisation_id, structure)
    record(
        ctx,
        "unit.keep",
        organisation_id=unit.organisation_id,
        before=before,
        after={"unit": unit.id, "valid_to": None},
    )
    return unit
