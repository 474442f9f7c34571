"""Turn the blocks of a body into paragraphs (Phụ lục I, Phần I, Mục II, khoản 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflows.documents import layout
from workflows.documents.body import Block, BlockKind
from workflows.documents.keeping import keep_headings
from workflows.documents.table import table
from workflows.documents.typesetting import (
    BOLD,
    ITALIC,
    REGULAR,
    TA_CENTER,
    paragraph,
    style,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The mark that closes the text of a document (Mục II, khoản 6, điểm e).
END_MARK = "./."

_DIVISIONS = frozenset({BlockKind.PART, BlockKind.CHAPTER, BlockKind.SECTION, BlockKind.SUBSECTION})
_TITLE_SPACE = 8.0
#: A longer line, though marked as a heading, may be divided like any paragraph.
_LONGEST_HEADING = 300


def body_flowables(blocks: Sequence[Block], width: float, *, end_mark: bool) -> list[Any]:
    """Lay out the blocks; with `end_mark`, “./.” closes the text if its author left it out."""
    flowables: list[Any] = []
    for position, block in enumerate(blocks):
        last = end_mark and position == len(blocks) - 1
        if block.kind is BlockKind.TABLE:
            flowables.append(table(block.rows, width))
            if last:
                flowables.append(_text([(END_MARK, REGULAR)]))
        elif block.kind in _DIVISIONS:
            flowables.extend(_division(block))
        elif block.kind is BlockKind.OPERATIVE:
            flowables.append(operative(block.text))
        else:
            flowables.append(_numbered(block, last=last))
    return keep_headings(flowables)


def legal_bases(lines: Sequence[str]) -> list[Any]:
    """Lay out the legal bases: italic, each ending in “;”, the last in “.” (khoản 6, điểm b)."""
    look = style(font=ITALIC, first=layout.INDENT)
    last = len(lines) - 1
    return [
        paragraph([(_ended(line, "." if index == last else ";"), ITALIC)], look)
        for index, line in enumerate(lines)
    ]


def operative(text: str) -> Any:
    """Return the centred word before the operative part, “QUYẾT ĐỊNH:”."""
    return _heading([text.upper()], before=12.0)[0]


def with_end_mark(text: str) -> str:
    """Close the last sentence with “./.”, which takes the place of its full stop."""
    if text.endswith(END_MARK):
        return text
    if text.endswith((";", ".")) and not text.endswith(("..", "…")):
        text = text[:-1].rstrip()
    return text + END_MARK


def _division(block: Block) -> list[Any]:
    lines = [block.label, block.text.upper()] if block.text else [block.label]
    return _heading(lines, before=_TITLE_SPACE + 4)


def _heading(lines: Sequence[str], *, before: float) -> list[Any]:
    made: list[Any] = []
    for index, line in enumerate(lines):
        look = style(font=BOLD, align=TA_CENTER, before=0.0 if index else before)
        flowable = paragraph([(line, BOLD)], look)
        flowable.heads = len(line) <= _LONGEST_HEADING
        made.append(flowable)
    return made


def _numbered(block: Block, *, last: bool) -> Any:
    text = with_end_mark(block.text) if last else block.text
    if block.kind is BlockKind.HEADING and block.titled and not last:
        text = text.upper()
    bold = block.titled
    label_bold = bold or block.kind in {BlockKind.ARTICLE, BlockKind.HEADING}
    if label_bold == bold or not block.label:
        runs = [(f"{block.label} {text}".strip(), BOLD if bold else REGULAR)]
    else:
        runs = [(f"{block.label} ", BOLD), (text, REGULAR)]
    made = _text(runs)
    made.heads = bold and not last
    return made


def _text(runs: list[tuple[str, str]]) -> Any:
    return paragraph(runs, style(first=layout.INDENT))


def _ended(line: str, mark: str) -> str:
    return line if line.endswith((".", ";")) else line.rstrip(" ,:") + mark
