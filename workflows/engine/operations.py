"""What expressions may do with values: arithmetic within bounds, comparisons, a few functions."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final

from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Longest text or list that a calculation may make.
MAX_SIZE: Final = 10_000
#: Largest number that a calculation may make (an amount in đồng fits with ease).
MAX_NUMBER: Final = 10**18


class RefusedValueError(Exception):
    """A value does not suit what the expression does with it."""

    @property
    def because(self) -> Sentence:
        """What is wrong."""
        (because,) = self.args
        return because if isinstance(because, Sentence) else Sentence(because)


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RefusedValueError(Sentence("“{value}” không phải là số", value=str(value)[:40]))
    return value


def _bounded(value: float) -> int | float:
    if not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise RefusedValueError("kết quả quá lớn")
    return value


def _add(left: Any, right: Any) -> Any:
    for kind in (str, list):
        if isinstance(left, kind) and isinstance(right, kind):
            if len(left) + len(right) > MAX_SIZE:
                raise RefusedValueError("kết quả quá dài")
            return operator.add(left, right)
    return _bounded(_number(left) + _number(right))


def _arithmetic(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: _bounded(function(_number(left), _number(right)))


def _scalar(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: function(_number(value))


def same(left: Any, right: Any) -> bool:
    """Equality that keeps yes/no apart from 1/0, as people read a table."""
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    return bool(left == right)


def _contains(item: Any, container: Any) -> bool:
    if isinstance(container, str):
        if not isinstance(item, str):
            raise RefusedValueError("chỉ tìm được chữ trong chữ")
        return item in container
    if isinstance(container, (list, tuple, dict)):
        return any(same(item, each) for each in container)
    raise RefusedValueError("vế phải của “in” không phải là danh sách")


def item_of(container: Any, key: Any) -> Any:
    """One element of a list or one entry of a mapping."""
    if not isinstance(container, (list, tuple, dict, str)):
        raise RefusedValueError("giá trị này không có phần tử")
    return container[key]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise RefusedValueError(Sentence("“{value}” không phải là chữ", value=str(value)[:40]))
    return value


def _span(designator: str, time: str) -> Callable[[Any], str]:
    def make(value: Any) -> str:
        amount = _number(value)
        if not isinstance(amount, int) or not 0 <= amount <= 10_000:  # noqa: PLR2004 – 27 years
            raise RefusedValueError("thời hạn phải là số nguyên từ 0 đến 10000")
        return f"P{time}{amount}{designator}"

    return make


BINARY: Final[Mapping[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: _add,
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _arithmetic(operator.truediv),
    ast.FloorDiv: _arithmetic(operator.floordiv),
    ast.Mod: _arithmetic(operator.mod),
}
UNARY: Final[Mapping[type[ast.unaryop], Callable[[Any], Any]]] = {
    ast.Not: operator.not_,
    ast.USub: _scalar(operator.neg),
    ast.UAdd: _scalar(operator.pos),
}
COMPARE: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: same,
    ast.NotEq: lambda left, right: not same(left, right),
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: _contains,
    ast.NotIn: lambda left, right: not _contains(left, right),
    ast.Is: same,
    ast.IsNot: lambda left, right: not same(left, right),
}
#: Functions that expressions may call, with the number of arguments each takes (least, most).
FUNCTIONS: Final[Mapping[str, tuple[Callable[..., Any], int, int]]] = {
    "abs": (_scalar(abs), 1, 1),
    "all": (all, 1, 1),
    "any": (any, 1, 1),
    "days": (_span("D", ""), 1, 1),
    "ends_with": (lambda text, end: _text(text).endswith(_text(end)), 2, 2),
    "hours": (_span("H", "T"), 1, 1),
    "len": (len, 1, 1),
    "lower": (lambda text: _text(text).lower(), 1, 1),
    "max": (max, 1, 10),
    "min": (min, 1, 10),
    "minutes": (_span("M", "T"), 1, 1),
    "starts_with": (lambda text, start: _text(text).startswith(_text(start)), 2, 2),
    "sum": (lambda items: _bounded(sum(_number(item) for item in items)), 1, 1),
    "upper": (lambda text: _text(text).upper(), 1, 1),
}
