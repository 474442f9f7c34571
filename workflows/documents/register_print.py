"""The register of outgoing documents on paper (Nghị định 30/2020/NĐ-CP, Phụ lục IV, mẫu I).

A cover, then pages with all ten columns, so that a register kept in the system can be printed and
bound (Điều 16 khoản 2 điểm b).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)

from workflows.documents.fonts import BOLD, ITALIC, ONE_AT_A_TIME, REGULAR, require_fonts

# The one lock of all writing with these fonts.
from workflows.documents.typesetting import TA_CENTER, TA_LEFT, Text, centred, paragraph, style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reportlab.pdfgen.canvas import Canvas

#: The ten columns as the form names them, with their widths in millimetres.
COLUMNS: Final = (
    ("Số, ký hiệu văn bản", 33.0),
    ("Ngày tháng văn bản", 21.0),
    ("Tên loại và trích yếu nội dung văn bản", 62.0),
    ("Người ký", 27.0),
    ("Nơi nhận văn bản", 42.0),
    ("Đơn vị, người nhận bản lưu", 22.0),
    ("Số lượng bản", 13.0),
    ("Ngày chuyển", 20.0),
    ("Ký nhận", 14.0),
    ("Ghi chú", 23.0),
)
_WIDTHS: Final = [width * mm for _, width in COLUMNS]
_PAGE: Final = landscape(A4)
_MARGIN: Final = 10 * mm
#: Left for binding.
_LEFT: Final = _PAGE[0] - _MARGIN - sum(_WIDTHS)
_TOP: Final = _PAGE[1] - 20 * mm
_SIZE: Final = 10.0
_LEADING: Final = 12.5
#: Rows of one table: ReportLab's page breaking grows with the square of a table's length.
_ROWS_AT_ONCE: Final = 40
#: Text of a cell that is taller goes on in a further row.
_TALLEST: Final = 24 * _LEADING
_PADDING: Final = 3
_LINES: Final = [
    ("GRID", (0, 0), (-1, -1), 0.5, black),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the book; a void number is struck through and says why in the remark."""

    printed_number: str
    dated_on: date
    title: str
    signer: str
    recipients: str
    kept_by: str
    #: 0 when not recorded.
    copies: int
    sent_on: date | None
    remark: str
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """What the cover says."""

    #: Tên cơ quan chủ quản, tên cơ quan: one entry per printed line.
    parent_lines: tuple[str, ...]
    issuer_lines: tuple[str, ...]
    year: int
    first_day: date
    last_day: date
    printed_on: date


