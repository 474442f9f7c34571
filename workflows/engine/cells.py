"""Cells of a decision table: the unary tests of the DMN standard, in the engine's language.

A cell is empty or ``-`` (anything), a value (equal to it), several values or tests with commas
(any of them), ``not(…)``, a comparison (``>= 5``, ``in ["a", "b"]``), a range (``[1..5]``,
``]1..5]``), or an expression over ``?``, the value of the column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from workflows.engine.expressions import (
    CELL_INPUT,
    MAX_DEPTH,
    MAX_LENGTH,
    Expression,
    ExpressionError,
    compile_expression,
)
from workflows.engine.operations import same

#: Says whether a cell accepts the value of its column; the mapping is the rest of the data.
Test: TypeAlias = Callable[[Any, Mapping[str, Any]], bool]

_COMPARISON: Final = re.compile(r"(<=|>=|==|!=|<|>|=|(?:not\s+)?in\b)(.+)", re.DOTALL)
_NEGATION: Final = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_RANGE: Final = re.compile(r"([\[\](])([^\[\]()]+?)\.\.([^\[\]()]+?)([\[\])])")


def compile_cell(source: str) -> Test:
    """Turn the text of a cell into a test; ExpressionError when it is not one."""
    text = source.strip()
    if len(text) > MAX_LENGTH or text.count("(") > MAX_DEPTH:
        raise ExpressionError(source=text[:80], because="ô quá dài hoặc lồng nhau quá sâu")
    if text in {"", "-"}:
        return lambda _value, _data: True
    parts = _split(text)
    if len(parts) > 1:
        tests = [_single(part.strip(), source) for part in parts]
        return lambda value, data: any(test(value, data) for test in tests)
    return _single(text, source)


def _single(text: str, source: str) -> Test:
    negated = _NEGATION.fullmatch(text)
    if negated and _balanced(negated[1]):
        inner = compile_cell(negated[1])
        return lambda value, data: not inner(value, data)
    marked = _mark_input(text)
    if marked != text:
        return _over_input(compile_expression(marked))
    interval = _RANGE.fullmatch(text)
    if interval:
        low = "<=" if interval[1] == "[" else "<"
        high = "<=" if interval[4] == "]" else "<"
        return _over_input(
            compile_expression(f"({interval[2]}) {low} {CELL_INPUT} {high} ({interval[3]})")
        )
    comparison = _COMPARISON.fullmatch(text)
    if comparison:
        sign = "==" if comparison[1] == "=" else comparison[1]
        return _over_input(compile_expression(f"{CELL_INPUT} {sign} {comparison[2]}"))
    if not text:
        raise ExpressionError(source=source[:80], because="thiếu giá trị giữa hai dấu phẩy")
    expected = compile_expression(text)
    return lambda value, data: _accepts(expected.evaluate(data), value)


def _accepts(expected: Any, value: Any) -> bool:
    if isinstance(expected, list) and not isinstance(value, list):
        return any(same(value, each) for each in expected)
    return same(value, expected)


def _over_input(expression: Expression) -> Test:
    return lambda value, data: bool(expression.evaluate({**data, CELL_INPUT: value}))


def _split(text: str) -> list[str]:
    """Parts between commas that stand outside quotes and brackets."""
    parts, depth, quote, start = [], 0, "", 0
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def _mark_input(text: str) -> str:
    """Write CELL_INPUT for every ``?`` outside quotes."""
    out, quote = [], ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        out.append(CELL_INPUT if character == "?" and not quote else character)
    return "".join(out)


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
