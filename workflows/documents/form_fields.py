"""Number and date as form fields that the clerk fills after the signature.

The decree has the number and the date given after the document is signed (Nghị định
30/2020/NĐ-CP, Điều 15.2). The fields SO and NGAY hold the whole line and exist, blank, before the
first signature, so that filling them later keeps the signature valid and leaves a trace.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
    xObjectName,
)
from reportlab.pdfgen.canvas import Canvas

from workflows.documents import layout
from workflows.documents.fonts import ITALIC, ONE_AT_A_TIME, REGULAR, require_fonts
from workflows.documents.typesetting import centred, width_of

if TYPE_CHECKING:
    from workflows.documents.layout import Box

NUMBER_FIELD = "SO"
DATE_FIELD = "NGAY"

#: Height of a field, and of its baseline above its lower edge.
FIELD_HEIGHT = 18.0
FIELD_BASELINE = 5.0

_READ_ONLY = 1
_PRINT = 4
#: Between “Số:” and “/”, wide enough for four figures.
_NUMBER_GAP = "\u00a0" * 8
_DATE_GAP = "\u00a0" * 6


def blank_number(symbol: str) -> str:
    """Return the line of cell 3 before numbering: “Số:        /QĐ-…”."""
    return f"Số:{_NUMBER_GAP}/{symbol}"


def blank_date(place: str, year: int) -> str:
    """Return the line of cell 4 before issue: place, blank day and month, year."""
    return f"{place}, ngày{_DATE_GAP}tháng{_DATE_GAP}năm {year}"


def number_appearance(box: Box, text: str) -> bytes:
    """Return a one-page PDF as large as `box` with the number line, 13 pt upright.

    Raises:
        FontError: the fonts are not registered.
    """
    return _appearance(box, text, REGULAR, layout.SIZE_NUMBER)


def date_appearance(box: Box, text: str) -> bytes:
    """Return a one-page PDF as large as `box` with place and date, 13 pt italic.

    Raises:
        FontError: the fonts are not registered.
    """
    return _appearance(box, text, ITALIC, layout.SIZE_DATE)


def add_fields(canvas: Canvas, number: tuple[Box, str], date: tuple[Box, str]) -> None:
    """Put both blank fields on the canvas's current page and into the document."""
    _widget(canvas, NUMBER_FIELD, "Số và ký hiệu văn bản", *number, REGULAR, layout.SIZE_NUMBER)
    _widget(canvas, DATE_FIELD, "Địa danh và thời gian ban hành", *date, ITALIC, layout.SIZE_DATE)
    # A viewer asks for a default font even of fields that nobody may type into.
    default_font = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type1"),
            "BaseFont": PDFName("Times-Roman"),
            "Encoding": PDFName("WinAnsiEncoding"),
        }
    )
    canvas._doc.Catalog.AcroForm = PDFDictionary(  # noqa: SLF001 - ReportLab's public form API
        {  # cannot set Vietnamese text, so the dictionary is made here
            "Fields": PDFArray(
                [
                    canvas._doc.refAnnotation(NUMBER_FIELD),  # noqa: SLF001
                    canvas._doc.refAnnotation(DATE_FIELD),  # noqa: SLF001
                ]
            ),
            "DA": PDFString("/TiRo 13 Tf 0 g"),
            "DR": PDFDictionary({"Font": PDFDictionary({"TiRo": default_font})}),
        }
    )


def _appearance(box: Box, text: str, font: str, size: float) -> bytes:
    require_fonts()
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(box.width, box.height),
        pdfVersion=(1, 7),
        invariant=1,
        initialFontName=font,
    )
    with ONE_AT_A_TIME:
        _draw(canvas, box, text, font, size)
        canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, box: Box, text: str, font: str, size: float) -> None:
    fitting = min(size, size * box.width / max(width_of(text, font, size), 1.0))
    centred(canvas, box.width / 2, FIELD_BASELINE, text, font, fitting)


def _widget(  # noqa: PLR0913, PLR0917 - one field is described by all of these
    canvas: Canvas, name: str, tip: str, box: Box, text: str, font: str, size: float
) -> None:
    form = f"{name}_blank"
    canvas.beginForm(form, 0, 0, box.width, box.height)
    _draw(canvas, box, text, font, size)
    canvas.endForm()
    canvas._addAnnotation(  # noqa: SLF001 - no public way to add a plain widget
        PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Tx"),
                "T": PDFString(name),
                "TU": PDFString(tip),
                "V": PDFString(text.replace("\u00a0", " ")),
                "DA": PDFString("/TiRo 13 Tf 0 g"),
                "Ff": _READ_ONLY,
                "F": _PRINT,
                "Q": 1,
                "Rect": PDFArray([box.x0, box.y0, box.x1, box.y1]),
                "AP": PDFDictionary({"N": PDFObjectReference(xObjectName(form))}),
            }
        ),
        name=name,
    )
