"""Units with their names and places over time, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.errors import NotFoundError
from workflows.queries.structure import load_structure

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from workflows.queries.structure import Dated, Named, Structure


@dataclass(frozen=True, slots=True)
class NameRow:
    """What a unit is from a day until the next of these."""

    valid_from: date
    name: str
    code: str
    #: The unit above, as named on that day; empty at the top.
    parent: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as on a day."""

    id: int
    name: str
    code: str
    parent_id: int | None
    parent: str
    valid_from: date
    #: The first day on which it no longer exists.
    valid_to: date | None
    exists: bool
    #: Units directly beneath it, and posts in it.
    units: tuple[tuple[int, str], ...]
    posts: tuple[tuple[int, str], ...]
    #: The newest first.
    history: tuple[NameRow, ...]

    @property
    def planned(self) -> int:
        """How many names it has had or will have, besides the first."""
        return len(self.history) - 1


def list_units(session: Session, organisation_id: int, day: date) -> list[UnitRow]:
    """Return every unit there is, was or will be, as named on a day; those in force first."""
    structure = load_structure(session, organisation_id)
    found = [_row(structure, unit, day) for unit in structure.units.values()]
    return sorted(found, key=lambda unit: not unit.exists)


def get_unit(session: Session, organisation_id: int, unit_id: int, day: date) -> UnitRow:
    """Return one unit of that body, named as on a day; NotFoundError for any other."""
    structure = load_structure(session, organisation_id)
    unit = structure.units.get(unit_id)
    if unit is None:
        raise NotFoundError(what="đơn vị")
    return _row(structure, unit, day)


def _row(structure: Structure, unit: Dated[Named], day: date) -> UnitRow:
    version = unit.on(day)
    return UnitRow(
        id=unit.id,
        name=version.name,
        code=version.code,
        parent_id=version.parent_id,
        parent=_name(structure, version.parent_id, day),
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        exists=unit.exists(day),
        units=tuple(
            (other.id, other.on(day).name)
            for other in structure.units.values()
            if other.exists(day) and other.on(day).parent_id == unit.id
        ),
        posts=tuple(
            (post.id, post.on(day).title)
            for post in structure.posts.values()
            if post.exists(day) and post.on(day).unit_id == unit.id
        ),
        history=tuple(
            NameRow(
                each.valid_from,
                each.name,
                each.code,
                _name(structure, each.parent_id, each.valid_from),
            )
            for each in reversed(unit.versions)
        ),
    )


def _name(structure: Structure, unit_id: int | None, day: date) -> str:
    return structure.units[unit_id].on(day).name if unit_id is not None else ""
