"""Numbering of chương, mục, điều, đề mục, khoản, điểm (Phụ lục I, Phần I, Mục II, khoản 6).

Doubled or falling numbers are errors, because they make a citation ambiguous; gaps are warnings,
because real regulations have them and nobody may renumber a text that is in force.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.documents.body import Block, BlockKind, is_roman
from workflows.documents.findings import TEXT, Finding, error, shown, warning
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Letters that number điểm, in order; Vietnamese has no f, j, w, z.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_HEADING_LETTERS = POINT_LETTERS.upper()

#: Kind → kinds whose numbering starts afresh under it.
_RESETS = {
    BlockKind.PART: {
        BlockKind.SECTION,
        BlockKind.SUBSECTION,
        BlockKind.HEADING,
        BlockKind.CLAUSE,
        BlockKind.POINT,
    },
    BlockKind.CHAPTER: {
        BlockKind.SECTION,
        BlockKind.SUBSECTION,
        BlockKind.HEADING,
        BlockKind.CLAUSE,
        BlockKind.POINT,
    },
    BlockKind.SECTION: {BlockKind.SUBSECTION, BlockKind.CLAUSE, BlockKind.POINT},
    BlockKind.SUBSECTION: {BlockKind.CLAUSE, BlockKind.POINT},
    BlockKind.ARTICLE: {BlockKind.CLAUSE, BlockKind.POINT},
    BlockKind.HEADING: {BlockKind.CLAUSE, BlockKind.POINT},
    BlockKind.CLAUSE: {BlockKind.POINT},
}
_NAMES = {
    BlockKind.PART: Sentence("Phần"),
    BlockKind.CHAPTER: Sentence("Chương"),
    BlockKind.SECTION: Sentence("Mục"),
    BlockKind.SUBSECTION: Sentence("Tiểu mục"),
    BlockKind.ARTICLE: Sentence("Điều"),
}
#: These may begin again at 1 without a new heading above them.
_RESTARTING = frozenset({BlockKind.CLAUSE, BlockKind.POINT, BlockKind.HEADING})


def numbering_findings(field: str, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Yield doubled, falling and missing numbers in one text."""
    last: dict[tuple[BlockKind, str], int] = {}
    for block in blocks:
        for kind in _RESETS.get(block.kind, ()):
            for key in [key for key in last if key[0] is kind]:
                del last[key]
        yield from _form(field, block)
        place = _place(block, last)
        if place is None:
            continue
        series, number = place
        key = (block.kind, series)
        previous = last.get(key, 0)
        restarts = number == 1 and block.kind in _RESTARTING
        if number != previous + 1 and not restarts:
            yield from _jump(field, block, previous, number, series)
        last[key] = number
        if block.kind is BlockKind.CLAUSE:
            deeper = f"{series}{number}."
            for other in [k for k in last if k[0] is block.kind and k[1].startswith(deeper)]:
                del last[other]


def _form(field: str, block: Block) -> Iterator[Finding]:
    mark = block.label.rstrip(".):")
    if block.kind is BlockKind.HEADING and len(mark) > 1 and not is_roman(mark):
        yield error(
            field,
            TEXT,
            "Số La Mã “{mark}” không đúng ở “{line}”.",
            mark=mark,
            line=shown(block.line),
        )
    if block.kind is BlockKind.CHAPTER and mark.split()[-1].isdigit():
        yield warning(field, TEXT, "{mark}: số của chương ghi bằng chữ số La Mã.", mark=mark)
    if block.kind is BlockKind.POINT:
        if block.label.endswith("."):
            yield warning(
                field,
                TEXT,
                "Điểm ghi bằng chữ cái và dấu ngoặc đơn: “{mark})”, không ghi “{mark}.”.",
                mark=mark,
            )
        if len(mark) == 1 and mark not in POINT_LETTERS:
            yield error(
                field,
                TEXT,
                "Điểm “{mark})”: chữ cái này không có trong thứ tự a, b, c, d, đ, e, g, h, i, k…",
                mark=mark,
            )


def _jump(field: str, block: Block, previous: int, number: int, series: str) -> Iterator[Finding]:
    here = _cite(block)
    if number == previous:
        yield error(
            field,
            TEXT,
            "{here} bị lặp: “{line}”. Hãy đánh lại số cho đúng thứ tự.",
            here=here,
            line=shown(block.line),
        )
    elif number < previous:
        yield error(
            field,
            TEXT,
            "{here} đứng sau {earlier}: “{line}”. Hãy xem lại thứ tự.",
            here=here,
            earlier=_name(block, previous, series),
            line=shown(block.line),
        )
    else:
        missing = _name(block, previous + 1, series)
        yield warning(
            field,
            TEXT,
            "Thiếu {missing} trước {here}. Hãy kiểm tra xem có sót nội dung không.",
            missing=missing,
            here=here,
        )


def _place(block: Block, last: dict[tuple[BlockKind, str], int]) -> tuple[str, int] | None:
    """Return the series that the block belongs to and its number there."""
    mark = block.label.rstrip(".):").strip()
    if block.kind in _NAMES:
        number = _number(mark.split()[-1]) if mark else None
        return None if number is None else ("", number)
    if block.kind is BlockKind.HEADING:
        lettered = len(mark) == 1 and (
            mark not in _VALUES or ((block.kind, "A") in last and mark != "I")
        )
        if lettered:
            index = _HEADING_LETTERS.find(mark)
            return None if index < 0 else ("A", index + 1)
        return ("I", _roman_value(mark)) if is_roman(mark) else None
    if block.kind is BlockKind.CLAUSE:
        *above, own = mark.split(".")
        return "".join(f"{part}." for part in above), int(own)
    if block.kind is BlockKind.POINT and len(mark) == 1 and mark in POINT_LETTERS:
        return "", POINT_LETTERS.index(mark) + 1
    return None


def _cite(block: Block) -> Sentence:
    mark = block.label.rstrip(".):").strip()
    if block.kind is BlockKind.CLAUSE:
        return Sentence("Khoản (mục) {number}", number=mark)
    if block.kind is BlockKind.POINT:
        return Sentence("Điểm {letter}", letter=mark)
    if block.kind is BlockKind.HEADING:
        return Sentence("Đề mục {number}", number=mark)
    *_, number = mark.split()
    return Sentence("{division} {number}", division=_NAMES[block.kind], number=number)


def _name(block: Block, number: int, series: str) -> Sentence:
    if block.kind is BlockKind.POINT:
        return Sentence("điểm {letter}", letter=POINT_LETTERS[number - 1])
    if block.kind is BlockKind.CLAUSE:
        return Sentence("khoản (mục) {number}", number=f"{series}{number}")
    if block.kind is BlockKind.HEADING:
        return Sentence("đề mục thứ {number}", number=number)
    return Sentence("{division} thứ {number}", division=_NAMES[block.kind], number=number)


def _number(mark: str) -> int | None:
    digits = re.match(r"\d+", mark)
    if digits:
        return int(digits[0])
    return _roman_value(mark) if mark and is_roman(mark) else None


def _roman_value(figures: str) -> int:
    total = 0
    for here, after in zip(figures, [*figures[1:], ""], strict=True):
        value = _VALUES[here]
        total += -value if value < _VALUES.get(after, 0) else value
    return total
