"""Read the body of a document as officials type or paste it.

Structure is recognised from the line itself: “Chương I”, “Mục 1.”, “Điều 1.”, “I.”, “1.”, “a)”,
“-”, and tables as lines with | or tabs. Nothing is renumbered and nothing is left out: seed texts
of real bodies skip a khoản or repeat a điểm, and a signed text must stay as its author wrote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from workflows.documents.cleaning import clean_text
from workflows.documents.table_lines import read_table


class BlockKind(StrEnum):
    """The divisions of a text (bố cục, Phụ lục I, Phần I, Mục II, khoản 6, điểm d)."""

    PART = "phan"
    CHAPTER = "chuong"
    SECTION = "muc"
    SUBSECTION = "tieu_muc"
    ARTICLE = "dieu"
    HEADING = "de_muc"
    CLAUSE = "khoan"
    POINT = "diem"
    DASH = "gach_dau_dong"
    OPERATIVE = "lenh"
    PARAGRAPH = "doan"
    TABLE = "bang"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table of a body.

    `label` is the mark as typed (“Điều 1.”, “a)”, “-”); `text` is what follows it. For phần,
    chương, mục the text is the title. `titled` tells that the line is a heading on its own line.
    """

    kind: BlockKind
    label: str = ""
    text: str = ""
    titled: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def line(self) -> str:
        """Label and text as one line."""
        return f"{self.label} {self.text}".strip()


_ROMAN = r"[IVXLCDM]+"
_DIVISION = rf"(?:{_ROMAN}|\d{{1,3}}|(?:thứ\s+)?(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
_END_OR_TITLE = r"(?:\s*[.:–-]\s*|\s+(?=[^a-zà-ỹđ]*$)|$)"

_MARKS: tuple[tuple[BlockKind, re.Pattern[str]], ...] = (
    (BlockKind.OPERATIVE, re.compile(r"(?P<label>QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\s*:\s*$")),
    (
        BlockKind.PART,
        re.compile(rf"(?P<label>(?:Phần|PHẦN)\s+(?i:{_DIVISION})){_END_OR_TITLE}(?P<text>.*)"),
    ),
    (
        BlockKind.CHAPTER,
        re.compile(
            rf"(?P<label>(?:Chương|CHƯƠNG)\s+(?:{_ROMAN}|\d{{1,3}})){_END_OR_TITLE}(?P<text>.*)"
        ),
    ),
    (
        BlockKind.SUBSECTION,
        re.compile(
            rf"(?P<label>(?:Tiểu mục|TIỂU MỤC)\s+(?:{_ROMAN}|\d{{1,3}})){_END_OR_TITLE}(?P<text>.*)"
        ),
    ),
    (
        BlockKind.SECTION,
        re.compile(rf"(?P<label>(?:Mục|MỤC)\s+(?:{_ROMAN}|\d{{1,3}})){_END_OR_TITLE}(?P<text>.*)"),
    ),
    (
        BlockKind.ARTICLE,
        re.compile(r"(?P<label>(?:Điều|ĐIỀU)\s+\d{1,4}[a-zđ]?\s*[.:])\s*(?P<text>.*)"),
    ),
    (BlockKind.HEADING, re.compile(rf"(?P<label>(?:{_ROMAN}|[A-ZĐ])\.)\s+(?P<text>\S.*)")),
    (
        BlockKind.CLAUSE,
        re.compile(
            r"(?P<label>\d{1,2}(?:\.\d{1,2}){0,4}[.)]|\d{1,2}(?:\.\d{1,2}){1,4})\s+(?P<text>\S.*)"
        ),
    ),
    (BlockKind.POINT, re.compile(r"(?P<label>[a-zđ]{1,2}(?:\.\d{1,2})?\))\s*(?P<text>\S.*)")),
    (BlockKind.POINT, re.compile(r"(?P<label>[a-zđ]\.)\s+(?P<text>\S.*)")),
    (BlockKind.DASH, re.compile(r"(?P<label>[-–—+*•●▪·])\s*(?P<text>[^\s\d*+|-].*|(?<=\s)\S.*)")),
)

_CENTRED = frozenset({BlockKind.PART, BlockKind.CHAPTER, BlockKind.SECTION, BlockKind.SUBSECTION})
_BULLETS = str.maketrans(dict.fromkeys("–—•●▪·", "-"))

#: Smaller comes higher in the text; a heading is followed by something lower than itself.
_RANK = {
    BlockKind.PART: 0,
    BlockKind.CHAPTER: 1,
    BlockKind.SECTION: 2,
    BlockKind.SUBSECTION: 3,
    BlockKind.ARTICLE: 4,
    BlockKind.HEADING: 4,
    BlockKind.CLAUSE: 5,
    BlockKind.POINT: 6,
    BlockKind.DASH: 7,
    BlockKind.PARAGRAPH: 8,
    BlockKind.TABLE: 8,
    BlockKind.OPERATIVE: 4,
}
_SENTENCE_END = (".", ";", ":", ",", "!", "?", "…", "./.")
_HEADING_LIMIT = 220
_SHORT_TITLE = 70
#: Lines of a text pasted from PDF or mail are cut at about this many characters.
_PASTED_LINE = range(55, 101)
_LONGEST_PASTED = 110
_FEWEST_PASTED = 6


