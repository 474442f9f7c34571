"""Set one version of a document as PDF by Nghị định 30/2020/NĐ-CP Phụ lục I."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString
from reportlab.pdfgen.canvas import Canvas

from workflows.documents import layout
from workflows.documents.annexes import annexes, attached_text
from workflows.documents.body import BlockKind, parse_body
from workflows.documents.body_layout import body_flowables, legal_bases, operative
from workflows.documents.closing import Closing, recipient_lines, recipient_texts
from workflows.documents.fonts import ONE_AT_A_TIME, REGULAR, require_fonts
from workflows.documents.invitation import invitation
from workflows.documents.keeping import keep_headings, with_block
from workflows.documents.kinds import KINDS, Form
from workflows.documents.layout import IssuerLayout, Rendered, SignatureBlock
from workflows.documents.letterhead import Letterhead, Marks
from workflows.documents.pages import Pages
from workflows.documents.title import TitleBlock, greeting
from workflows.documents.wording import bare_subject, greeted, lower_first, subject_line

if TYPE_CHECKING:
    from workflows.documents.content import Content


_PDF_VERSION = (1, 7)


def render(  # noqa: PLR0913 - the parts of a document are independent of one another
    content: Content,
    issuer: IssuerLayout,
    signature: SignatureBlock,
    *,
    year: int,
    draft: bool,
    seal_diameter_mm: float = layout.SEAL_DIAMETER_MM,
) -> Rendered:
    """Return the PDF with blank number and date, and the boxes for signature and seal.

    The same input always gives the same bytes. `year` is the year of the blank date. A draft
    carries a light “DỰ THẢO” across each page. Boxes are in points.

    Raises:
        FontError: the fonts are not registered.
    """
    require_fonts()
    marks = Marks()
    buffer = io.BytesIO()
    kind = KINDS[content.kind]
    pages = Pages(
        buffer,
        issuer=issuer,
        marks=marks,
        year=year,
        contact=content.contact_line,
        draft=draft,
        title=document_title(content),
        author=" ".join(issuer.issuer_lines),
        subject=content.subject,
        creator="Trình Ký",
        keywords=[kind.name],
        lang="vi-VN",
        displayDocTitle=1,
        initialFontName=REGULAR,
        invariant=1,
    )
    story = _story(content, issuer, signature, marks, seal_diameter_mm * mm)
    if content.attached_text:
        story += attached_text(content.attached_text, content, issuer, year)
    story += annexes(content, issuer, year)
    with ONE_AT_A_TIME:
        pages.build(story, canvasmaker=_canvas)
    if not (marks.signature and marks.seal and marks.number and marks.date):
        raise RuntimeError("a part of the document was not drawn")
    return Rendered(
        pdf=buffer.getvalue(),
        pages=pages.page,
        signature_box=marks.signature,
        seal_box=marks.seal,
        number_box=marks.number,
        date_box=marks.date,
    )


def document_title(content: Content) -> str:
    """Return the kind and trích yếu as one line, for the PDF's title."""
    return f"{KINDS[content.kind].name} {lower_first(content.subject)}".strip()


def _canvas(*args: Any, **options: Any) -> Canvas:
    canvas = Canvas(*args, pdfVersion=_PDF_VERSION, **options)
    canvas._doc.info = _UndatedInfo()  # noqa: SLF001 - ReportLab has no switch for this
    return canvas


class _UndatedInfo(PDFInfo):  # type: ignore[misc]  # ReportLab has no types
    """Document information without dates.

    ReportLab would date every reproducible file 1 January 2000; the time that counts is the one
    in the signature.
    """

    invariant = 1

    def format(self, document: Any) -> bytes:
        """Return the dictionary as PDF."""
        entries = {
            "Title": self.title,
            "Author": self.author,
            "Subject": self.subject,
            "Keywords": self.keywords,
            "Creator": self.creator,
            "Producer": self.producer,
        }
        texts = {key: PDFString(value) for key, value in entries.items()}
        return bytes(PDFDictionary(texts).format(document))


def _story(
    content: Content,
    issuer: IssuerLayout,
    signature: SignatureBlock,
    marks: Marks,
    seal_diameter: float,
) -> list[Any]:
    kind = KINDS[content.kind]
    letter = kind.form is Form.LETTER
    subject = lower_first(bare_subject(content.subject)) if letter else ""
    story: list[Any] = [Letterhead(issuer, marks, subject, content.urgency)]
    if not letter:
        story.append(TitleBlock([kind.name.upper(), subject_line(content)]))
    blocks = parse_body(content.body)
    text: list[Any] = []
    if kind.form is Form.DECISION:
        story.append(TitleBlock([issuer.authority_line.upper()], rule=False, before=12.0))
    if addressees := greeted(content):
        story += greeting([addressee.text for addressee in addressees])
    if content.legal_bases:
        text += legal_bases(content.legal_bases)
    if kind.operative and not any(block.kind is BlockKind.OPERATIVE for block in blocks):
        text.append(operative(kind.operative))
    if kind.form is Form.INVITATION:
        text += invitation(content, issuer)
    text += body_flowables(blocks, layout.TEXT_WIDTH, end_mark=True)
    beside, below = recipient_texts(recipient_lines(content))
    block = Closing(signature, beside, marks, seal_diameter)
    return [*story, *with_block(keep_headings(text), block), *below]