class _Struck(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Text with a line through it."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        """Return the size of the text."""
        self.width, self.height = self._text.wrap(aW, aH)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the text, then the line through each of its lines."""
        self._text.drawOn(self.canv, 0, 0)
        self.canv.setLineWidth(0.7)
        for number, line in enumerate(self._text.blPara.lines):
            y = self.height - number * _LEADING - 0.72 * _SIZE
            self.canv.line(0, y, self.width - line[0], y)


def register_pdf(book: RegisterBook, rows: Sequence[RegisterRow]) -> bytes:
    """Return the book as PDF, A4 landscape, pages numbered after the cover.

    Raises:
        FontError: the fonts are not registered.
    """
    require_fonts()
    buffer = io.BytesIO()
    head = _head()
    height = _TOP - _MARGIN
    pages = BaseDocTemplate(
        buffer,
        pagesize=_PAGE,
        title=f"Sổ đăng ký văn bản đi năm {book.year}",
        author=" ".join(book.issuer_lines),
        lang="vi-VN",
        initialFontName=REGULAR,
        invariant=1,
    )

    def page_head(canvas: Canvas, document: BaseDocTemplate) -> None:
        middle = _LEFT + sum(_WIDTHS) / 2
        centred(canvas, middle, _PAGE[1] - 13 * mm, str(document.page - 1), REGULAR, 13)
        head.drawOn(canvas, _LEFT, _TOP - head._height)  # noqa: SLF001 - no other way to ask

    pages.addPageTemplates(
        [
            PageTemplate("cover", [_frame(height)], onPage=_cover_border),
            PageTemplate("lines", [_frame(height - head._height)], onPage=page_head),  # noqa: SLF001
        ]
    )
    story: list[Any] = [*_cover(book, rows), NextPageTemplate("lines"), PageBreak()]
    cells = [part for row in rows for part in _parts(_cells(row))] or [_empty()]
    story += [
        _table(cells[start : start + _ROWS_AT_ONCE])
        for start in range(0, len(cells), _ROWS_AT_ONCE)
    ]
    with ONE_AT_A_TIME:
        pages.build(story)
    return buffer.getvalue()


def _frame(height: float) -> Frame:
    return Frame(
        _LEFT,
        _MARGIN,
        sum(_WIDTHS),
        height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def _head() -> Table:
    titles = [_cell(title, BOLD, TA_CENTER) for title, _ in COLUMNS]
    order = [_cell(f"({number})", ITALIC, TA_CENTER) for number in range(1, len(COLUMNS) + 1)]
    head = Table([titles, order], colWidths=_WIDTHS)
    head.setStyle(TableStyle([*_LINES, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    head.wrap(sum(_WIDTHS), _PAGE[1])
    return head


def _table(cells: list[list[Any]]) -> Table:
    made = Table(cells, colWidths=_WIDTHS)
    made.setStyle(TableStyle(_LINES))
    made.hAlign = "LEFT"
    return made


def _cells(row: RegisterRow) -> list[Any]:
    number = _cell(row.printed_number)
    return [
        _Struck(number) if row.is_void else number,
        _cell(_day(row.dated_on), align=TA_CENTER),
        _cell(row.title),
        _cell(row.signer),
        _cell(row.recipients),
        _cell(row.kept_by),
        _cell(f"{row.copies:02d}" if row.copies else "", align=TA_CENTER),
        _cell(_day(row.sent_on), align=TA_CENTER),
        "",
        _cell(row.remark),
    ]


def _parts(cells: list[Any]) -> list[list[Any]]:
    """Break a row that would not fit a page into rows that do."""
    pieces = [_pieces(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True)]
    return [list(row) for row in zip_longest(*pieces, fillvalue="")]


def _pieces(cell: Any, width: float) -> list[Any]:
    pieces: list[Any] = []
    rest = [cell]
    while isinstance(rest[-1], Text):
        *first, last = rest[-1].split(width - 2 * _PADDING, _TALLEST)
        pieces += first
        rest = [last]
        if not first:
            break
    return [*pieces, *rest]


def _empty() -> list[Any]:
    return ["", "", _cell("Không có văn bản trong thời gian này.", ITALIC), *[""] * 7]


def _cell(text: str, font: str = REGULAR, align: int = TA_LEFT) -> Any:
    if not text:
        return ""
    look = style(font=font, size=_SIZE, leading=_LEADING, before=0, align=align)
    return paragraph([(text, font)], look)


def _cover(book: RegisterBook, rows: Sequence[RegisterRow]) -> list[Any]:
    lines = [
        *((line, REGULAR, 14.0, 0.0) for line in book.parent_lines),
        *((line, BOLD, 14.0, 0.0) for line in book.issuer_lines),
        ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", BOLD, 30.0, 110.0),
        (f"Năm: {book.year}", BOLD, 16.0, 12.0),
        (f"Từ ngày {_day(book.first_day)} đến ngày {_day(book.last_day)}", REGULAR, 14.0, 22.0),
        (_span(rows), REGULAR, 14.0, 4.0),
        ("Quyển số: ……", REGULAR, 14.0, 4.0),
        (f"In từ hệ thống ngày {_day(book.printed_on)}", ITALIC, 12.0, 70.0),
    ]
    story: list[Any] = [Spacer(1, 24)]
    for text, font, size, before in lines:
        look = style(font=font, size=size, leading=size * 1.4, before=0, align=TA_CENTER)
        story += [Spacer(1, before or 0.1), paragraph([(text, font)], look)]
    return story


def _span(rows: Sequence[RegisterRow]) -> str:
    if not rows:
        return "Từ số …… đến số ……"
    first, last = rows[0].printed_number, rows[-1].printed_number
    return f"Từ số {first} đến số {last}"


def _cover_border(canvas: Canvas, _document: BaseDocTemplate) -> None:
    canvas.setLineWidth(1.5)
    edge = 12 * mm
    canvas.rect(edge, edge, _PAGE[0] - 2 * edge, _PAGE[1] - 2 * edge)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
