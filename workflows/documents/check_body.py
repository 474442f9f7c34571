"""Form of the text as a whole: there is one, it ends rightly, it says who carries it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.documents import findings
from workflows.documents.body import Block, BlockKind, parse_body
from workflows.documents.findings import Finding, error, shown, warning
from workflows.documents.kinds import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.documents.content import Content

_EXECUTORS = re.compile(
    r"(?:chịu trách nhiệm|có trách nhiệm)\s+(?:tổ chức\s+)?(?:thi hành|thực hiện)|"
    r"(?:căn cứ|chiếu) Quyết định (?:này )?thi hành",
    re.IGNORECASE,
)
_ISSUES = re.compile(
    r"(?:ban hành|phê duyệt)\s+kèm theo\s+(?:Quyết định|Nghị quyết)", re.IGNORECASE
)
_END_SLIP = re.compile(r"(?:\.\s+/\s*\.?|\./|(?<!\.)/\.|\.\s*/\s+\.)$")
_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")
_DIVISIONS = {
    BlockKind.PART: 0,
    BlockKind.CHAPTER: 1,
    BlockKind.SECTION: 2,
    BlockKind.SUBSECTION: 3,
    BlockKind.HEADING: 4,
}


def body_findings(content: Content, body: Sequence[Block]) -> Iterator[Finding]:
    """Yield the faults of the body and of the attached text taken as a whole."""
    kind = KINDS[content.kind]
    if not body and kind.form is not Form.INVITATION:
        yield error("body", findings.TEXT, "Văn bản chưa có nội dung.")
    yield from _flow("body", body)
    if kind.form is Form.DECISION and body:
        yield from _decision(content, body)
    if content.attached_text:
        attached = content.attached_text
        blocks = parse_body(attached.body)
        if not attached.title.strip():
            yield error("attached_text", findings.SUBJECT, "Văn bản kèm theo chưa có tên loại.")
        if not blocks:
            yield error("attached_text", findings.TEXT, "Văn bản kèm theo chưa có nội dung.")
        yield from _flow("attached_text", blocks)


def _decision(content: Content, body: Sequence[Block]) -> Iterator[Finding]:
    articles = [block for block in body if block.kind is BlockKind.ARTICLE]
    if not articles:
        yield error(
            "body", findings.TEXT, "Nội dung quyết định phải chia thành các điều: “Điều 1. …”."
        )
        return
    executors = [position for position, block in enumerate(body) if _EXECUTORS.search(block.text)]
    if not executors:
        yield error(
            "body",
            findings.TEXT,
            "Chưa có điều giao trách nhiệm thi hành. Hãy thêm một điều cuối: “… chịu trách nhiệm "
            "thi hành Quyết định này”.",
        )
    elif body[executors[-1]].kind is BlockKind.PARAGRAPH and not _under_title(body, executors[-1]):
        yield warning(
            "body",
            findings.TEXT,
            "Đoạn giao trách nhiệm thi hành chưa được đánh số điều. Nếu cần, hãy ghi "
            "“Điều {number}.” ở đầu đoạn.",
            number=len(articles) + 1,
        )
    issued = any(_ISSUES.search(block.text) for block in articles)
    if issued and not content.attached_text and not content.annexes:
        yield error(
            "attached_text",
            findings.TEXT,
            "Quyết định ban hành văn bản kèm theo nhưng chưa có văn bản kèm theo.",
        )


def _under_title(body: Sequence[Block], position: int) -> bool:
    before = body[:position]
    article = next((block for block in reversed(before) if block.kind is BlockKind.ARTICLE), None)
    return article is not None and article.titled


def _flow(field: str, blocks: Sequence[Block]) -> Iterator[Finding]:
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if block.kind in _DIVISIONS:
            yield from _division(field, block, following)
        if block.kind is BlockKind.PARAGRAPH and _PAGE_NUMBER.fullmatch(block.text):
            yield warning(
                field,
                findings.TEXT,
                "Dòng chỉ có “{text}” giống số trang lẫn vào khi chép. Hãy xóa dòng này.",
                text=block.text,
            )
        closing = block.text.count("./.")
        if closing > 1 or (closing and (following is not None or not block.text.endswith("./."))):
            yield error(
                field,
                findings.TEXT,
                "Dấu “./.” chỉ đặt một lần, ở cuối nội dung: “{text}”.",
                text=shown(block.text),
            )
        elif following is None and _END_SLIP.search(block.text) and not closing:
            yield warning(field, findings.TEXT, "Dấu kết thúc nội dung viết liền là “./.”.")


def _division(field: str, block: Block, following: Block | None) -> Iterator[Finding]:
    if not block.text:
        yield error(
            field, findings.TEXT, "{label} chưa có tên. Hãy ghi tên ở dòng dưới.", label=block.label
        )
    rank = _DIVISIONS[block.kind]
    if block.titled and (following is None or _DIVISIONS.get(following.kind, 9) <= rank):
        nested = (
            following is not None
            and block.kind is following.kind is BlockKind.HEADING
            and block.label[:-1] in {"A", "B"}
            and following.label == "I."
        )
        if not nested:
            yield error(
                field,
                findings.TEXT,
                "“{line}” chưa có nội dung. Hãy viết nội dung hoặc bỏ đề mục này.",
                line=shown(block.line),
            )
