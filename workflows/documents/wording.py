"""Words that the layout derives from what people typed: V/v, Về việc, Kính gửi, sentence case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.documents.kinds import KINDS, SUPERIOR_CODES, Form

if TYPE_CHECKING:
    from workflows.documents.content import Addressee, Content

_SUBJECT_PREFIX = re.compile(r"^(?:v/v|về việc)\s*:?(?:\s+|$)", re.IGNORECASE)
_VERBS = re.compile(
    r"(?:ban hành|báo cáo|bãi bỏ|bổ nhiệm|bổ sung|cho phép|công bố|công nhận|cử|đề nghị|điều chỉnh|"
    r"đính chính|giao|góp ý|hướng dẫn|khen thưởng|kiện toàn|kiểm tra|lấy ý kiến|mời|phân công|"
    r"phê duyệt|phối hợp|quy định|sửa đổi|tăng cường|tặng|thay thế|thành lập|thu hồi|tổ chức|"
    r"triển khai|trình|tham gia|về việc|thực hiện|ủy quyền|xin ý kiến|đôn đốc)\b",
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
    return content.subject


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
