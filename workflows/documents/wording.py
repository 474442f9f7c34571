"""Words that the layout derives from what people typed: V/v, Về việc, Kính gửi, sentence case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.documents.kinds import KINDS, SUPERIOR_CODES, Form

if TYPE_CHECKING:
    from workflows.documents.content import Addressee, Content

_SUBJECT_PREFIX = re.compile(r"^(?:v/v|về việc)\s*:?(?:\s+|$)", re.IGNORECASE)
_VERBS = re.compile(
    r"(?:ban hành|báo cáo|bãi bỏ|bảo đảm|bố trí|bồi dưỡng|bổ nhiệm|bổ sung|cho phép|cho ý kiến|"
    r"chuyển|chuẩn bị|chấn chỉnh|chủ động|cung cấp|công bố|công nhận|cảm ơn|cập nhật|cử|giao|"
    r"giải quyết|giới thiệu|góp ý|gửi|hoàn thiện|hướng dẫn|hỗ trợ|hủy|khen thưởng|khảo sát|"
    r"khắc phục|kiểm tra|kiện toàn|lấy ý kiến|lập|lựa chọn|mời|nhắc|nâng cao|nộp|phát hành|"
    r"phát động|phân công|phê duyệt|phối hợp|quy định|quán triệt|rà soát|sơ kết|sửa đổi|"
    r"tham gia|thay thế|theo dõi|thu hồi|thành lập|thông báo|thông qua|thống kê|thực hiện|"
    r"tiếp nhận|tiếp tục|triển khai|trình|trả lời|tuyên truyền|tăng cường|tạm dừng|"
    r"tạo điều kiện|tập huấn|tặng|tổ chức|tổng hợp|tổng kết|về việc|xin ý kiến|xác minh|"
    r"xác nhận|xây dựng|xử lý|điều chỉnh|đánh giá|đính chính|đôn đốc|đăng ký|đảm bảo|đẩy mạnh|"
    r"đề nghị|đề xuất|ủy quyền|ứng phó)\b",
    re.IGNORECASE,
)
_CAPITALS = (
    (re.compile(r"\btrưởng ban\b"), "trưởng Ban"),
    (re.compile(r"\bủy ban\b"), "Ủy ban"),
    (re.compile(r"\bubnd\b"), "UBND"),
)


def subject_line(content: Content) -> str:
    """Return the trích yếu as printed under the name of the kind (“Về việc …” for decisions)."""
    bare = bare_subject(content.subject)
    if KINDS[content.kind].form is Form.DECISION and bare:
        return f"Về việc {lower_first(bare)}"
    return content.subject[:1].upper() + content.subject[1:]


def bare_subject(subject: str) -> str:
    """Return the trích yếu without “V/v” or “Về việc”."""
    return _SUBJECT_PREFIX.sub("", subject)


def greeted(content: Content) -> tuple[Addressee, ...]:
    """Return the addressees that Kính gửi names; none for kinds that carry no Kính gửi.

    Only công văn, and tờ trình or báo cáo that go to a superior body (khoản 9, điểm a, b).
    """
    kind = KINDS[content.kind]
    if kind.form is Form.LETTER:
        return content.addressees
    upward = content.kind == "to_trinh" or any(
        addressee.code in SUPERIOR_CODES for addressee in content.addressees
    )
    return content.addressees if kind.upward_greeting and upward else ()


def lower_first(text: str) -> str:
    """Return the text with a small first letter when it opens with a verb of business."""
    return text[0].lower() + text[1:] if _VERBS.match(text) else text


def sentence_case(text: str, place: str) -> str:
    """Return a line of capitals as it is written inside a sentence; the place keeps its own."""
    lowered = text.lower()
    for pattern, name in _CAPITALS:
        lowered = pattern.sub(name, lowered)
    if place:
        lowered = lowered.replace(place.lower(), place)
    return lowered[:1].upper() + lowered[1:]
