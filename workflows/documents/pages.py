"""Pages: frames, page numbers, the contact line of page 1, the mark on drafts (Mục I)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import Color, black
from reportlab.lib.pagesizes import landscape
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from workflows.documents import layout
from workflows.documents.annexes import LANDSCAPE, UPRIGHT
from workflows.documents.fonts import BOLD, REGULAR
from workflows.documents.form_fields import add_fields, blank_date, blank_number
from workflows.documents.typesetting import balance, centred

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from workflows.documents.layout import IssuerLayout
    from workflows.documents.letterhead import Marks

_SIZES = {
    "upright": (layout.PAGE_WIDTH, layout.PAGE_HEIGHT),
    "landscape": landscape((layout.PAGE_WIDTH, layout.PAGE_HEIGHT)),
}
#: Baseline of the page number below the upper edge, inside the 20 mm margin.
_NUMBER_DROP = 38.0
_CONTACT_LEADING = 13.5
_DRAFT_GREY = Color(0.92, 0.92, 0.92)
_DRAFT_SIZE = 96


class Pages(BaseDocTemplate):  # type: ignore[misc]  # ReportLab has no types
    """The page templates of one document."""

    def __init__(  # noqa: PLR0913 - the parts of a page are independent of one another
        self,
        filename: Any,
        *,
        issuer: IssuerLayout,
        marks: Marks,
        year: int,
        contact: str,
        draft: bool,
        **properties: Any,
    ) -> None:
        super().__init__(filename, pagesize=_SIZES["upright"], **properties)
        self._issuer = issuer
        self._marks = marks
        self._year = year
        self._draft = draft
        self._section_page = 0
        self._contact = balance(contact, REGULAR, layout.SIZE_CONTACT, layout.TEXT_WIDTH)
        self.addPageTemplates(
            [
                self._template("first", "upright", then="later", opens=True, contact=True),
                self._template("later", "upright"),
                self._template(UPRIGHT, "upright", then="later", opens=True),
                self._template("landscape", "landscape"),
                self._template(LANDSCAPE, "landscape", then="landscape", opens=True),
            ]
        )

    def _template(
        self, key: str, size: str, *, then: str = "", opens: bool = False, contact: bool = False
    ) -> PageTemplate:
        width, height = _SIZES[size]
        bottom = layout.BOTTOM_MARGIN
        if contact and self._contact:
            bottom += len(self._contact) * _CONTACT_LEADING + 8
        frame = Frame(
            layout.LEFT_MARGIN,
            bottom,
            width - layout.LEFT_MARGIN - layout.RIGHT_MARGIN,
            height - layout.TOP_MARGIN - bottom,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

        def before(canvas: Canvas, _: Pages) -> None:
            self._section_page = 1 if opens else self._section_page + 1
            if self._draft:
                self._draw_draft_mark(canvas, width, height)
            if self._section_page > 1:
                centre = (layout.LEFT_MARGIN + width - layout.RIGHT_MARGIN) / 2
                y = height - _NUMBER_DROP
                number = str(self._section_page)
                centred(canvas, centre, y, number, REGULAR, layout.SIZE_PAGE_NUMBER)

        def after(canvas: Canvas, _: Pages) -> None:
            if contact:
                self._draw_contact(canvas)
                self._add_fields(canvas)

        return PageTemplate(
            id=key,
            frames=[frame],
            onPage=before,
            onPageEnd=after,
            pagesize=(width, height),
            autoNextPageTemplate=then or None,
        )

    def _draw_contact(self, canvas: Canvas) -> None:
        """Draw cell 13 at the foot of page 1, under a rule over the full width."""
        if not self._contact:
            return
        top = layout.BOTTOM_MARGIN + len(self._contact) * _CONTACT_LEADING
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.6)
        canvas.line(layout.LEFT_MARGIN, top, layout.PAGE_WIDTH - layout.RIGHT_MARGIN, top)
        centre = layout.LEFT_MARGIN + layout.TEXT_WIDTH / 2
        for row, line in enumerate(self._contact, 1):
            y = top - row * _CONTACT_LEADING + 2
            centred(canvas, centre, y, line, REGULAR, layout.SIZE_CONTACT)

    def _add_fields(self, canvas: Canvas) -> None:
        if self._marks.number and self._marks.date:
            add_fields(
                canvas,
                (self._marks.number, blank_number(self._issuer.symbol)),
                (self._marks.date, blank_date(self._issuer.place, self._year)),
            )

    def _draw_draft_mark(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.saveState()
        canvas.translate(width / 2, height / 2)
        canvas.rotate(52 if height > width else 34)
        canvas.setFillColor(_DRAFT_GREY)
        centred(canvas, 0, -_DRAFT_SIZE / 3, "DỰ THẢO", BOLD, _DRAFT_SIZE)
        canvas.restoreState()
