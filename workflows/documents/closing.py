"""Cells 7a to 9b and 12: quyền hạn, chức vụ, chữ ký, họ tên, Nơi nhận (Mục II, khoản 7 to 9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from workflows.documents import layout
from workflows.documents.layout import Box, SignatureBlock
from workflows.documents.typesetting import (
    BOLD,
    BOLD_ITALIC,
    REGULAR,
    TA_LEFT,
    Text,
    balance,
    centred,
    paragraph,
    style,
)

if TYPE_CHECKING:
    from workflows.documents.content import Content
    from workflows.documents.letterhead import Marks

_FILED = re.compile(r"^-?\s*lưu\b", re.IGNORECASE)
_LEADING = 17.5
_RECIPIENT_LEADING = 13.0
_SIGNATURE_HEIGHT = 26 * mm
_SIGNATURE_WIDTH = 50 * mm
_GAP = 2 * mm
#: Recipients beside the signature; a longer list runs on below it.
_TALLEST_LIST = 480.0


class Closing(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Nơi nhận on the left, signature on the right, both starting on the same line."""

    def __init__(
        self,
        signature: SignatureBlock,
        recipients: list[Text],
        marks: Marks,
        seal_diameter: float,
    ) -> None:
        super().__init__()
        limit = layout.RIGHT_COLUMN
        self._form = _broken(signature.form, limit)
        below = [signature.second_office] if signature.second_office else []
        self._below = [*_broken(tuple(below), limit), *_broken((signature.name,), limit, raw=True)]
        self._marks = marks
        self._seal = seal_diameter
        self._recipients = recipients
        self.spaceBefore = 12.0
        self.width = layout.TEXT_WIDTH
        right = (len(self._form) + len(self._below)) * _LEADING + _SIGNATURE_HEIGHT + 2 * _GAP
        self._heights = [
            float(item.wrap(layout.LEFT_COLUMN - 4, layout.PAGE_HEIGHT)[1])
            for item in self._recipients
        ]
        self.height = max(right, _LEADING + sum(self._heights))

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the fixed size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw Nơi nhận, then the signature block."""
        canvas = self.canv
        first = self.height - layout.SIZE_BODY
        if self._recipients:
            canvas.setFont(BOLD_ITALIC, layout.SIZE_RECIPIENTS_TITLE)
            canvas.drawString(0, first, "Nơi nhận:")
            y = self.height - _LEADING
            for item, height in zip(self._recipients, self._heights, strict=True):
                y -= height
                item.drawOn(canvas, 0, y)
        baseline = first
        for line in self._form:
            centred(canvas, layout.RIGHT_CENTRE, baseline, line, BOLD, layout.SIZE_BODY)
            baseline -= _LEADING
        top = baseline + _LEADING - 4 - _GAP
        self._place(top)
        baseline = top - _SIGNATURE_HEIGHT - _GAP - layout.SIZE_BODY + 4
        for line in self._below:
            centred(canvas, layout.RIGHT_CENTRE, baseline, line, BOLD, layout.SIZE_BODY)
            baseline -= _LEADING

    def _place(self, top: float) -> None:
        """Find the signature (7c) and the seal (8), which covers its left third."""
        page = self.canv.getPageNumber() - 1
        left = layout.RIGHT_CENTRE - _SIGNATURE_WIDTH / 2
        x0, y0 = self.canv.absolutePosition(left, top - _SIGNATURE_HEIGHT)
        x1, y1 = x0 + _SIGNATURE_WIDTH, y0 + _SIGNATURE_HEIGHT
        self._marks.signature = Box(page, x0, y0, x1, y1)
        seal_right = x0 + _SIGNATURE_WIDTH / 3
        middle = (y0 + y1) / 2
        self._marks.seal = Box(
            page,
            seal_right - self._seal,
            middle - self._seal / 2,
            seal_right,
            middle + self._seal / 2,
        )


def recipient_lines(content: Content) -> list[str]:
    """Return the lines under “Nơi nhận:”, each with its dash and “;”, the last being “Lưu”."""
    given = [line.lstrip("-–+* ").rstrip(" ;.,") for line in content.recipients]
    filed = [line for line in given if _FILED.match(line)]
    others = [line for line in given if not _FILED.match(line)]
    last = filed[-1] if filed else ", ".join(filter(None, ["Lưu: VT", content.drafting_unit]))
    lines = [f"- {line};" for line in [*others, *filed[:-1]]]
    mark = content.drafter_mark
    copies = f"({content.copies})" if content.copies else ""
    lines.append(f"- {last}.")
    if mark or copies:
        lines.append(".".join(filter(None, [mark.upper(), copies])))
    return lines


def recipient_texts(lines: list[str]) -> tuple[list[Text], list[Text]]:
    """Return the recipients that stand beside the signature, and those of a long list below."""
    look = style(size=layout.SIZE_RECIPIENTS, leading=_RECIPIENT_LEADING, before=0, align=TA_LEFT)
    texts = [paragraph([(line, REGULAR)], look) for line in lines]
    height = 0.0
    for count, text in enumerate(texts):
        height += float(text.wrap(layout.LEFT_COLUMN - 4, layout.PAGE_HEIGHT)[1])
        if height > _TALLEST_LIST:
            return texts[:count], texts[count:]
    return texts, []


def _broken(lines: tuple[str, ...], limit: float, *, raw: bool = False) -> list[str]:
    return [
        part
        for line in lines
        if line.strip()
        for part in balance(line if raw else line.upper(), BOLD, layout.SIZE_BODY, limit)
    ]
