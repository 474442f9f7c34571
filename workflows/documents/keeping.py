"""Flowables that stay together across page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable, Table

from workflows.documents import layout
from workflows.documents.typesetting import FEWEST_LINES

if TYPE_CHECKING:
    from collections.abc import Sequence


#: A longer run of headings with nothing under them is not kept together.
_MOST_HEADINGS = 5


class Stack(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Flowables one under another; a page break may fall only inside the last one."""

    def __init__(self, parts: Sequence[Any]) -> None:
        super().__init__()
        self.parts = list(parts)
        self._heights: list[float] = []

    def getSpaceBefore(self) -> float:  # noqa: N802 - ReportLab's name
        """Return the space before the first part."""
        return float(self.parts[0].getSpaceBefore())

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        """Measure the parts at the given width."""
        self._heights = [float(part.wrap(aW, aH)[1]) for part in self.parts]
        self.width = aW
        self.height = sum(self._heights) + sum(self._gaps())
        return aW, self.height

    def split(self, aW: float, aH: float) -> list[Any]:  # noqa: N803
        """Split inside the last part, or not at all."""
        self.wrap(aW, aH)
        if self.height <= aH:
            return [self]
        last = self.parts[-1]
        used = self.height - self._heights[-1]
        pieces = last.split(aW, aH - used) if aH > used else []
        if len(pieces) < 2:  # noqa: PLR2004 - two pieces make a split
            return []
        return [Stack([*self.parts[:-1], pieces[0]]), *pieces[1:]]

    def draw(self) -> None:
        """Draw the parts from the top."""
        y = self.height
        for part, height, gap in zip(self.parts, self._heights, self._gaps(), strict=True):
            y -= gap + height
            part.drawOn(self.canv, 0, y)

    def _gaps(self) -> list[float]:
        return [0.0, *(float(part.getSpaceBefore()) for part in self.parts[1:])]


class Ending(Stack):
    """The last lines of the text with the signature block under them.

    A block that does not fit takes at least two lines of text with it, so that it never stands
    alone on a page.
    """

    def split(self, aW: float, aH: float) -> list[Any]:  # noqa: N803
        """Send the block with at least two lines of text to the next page."""
        self.wrap(aW, aH)
        if self.height <= aH:
            return [self]
        first, *others = self.parts
        height = self._heights[0]
        needed = FEWEST_LINES - sum(map(_lines, self._heights[1:-1]))
        room = min(aH, height - max(0, needed) * layout.BODY_LEADING + 0.01)
        pieces = first.split(aW, room) if room > 0 else []
        if len(pieces) < 2:  # noqa: PLR2004 - two pieces make a split
            return []
        return [pieces[0], Ending([*pieces[1:], *others])]


def keep_headings(flowables: Sequence[Any]) -> list[Any]:
    """Join each heading (attribute `heads`) with what follows it."""
    kept: list[Any] = []
    waiting: list[Any] = []
    for flowable in flowables:
        if getattr(flowable, "heads", False):
            waiting.append(flowable)
            if len(waiting) > _MOST_HEADINGS:
                kept.append(waiting.pop(0))
        elif waiting:
            kept.append(Stack([*waiting, flowable]))
            waiting = []
        else:
            kept.append(flowable)
    return kept + waiting


def with_block(flowables: Sequence[Any], block: Any) -> list[Any]:
    """Join the last two or more lines of text with the signature block."""
    rest = list(flowables)
    tail: list[Any] = []
    lines = 0
    while rest and lines < FEWEST_LINES and not (tail and isinstance(rest[-1], Table)):
        part = rest.pop()
        tail.insert(0, part)
        lines += _lines(float(part.wrap(layout.TEXT_WIDTH, layout.PAGE_HEIGHT)[1]))
    return [*rest, Ending([*tail, block])]


def _lines(height: float) -> int:
    return max(1, round(height / layout.BODY_LEADING))
