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
#: A row taller than this may break across pages.
_TALLEST_ROW = 14 * _LEADING
_PADDING = 4.0
_THIN_PADDING = 1.0
_FEW_COLUMNS = 10
_RULE = 0.5
_NUMBER = re.compile(r"[-+]?[\d.,/%\s-]*\d[\d.,/%\s-]*|[-–x×]?")
_TOTAL = re.compile(r"(tổng( cộng| số)?|cộng)\s*([:(.].*)?$", re.IGNORECASE)
#: A column of prose is never wider than this many times the narrowest useful one.
_WIDEST_NATURAL = 260.0
#: A header is broken into this many lines before it widens its column.
_HEADER_LINES = 3


def table(rows: tuple[tuple[str, ...], ...], width: float) -> Table:
    """Lay out rows of text; the first row is the header.

    A row too tall for a page is laid out as several with no line between them (ReportLab's own
    way of breaking inside a row does not always come to an end).
    """
    columns = list(zip(*rows, strict=True))
    centred = [_is_short(column[1:]) for column in columns]
    padding = _PADDING if len(columns) <= _FEW_COLUMNS else _THIN_PADDING
    widths = _widths(columns, width, padding)
    cells: list[list[Any]] = []
    starts: list[int] = []
    for index, row in enumerate(rows):
        strong = index == 0 or any(_TOTAL.match(cell) for cell in row[:2])
        texts = [
            _cell(cell, strong=strong, centred=index == 0 or centred[position])
            for position, cell in enumerate(row)
        ]
        starts.append(len(cells))
        cells += _pieces(texts, [column - 2 * padding for column in widths])
    header = starts[1] if len(starts) > 1 else 0
    return Table(
        cells,
        colWidths=widths,
        repeatRows=1 if header == 1 else 0,
        spaceBefore=layout.PARAGRAPH_SPACE + 2,
        style=TableStyle(
            [
                ("LINEBEFORE", (0, 0), (-1, -1), _RULE, black),
                ("LINEAFTER", (-1, 0), (-1, -1), _RULE, black),
                *(("LINEABOVE", (0, start), (-1, start), _RULE, black) for start in starts),
                ("LINEBELOW", (0, -1), (-1, -1), _RULE, black),
                ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), _RULE, black),
                ("LINEABOVE", (0, "splitfirst"), (-1, "splitfirst"), _RULE, black),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if len(cells) == len(rows) else "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), padding),
                ("RIGHTPADDING", (0, 0), (-1, -1), padding),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        ),
    )


def _cell(text: str, *, strong: bool, centred: bool) -> Any:
    if not text:
        return ""
    look = style(
        size=layout.SIZE_TABLE,
        leading=_LEADING,
        before=0,
        align=TA_CENTER if centred else TA_LEFT,
    )
    return paragraph([(text, BOLD if strong else REGULAR)], look)


def _pieces(texts: list[Any], widths: list[float]) -> list[list[Any]]:
    """Return the row as one or more rows, none taller than `_TALLEST_ROW`."""
    rows: list[list[Any]] = []
    rest = texts
    while any(rest):
        here: list[Any] = []
        there: list[Any] = []
        for text, width in zip(rest, widths, strict=True):
            parts = text.split(width, _TALLEST_ROW) if text else [""]
            here.append(parts[0])
            there.append(parts[1] if len(parts) > 1 else "")
        rows.append(here)
        rest = there
    return rows or [texts]


def _is_short(cells: tuple[str, ...]) -> bool:
    return all(_NUMBER.fullmatch(cell) for cell in cells)


def _widths(columns: list[tuple[str, ...]], width: float, padding: float) -> list[float]:
    """Share the width by content; no column is narrower than its longest word if that fits."""
    least = [max(_longest_word(cell) for cell in column) + 2 * padding + 1 for column in columns]
    natural = [
        max(
            floor,
            min(_WIDEST_NATURAL, _natural(column)) + 2 * padding,
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


def _natural(column: tuple[str, ...]) -> float:
    header, *below = (width_of(cell, BOLD, layout.SIZE_TABLE) for cell in column)
    return max([header / _HEADER_LINES, *below]) if below else header


def _longest_word(cell: str) -> float:
    return max((width_of(word, BOLD, layout.SIZE_TABLE) for word in cell.split()), default=0.0)
