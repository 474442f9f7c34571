"""Rename a unit, or move it under another, from a day on (đổi tên, chuyển đơn vị)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Unit, UnitVersion
from workflows.commands._administration import administered, kept, line, of_organisation
from workflows.commands._record import record
from workflows.commands._structure import (
    require_exists_on,
    require_fits,
    structure_for_change,
)
from workflows.commands.open_unit import unit_code
from workflows.errors import ForbiddenError, NotFoundError
from workflows.queries.dated import version_of_unit

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext

_FIELDS = ("name", "code", "parent_id")


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """The unit as it is from a day until the next change."""

    unit_id: int
    valid_from: date
    name: str
    code: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class CancelUnitChange:
    """A change planned for a day to come."""

    unit_id: int
    valid_from: date


def change_unit(ctx: CommandContext, command: ChangeUnit) -> UnitVersion:
    """Change the unit; documents of the days before keep its older name and code.

    Raises:
        InvalidInputError: the unit or the parent does not exist then, the code is another
            unit's, or the unit would stand beneath itself.
    """
    unit = administered(ctx, Unit, command.unit_id, "đơn vị")
    structure = structure_for_change(ctx, unit.organisation_id)
    require_exists_on(unit, command.valid_from)
    if command.parent_id is not None:
        of_organisation(ctx, Unit, command.parent_id, unit.organisation_id, "đơn vị cấp trên")
    version = version_of_unit(ctx.session, unit.id, command.valid_from)
    before = kept(version, *_FIELDS)
    after = {
        "name": line(command.name, "Tên đơn vị"),
        "code": unit_code(command.code),
        "parent_id": command.parent_id,
    }
    if after == before:
        return version
    if version.valid_from != command.valid_from:
        version = UnitVersion(unit_id=unit.id, valid_from=command.valid_from)
        ctx.session.add(version)
    for name, value in after.items():
        setattr(version, name, value)
    require_fits(ctx, unit.organisation_id, structure)
    record(
        ctx,
        "unit.change",
        organisation_id=unit.organisation_id,
        before=before,
        after={"unit": unit.id, **kept(version, "valid_from"), **after},
    )
    return version


def cancel_unit_change(ctx: CommandContext, command: CancelUnitChange) -> None:
    """Drop a change that has not begun; the unit stays what it was before it.

    Raises:
        NotFoundError: nothing is planned for that day.
        ForbiddenError: the change is in force already, or it is how the unit begins.
        InvalidInputError: another change rests on this one.
    """
    unit = administered(ctx, Unit, command.unit_id, "đơn vị")
    structure = structure_for_change(ctx, unit.organisation_id)
    version = ctx.session.get(UnitVersion, (unit.id, command.valid_from))
    if version is None:
        raise NotFoundError(what="thay đổi đã định")
    if command.valid_from <= ctx.now.date() or command.valid_from == unit.valid_from:
        raise ForbiddenError(because="thay đổi đã có hiệu lực; hãy ghi một thay đổi mới.")
    before = kept(version, *_FIELDS)
    ctx.session.delete(version)
    require_fits(ctx, unit.organisation_id, structure)
    now = version_of_unit(ctx.session, unit.id, command.valid_from)
    record(
        ctx,
        "unit.cancel_change",
        organisation_id=unit.organisation_id,
        before=before,
        after={
            "unit": unit.id,
            "valid_from": command.valid_from.isoformat(),
            **kept(now, *_FIELDS),
        },
    )
