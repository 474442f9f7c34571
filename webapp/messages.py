"""Finds the texts to translate that are not written as ``_("…")``, for Babel's extraction.

An error's docstring is its sentence; the names of kinds and purposes are data. Both reach the
screen through ``gettext`` and so belong in the catalogue.
"""

from __future__ import annotations

import ast
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Message = tuple[int, str | None, str, list[str]]


def extract_errors(
    file: IO[bytes],
    _keywords: Iterable[str],
    _comment_tags: Iterable[str],
    options: dict[str, Any],  # noqa: ARG001 - Babel passes it by name
) -> Iterator[Message]:
    """Yield the sentence of every error class: a class with a ``code`` of its own."""
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.ClassDef):
            continue
        coded = any(
            isinstance(line, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == "code" for target in line.targets)
            for line in node.body
        )
        sentence = ast.get_docstring(node)
        if coded and sentence:
            yield node.lineno, None, sentence.strip(), []


def extract_names(
    file: IO[bytes],
    _keywords: Iterable[str],
    _comment_tags: Iterable[str],
    options: dict[str, Any],  # noqa: ARG001 - Babel passes it by name
) -> Iterator[Message]:
    """Yield the names that data modules give to things: capitalised Vietnamese words."""
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
        ):
            yield node.lineno, None, node.value, []
