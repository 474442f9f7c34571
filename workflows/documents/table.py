"""Tables in the text: columns by content, header repeated on every page."""

from __future__ import annotations

import re
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import Table, TableStyle

from workflows.documents import layout
from workflows.documents.typesetting import (
    BOLD,
    REGULAR,
    TA_CENTER,
    TA_LEFT,
    paragraph,
    style,
    width_of,
)

_LEADING = 14.5
_TALLEST_ROW = 200.0
_PADDING = 4.0
_NUMBER = re.compile(r"[-+]?[\d.,/%\s-]*\d[\d.,/%\s-]*|[-–x×]?")
_TOTAL = re.compile(r"(tổng( cộng| số)?|cộng)\b", re.IGNORECASE)
#: A column of prose is never wider than this many times the narrowest useful one.
_WIDEST_NATURAL = 260.0


def table(rows: tuple[tuple[str, ...], ...], width: float) -> Table:
    """Lay out rows of text; the first row is the header."""
    columns = list(zip(*rows, strict=True))
    centred = [_is_short(column[1:]) for column in columns]
    cells: list[list[Any]] = []
    for index, row in enumerate(rows):
        strong = index == 0 or any(_TOTAL.match(cell) for cell in row[:2])
        cells.append(
            [
                paragraph(
                    [(cell, BOLD if strong else REGULAR)],
                    style(
                        size=layout.SIZE_TABLE,
                        leading=_LEADING,
                        before=0,
                        align=TA_CENTER if index == 0 or centred[position] else TA_LEFT,
                    ),
                )
                if cell
                else ""
                for position, cell in enumerate(row)
            ]
        )
    made = Table(
        cells,
        colWidths=_widths(columns, width),
        repeatRows=1 if len(rows) > 1 else 0,
        spaceBefore=layout.PARAGRAPH_SPACE + 2,
    )
    made.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, black),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    made.wrap(width, layout.PAGE_HEIGHT)
    # Only a row that fills more than half a page is broken inside.
    made.splitInRow = int(max(made._rowHeights) > _TALLEST_ROW)  # noqa: SLF001
    return made


def _is_short(cells: tuple[str, ...]) -> bool:
    return all(_NUMBER.fullmatch(cell) for cell in cells)


def _widths(columns: list[tuple[str, ...]], width: float) -> list[float]:
    """Share the width by content; no column is narrower than its longest word if that fits."""
    least = [max(_longest_word(cell) for cell in column) + 2 * _PADDING + 1 for column in columns]
    natural = [
        max(
            floor,
            min(_WIDEST_NATURAL, max(width_of(cell, BOLD, layout.SIZE_TABLE) for cell in column))
            + 2 * _PADDING,
        )
        for column, floor in zip(columns, least, strict=True)
    ]
    if sum(least) >= width:
        return [width * floor / sum(least) for floor in least]
    spare = width - sum(least)
    wish = [want - floor for want, floor in zip(natural, least, strict=True)]
    share = sum(wish)
    if share <= 0:
        return [floor + spare / len(least) for floor in least]
    return [floor + spare * more / share for floor, more in zip(least, wish, strict=True)]


def _longest_word(cell: str) -> float:
    return max((width_of(word, BOLD, layout.SIZE_TABLE) for word in cell.split()), default=0.0)
