"""Rules of decision tables: every cell is checked, not only the first wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.cells import compile_cell
from workflows.engine.decisions import HIT_POLICIES, DecisionError, read_decision
from workflows.engine.expressions import ExpressionError, compile_expression
from workflows.engine.problems import in_words
from workflows.engine.rows import children, label_of
from workflows.engine.rules.catalogue import found
from workflows.engine.rules.coverage import coverage_problems
from workflows.engine.rules.file import duplicate_ids
from workflows.engine.rules.standard import schema_problems
from workflows.engine.wording import POLICY_NAMES
from workflows.engine.xml import local_name
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml import etree

    from workflows.engine.problems import Problem


def table_problems(
    root: etree._Element, known: Mapping[str, Collection[str]] | None = None
) -> Iterator[Problem]:
    """All problems of one DMN file; ``known`` lists the values of names (kinds, posts)."""
    yield from schema_problems(root)
    yield from duplicate_ids(root)
    decisions = [child for child in root if local_name(child) == "decision"]
    if len(decisions) != 1:
        yield found("decision_unsupported", root)
    for decision in decisions:
        yield from _decision(decision, known or {})


def _decision(decision: etree._Element, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    tables = [child for child in decision if local_name(child) == "decisionTable"]
    if len(tables) != 1:
        yield found("decision_unsupported", decision)
        return
    name = decision.get("name") or decision.get("id") or "?"
    policy = tables[0].get("hitPolicy", "UNIQUE").upper()
    if policy not in HIT_POLICIES:
        yield found("hit_policy", decision, value=policy[:40], known=tuple(POLICY_NAMES.values()))
        return
    cells = list(_cells(tables[0], name))
    yield from cells
    if cells:
        return
    try:
        table = read_decision(decision)
    except DecisionError as error:
        yield found("decision_table", decision, detail=in_words(error))
        return
    yield from _duplicate_rows(tables[0])
    yield from coverage_problems(tables[0], table, known)


def _cells(table: etree._Element, name: str) -> Iterator[Problem]:
    labels = {
        f"{tag}Entry": [label_of(column) for column in children(table, tag)]
        for tag in ("input", "output")
    }
    numbers = {row: number for number, row in enumerate(children(table, "rule"), 1)}
    for element in table.iter("*"):
        kind = local_name(element)
        if kind not in {"inputExpression", "inputEntry", "outputEntry"}:
            continue
        text = _text(element)
        try:
            if kind == "inputEntry":
                compile_cell(text)
            elif text or kind == "inputExpression":
                compile_expression(text)
        except ExpressionError as error:
            where = _where(element, name, labels, numbers)
            yield found("expression", element, name=where, detail=in_words(error))


def _where(
    cell: etree._Element,
    name: str,
    labels: Mapping[str, list[str]],
    numbers: Mapping[etree._Element, int],
) -> Sentence:
    """Table, row and column of a cell, as people find it."""
    row, kind = cell.getparent(), local_name(cell)
    if row is None or row not in numbers or kind not in labels:
        return Sentence(name[:60])
    at = [each for each in row if local_name(each) == kind].index(cell)
    label = labels[kind][at] if at < len(labels[kind]) else "?"
    return Sentence(
        "{table}, dòng {row}, cột {column}",
        table=name[:60],
        row=numbers[row],
        column=label[:60],
    )


def _duplicate_rows(table: etree._Element) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(children(table, "rule"), 1):
        key = tuple(_text(cell) for cell in row if local_name(cell) == "inputEntry")
        if key in seen:
            yield found("duplicate_row", row, name=number, other=seen[key])
        seen.setdefault(key, number)


def _text(element: etree._Element) -> str:
    return next(((each.text or "").strip() for each in element if local_name(each) == "text"), "")
