"""Rules over the whole input of a table: rows that clash, inputs without a row, rows for nothing.

Values that the same rows accept behave alike, so the inputs are walked by sets of rows, each with
one input that leads to it. Columns count as independent of one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from operator import and_
from typing import TYPE_CHECKING, Any, Final

from workflows.engine.expressions import ExpressionError
from workflows.engine.problems import in_words
from workflows.engine.rows import children, label_of, text_of
from workflows.engine.rules.catalogue import found
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml import etree

    from workflows.engine.decisions import Decision
    from workflows.engine.problems import Problem

#: Most sets of rows that are walked; a table beyond it is reported as not checked to the end.
MAX_SETS: Final = 20_000
#: Most comparisons of a row with a value; beyond it the table is too wide as well.
MAX_TESTS: Final = 200_000
#: Most problems of one sort; the first ones usually cause the others.
MAX_SHOWN: Final = 5
_CONSTANT: Final = re.compile(
    r""""(?P<double>[^"]*)"|'(?P<single>[^']*)'|\b(?P<flag>true|false|True|False)\b"""
    r"""|(?<!\w)(?P<number>-?\d+(?:\.\d+)?)(?!\w)"""
)
#: Functions whose text is only a part of a value.
_PARTIAL: Final = ("starts_with", "ends_with", "lower", "upper", "in ?")
_OTHER: Final = Sentence("(giá trị khác)")


@dataclass(frozen=True, slots=True)
class _Column:
    label: str
    #: Name or expression that the column reads.
    source: str
    values: tuple[Any, ...]
    declared: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as its cells are written."""

    element: etree._Element
    #: Place in the table, counted from 1.
    number: int
    asks: tuple[str, ...]
    gives: tuple[str, ...]


class _TooWideError(Exception):
    """More sets of rows than anybody could check."""


def coverage_problems(
    table: etree._Element, decision: Decision, known: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Overlaps, gaps, rows that never apply and values that nobody knows.

    ``known`` lists the values of a name of the data or of an output (kinds, posts, seals).
    """
    rows = [
        _Row(
            element=each,
            number=number,
            asks=tuple(text_of(cell) for cell in children(each, "inputEntry")),
            gives=tuple(text_of(cell) for cell in children(each, "outputEntry")),
        )
        for number, each in enumerate(children(table, "rule"), 1)
    ]
    columns = [
        _column(each, [row.asks[at] for row in rows], known)
        for at, each in enumerate(children(table, "input"))
    ]
    yield from _unknown_values(table, rows, columns, known)
    names = [each.names for each in decision.inputs]
    if any(a & b for a, b in combinations(names, 2)):
        yield found("coverage_unknown", table, detail=Sentence("hai cột đọc cùng một dữ liệu"))
        return
    try:
        accepted = _accepted(decision, columns)
        walked = _walk(accepted, first=decision.hit_policy == "FIRST")
    except ExpressionError as error:
        yield found("coverage_unknown", table, detail=in_words(error))
    except _TooWideError:
        yield found("table_too_wide", table, most=MAX_SETS)
    else:
        yield from _clashes(rows, decision, columns, walked)
        witness = walked.get(0)
        if witness is not None and _OTHER not in witness:
            yield found("gap", table, witness=_shown(columns, witness))
        yield from _idle(rows, decision, accepted, walked)


def _accepted(decision: Decision, columns: list[_Column]) -> list[dict[Any, int]]:
    """For each column the rows, as bits, that accept each of its values."""
    if sum(len(each.values) for each in columns) * len(decision.rules) > MAX_TESTS:
        raise _TooWideError
    return [
        {
            value: sum(
                1 << number
                for number, rule in enumerate(decision.rules)
                if rule.tests[at](value, {})
            )
            for value in column.values
        }
        for at, column in enumerate(columns)
    ]


def _walk(accepted: list[dict[Any, int]], *, first: bool) -> dict[int, tuple[Any, ...]]:
    """Every set of rows that apply together, each with an input.

    Where the first row counts, rows behind one that can no longer fail are left out.
    """
    everything = -1
    #: Rows that accept all values of the columns from each one on.
    settled = [everything]
    for values in reversed(accepted):
        settled.insert(0, reduce(and_, values.values(), settled[0]))
    alive: dict[int, tuple[Any, ...]] = {everything: ()}
    for values, sure in zip(accepted, settled[1:], strict=True):
        by_rows: dict[int, Any] = {}
        for value, rows in values.items():
            by_rows.setdefault(rows, value)
        following: dict[int, tuple[Any, ...]] = {}
        for before, witness in alive.items():
            for rows, value in by_rows.items():
                together = before & rows
                certain = together & sure
                if first and certain > 0:
                    together &= 2 * (certain & -certain) - 1
                known = following.get(together)
                if known is None or (_OTHER in known and _OTHER not in {*witness, value}):
                    following[together] = (*witness, value)
            if len(following) > MAX_SETS:
                raise _TooWideError
        alive = following
    return alive


def _bits(rows: int) -> list[int]:
    return [number for number in range(rows.bit_length()) if rows >> number & 1]


