"""Tables typed as lines with | or pasted from a spreadsheet with tabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: |---|:---:| of Markdown carries no text.
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_MARK_AND_TAB = re.compile(r"^(?:\S{1,6}[.):]|[-–+*•])\t")
#: Fewest rows and fewest columns of a table.
_FEWEST_ROWS = 2
#: More columns than this leave no room for letters on a page.
_MOST_COLUMNS = 30


def read_table(
    lines: Sequence[str], starts_block: Callable[[str], bool]
) -> tuple[tuple[tuple[str, ...], ...], int]:
    """Return the rows of the table that `lines` begin with, and how many lines it takes.

    A table has at least two lines with the same separator; otherwise no line is taken. Rows are
    filled up with empty cells to the same length.
    """
    for separator in ("|", "\t"):
        rows: list[tuple[str, ...]] = []
        used = 0
        for line in lines:
            if separator == "|" and _RULE.fullmatch(line) and rows:
                used += 1
                continue
            cells = _cells(line, separator, framed=lines[0].startswith("|"))
            if cells is None or (separator == "\t" and not rows and starts_block(cells[0])):
                break
            rows.append(cells)
            used += 1
        if len(rows) >= _FEWEST_ROWS:
            width = max(len(row) for row in rows)
            return tuple(row + ("",) * (width - len(row)) for row in rows), used
    return (), 0


def _cells(line: str, separator: str, *, framed: bool) -> tuple[str, ...] | None:
    if separator == "\t":
        line = _MARK_AND_TAB.sub(lambda match: match[0].replace("\t", " "), line)
    elif framed and line.startswith("|"):
        line = line[1:].removesuffix("|")
    if not 0 < line.count(separator) < _MOST_COLUMNS:
        return None
    cells = tuple(cell.replace("\t", " ").strip() for cell in line.split(separator))
    filled = sum(map(bool, cells))
    # One tab before a line is an indent, not a column.
    return cells if filled >= _FEWEST_ROWS or (filled and len(cells) > _FEWEST_ROWS) else None
