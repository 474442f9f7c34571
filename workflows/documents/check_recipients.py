"""Form of Nơi nhận (Phụ lục I, Phần I, Mục II, khoản 9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.documents.body import Block, BlockKind
from workflows.documents.findings import RECIPIENTS, Finding, error, shown, warning
from workflows.documents.kinds import KINDS, Form
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.documents.content import Content

_FIELD = "recipients"
_FILED = re.compile(r"^lưu\b", re.IGNORECASE)
_FILED_FORM = re.compile(r"^Lưu\s*:\s*VT\b")
_AS_ABOVE = re.compile(r"^như (?:trên|điều|kính gửi)\b", re.IGNORECASE)
_AS_ARTICLE = re.compile(r"^như điều (\d+)", re.IGNORECASE)


def recipient_findings(content: Content, body: Sequence[Block]) -> Iterator[Finding]:
    """Yield the faults of the list of recipients."""
    lines = [line.lstrip("-–+* ").strip() for line in content.recipients]
    filed = [line for line in lines if _FILED.match(line)]
    others = [line for line in lines if not _FILED.match(line)]
    yield from _filed(content, lines, filed)
    if not others:
        yield error(
            _FIELD,
            RECIPIENTS,
            "Nơi nhận chưa có cơ quan, tổ chức, cá nhân nào ngoài bản lưu. Hãy ghi ít nhất một "
            "nơi nhận.",
        )
    else:
        yield from _first_line(content, others)
    articles = {
        int(match[0])
        for block in body
        if block.kind is BlockKind.ARTICLE and (match := re.search(r"\d+", block.label))
    }
    for line in others:
        match = _AS_ARTICLE.match(line)
        if match and articles and int(match[1]) not in articles:
            yield error(
                _FIELD,
                RECIPIENTS,
                "“{line}”: văn bản không có Điều {number}.",
                line=shown(line),
                number=match[1],
            )
        if re.search(r";\s*\S", line):
            yield warning(
                _FIELD,
                RECIPIENTS,
                "Mỗi nơi nhận ghi một dòng; hãy tách dòng “{line}”.",
                line=shown(line),
            )
    for line in dict.fromkeys(line for line in others if others.count(line) > 1):
        yield warning(_FIELD, RECIPIENTS, "“{line}” được ghi hai lần ở Nơi nhận.", line=shown(line))


def _filed(content: Content, lines: list[str], filed: list[str]) -> Iterator[Finding]:
    if not filed:
        if not content.drafting_unit:
            yield error(
                _FIELD,
                RECIPIENTS,
                "Thiếu dòng cuối “Lưu: VT, …”. Hãy ghi chữ viết tắt của đơn vị soạn thảo.",
            )
        return
    if len(filed) > 1:
        yield warning(_FIELD, RECIPIENTS, "Nơi nhận có hai dòng “Lưu”. Hãy gộp thành một dòng.")
    if not _FILED.match(lines[-1]):
        yield warning(
            _FIELD, RECIPIENTS, "Dòng “Lưu” phải là dòng cuối; bản trình bày sẽ chuyển xuống cuối."
        )
    if not _FILED_FORM.match(filed[-1]):
        yield error(
            _FIELD,
            RECIPIENTS,
            "Dòng lưu phải ghi “Lưu: VT, <đơn vị soạn thảo>.”, đang là “{line}”.",
            line=shown(filed[-1]),
        )


def _first_line(content: Content, others: list[str]) -> Iterator[Finding]:
    kind = KINDS[content.kind]
    if any(_AS_ABOVE.match(line) for line in others):
        return
    if kind.form is Form.LETTER:
        yield warning(
            _FIELD, RECIPIENTS, "Công văn có Kính gửi thì dòng đầu của Nơi nhận ghi “Như trên”."
        )
    elif kind.form is Form.DECISION:
        yield warning(
            _FIELD,
            RECIPIENTS,
            "{kind} nên có dòng “Như Điều …” chỉ những nơi chịu trách nhiệm thi hành.",
            kind=Sentence(kind.name),
        )