def _clashes(
    rows: list[_Row],
    decision: Decision,
    columns: list[_Column],
    walked: Mapping[int, tuple[Any, ...]],
) -> Iterator[Problem]:
    if decision.hit_policy == "FIRST":
        return
    seen: set[tuple[int, int]] = set()
    for together, witness in walked.items():
        for pair in combinations(_bits(together), 2):
            one, other = (rows[number] for number in pair)
            alike = one.asks == other.asks or (
                decision.hit_policy == "ANY" and one.gives == other.gives
            )
            if alike or pair in seen:
                continue
            seen.add(pair)
            overlap = found(
                "overlapping_rows",
                other.element,
                name=other.number,
                other=one.number,
                witness=_shown(columns, witness),
            )
            yield replace(overlap, also=(one.element.get("id", ""),))
            if len(seen) == MAX_SHOWN:
                return


def _idle(
    rows: list[_Row],
    decision: Decision,
    accepted: list[dict[Any, int]],
    walked: Mapping[int, tuple[Any, ...]],
) -> Iterator[Problem]:
    first = decision.hit_policy == "FIRST"
    used = 0
    for together in walked:
        used |= together & -together if first else together
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows):
        if not used >> number & 1 and row.asks not in seen:
            because = _why_idle(rows, accepted, number)
            yield found("idle_row", row.element, name=row.number, detail=because)
        seen.add(row.asks)


def _why_idle(rows: list[_Row], accepted: list[dict[Any, int]], number: int) -> Sentence:
    covering = (1 << number) - 1
    for values in accepted:
        fitting = [each for each in values.values() if each >> number & 1]
        if not fitting:
            return Sentence("không giá trị nào của các cột làm dòng này đúng")
        covering = reduce(and_, fitting, covering)
    before = tuple(rows[each].number for each in _bits(covering))[:MAX_SHOWN]
    if before:
        return Sentence("dòng đứng trước đã áp dụng hết (dòng {rows})", rows=before)
    return Sentence("các dòng đứng trước gộp lại đã áp dụng hết")


def _unknown_values(
    table: etree._Element,
    rows: list[_Row],
    columns: list[_Column],
    known: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    lists: list[tuple[str, Collection[str] | None]] = []
    for column in columns:
        declared = [str(value) for value in column.values] if column.declared else None
        lists.append((column.label, known.get(column.source, declared)))
    lists += [(label_of(e), known.get(e.get("name", ""))) for e in children(table, "output")]
    wanted = {at: (name, set(values)) for at, (name, values) in enumerate(lists) if values}
    for row in rows:
        texts = (*row.asks, *row.gives)
        for at, (label, allowed) in wanted.items():
            for value in _outside(texts[at], allowed):
                cells = [e for t in ("inputEntry", "outputEntry") for e in children(row.element, t)]
                yield found(
                    "unknown_value", cells[at], row=row.number, column=label, value=value[:60]
                )


def _outside(text: str, allowed: set[str]) -> list[str]:
    """Texts in a cell that are no value of the list."""
    if any(part in text for part in _PARTIAL):
        return []
    return [
        value
        for value in _constants(text)
        if isinstance(value, str) and value and value not in allowed
    ]


def _column(
    column: etree._Element, cells: list[str], known: Mapping[str, Collection[str]]
) -> _Column:
    source = next((text_of(each) for each in children(column, "inputExpression")), "")
    kinds = [each.get("typeRef", "") for each in children(column, "inputExpression")]
    listed = next((text_of(each) for each in children(column, "inputValues")), "")
    label = label_of(column)
    if listed:
        return _Column(label, source, tuple(dict.fromkeys(_constants(listed))), declared=True)
    if source in known:
        return _Column(label, source, tuple(known[source]), declared=True)
    constants = [value for cell in cells for value in _constants(cell)]
    if "boolean" in kinds or (constants and all(isinstance(each, bool) for each in constants)):
        return _Column(label, source, (True, False), declared=False)
    values: list[Any] = []
    for value in constants:
        values += [value] if isinstance(value, (str, bool)) else [value - 1, value, value + 1]
    if not values or any(isinstance(each, str) for each in values):
        values.append(_OTHER)
    return _Column(label, source, tuple(dict.fromkeys(values)), declared=False)


def _constants(text: str) -> list[Any]:
    """Values that stand in a cell or a list of values."""
    values: list[Any] = []
    for match in _CONSTANT.finditer(text):
        if match["flag"]:
            values.append(match["flag"].lower() == "true")
        elif match["number"]:
            number = match["number"]
            values.append(float(number) if "." in number else int(number))
        else:
            values.append(match["double"] if match["double"] is not None else match["single"])
    return values


def _shown(columns: list[_Column], witness: tuple[Any, ...]) -> tuple[Sentence, ...]:
    """An input as people read it."""
    pairs = zip((column.label for column in columns), map(_in_words, witness), strict=True)
    return tuple(Sentence("{column} là {value}", column=name, value=value) for name, value in pairs)


def _in_words(value: Any) -> Any:
    if isinstance(value, bool):
        return Sentence("có") if value else Sentence("không")
    return Sentence("(trống)") if value == "" else value
