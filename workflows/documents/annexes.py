"""Phụ lục and attached texts, each with its own page numbers (Mục III, khoản 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import NextPageTemplate, PageBreak

from workflows.documents import layout
from workflows.documents.body import parse_body
from workflows.documents.body_layout import body_flowables
from workflows.documents.form_fields import blank_number
from workflows.documents.kinds import KINDS, Form
from workflows.documents.letterhead import Letterhead
from workflows.documents.title import TitleBlock
from workflows.documents.typesetting import ITALIC
from workflows.documents.wording import sentence_case

if TYPE_CHECKING:
    from workflows.documents.content import AttachedText, Content
    from workflows.documents.layout import IssuerLayout

#: Names of the page templates that open a separately numbered section.
UPRIGHT = "section"
LANDSCAPE = "landscape-section"

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def attached_text(
    text: AttachedText, content: Content, issuer: IssuerLayout, year: int
) -> list[Any]:
    """Lay out the text that the document issues, under the letterhead without a number."""
    subject = [text.subject] if text.subject else []
    return [
        NextPageTemplate(UPRIGHT),
        PageBreak(),
        Letterhead(issuer, None),
        TitleBlock([text.title.upper(), *subject], before=22.0, rule=False),
        _reference(content, issuer, year),
        *body_flowables(parse_body(text.body), layout.TEXT_WIDTH, end_mark=True),
    ]


def annexes(content: Content, issuer: IssuerLayout, year: int) -> list[Any]:
    """Lay out every annex; they are numbered in Roman figures when there are two or more."""
    made: list[Any] = []
    several = len(content.annexes) > 1
    for number, annex in enumerate(content.annexes, 1):
        width = landscape_width() if annex.landscape else layout.TEXT_WIDTH
        made += [
            NextPageTemplate(LANDSCAPE if annex.landscape else UPRIGHT),
            PageBreak(),
            TitleBlock(
                [f"Phụ lục {roman(number)}" if several else "Phụ lục", annex.title.upper()],
                rule=False,
                before=0.0,
                width=width,
            ),
            _reference(content, issuer, year, width),
            *body_flowables(parse_body(annex.body), width, end_mark=False),
        ]
    return made


def landscape_width() -> float:
    """Return the width of the text on a turned page, in points."""
    return float(layout.PAGE_HEIGHT - layout.LEFT_MARGIN - layout.RIGHT_MARGIN)


def roman(number: int) -> str:
    """Return a Roman numeral."""
    figures = ""
    for value, figure in _ROMAN:
        while number >= value:
            figures += figure
            number -= value
    return figures


def _reference(
    content: Content, issuer: IssuerLayout, year: int, width: float = layout.TEXT_WIDTH
) -> Any:
    """Return “(Kèm theo … số … ngày … của …)”; number and day stay blank on electronic text."""
    kind = KINDS[content.kind]
    by = sentence_case(" ".join(issuer.issuer_lines), issuer.place)
    if kind.form is Form.DECISION and issuer.authority_line:
        by = sentence_case(issuer.authority_line, issuer.place)
    blank = "\u00a0" * 6
    number = blank_number(issuer.symbol).removeprefix("Số:")
    lines = [
        f"(Kèm theo {kind.name} số{number} ngày{blank}tháng{blank}năm {year}",
        f"của {by})",
    ]
    made = TitleBlock(lines, rule=False, before=2.0, font=ITALIC, width=width)
    made.heads = True
    return made
