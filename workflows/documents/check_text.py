"""Faults of typing and pasting in every text of a document."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from workflows.documents import findings
from workflows.documents.body import parse_body
from workflows.documents.findings import Finding, error, shown, warning
from workflows.documents.fonts import fonts_ready, unprintable
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.documents.content import Content

_MARKDOWN = re.compile(r"\*\*|__\S|^#{1,6}\s|\]\((?:https?|mailto):|```|^>\s", re.MULTILINE)
_BLANKS = re.compile(r"…{2,}|\.{4,}|_{3,}")
_DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/])")
_SLASH_DATE = re.compile(r"ngày (\d)/\d{1,2}/\d{4}")
_REFERENCE = re.compile(
    r"\b(Quyết định|Nghị định|Nghị quyết|Thông tư|Chỉ thị|Công văn|Tờ trình|Kế hoạch|Văn bản|"
    r"Hướng dẫn)\s+số\s*:?\s*(\d[^\s,;()]*)"
)
_STATE_STYLE = re.compile(r"\d{1,5}[a-z]?/(?:\d{4}/)?[A-ZĐa-zđ0-9]+(?:-[A-ZĐa-zđ0-9]+)*")
_PARTY_STYLE = re.compile(r"\d{1,5}-[A-ZĐ]+[a-z]*/[A-ZĐ]+")
_ENUMERATED = re.compile(r"(?:^|(?<=[\s,;]))[a-zđ\d]{1,2}\)")
#: Tone mark on the second vowel (hoà, thuỷ) and on the first (hòa, thủy); “quý” is neither.
_NEW_TONE = re.compile(r"\b\w*(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b", re.IGNORECASE)
_OLD_TONE = re.compile(r"\b\w*(?:[òóỏõọ][ae]|[ùúủũụ]y)\b", re.IGNORECASE)
#: More of the same fault in one text than this teach nothing new.
_MOST = 5


def text_findings(content: Content) -> Iterator[Finding]:
    """Yield the faults in the characters, dates and references of every field."""
    for field, text in _texts(content):
        yield from _characters(field, text)
        for check in (_references, _dates, _pairs):
            for count, finding in enumerate(check(field, text)):
                if count == _MOST:
                    break
                yield finding
    yield from _tone_marks("\n".join(text for _, text in _texts(content)))


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    yield "subject", content.subject
    yield "addressees", "\n".join(addressee.text for addressee in content.addressees)
    yield "legal_bases", "\n".join(content.legal_bases)
    yield "body", content.body
    yield "recipients", "\n".join(content.recipients)
    if content.attached_text:
        attached = content.attached_text
        yield "attached_text", f"{attached.title}\n{attached.subject}\n\n{attached.body}"
    for annex in content.annexes:
        yield "annexes", f"{annex.title}\n\n{annex.body}"


def _characters(field: str, text: str) -> Iterator[Finding]:
    if not unicodedata.is_normalized("NFC", text):
        yield error(
            field,
            findings.FONT,
            "Có chữ gõ theo kiểu tổ hợp (dấu rời). Hãy chọn bảng mã Unicode dựng sẵn và gõ lại.",
        )
    if fonts_ready():
        missing = unprintable(text)[:10]
        if missing:
            listed = " ".join(f"“{char}” (U+{ord(char):04X})" for char in missing)
            yield error(
                field,
                findings.FONT,
                "Phông chữ không in được ký tự: {characters}. Hãy thay hoặc bỏ.",
                characters=listed,
            )
    match = _MARKDOWN.search(text)
    if match:
        yield error(
            field,
            findings.TEXT,
            "Còn sót ký hiệu Markdown “{mark}” do chép từ nơi khác. Hãy xóa đi.",
            mark=match[0].strip(),
        )
    if field != "annexes" and (match := _BLANKS.search(text)):
        near = text[max(0, match.start() - 30) : match.end()]
        yield error(
            field, findings.TEXT, "Còn chỗ trống chưa điền: “{text}”.", text=" ".join(near.split())
        )


def _references(field: str, text: str) -> Iterator[Finding]:
    for match in _REFERENCE.finditer(text):
        symbol = match[2].rstrip(".:”\"'")
        if not _STATE_STYLE.fullmatch(symbol) and not _PARTY_STYLE.fullmatch(symbol):
            yield warning(
                field,
                findings.TEXT,
                "Số, ký hiệu viện dẫn chưa đúng: “{reference} số {symbol}”. Ghi đủ số và ký "
                "hiệu, ví dụ “712/QĐ-UBND”.",
                reference=match[1],
                symbol=symbol,
            )


def _dates(field: str, text: str) -> Iterator[Finding]:
    for match in _DATE.finditer(text):
        day, month, year = int(match[1]), int(match[2]), match[3]
        if len(year) != 4:  # noqa: PLR2004 - years have four digits
            if "/" in match[0]:
                yield warning(
                    field,
                    findings.TEXT,
                    "Ngày “{date}” phải ghi năm bằng bốn chữ số.",
                    date=match[0],
                )
            continue
        try:
            date(int(year), month, day)
        except ValueError:
            yield error(field, findings.TEXT, "Ngày “{date}” không có trong lịch.", date=match[0])
    for match in _SLASH_DATE.finditer(text):
        yield warning(
            field,
            findings.TEXT,
            "“{text}”: ngày nhỏ hơn 10 phải thêm số 0 ở trước, ví dụ “ngày 0{day}/…”.",
            text=match[0],
            day=match[1],
        )


def _pairs(field: str, text: str) -> Iterator[Finding]:
    for block in parse_body(text):
        for line in [block.text, *(cell for row in block.rows for cell in row)]:
            bare = _ENUMERATED.sub("", line)
            for opening, closing, name in (
                ("(", ")", Sentence("ngoặc đơn")),
                ("[", "]", Sentence("ngoặc vuông")),
                ("“", "”", Sentence("ngoặc kép")),
            ):
                if bare.count(opening) != bare.count(closing):
                    yield warning(
                        field,
                        findings.TEXT,
                        "Dấu {name} chưa đủ cặp ở “{line}”.",
                        name=name,
                        line=shown(line),
                    )


def _tone_marks(text: str) -> Iterator[Finding]:
    new = next(_NEW_TONE.finditer(text), None)
    old = next(_OLD_TONE.finditer(text), None)
    if new and old:
        yield warning(
            "body",
            findings.CAPITALS,
            "Văn bản đặt dấu thanh theo hai cách (“{old}” và “{new}”). Nên thống nhất "
            "một cách viết.",
            old=old[0],
            new=new[0],
        )
