"""Keyset pages: where a page ends is written into the address of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

R = TypeVar("R")
Key = tuple[int | datetime, ...]

#: Rows of one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Rows, and the cursors of the pages beside this one; None where there is none."""

    rows: tuple[R, ...]
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: the key of the row on its near side."""

    key: Key
    backwards: bool = False

    def __str__(self) -> str:
        parts = [part.isoformat() if isinstance(part, datetime) else str(part) for part in self.key]
        return ("-" if self.backwards else "") + "~".join(parts)

    @classmethod
    def read(cls, text: str, kinds: Sequence[type]) -> Cursor | None:
        """Read a cursor from an address; what is not one begins at the first page."""
        backwards = text.startswith("-")
        parts = text.removeprefix("-").split("~")
        if len(parts) != len(kinds):
            return None
        try:
            key = tuple(
                datetime.fromisoformat(part) if kind is datetime else int(part)
                for part, kind in zip(parts, kinds, strict=True)
            )
        except ValueError:
            return None
        known = all(
            part.tzinfo is not None if isinstance(part, datetime) else -(2**63) <= part < 2**63
            for part in key
        )
        return cls(key, backwards) if known else None


def page_of(rows: Sequence[R], cursor: Cursor | None, key: Callable[[R], Key]) -> Page[R]:
    """Cut a page out of rows read in its direction, one more than fits on it."""
    more = len(rows) > PAGE
    shown = list(rows[:PAGE])
    backwards = cursor is not None and cursor.backwards
    if backwards:
        shown.reverse()
    if not shown:
        return Page(())
    before = more if backwards else cursor is not None
    after = more or backwards
    return Page(
        tuple(shown),
        str(Cursor(key(shown[0]), backwards=True)) if before else None,
        str(Cursor(key(shown[-1]))) if after else None,
    )
