"""Read a CSV or XLSX file into lines of clean text, or say why not."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook

from workflows.errors import WorkflowError
from workflows.text import Sentence, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Bytes of a file.
LARGEST: Final = 10 * 1024 * 1024
#: Lines with something in them, heads included.
MOST_LINES: Final = 10_001
_MOST_COLUMNS: Final = 40
#: Rows looked at, the empty ones included.
_MOST_ROWS: Final = 100_000
#: Bytes of a workbook once unpacked, and its parts.
_LARGEST_UNPACKED: Final = 80 * 1024 * 1024
_MOST_PARTS: Final = 500
_ZIP: Final = b"PK\x03\x04"
#: Old Excel files, and new ones under a password.
_OLE: Final = b"\xd0\xcf\x11\xe0"
_SEPARATORS: Final = ";,\t"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How other files begin, and what no text holds.
_NO_TEXT: Final = re.compile(r"^%PDF|[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SPACES: Final = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")


class SheetError(WorkflowError):
    """Không đọc được tệp: {because}"""

    code = "sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, numbered as spreadsheets do; cells are NFC, on one line, without edges."""

    number: int
    cells: tuple[str, ...]


def read_sheet(data: bytes) -> tuple[Line, ...]:
    """Return the lines that hold anything, of the first sheet.

    CSV may be separated by semicolons, commas or tabs, in UTF-8 or UTF-16. Dates come out as
    dd/mm/yyyy, truth values as “có” and “không”.

    Raises:
        SheetError: says why the file cannot be read and what to do.
    """
    if not data.strip():
        raise SheetError(because=Sentence("tệp trống."))
    if len(data) > LARGEST:
        raise SheetError(because=Sentence("tệp lớn quá {most} MB.", most=LARGEST >> 20))
    if data.startswith(_OLE):
        raise SheetError(
            because=Sentence(
                "đây là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy mở tệp, chọn “Lưu thành” "
                "kiểu .xlsx, không đặt mật khẩu."
            )
        )
    rows = _workbook(data) if data.startswith(_ZIP) else _text(data)
    lines: list[Line] = []
    for number, cells in enumerate(rows, 1):
        if number > _MOST_ROWS:
            raise SheetError(because=Sentence("quá nhiều dòng trống; hãy xóa các dòng thừa."))
        clean = [*map(_clean, cells[:_MOST_COLUMNS])]
        while clean and not clean[-1]:
            clean.pop()
        if clean:
            lines.append(Line(number, tuple(clean)))
        if len(lines) > MOST_LINES:
            raise SheetError(
                because=Sentence(
                    "tệp có hơn {most} dòng; hãy tách thành nhiều tệp.", most=MOST_LINES - 1
                )
            )
    if not lines:
        raise SheetError(because=Sentence("tệp trống."))
    return tuple(lines)


def _clean(value: Any) -> str:
    """Write a cell as one line of text, without what no eye sees."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime | date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    letters = (" " if letter in _SPACES else letter for letter in nfc(str(value)))
    seen = "".join(each for each in letters if unicodedata.category(each)[0] != "C")
    return " ".join(seen.split())


def _workbook(data: bytes) -> list[tuple[Any, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
        # Reading a part stops at the size it declares, so that the sum is a promise.
        small = sum(part.file_size for part in parts) <= _LARGEST_UNPACKED
        if small and len(parts) <= _MOST_PARTS:
            return _first_sheet(data)
    # A broken workbook fails in any of a hundred ways; all mean the same to its owner.
    except Exception as error:
        raise SheetError(
            because=Sentence(
                "tệp Excel bị hỏng hoặc không phải .xlsx. Hãy mở bằng Excel hoặc LibreOffice rồi "
                "lưu lại."
            )
        ) from error
    raise SheetError(because=Sentence("tệp nén quá lớn khi mở ra."))


def _first_sheet(data: bytes) -> list[tuple[Any, ...]]:
    with warnings.catch_warnings(action="ignore"):
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
            return list(islice(rows, _MOST_ROWS + 1))
        finally:
            book.close()


def _text(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and len(first.strip("\r\n")) == 5:  # noqa: PLR2004 - Excel's hint
        separator = first[4]
        text = text.replace(first, "", 1)
    else:
        separator = max(_SEPARATORS, key=first.count)
    try:
        yield from _records(io.StringIO(text, newline=""), separator)
    except csv.Error as error:
        raise SheetError(
            because=Sentence("tệp CSV sai ở chỗ dấu ngoặc kép, hoặc có ô quá dài.")
        ) from error


def _records(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    yield from csv.reader(lines, delimiter=separator)


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    start = data[:200]
    if not encoding:
        # Without a mark: text in UTF-8 holds no zero bytes, in UTF-16 Latin letters do.
        wide = "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
        encoding = wide if 0 in start else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = ""
    if _NO_TEXT.search(text[:200] or start.decode("latin-1")):
        raise SheetError(
            because=Sentence("đây không phải bảng tính; hãy chọn tệp .xlsx hoặc .csv.")
        )
    if not text:
        raise SheetError(
            because=Sentence(
                "chữ trong tệp không phải Unicode. Hãy lưu lại kiểu “CSV UTF-8”, hoặc .xlsx."
            )
        )
    return text
