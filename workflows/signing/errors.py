"""What can go wrong while signing or sealing, each with a stable code and a sentence."""

from __future__ import annotations

from workflows.errors import WorkflowError


class SigningError(WorkflowError):
    """Không ký số được văn bản."""

    code = "signing_failed"


class WrongPinError(SigningError):
    """Mã PIN không đúng."""

    code = "key_not_opened"


class WeakPinError(SigningError):
    """Mã PIN phải gồm 6 đến 12 chữ số và không được dễ đoán (lặp lại hoặc liên tiếp)."""

    code = "weak_pin"


class KeyUnavailableError(SigningError):
    """Không mở được khóa ký trên máy chủ này: khóa hỏng hoặc bí mật của máy chủ đã thay đổi."""

    code = "key_unavailable"


class CertificateExpiredError(SigningError):
    """Chứng thư số của “{signer}” không còn hiệu lực (từ {valid_from} đến {valid_to})."""

    code = "certificate_expired"


class WrongCertificateKindError(SigningError):
    """Chứng thư số của “{signer}” không dùng được cho việc này: {because}"""

    code = "wrong_certificate_kind"


class AuthorityExistsError(SigningError):
    """Bộ chứng thư thử nghiệm đã có trong thư mục này; không tạo đè lên."""

    code = "authority_exists"


class AuthorityMissingError(SigningError):
    """Chưa có bộ chứng thư thử nghiệm trong thư mục này."""

    code = "authority_missing"


class UnreadablePdfError(SigningError):
    """Tệp PDF hỏng hoặc không đọc được."""

    code = "unreadable_pdf"


class NotAPdfError(UnreadablePdfError):
    """Tệp này không phải là PDF."""

    code = "not_a_pdf"


class EncryptedPdfError(UnreadablePdfError):
    """Tệp PDF có mật khẩu hoặc bị mã hóa nên không kiểm tra được."""

    code = "encrypted_pdf"


class PdfTooLargeError(UnreadablePdfError):
    """Tệp PDF quá lớn hoặc quá phức tạp nên không được xử lý."""

    code = "too_large"


class DataAfterEndError(UnreadablePdfError):
    """Sau phần cuối của tệp PDF còn dữ liệu khác, không được chữ ký số nào bao trùm."""

    code = "data_after_end"


class TooManySignaturesError(UnreadablePdfError):
    """Văn bản có quá nhiều chữ ký số nên không được kiểm tra."""

    code = "too_many_signatures"


class InvalidImageError(SigningError):
    """Hình ảnh chữ ký hoặc con dấu phải là ảnh PNG và không quá lớn."""

    code = "invalid_image"


class FieldMissingError(SigningError):
    """Văn bản không có ô “{field}”."""

    code = "field_missing"


class FieldLockedError(SigningError):
    """Ô “{field}” đã khóa vì văn bản đã đóng dấu."""

    code = "field_locked"


class AlreadySignedError(SigningError):
    """Ô “{field}” đã được ký."""

    code = "already_signed"


class SealRefusedError(SigningError):
    """Không đóng dấu: văn bản không đạt điều kiện."""

    code = "seal_refused"


class SealRefusedUnreadableError(SealRefusedError):
    """Không đóng dấu: tệp PDF hỏng hoặc không đọc được."""

    code = "seal_refused_unreadable"


class SealRefusedUnsignedError(SealRefusedError):
    """Không đóng dấu: văn bản chưa có chữ ký số của người có thẩm quyền."""

    code = "seal_refused_unsigned"


class SealRefusedManySignersError(SealRefusedError):
    """Không đóng dấu: văn bản phải có đúng một chữ ký số của cá nhân, tệp này có {count}."""

    code = "seal_refused_many_signers"


class SealRefusedAlreadySealedError(SealRefusedError):
    """Không đóng dấu: văn bản đã được đóng dấu."""

    code = "seal_refused_already_sealed"


class SealRefusedInvalidSignatureError(SealRefusedError):
    """Không đóng dấu: chữ ký số của người ký không hợp lệ. {because}"""

    code = "seal_refused_invalid_signature"


class SealRefusedUntrustedError(SealRefusedError):
    """Không đóng dấu: chứng thư số của người ký không thuộc danh sách tin cậy hoặc đã hết hạn."""

    code = "seal_refused_untrusted"


class SealRefusedChangedError(SealRefusedError):
    """Không đóng dấu: nội dung văn bản đã bị thay đổi sau khi ký."""

    code = "seal_refused_changed"


class SealRefusedUnnumberedError(SealRefusedError):
    """Không đóng dấu: văn bản chưa có số hoặc chưa có ngày, tháng, năm ban hành."""

    code = "seal_refused_unnumbered"
