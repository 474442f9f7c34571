"""Write a table for people to fill in: CSV that Excel opens rightly, XLSX with wide columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a spreadsheet takes for a formula when a cell begins with it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return UTF-8 with its mark, separated by semicolons, as Vietnamese Excel reads it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[Sequence[str]]
) -> bytes:
    """Return a workbook: the table first, then a sheet that explains its columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = title
    for table, lines in ((sheet, [heads, *rows]), (book.create_sheet("Hướng dẫn"), notes)):
        for line in lines:
            table.append([_inert(cell) for cell in line])
        for cell in table[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="F3F1EA")
        table.freeze_panes = "A2"
        for column in range(1, table.max_column + 1):
            widest = max(len(str(line[column - 1])) for line in lines if len(line) >= column)
            letter = get_column_letter(column)
            table.column_dimensions[letter].width = min(widest + 3, 70)
            for cell in table[letter]:
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _inert(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
