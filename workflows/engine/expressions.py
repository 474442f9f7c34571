"""The expression language of diagrams and decision tables: a small, closed part of Python.

Conditions on flows, timers and table cells come from whoever draws a diagram, so they never
reach ``eval``. The text is parsed, every node must be on a list, and the tree becomes closures
that compare, calculate and choose, and can do nothing else: no attributes, no comprehensions, no
lambdas, no formatting, no powers; calls only to the functions of ``operations.FUNCTIONS``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from workflows.engine.operations import (
    BINARY,
    COMPARE,
    FUNCTIONS,
    UNARY,
    RefusedValueError,
    item_of,
)
from workflows.errors import WorkflowError
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Run: TypeAlias = Callable[[Mapping[str, Any]], Any]

#: Longest expression, in characters.
MAX_LENGTH: Final = 1_000
#: Deepest nesting of brackets or operators.
MAX_DEPTH: Final = 20
#: Most digits of a number written in an expression.
MAX_DIGITS: Final = 18
#: What a table cell calls the value of its own column (``?`` in the DMN standard).
CELL_INPUT: Final = "cell_input"

_CONSTANTS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}


class ExpressionError(WorkflowError):
    """Biểu thức “{source}” không hợp lệ: {because}."""

    code = "expression_invalid"


class ExpressionValueError(ExpressionError):
    """Không tính được biểu thức “{source}”: {because}."""

    code = "expression_value"


class _RefusedError(RefusedValueError):
    """A part of the expression is outside the language."""


class _MissingError(Exception):
    """The data has no such name."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression, ready to be evaluated any number of times."""

    source: str
    #: Names it reads from the data.
    names: frozenset[str]
    _run: Run = field(repr=False, compare=False)

    def evaluate(self, data: Mapping[str, Any]) -> Any:
        """Value of the expression over the data; ExpressionValueError when it has none."""
        try:
            return self._run(data)
        except _MissingError as error:
            because = Sentence("chưa có dữ liệu “{name}”", name=str(error))
        except RefusedValueError as error:
            because = error.because
        except ZeroDivisionError:
            because = Sentence("chia cho số 0")
        except (KeyError, IndexError):
            because = Sentence("không có phần tử được hỏi")
        except (TypeError, ValueError, ArithmeticError, RecursionError):
            because = Sentence("các giá trị không cùng loại nên không so sánh hay tính được")
        raise ExpressionValueError(source=self.source, because=because)


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Check an expression and make it ready; ExpressionError when it leaves the language."""
    shown = source[:80]
    text = source.strip()
    try:
        _measure(text)
        names: set[str] = set()
        run = _build(ast.parse(text, mode="eval").body, names, MAX_DEPTH)
    except _RefusedError as error:
        raise ExpressionError(source=shown, because=error.because) from None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(source=shown, because="sai cú pháp") from None
    return Expression(source=text, names=frozenset(names), _run=run)


def _measure(text: str) -> None:
    """Refuse what could exhaust Python's own parser before it sees the text."""
    if not text:
        raise _RefusedError("biểu thức rỗng")
    if len(text) > MAX_LENGTH:
        raise _RefusedError(Sentence("dài quá {most} ký tự", most=MAX_LENGTH))
    if "\\" in text or "\x00" in text:
        raise _RefusedError("không dùng được dấu \\")
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise _RefusedError(Sentence("lồng nhau quá {most} cấp", most=MAX_DEPTH))


def _build(node: ast.expr, names: set[str], depth: int) -> Run:
    if depth == 0:
        raise _RefusedError(Sentence("lồng nhau quá {most} cấp", most=MAX_DEPTH))
    make = _BUILDERS.get(type(node))
    if make is None:
        raise _RefusedError(
            Sentence("không dùng được cách viết này ({what})", what=type(node).__name__)
        )
    return make(node, names, depth - 1)


def _constant(node: ast.Constant, _names: set[str], _depth: int) -> Run:
    value = node.value
    if value is not None and type(value) not in {str, int, float, bool}:
        raise _RefusedError("chỉ dùng được chữ, số, True, False, None")
    if isinstance(value, (int, float)) and not abs(value) < 10**MAX_DIGITS:
        raise _RefusedError("số quá lớn")
    return lambda _: value


def _name(node: ast.Name, names: set[str], _depth: int) -> Run:
    key = node.id
    if key in _CONSTANTS:
        constant = _CONSTANTS[key]
        return lambda _: constant
    if key.startswith("_"):
        raise _RefusedError(Sentence("tên “{name}” không được phép", name=key))
    names.add(key)

    def read(data: Mapping[str, Any]) -> Any:
        try:
            return data[key]
        except KeyError:
            raise _MissingError(key) from None

    return read


def _boolean(node: ast.BoolOp, names: set[str], depth: int) -> Run:
    parts = tuple(_build(value, names, depth) for value in node.values)
    if isinstance(node.op, ast.And):
        return lambda data: all(part(data) for part in parts)
    return lambda data: any(part(data) for part in parts)


def _unary(node: ast.UnaryOp, names: set[str], depth: int) -> Run:
    function = UNARY.get(type(node.op))
    if function is None:
        raise _RefusedError("phép tính này không được phép")
    operand = _build(node.operand, names, depth)
    return lambda data: function(operand(data))


def _binary(node: ast.BinOp, names: set[str], depth: int) -> Run:
    function = BINARY.get(type(node.op))
    if function is None:
        raise _RefusedError("phép tính này không được phép")
    left, right = _build(node.left, names, depth), _build(node.right, names, depth)
    return lambda data: function(left(data), right(data))


def _comparison(node: ast.Compare, names: set[str], depth: int) -> Run:
    first = _build(node.left, names, depth)
    rest = tuple(
        (COMPARE[type(sign)], _build(operand, names, depth))
        for sign, operand in zip(node.ops, node.comparators, strict=True)
    )
    if len(rest) == 1:
        compare, second = rest[0]
        return lambda data: compare(first(data), second(data))

    def chain(data: Mapping[str, Any]) -> bool:
        left = first(data)
        for compare, operand in rest:
            right = operand(data)
            if not compare(left, right):
                return False
            left = right
        return True

    return chain


def _choice(node: ast.IfExp, names: set[str], depth: int) -> Run:
    test, then, other = (_build(part, names, depth) for part in (node.test, node.body, node.orelse))
    return lambda data: then(data) if test(data) else other(data)


def _list(node: ast.List | ast.Tuple | ast.Set, names: set[str], depth: int) -> Run:
    parts = tuple(_build(part, names, depth) for part in node.elts)
    return lambda data: [part(data) for part in parts]


def _subscript(node: ast.Subscript, names: set[str], depth: int) -> Run:
    container, key = _build(node.value, names, depth), _build(node.slice, names, depth)
    return lambda data: item_of(container(data), key(data))


def _call(node: ast.Call, names: set[str], depth: int) -> Run:
    known = FUNCTIONS.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if known is None:
        raise _RefusedError(Sentence("chỉ gọi được các hàm {known}", known=tuple(FUNCTIONS)))
    function, least, most = known
    if node.keywords or not least <= len(node.args) <= most:
        raise _RefusedError(
            Sentence("hàm “{name}” dùng sai số đối số", name=ast.unparse(node.func))
        )
    arguments = tuple(_build(argument, names, depth) for argument in node.args)
    return lambda data: function(*(argument(data) for argument in arguments))


_BUILDERS: Final[Mapping[type[ast.expr], Callable[[Any, set[str], int], Run]]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _comparison,
    ast.IfExp: _choice,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Set: _list,
    ast.Subscript: _subscript,
    ast.Call: _call,
}
