"""Finds the texts to translate that are not written as ``_("…")``, for Babel's extraction.

An error's docstring is its sentence and what is given to an error fills its blanks; the first
argument of a ``Sentence(…)`` is one, and the third of a fault of form; the names of kinds and
purposes are data. All reach the screen through ``gettext`` and so belong in the catalogue.
"""

from __future__ import annotations

import ast
import io
from typing import IO, TYPE_CHECKING, Any, cast

from babel.messages.extract import extract_python

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Message = tuple[int, str | None, str, list[str]]

#: How the names of what fills a sentence's blanks end: errors, problems of the trail.
_PROBLEMS = ("Error", "Problem")
#: Which argument is the template of a sentence: of a `Sentence`, of a fault of form.
_TEMPLATE_AT = {"Sentence": 0, "Rule": 2, "error": 2, "warning": 2}
#: Tables of names outside the data modules that pages translate.
_TABLES = frozenset({"MESSAGES", "METHODS", "TEMPLATES"})


def extract_pages(
    file: IO[bytes],
    keywords: Any,
    comment_tags: Any,
    options: Any,
) -> Iterator[Message]:
    """Yield what views say through ``gettext`` and what they give to errors."""
    source = io.BytesIO(file.read())
    yield from cast("Any", extract_python(source, keywords, comment_tags, options))
    source.seek(0)
    yield from extract_errors(source, keywords, comment_tags, options)


def extract_errors(
    file: IO[bytes],
    _keywords: Iterable[str],
    _comment_tags: Iterable[str],
    options: dict[str, Any],  # noqa: ARG001 - Babel passes it by name
) -> Iterator[Message]:
    """Yield the sentence of every error class and the reasons and names given to errors."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.ClassDef):
            sentence = ast.get_docstring(node)
            if sentence and not sentence.isascii() and _has_code(node):
                yield node.lineno, None, sentence.strip(), []
        elif isinstance(node, ast.Call) and _name(node.func) in _TEMPLATE_AT:
            yield from _templates(node.args, _TEMPLATE_AT[_name(node.func)])
        elif isinstance(node, ast.Call) and _is_problem(node.func):
            yield from _texts(*node.args, *(each.value for each in node.keywords))
        elif isinstance(node, ast.Assign) and _assigned(node) & _TABLES:
            yield from _texts(*ast.walk(node.value))


def _has_code(node: ast.ClassDef) -> bool:
    return any(isinstance(line, ast.Assign) and "code" in _assigned(line) for line in node.body)


def _assigned(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _is_problem(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id.endswith(_PROBLEMS)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _templates(arguments: list[ast.expr], position: int) -> Iterator[Message]:
    """Yield the template, or both of a choice between two."""
    for node in arguments[position : position + 1]:
        branches = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
        for each in branches:
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
                yield each.lineno, None, each.value, []


def _texts(*nodes: ast.AST) -> Iterator[Message]:
    for node in nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not node.value.isascii()
        ):
            yield node.lineno, None, node.value, []


def extract_names(
    file: IO[bytes],
    _keywords: Iterable[str],
    _comment_tags: Iterable[str],
    options: dict[str, Any],  # noqa: ARG001 - Babel passes it by name
) -> Iterator[Message]:
    """Yield the names that data modules give to things: Vietnamese words, not abbreviations."""
    tree = ast.parse(file.read())
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
            and node.value[:1].isupper()
            and not node.value.isascii()
            and not node.value.isupper()
            and not node.value[-1].isupper()
        ):
            yield node.lineno, None, node.value, []
