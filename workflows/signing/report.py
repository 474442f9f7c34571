"""The result of a verification: what each signature says, and what is wrong, in sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from workflows.signing.errors import (
    DataAfterEndError,
    EncryptedPdfError,
    NotAPdfError,
    PdfTooLargeError,
    TooManySignaturesError,
    UnreadablePdfError,
)
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import datetime

    from workflows.signing.certificates import Kind
    from workflows.signing.changes import ChangedAfter

#: Every problem's stable code and its sentence; ``{field}`` is the signature's field.
MESSAGES = {
    "empty_file": "Tệp rỗng.",
    "not_a_pdf": str(NotAPdfError.__doc__),
    "broken_pdf": str(UnreadablePdfError.__doc__),
    "encrypted_pdf": str(EncryptedPdfError.__doc__),
    "too_large": str(PdfTooLargeError.__doc__),
    "data_after_end": str(DataAfterEndError.__doc__),
    "no_signature": "Văn bản không có chữ ký số nào.",
    "too_many_signatures": str(TooManySignaturesError.__doc__),
    "broken_signature": "Chữ ký số tại ô “{field}” hỏng hoặc không đọc được.",
    "content_altered": "Nội dung mà chữ ký số tại ô “{field}” xác nhận đã bị sửa đổi.",
    "incomplete_coverage": "Chữ ký số tại ô “{field}” không bao trùm toàn bộ văn bản khi ký.",
    "untrusted_certificate": "Chứng thư số tại ô “{field}” không thuộc danh sách tin cậy.",
    "expired": "Chứng thư số tại ô “{field}” không còn hiệu lực khi ký.",
    "signed_in_future": "Thời gian ký tại ô “{field}” ở trong tương lai hoặc không có.",
    "wrong_certificate_kind": "Chứng thư số tại ô “{field}” không đúng loại (cá nhân, cơ quan).",
    "changed_after_signing": "Văn bản đã bị thay đổi sau khi ký tại ô “{field}”.",
    "page_added": "Số trang của văn bản đã thay đổi sau khi ký tại ô “{field}”.",
    "number_changed_after_seal": "Số hoặc ngày, tháng của văn bản đã bị thay đổi sau khi đóng dấu.",
    "seal_without_signature": "Văn bản được đóng dấu khi chưa có chữ ký số hợp lệ của người ký.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, and the sentence for it."""

    code: str
    message: Sentence

    @classmethod
    def of(cls, code: str, field: str = "") -> Problem:
        """Make the problem with its sentence filled in."""
        return cls(code, Sentence(MESSAGES[code], field=field))


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What one signature in a document says, and whether it holds."""

    field: str
    kind: Kind
    signer: str
    capacity: str
    signed_at: datetime | None
    valid: bool
    changed_after: ChangedAfter


@dataclass(frozen=True, slots=True)
class Verification:
    """The result for a whole document; valid means at least one signature and no problem."""

    signatures: tuple[SignatureReport, ...]
    problems: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        """Whether all that was signed still holds."""
        return bool(self.signatures) and not self.problems

    @property
    def sealed(self) -> bool:
        """Whether the document carries a body's valid seal."""
        return any(item.kind == "seal" and item.valid for item in self.signatures)

    def to_json(self, file: str = "") -> dict[str, Any]:
        """Return plain data for an answer over HTTP or on the command line."""
        return {
            "file": file,
            "valid": self.valid,
            "signatures": [
                asdict(item) | {"signed_at": item.signed_at.isoformat() if item.signed_at else None}
                for item in self.signatures
            ],
            "problems": [asdict(item) for item in self.problems],
        }
