"""What differs between two versions of a diagram or of a table, what nobody sees included.

Elements and rows are the same when their ids are the same. The position in the picture counts
only where nothing else of the element changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from workflows.engine.fields import Field, read_fields, read_pictures
from workflows.engine.rows import Row, read_table
from workflows.engine.xml import read_xml
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: What happened to an element or a row; "moved" is the picture, or the order of rows, only.
ChangeKind: TypeAlias = Literal["added", "removed", "changed", "moved"]
#: Label of the field, its value before and after; an empty text where it had none.
Detail: TypeAlias = tuple[str, str, str]

_ORDER: Final = Sentence("Thứ tự dòng")


@dataclass(frozen=True, slots=True)
class Change:
    """One element that differs."""

    #: Id of the element.
    element: str
    #: Name as people see it, the newer one.
    name: str
    kind: ChangeKind
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a table that differs; ``rule`` is empty for the table and its columns."""

    rule: str
    kind: ChangeKind
    cells: tuple[Detail, ...]


def compare_processes(old: bytes, new: bytes) -> tuple[Change, ...]:
    """Every difference between two BPMN files, in the order of the newer one, then what it lacks.

    What only stands elsewhere on the picture comes last, without its numbers: nobody reads those.

    Raises XmlError when a file cannot be read.
    """
    roots = read_xml(old), read_xml(new)
    before, after = (read_fields(root) for root in roots)
    drawn_before, drawn_after = (read_pictures(root) for root in roots)
    changes: list[Change] = []
    moved: list[Change] = []
    for identity, element in after.items():
        earlier = before.get(identity)
        details = _details(earlier.fields if earlier else {}, element.fields)
        if earlier is None or details:
            kind: ChangeKind = "changed" if earlier else "added"
            changes.append(Change(identity, element.name, kind, details))
        elif drawn_before.get(identity, "") != drawn_after.get(identity, ""):
            moved.append(Change(identity, element.name, "moved", ()))
    changes += [
        Change(identity, element.name, "removed", _details(element.fields, {}))
        for identity, element in before.items()
        if identity not in after
    ]
    return (*changes, *moved)


def compare_tables(old: bytes, new: bytes) -> tuple[RowChange, ...]:
    """Every difference between two DMN files: the table, its columns, its rows, their order.

    Raises XmlError or DecisionError when a file holds no table that can be read.
    """
    before, after = read_table(old), read_table(new)
    changes: list[RowChange] = []
    settings = _details(before.settings, after.settings)
    if settings:
        changes.append(RowChange("", "changed", settings))
    stayed = _in_order([row.id for row in after.rows], [row.id for row in before.rows])
    earlier = {row.id: row for row in before.rows}
    for row in after.rows:
        known = earlier.get(row.id)
        cells = _details(known.fields if known else {}, row.fields)
        if known is not None and row.id not in stayed:
            order = (_ORDER, str(known.number), str(row.number))
            changes.append(RowChange(row.id, "changed" if cells else "moved", (*cells, order)))
        elif cells or known is None:
            changes.append(RowChange(row.id, "changed" if known else "added", cells))
    kept = {row.id for row in after.rows}
    changes += [_removed(row) for row in before.rows if row.id not in kept]
    return tuple(changes)


def _removed(row: Row) -> RowChange:
    return RowChange(row.id, "removed", _details(row.fields, {}))


def _details(before: Mapping[str, Field], after: Mapping[str, Field]) -> tuple[Detail, ...]:
    """Fields whose value differs; what people read stands in the answer."""
    nothing = Field("", "", "")
    return tuple(
        (left.label or right.label, left.shown, right.shown)
        for key in dict.fromkeys((*after, *before))
        for left, right in [(before.get(key, nothing), after.get(key, nothing))]
        if left.value != right.value
    )


def _in_order(ids: Sequence[str], earlier: Iterable[str]) -> set[str]:
    """The most rows that stand in the same order as before."""
    place = {identity: number for number, identity in enumerate(earlier)}
    best: list[list[str]] = [[]]
    for identity in ids:
        if identity not in place:
            continue
        fitting = [each for each in best if not each or place[each[-1]] < place[identity]]
        best.append([*max(fitting, key=len), identity])
    longest = max(best, key=len)
    return set(longest)
