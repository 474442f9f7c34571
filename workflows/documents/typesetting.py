"""Set words in lines and paragraphs: the thin layer over ReportLab that all parts share."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from workflows.documents import layout
from workflows.documents.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

__all__ = [
    "BOLD",
    "BOLD_ITALIC",
    "FEWEST_LINES",
    "ITALIC",
    "REGULAR",
    "TA_CENTER",
    "TA_JUSTIFY",
    "TA_LEFT",
    "TA_RIGHT",
    "Text",
    "balance",
    "centred",
    "paragraph",
    "style",
    "width_of",
]

#: Lines that stay together at a page break, with a heading, and above a signature block.
FEWEST_LINES = 2

#: Points by which a height may differ from a whole number of lines.
_ROUNDING = 0.01

#: A title is broken before these words rather than inside a name.
_GOOD_STARTS = frozenset(
    [
        *("của", "và", "về", "tại", "cho", "trong", "năm", "tỉnh", "huyện", "xã", "giai", "ban"),
        *("theo", "do", "đối", "nhằm", "kèm", "với", "trên", "các", "nhiệm", "thuộc"),
    ]
)
#: Cost of breaking elsewhere, as a share of the full width.
_BAD_BREAK = 0.09


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of `text` in points."""
    return float(stringWidth(text, font, size))


@lru_cache(maxsize=256)
def balance(text: str, font: str, size: float, limit: float) -> tuple[str, ...]:
    """Break a title into the fewest lines no wider than `limit` that look even.

    A dash stays at the end of its line (“GIÁM ĐỐC SỞ LAO ĐỘNG -” / “THƯƠNG BINH VÀ XÃ HỘI”). A
    word wider than the limit stands alone.
    """
    words = _words(text)
    widths = [width_of(word, font, size) for word in words]
    space = width_of(" ", font, size)
    # best[i]: (lines, cost, start of the last line) for the first i words.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        options: list[tuple[int, float, int]] = []
        line = -space
        for start in range(end - 1, -1, -1):
            line += widths[start] + space
            if line > limit and start < end - 1:
                break
            lines, cost, _ = best[start]
            slack = ((limit - line) / limit) ** 2
            penalty = 0.0 if start == 0 or _breaks_well(words, start) else _BAD_BREAK
            options.append((lines + 1, cost + slack + penalty, start))
        best.append(min(options))
    lines_back: list[str] = []
    end = len(words)
    while end:
        start = best[end][2]
        lines_back.append(" ".join(words[start:end]))
        end = start
    return tuple(reversed(lines_back))


def centred(  # noqa: PLR0913, PLR0917 - as ReportLab's own drawing calls
    canvas: Canvas, x: float, y: float, text: str, font: str, size: float
) -> None:
    """Draw one line centred on `x` with its baseline at `y`."""
    canvas.setFont(font, size)
    canvas.drawCentredString(x, y, text)


@lru_cache(maxsize=128)
def style(  # noqa: PLR0913 - the attributes of a paragraph are independent of one another
    *,
    font: str = REGULAR,
    size: float = layout.SIZE_BODY,
    leading: float = layout.BODY_LEADING,
    before: float = layout.PARAGRAPH_SPACE,
    first: float = 0.0,
    left: float = 0.0,
    align: int = TA_JUSTIFY,
) -> ParagraphStyle:
    """Return a paragraph style."""
    return ParagraphStyle(
        name=f"{font}-{size}-{leading}-{before}-{first}-{left}-{align}",
        fontName=font,
        fontSize=size,
        leading=leading,
        spaceBefore=before,
        firstLineIndent=first,
        leftIndent=left,
        alignment=align,
    )


class Text(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A paragraph whose lines are broken once per width.

    ReportLab's own breaks the rest again at every page, which takes minutes for a very long
    paragraph. At a page break at least two lines stay and two go on.
    """

    _broken_at: float | None = None

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        """Break the lines unless they are broken for this width."""
        if self._broken_at != aW:
            super().wrap(aW, aH)
            self._broken_at = aW
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Any]:  # noqa: N803
        """Divide the lines between this page and the next."""
        self.wrap(aW, aH)
        total = len(self.blPara.lines)
        fitting = int((aH + _ROUNDING) // self.style.leading)
        if fitting >= total:
            return [self]
        fitting = min(fitting, total - FEWEST_LINES)
        if fitting < FEWEST_LINES:
            return []
        here, there = self._part(0, fitting), self._part(fitting, total)
        here._JustifyLast = 1  # noqa: SLF001 - a paragraph of our own class
        there.style = copy(self.style)
        there.style.firstLineIndent = 0
        return [here, there]

    def _part(self, start: int, end: int) -> Text:
        part = copy(self)
        # ReportLab marks what it has moved to the next page; a part has not been moved yet.
        part.__dict__.pop("_postponed", None)
        part.blPara = copy(self.blPara)
        part.blPara.lines = self.blPara.lines[start:end]
        part.height = (end - start) * self.style.leading
        return part


def paragraph(runs: Sequence[tuple[str, str]], look: ParagraphStyle) -> Text:
    """Return a paragraph of (text, font) runs; text is taken literally, never as markup."""
    frags = [
        ParaFrag(
            text=text,
            fontName=font,
            fontSize=look.fontSize,
            textColor=look.textColor,
            rise=0,
            us_lines=[],
            link=[],
            greek=0,
        )
        for text, font in runs
        if text
    ]
    return Text("", look, frags=frags)


def _breaks_well(words: list[str], start: int) -> bool:
    before, after = words[start - 1], words[start]
    if before.lower() in _GOOD_STARTS:
        return False
    if before.endswith(("-", ",", ";", ":")) or after.split()[0].lower() in _GOOD_STARTS:
        return True
    return after[0].isupper() and not after.isupper() and before[0].islower()


def _words(text: str) -> list[str]:
    words: list[str] = []
    # Only at ordinary spaces: the blanks for number and date are unbreakable ones.
    for word in filter(None, text.split(" ")):
        if words and word in {"-", "–"}:
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words
