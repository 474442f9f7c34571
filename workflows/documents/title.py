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
        limit = max(_WIDEST_TITLE, 0.8 * width)
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
    """Kính gửi: one addressee on the same line, several under one another after dashes."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        size = layout.SIZE_BODY
        self._label = width_of(_LABEL, REGULAR, size)
        colon = self._label - width_of(":", REGULAR, size)
        self._several = len(texts) > 1
        marker = "- " if self._several else " "
        # The dash stands under the colon; a single addressee follows the colon.
        self._marker_x = colon if self._several else self._label
        self._text_x = self._marker_x + width_of(marker, REGULAR, size)
        room = _WIDEST_ADDRESS - self._text_x
        last = len(texts) - 1
        self._items = [
            balance(
                f"{text.rstrip(' ;.,')}{'.' if index == last else ';'}" if self._several else text,
                REGULAR,
                size,
                room,
            )
            for index, text in enumerate(texts)
        ]
        widest = max(width_of(line, REGULAR, size) for item in self._items for line in item)
        self._left = max(_FEWEST_INDENT, (layout.TEXT_WIDTH - self._text_x - widest) / 2)
        rows = sum(map(len, self._items)) + (1 if self._several else 0)
        self.spaceBefore = 14.0
        self.spaceAfter = 6.0
        self.width = layout.TEXT_WIDTH
        self.height = rows * _LEADING

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the fixed size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the label and every addressee."""
        canvas = self.canv
        canvas.setFont(REGULAR, layout.SIZE_BODY)
        baseline = self.height - layout.SIZE_BODY
        canvas.drawString(self._left, baseline, _LABEL)
        if self._several:
            baseline -= _LEADING
        for item in self._items:
            if self._several:
                canvas.drawString(self._left + self._marker_x, baseline, "-")
            for line in item:
                canvas.drawString(self._left + self._text_x, baseline, line)
                baseline -= _LEADING
