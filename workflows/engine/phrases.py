"""Conditions in the words of an official."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from workflows.engine.wording import FACT_NAMES, OUTCOME_NAMES, ROLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGNS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "là",
    ast.Is: "là",
    ast.NotEq: "không phải là",
    ast.IsNot: "không phải là",
    ast.Lt: "nhỏ hơn",
    ast.LtE: "không quá",
    ast.Gt: "lớn hơn",
    ast.GtE: "từ",
    ast.In: "thuộc",
    ast.NotIn: "không thuộc",
}
#: Data that conditions compare with a value, and the names of its values.
_COMPARED: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "outcome": ("kết quả", OUTCOME_NAMES),
    "signer": ("người ký", ROLE_NAMES),
    "kind": ("loại văn bản", {}),
    "purpose": ("mục đích văn bản", {}),
}


class _UnsayableError(Exception):
    """The expression has no words of its own."""


def in_words(condition: str) -> str:
    """A condition as a clause after “nếu”; as it is written, in quotes, when it has no words."""
    try:
        return _say(ast.parse(condition.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError, _UnsayableError):
        return f"“{condition.strip()}”"


def _say(node: ast.expr, *, inner: bool = False) -> str:
    if isinstance(node, ast.Name):
        return FACT_NAMES.get(node.id, (f"“{node.id}” đúng", ""))[0]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        if isinstance(node.operand, ast.Name):
            name = node.operand.id
            return FACT_NAMES.get(name, ("", f"“{name}” không đúng"))[1]
        return f"không phải ({_say(node.operand)})"
    if isinstance(node, ast.BoolOp):
        word = " và " if isinstance(node.op, ast.And) else " hoặc "
        text = word.join(_say(value, inner=True) for value in node.values)
        return f"({text})" if inner else text
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.left, ast.Name):
        words = _outcome(node)
        if words:
            return words
        label, names = _COMPARED.get(node.left.id, (f"“{node.left.id}”", {}))
        value = _value(node.comparators[0], names)
        return f"{label} {_SIGNS[type(node.ops[0])]} {value}"
    raise _UnsayableError


def _outcome(node: ast.Compare) -> str:
    """How a step ended, without saying that this is how it ended; empty for anything else."""
    value = node.comparators[0]
    if not (isinstance(node.left, ast.Name) and node.left.id == "outcome"):
        return ""
    known = OUTCOME_NAMES.get(str(value.value)) if isinstance(value, ast.Constant) else None
    if known is None or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return ""
    return known if isinstance(node.ops[0], ast.Eq) else f"không {known}"


def _value(node: ast.expr, names: Mapping[str, str]) -> str:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            return "đúng" if node.value else "sai"
        text = str(node.value)
        known = names.get(text)
        return known or (f"“{text}”" if isinstance(node.value, str) else text)
    if isinstance(node, (ast.List, ast.Tuple)):
        return ", ".join(_value(each, names) for each in node.elts)
    raise _UnsayableError
