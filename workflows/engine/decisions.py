"""Decides by DMN tables: which rule applies, what it gives, and why.

A table is read once and may be asked any number of times. Hit policies: UNIQUE (two rules that
apply at once are an error, said with both rows), FIRST and ANY (several rules may apply if they
agree). Cells are written in the engine's expression language or as the unary tests of the DMN
standard (``"a","b"``, ``not("a")``, ``>= 5``, ``[1..5]``, ``-``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from workflows.engine.cells import Test, compile_cell
from workflows.engine.expressions import Expression, ExpressionError, compile_expression
from workflows.engine.xml import DMN, line_of, local_name, namespace, read_xml
from workflows.errors import WorkflowError
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

#: Hit policies of the DMN standard that this engine decides by.
HIT_POLICIES: Final = ("UNIQUE", "FIRST", "ANY")
#: Largest table; a person cannot check more rows than this anyway.
MAX_RULES: Final = 1_000


class DecisionError(WorkflowError):
    """Bảng quyết định “{decision}” không dùng được: {because}."""

    code = "decision_invalid"
    #: Id of the element that is wrong, empty when it is the table as a whole.
    element: str = ""
    #: Line of the file, None when unknown.
    line: int | None = None


class NoRuleError(DecisionError):
    """Bảng quyết định “{decision}” không có dòng nào áp dụng cho trường hợp này."""

    code = "decision_no_rule"


class SeveralRulesError(DecisionError):
    """Bảng quyết định “{decision}” có nhiều dòng cùng áp dụng ({rules}) nên không kết luận được."""

    code = "decision_several_rules"


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome of one decision: the outputs and the rule they come from."""

    outputs: Mapping[str, Any]
    rule_id: str
    #: Description and annotations of the rule: the reason that people read.
    annotation: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table."""

    id: str
    annotation: str
    tests: tuple[Test, ...] = field(repr=False)
    outputs: Mapping[str, Expression | None] = field(repr=False)

    def applies(self, values: tuple[Any, ...], data: Mapping[str, Any]) -> bool:
        """Whether every cell of the row accepts the value of its column."""
        return all(test(value, data) for test, value in zip(self.tests, values, strict=True))

    def result(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Values of the output cells; an empty cell gives None."""
        return {
            name: None if cell is None else cell.evaluate(data)
            for name, cell in self.outputs.items()
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision table that has been read and checked."""

    id: str
    name: str
    hit_policy: str
    inputs: tuple[Expression, ...]
    output_names: tuple[str, ...]
    rules: tuple[Rule, ...] = field(repr=False)

    @property
    def input_names(self) -> frozenset[str]:
        """Names of the data that the columns read."""
        return frozenset[str]().union(*(column.names for column in self.inputs))

    def decide(self, inputs: Mapping[str, Any]) -> Decided:
        """Apply the table to the inputs.

        Raises NoRuleError when no row applies, SeveralRulesError when UNIQUE or ANY is broken,
        ExpressionValueError when a cell cannot be evaluated over these inputs.
        """
        values = tuple(column.evaluate(inputs) for column in self.inputs)
        fired = self._fired(values, inputs)
        rule = next(fired, None)
        if rule is None:
            raise NoRuleError(decision=self.name)
        outputs = rule.result(inputs)
        if self.hit_policy != "FIRST":
            others = [
                other
                for other in fired
                if self.hit_policy == "UNIQUE" or other.result(inputs) != outputs
            ]
            if others:
                clash = ", ".join(each.id for each in (rule, *others))
                raise SeveralRulesError(decision=self.name, rules=clash)
        return Decided(MappingProxyType(outputs), rule.id, rule.annotation)

    def _fired(self, values: tuple[Any, ...], data: Mapping[str, Any]) -> Iterator[Rule]:
        return (rule for rule in self.rules if rule.applies(values, data))


@lru_cache(maxsize=64)
def compile_decision(dmn: bytes) -> Decision:
    """Read the one decision table of a DMN file; the same bytes are read once.

    Raises XmlError for a file that cannot be read, DecisionError for a table that cannot be used.
    """
    root = read_xml(dmn)
    if namespace(root) not in DMN or local_name(root) != "definitions":
        raise DecisionError(decision="?", because="đây không phải là tệp DMN")
    decisions = list(_children(root, "decision"))
    if len(decisions) != 1:
        raise DecisionError(
            decision=root.get("name", "?"),
            because=Sentence(
                "tệp phải có đúng một quyết định, tệp này có {count}", count=len(decisions)
            ),
        )
    return read_decision(decisions[0])


def read_decision(element: etree._Element) -> Decision:
    """Read one ``decision`` element; DecisionError names the cell that is wrong."""
    tables = list(_children(element, "decisionTable"))
    if len(tables) != 1 or not element.get("id"):
        raise _wrong(element, element, Sentence("cần có mã và đúng một bảng quyết định"))
    table = tables[0]
    hit_policy = table.get("hitPolicy", "UNIQUE").upper()
    if hit_policy not in HIT_POLICIES:
        raise _wrong(
            element,
            table,
            Sentence(
                "cách chọn dòng “{value}” chưa dùng được, hãy chọn {known}",
                value=hit_policy,
                known=tuple(HIT_POLICIES),
            ),
        )
    inputs = tuple(_input(element, column) for column in _children(table, "input"))
    names = tuple(_output_name(element, column) for column in _children(table, "output"))
    if not names or len(set(names)) != len(names):
        raise _wrong(element, table, Sentence("các cột kết quả phải có tên và không trùng tên"))
    rows = list(_children(table, "rule"))
    if not 0 < len(rows) <= MAX_RULES:
        raise _wrong(element, table, Sentence("bảng phải có từ 1 đến {most} dòng", most=MAX_RULES))
    return Decision(
        id=element.get("id", ""),
        name=element.get("name", "") or element.get("id", ""),
        hit_policy=hit_policy,
        inputs=inputs,
        output_names=names,
        rules=tuple(_rule(element, row, len(inputs), names) for row in rows),
    )


def _rule(
    decision: etree._Element, row: etree._Element, columns: int, names: tuple[str, ...]
) -> Rule:
    cells, results = list(_children(row, "inputEntry")), list(_children(row, "outputEntry"))
    if len(cells) != columns or len(results) != len(names):
        raise _wrong(decision, row, Sentence("số ô của dòng khác số cột của bảng"))
    tests: list[Test] = []
    outputs: dict[str, Expression | None] = {}
    for cell in cells:
        try:
            tests.append(compile_cell(_text(cell)))
        except ExpressionError as error:
            raise _wrong(decision, cell, _unreadable(error)) from error
    for name, cell in zip(names, results, strict=True):
        try:
            outputs[name] = compile_expression(_text(cell)) if _text(cell) else None
        except ExpressionError as error:
            raise _wrong(decision, cell, _unreadable(error)) from error
    notes = [_plain(part) for part in _children(row, "description")]
    notes += [_text(part) or _plain(part) for part in _children(row, "annotationEntry")]
    return Rule(
        id=row.get("id") or f"dòng {line_of(row)}",
        annotation="\n".join(note for note in notes if note),
        tests=tuple(tests),
        outputs=MappingProxyType(outputs),
    )


def _input(decision: etree._Element, column: etree._Element) -> Expression:
    for expression in _children(column, "inputExpression"):
        try:
            return compile_expression(_text(expression))
        except ExpressionError as error:
            raise _wrong(decision, column, _unreadable(error)) from error
    raise _wrong(decision, column, Sentence("cột điều kiện chưa có biểu thức"))


def _output_name(decision: etree._Element, column: etree._Element) -> str:
    name = column.get("name", "")
    if not name.isidentifier() or name.startswith("_"):
        raise _wrong(decision, column, Sentence("tên cột kết quả “{name}” không hợp lệ", name=name))
    return name


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if local_name(child) == name)


def _text(element: etree._Element) -> str:
    return next((_plain(child) for child in _children(element, "text")), "")


def _plain(element: etree._Element) -> str:
    return (element.text or "").strip()


def _unreadable(error: ExpressionError) -> Sentence:
    """The error as a part of a sentence."""
    return Sentence("biểu thức “{source}” không hợp lệ: {because}", **error.data)


def _wrong(decision: etree._Element, element: etree._Element, because: Sentence) -> DecisionError:
    name = decision.get("name") or decision.get("id") or "?"
    error = DecisionError(decision=name, because=because)
    error.element = element.get("id", "")
    error.line = line_of(element)
    return error
