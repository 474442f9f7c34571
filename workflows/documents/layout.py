"""Page geometry of Nghị định 30/2020/NĐ-CP Phụ lục I, and who issues and signs."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

#: A4, 210 × 297 mm (Mục I, khoản 1), in points.
PAGE_WIDTH, PAGE_HEIGHT = A4

#: Margins within the decree's ranges (Mục I, khoản 3): 20–25, 20–25, 30–35, 15–20 mm.
TOP_MARGIN = 20 * mm
BOTTOM_MARGIN = 20 * mm
LEFT_MARGIN = 30 * mm
RIGHT_MARGIN = 15 * mm

#: Width of the text, 165 mm upright.
TEXT_WIDTH = PAGE_WIDTH - LEFT_MARGIN - RIGHT_MARGIN

#: Columns of the letterhead and of the signature block: 70 mm and 95 mm.
LEFT_COLUMN = 70 * mm
RIGHT_COLUMN = TEXT_WIDTH - LEFT_COLUMN
LEFT_CENTRE = LEFT_COLUMN / 2
RIGHT_CENTRE = LEFT_COLUMN + RIGHT_COLUMN / 2

#: First-line indent of the body, 1.27 cm (Mục II, khoản 6, điểm e).
INDENT = 12.7 * mm

#: Sizes in points; each is the example value of the decree's table (Mục V).
SIZE_STATE = 12.0
SIZE_MOTTO = 13.0
SIZE_ISSUER = 12.0
SIZE_NUMBER = 13.0
SIZE_DATE = 13.0
SIZE_LETTER_SUBJECT = 12.0
SIZE_BODY = 14.0
SIZE_RECIPIENTS_TITLE = 12.0
SIZE_RECIPIENTS = 11.0
SIZE_CONTACT = 11.0
SIZE_BOX = 13.0
SIZE_PAGE_NUMBER = 13.0
SIZE_TABLE = 12.0

#: Distance between lines of the body, and before each paragraph (at least 6 pt).
BODY_LEADING = 17.5
PARAGRAPH_SPACE = 6.0

#: Diameter of a seal when the seal's own is not given, in millimetres.
SEAL_DIAMETER_MM = 36.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: page from 0, corners in PDF points from the lower left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class IssuerLayout:
    """The body that issues (cơ quan ban hành) as the letterhead shows it."""

    #: Tên cơ quan chủ quản trực tiếp, one entry per printed line.
    parent_lines: tuple[str, ...]
    #: Tên cơ quan ban hành văn bản.
    issuer_lines: tuple[str, ...]
    #: Địa danh, e.g. “Thanh Hóa”.
    place: str
    #: Thẩm quyền ban hành of a decision, e.g. “TRƯỞNG BAN …”.
    authority_line: str
    #: Ký hiệu as printed after the number, e.g. “QĐ-BVSTBCPN”.
    symbol: str


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Quyền hạn, chức vụ, họ tên of the person who signs (cells 7a and 7b)."""

    #: Lines above the signature, e.g. ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC").
    form: tuple[str, ...]
    #: Chức vụ khác, printed between signature and name; None where the signer has none.
    second_office: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF and the places that signing, numbering and sealing fill later."""

    pdf: bytes
    pages: int
    signature_box: Box
    seal_box: Box
    number_box: Box
    date_box: Box
