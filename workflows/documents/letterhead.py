"""Cells 1 to 4, 5b and 10b: issuer, Quốc hiệu, number, date, V/v and urgency (Mục II–III)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from workflows.documents import layout
from workflows.documents.form_fields import FIELD_BASELINE, FIELD_HEIGHT
from workflows.documents.layout import Box, IssuerLayout
from workflows.documents.typesetting import BOLD, REGULAR, balance, centred, width_of

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from workflows.documents.content import Urgency

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

#: Dấu chỉ độ khẩn: words and true size in millimetres (Mục III, khoản 2, điểm b).
URGENCY_STAMPS: dict[Urgency, tuple[str, float, float]] = {
    "hoa_toc": ("HỎA TỐC", 30.0, 8.0),
    "thuong_khan": ("THƯỢNG KHẨN", 40.0, 8.0),
    "khan": ("KHẨN", 20.0, 8.0),
}
BRIGHT_RED = Color(0.85, 0.0, 0.0)

#: A rule under the issuer or a title is this share of its text, between 1/3 and 1/2.
RULE_SHARE = 0.42
RULE_WIDTH = 0.6
_RULE_DROP = 5.0
_LEADING = 15.0
_NUMBER_SPACE = 4.0
_SUBJECT_SPACE = 6.0
_STAMP_SPACE = 8.0


@dataclass(slots=True)
class Marks:
    """Places found while the pages are drawn."""

    number: Box | None = None
    date: Box | None = None
    signature: Box | None = None
    seal: Box | None = None


class Letterhead(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """The head of page 1; without `marks` (an attached text) it has no number and no date."""

    def __init__(
        self, issuer: IssuerLayout, marks: Marks | None, subject: str = "", urgency: Urgency = ""
    ) -> None:
        super().__init__()
        self._marks = marks
        limit = layout.LEFT_COLUMN - 4
        self._parent = _lines(issuer.parent_lines, REGULAR, limit)
        self._issuer = _lines(issuer.issuer_lines, BOLD, limit)
        self._subject = (
            balance(f"V/v {subject}", REGULAR, layout.SIZE_LETTER_SUBJECT, limit) if subject else ()
        )
        self._stamp = URGENCY_STAMPS.get(urgency)
        rows = max(len(self._parent) + len(self._issuer), 2)
        self._top = rows * _LEADING + _RULE_DROP
        self.width = layout.TEXT_WIDTH
        self.height = self._top
        if marks is not None:
            self.height += _NUMBER_SPACE + FIELD_HEIGHT
            if self._subject:
                self.height += _SUBJECT_SPACE + len(self._subject) * _LEADING - FIELD_BASELINE
            if self._stamp:
                self.height += _STAMP_SPACE + self._stamp[2] * mm

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the fixed size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw cell 2, then cell 1, then the rest downwards."""
        self._draw_issuer()
        self._draw_state()
        if self._marks is None:
            return
        bottom = self.height - self._top - _NUMBER_SPACE - FIELD_HEIGHT
        self._marks.number = self._field(0.0, layout.LEFT_COLUMN, bottom)
        self._marks.date = self._field(layout.LEFT_COLUMN, layout.TEXT_WIDTH, bottom)
        baseline = bottom + FIELD_BASELINE - _SUBJECT_SPACE
        for line in self._subject:
            baseline -= _LEADING
            centred(
                self.canv,
                layout.LEFT_CENTRE,
                baseline + 2,
                line,
                REGULAR,
                layout.SIZE_LETTER_SUBJECT,
            )
        if self._stamp:
            self._draw_stamp(*self._stamp)

    def _draw_issuer(self) -> None:
        baseline = self.height - layout.SIZE_ISSUER
        lines = [(line, REGULAR) for line in self._parent] + [(line, BOLD) for line in self._issuer]
        for line, font in lines:
            centred(self.canv, layout.LEFT_CENTRE, baseline, line, font, layout.SIZE_ISSUER)
            baseline -= _LEADING
        if self._issuer:
            length = RULE_SHARE * width_of(self._issuer[-1], BOLD, layout.SIZE_ISSUER)
            self._rule(layout.LEFT_CENTRE, baseline + _LEADING - _RULE_DROP, length)

    def _draw_state(self) -> None:
        baseline = self.height - layout.SIZE_ISSUER
        centred(self.canv, layout.RIGHT_CENTRE, baseline, STATE, BOLD, layout.SIZE_STATE)
        baseline -= _LEADING
        centred(self.canv, layout.RIGHT_CENTRE, baseline, MOTTO, BOLD, layout.SIZE_MOTTO)
        length = width_of(MOTTO, BOLD, layout.SIZE_MOTTO)
        self._rule(layout.RIGHT_CENTRE, baseline - _RULE_DROP, length)

    def _draw_stamp(self, words: str, width_mm: float, height_mm: float) -> None:
        canvas = self.canv
        width, height = width_mm * mm, height_mm * mm
        left = layout.LEFT_CENTRE - width / 2
        canvas.saveState()
        canvas.setStrokeColor(BRIGHT_RED)
        canvas.setFillColor(BRIGHT_RED)
        canvas.setLineWidth(1.0)
        canvas.rect(left, 0, width, height)
        baseline = height / 2 - 0.34 * layout.SIZE_BOX
        centred(canvas, layout.LEFT_CENTRE, baseline, words, BOLD, layout.SIZE_BOX)
        canvas.restoreState()

    def _rule(self, centre: float, y: float, length: float) -> None:
        draw_rule(self.canv, centre, y, length)

    def _field(self, left: float, right: float, bottom: float) -> Box:
        x0, y0 = self.canv.absolutePosition(left, bottom)
        x1, y1 = self.canv.absolutePosition(right, bottom + FIELD_HEIGHT)
        return Box(self.canv.getPageNumber() - 1, x0, y0, x1, y1)


def draw_rule(canvas: Canvas, centre: float, y: float, length: float) -> None:
    """Draw a solid rule of the given length centred on `centre`."""
    canvas.setStrokeColor(black)
    canvas.setLineWidth(RULE_WIDTH)
    canvas.line(centre - length / 2, y, centre + length / 2, y)


def _lines(given: tuple[str, ...], font: str, limit: float) -> tuple[str, ...]:
    return tuple(
        line
        for text in given
        if text.strip()
        for line in balance(text.upper(), font, layout.SIZE_ISSUER, limit)
    )
