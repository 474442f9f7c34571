"""Set up a unit (lập đơn vị)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Unit, UnitVersion
from workflows.commands._administration import (
    kept,
    line,
    of_organisation,
    require_administrator,
)
from workflows.commands._record import record
from workflows.commands._structure import require_fits, structure_for_change
from workflows.errors import InvalidInputError
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """A unit from a day on; its code ends the symbol of what it drafts."""

    organisation_id: int
    name: str
    code: str
    parent_id: int | None
    valid_from: date


def open_unit(ctx: CommandContext, command: OpenUnit) -> UnitVersion:
    """Set the unit up.

    Raises:
        InvalidInputError: the code is another unit's, or the parent does not exist then.
    """
    require_administrator(ctx, command.organisation_id)
    structure = structure_for_change(ctx, command.organisation_id)
    code = unit_code(command.code)
    name = line(command.name, "Tên đơn vị")
    if command.parent_id is not None:
        of_organisation(ctx, Unit, command.parent_id, command.organisation_id, "đơn vị cấp trên")
    twin = select(Unit.id).where(
        Unit.organisation_id == command.organisation_id,
        Unit.key == code,
        Unit.valid_from == command.valid_from,
    )
    if ctx.session.scalar(twin) is not None:
        raise InvalidInputError(
            field="Ký hiệu", because=Sentence("“{code}” đã dùng từ chính ngày đó", code=code)
        )
    unit = Unit(organisation_id=command.organisation_id, key=code, valid_from=command.valid_from)
    ctx.session.add(unit)
    ctx.session.flush()
    version = UnitVersion(
        unit_id=unit.id,
        valid_from=command.valid_from,
        parent_id=command.parent_id,
        name=name,
        code=code,
    )
    ctx.session.add(version)
    require_fits(ctx, command.organisation_id, structure)
    record(
        ctx,
        "unit.open",
        organisation_id=unit.organisation_id,
        after={"unit": unit.id, **kept(version, "name", "code", "parent_id", "valid_from")},
    )
    return version


def unit_code(value: str) -> str:
    """Return a unit's code as symbols print it: no blanks, e.g. “VX”, “KGVX”."""
    code = line(value, "Ký hiệu", most=20)
    if not all(letter.isalnum() or letter in "-.&" for letter in code):
        raise InvalidInputError(
            field="Ký hiệu", because="chỉ gồm chữ, số, dấu gạch nối, dấu chấm; không có dấu cách"
        )
    return code
