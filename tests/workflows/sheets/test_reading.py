"""Any bytes give lines of text or one sentence, never a traceback; nothing is carried out."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from workflows.sheets import LARGEST, MOST_LINES, Line, SheetError, read_sheet
from workflows.sheets.writing import write_csv, write_xlsx

HEADS = "Họ và tên;Tên đăng nhập"
ROW = "Nguyễn Thị Lan;lan.nguyen"
LINES = (
    Line(1, ("Họ và tên", "Tên đăng nhập")),
    Line(2, ("Nguyễn Thị Lan", "lan.nguyen")),
)


def _book(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


#: Made once: a workbook carries the instant it was saved.
BOOK = _book(["Họ và tên"], ["Lan"], [date(2026, 1, 2)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_of_every_office_program_is_read(encoding: str, separator: str, end: str) -> None:
    text = f"{HEADS}{end}{ROW}{end}".replace(";", separator)
    assert read_sheet(text.encode(encoding)) == LINES


def test_decomposed_letters_are_composed() -> None:
    text = unicodedata.normalize("NFD", f"{HEADS}\n{ROW}")
    assert read_sheet(text.encode()) == LINES


def test_lines_are_numbered_as_the_spreadsheet_does() -> None:
    assert [line.number for line in read_sheet(f"{HEADS}\n\n;\n{ROW}".encode())] == [1, 4]
    book = _book(["a"], [], ["b"])
    assert [line.number for line in read_sheet(book)] == [1, 3]


def test_the_hint_that_excel_writes_is_understood() -> None:
    lines = read_sheet(b"sep=|\r\na|b,c")
    assert lines[0].cells == ("a", "b,c")


def test_cells_of_a_workbook_come_out_as_people_write_them() -> None:
    data = _book(
        ["Ngày", "Số", "Có", "Chữ"],
        [date(2026, 3, 1), 5, True, " Nguyễn \n Lan\u200b "],
        [datetime(2026, 3, 1), 5.0, False, None],  # noqa: DTZ001 - cells have no zone
    )
    assert read_sheet(data)[1].cells == ("01/03/2026", "5", "có", "Nguyễn Lan")
    assert read_sheet(data)[2].cells[:3] == ("01/03/2026", "5", "không")


def test_a_formula_is_its_text() -> None:
    assert read_sheet(_book(["=1+1", "=HYPERLINK(A1)"]))[0].cells == ("=1+1", "=HYPERLINK(A1)")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b" \n ", "trống"),
        (b";;\n;;", "trống"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "kiểu cũ"),
        (b"PK\x03\x04 no zip", "hỏng"),
        ("Họ tên;Chữ".encode("cp1258", "replace") + b"\xfe\xff\xc0", "Unicode"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "không phải bảng tính"),
        (b"%PDF-1.7\n1 0 obj", "không phải bảng tính"),
        (b"a;b\n" + b"x" * (LARGEST + 1), "10 MB"),
        (b'a;b\n"' + b"x" * 200_000 + b'"', "ô quá dài"),
        (b"a\n" * (MOST_LINES + 1), "tách thành nhiều tệp"),
        (b"a\n" + b"\n" * 200_000, "dòng trống"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(SheetError, match=words):
        read_sheet(data)


def _zip(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return data.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(SheetError, match="nén quá lớn"):
        read_sheet(_zip(a=b"\0" * (90 << 20)))
    with pytest.raises(SheetError, match="nén quá lớn"):
        read_sheet(_zip(**{f"p{n}": b"x" for n in range(600)}))


def test_entities_in_a_workbook_are_not_expanded() -> None:
    source = zipfile.ZipFile(io.BytesIO(_book(["a"])))
    parts = {name: source.read(name) for name in source.namelist()}
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9))
        + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    )
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for inside in ("&a8;", "&file;"):
        changed = bomb + sheet.replace("<sheetData>", f"<sheetData><!-- x -->{inside}")
        try:
            lines = read_sheet(_zip(**parts | {"xl/worksheets/sheet1.xml": changed.encode()}))
        except SheetError:
            continue
        assert "root:" not in str(lines)
        assert len(str(lines)) < 10_000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_answer(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"):
        try:
            lines = read_sheet(start + data)
        except SheetError:
            continue
        for cell in (cell for line in lines for cell in line.cells):
            assert cell == unicodedata.normalize("NFC", cell).strip()
            assert cell.isprintable()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_broken_workbook_gives_an_answer(data: st.DataObject) -> None:
    whole = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for each in (bytes(whole), bytes(whole[:cut])):
        try:
            read_sheet(each)
        except SheetError:
            continue


def test_what_is_written_can_be_read_and_holds_no_formula() -> None:
    heads, rows = ["Họ và tên", "Ghi chú"], [["Lan", "=cmd()"], ["Hà", "-2"]]
    for data in (write_csv(heads, rows), write_xlsx("Danh sách", heads, rows, [["a", "b"]])):
        assert [line.cells for line in read_sheet(data)] == [
            ("Họ và tên", "Ghi chú"),
            ("Lan", "'=cmd()"),
            ("Hà", "'-2"),
        ]
