"""Tables that people keep in spreadsheets: CSV and XLSX in, lines of text out, and back.

The only importer of openpyxl. Nothing in a file is ever carried out: a formula is its text.
"""

from __future__ import annotations

from workflows.sheets.reading import LARGEST, MOST_LINES, Line, SheetError, read_sheet
from workflows.sheets.writing import write_csv, write_xlsx

__all__ = [
    "LARGEST",
    "MOST_LINES",
    "Line",
    "SheetError",
    "read_sheet",
    "write_csv",
    "write_xlsx",
]