def parse_body(text: str) -> tuple[Block, ...]:
    """Split a body into its blocks, in order.

    A blank line always ends a paragraph; a single line break ends it too, unless the next line
    plainly continues the sentence (text pasted from PDF or mail with a break at every line).
    """
    blocks: list[Block] = []
    text = clean_text(text)
    pasted = _is_hard_wrapped(text)
    for group in re.split(r"\n\s*\n", text):
        lines = [line for line in group.split("\n") if line.strip()]
        position = 0
        open_line = ""
        while position < len(lines):
            rows, used = read_table(lines[position:], starts_block)
            if used:
                blocks.append(Block(BlockKind.TABLE, rows=rows))
                position += used
                open_line = ""
                continue
            line = " ".join(lines[position].split())
            position += 1
            if open_line and blocks and _continues(blocks[-1], open_line, line, pasted=pasted):
                blocks[-1] = _extended(blocks[-1], line)
            else:
                blocks.append(_block(line))
            open_line = line
    return _with_titles(_with_division_titles(blocks))


def starts_block(line: str) -> bool:
    """Tell whether the line opens with a mark such as “Điều 1.”, “a)” or “-”."""
    return any(pattern.match(line) for _, pattern in _MARKS)


def is_roman(label: str) -> bool:
    """Tell whether the mark of a heading is a Roman numeral rather than a letter."""
    return (
        re.fullmatch(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", label) is not None
    )


def _block(line: str) -> Block:
    for kind, pattern in _MARKS:
        match = pattern.match(line)
        if match is None:
            continue
        label = match["label"].translate(_BULLETS)
        if kind is BlockKind.OPERATIVE:
            return Block(kind, text=line, titled=True)
        return Block(kind, label=label, text=match["text"].strip(), titled=kind in _CENTRED)
    return Block(BlockKind.PARAGRAPH, text=line)


def _is_hard_wrapped(text: str) -> bool:
    lengths = [len(line) for line in text.split("\n") if line]
    return len(lengths) >= _FEWEST_PASTED and max(lengths) <= _LONGEST_PASTED


def _continues(  # noqa: PLR0911 - one answer per rule
    block: Block, previous: str, line: str, *, pasted: bool
) -> bool:
    if starts_block(line) or block.kind in {BlockKind.TABLE, BlockKind.OPERATIVE}:
        return False
    if block.kind in _CENTRED:
        return bool(block.text) and line.isupper() and block.text.isupper()
    full = len(previous) in _PASTED_LINE
    if previous.endswith(","):
        return True
    if previous.endswith(";") and line[0].islower():
        return full
    if previous.endswith(_SENTENCE_END):
        return False
    if line[0].islower():
        return True
    if block.kind is not BlockKind.PARAGRAPH and previous.endswith(block.text):
        # The first line of a numbered block is as likely its title.
        return pasted and full
    return full


def _extended(block: Block, line: str) -> Block:
    return replace(block, text=f"{block.text} {line}".strip())


def _with_division_titles(blocks: list[Block]) -> list[Block]:
    """Give “Chương I” alone on its line the title that stands on the next one."""
    merged: list[Block] = []
    for block in blocks:
        previous = merged[-1] if merged else None
        if (
            previous is not None
            and previous.kind in _CENTRED
            and not previous.text
            and block.kind is BlockKind.PARAGRAPH
            and len(block.text) <= _HEADING_LIMIT
            and not block.text.endswith((".", ";", ":", ","))
        ):
            merged[-1] = replace(previous, text=block.text)
        else:
            merged.append(block)
    return merged


def _with_titles(blocks: list[Block]) -> tuple[Block, ...]:
    followers: list[Block | None] = [*blocks[1:], None]
    return tuple(
        replace(block, titled=True) if _is_title(block, follower) else block
        for block, follower in zip(blocks, followers, strict=False)
    )


def _is_title(block: Block, follower: Block | None) -> bool:
    if block.titled:
        return True
    if block.kind is BlockKind.HEADING:
        return len(block.text) <= _HEADING_LIMIT and not block.text.endswith(_SENTENCE_END)
    if block.kind not in {BlockKind.ARTICLE, BlockKind.CLAUSE} or follower is None:
        return False
    if not _is_below(follower, block) or len(block.text) > _HEADING_LIMIT:
        return False
    if block.kind is BlockKind.ARTICLE and follower.kind is BlockKind.CLAUSE:
        return len(block.text) <= _SHORT_TITLE or not block.text.endswith(_SENTENCE_END)
    return not block.text.endswith(_SENTENCE_END)


def _is_below(lower: Block, upper: Block) -> bool:
    if lower.kind is BlockKind.CLAUSE and upper.kind is BlockKind.CLAUSE:
        return lower.label.rstrip(".)").count(".") > upper.label.rstrip(".)").count(".")
    return _RANK[lower.kind] > _RANK[upper.kind]
