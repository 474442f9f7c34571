"""Cells 5a and 9a: name of the kind, trích yếu, authority line, Kính gửi (Mục II, khoản 5, 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from workflows.documents import layout
from workflows.documents.letterhead import RULE_SHARE, draw_rule
from workflows.documents.typesetting import BOLD, REGULAR, balance, centred, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence


_WIDEST_TITLE = 135 * mm
_LEADING = 18.0
_RULE_DROP = 6.5
_LABEL = "Kính gửi:"
#: A list of addressees longer than this may run over to the next page.
_LINES_AT_ONCE = 12
_FEWEST_INDENT = 12.7 * mm
_WIDEST_ADDRESS = layout.TEXT_WIDTH - 2 * _FEWEST_INDENT


class TitleBlock(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Centred lines, bold unless told otherwise, above a rule of 1/3 to 1/2 of the last line."""

    def __init__(
        self,
        title: Sequence[str],
        *,
        rule: bool = True,
        before: float = 14.0,
        width: float = layout.TEXT_WIDTH,
        font: str = BOLD,
    ) -> None:
        super().__init__()
        # A title looks best in short lines; the small print under it may use the whole width.
        limit = max(_WIDEST_TITLE, 0.8 * width) if font == BOLD else width
        self._font = font
        self._lines = [
            line for text in title for line in balance(text, font, layout.SIZE_BODY, limit)
        ]
        self._rule = rule
        self.spaceBefore = before
        self.width = width
        self.height = len(self._lines) * _LEADING + (_RULE_DROP if rule else 0.0)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the fixed size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines and the rule."""
        baseline = self.height - layout.SIZE_BODY
        for line in self._lines:
            centred(self.canv, self.width / 2, baseline, line, self._font, layout.SIZE_BODY)
            baseline -= _LEADING
        if self._rule and self._lines:
            length = RULE_SHARE * width_of(self._lines[-1], self._font, layout.SIZE_BODY)
            draw_rule(self.canv, self.width / 2, baseline + _LEADING - _RULE_DROP, length)


class Greeting(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Some lines of Kính gửi, each starting at its own distance from the left margin."""

    def __init__(self, lines: Sequence[tuple[float, str]], *, before: float) -> None:
        super().__init__()
        self._lines = lines
        self.spaceBefore = before
        self.spaceAfter = 6.0
        self.width = layout.TEXT_WIDTH
        self.height = len(lines) * _LEADING

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the fixed size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines from the top."""
        self.canv.setFont(REGULAR, layout.SIZE_BODY)
        baseline = self.height - layout.SIZE_BODY
        for x, line in self._lines:
            self.canv.drawString(x, baseline, line)
            baseline -= _LEADING


def greeting(texts: Sequence[str]) -> list[Greeting]:
    """Lay out Kính gửi: one addressee on the same line, several under one another after dashes."""
    size = layout.SIZE_BODY
    several = len(texts) > 1
    lead = "-" if several else _LABEL
    # The dash stands under the colon.
    lead_x = width_of(_LABEL[:-1], REGULAR, size) if several else 0.0
    text_x = lead_x + width_of(f"{lead} ", REGULAR, size)
    last = len(texts) - 1
    items = [
        balance(
            f"{text.rstrip(' ;.,')}{'.' if index == last else ';'}" if several else text,
            REGULAR,
            size,
            _WIDEST_ADDRESS - text_x,
        )
        for index, text in enumerate(texts)
    ]
    widest = max(width_of(line, REGULAR, size) for item in items for line in item)
    left = max(_FEWEST_INDENT, (layout.TEXT_WIDTH - text_x - widest) / 2)
    lines = [(left, _LABEL)] if several else []
    for first, *others in items:
        lines.append((left + lead_x, f"{lead} {first}"))
        lines += [(left + text_x, line) for line in others]
    return [
        Greeting(lines[start : start + _LINES_AT_ONCE], before=0.0 if start else 14.0)
        for start in range(0, len(lines), _LINES_AT_ONCE)
    ]
