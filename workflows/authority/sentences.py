"""Fills the blanks in the sentences of the decision tables.

A blank is a name in braces, such as ``{title}``. Nothing else is interpreted: the tables are
edited by people, so this is a look-up in a closed list, not a format language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_BLANK: Final = re.compile(r"\{([^{}]*)\}")


class UnknownBlankError(WorkflowError):
    """Bảng quyết định “{table}” dùng chỗ trống “{blank}”; chỉ có: {known}."""

    code = "decision_unknown_blank"


def fill(sentence: str, values: Mapping[str, str], *, table: str) -> str:
    """Put the values into the blanks and begin with a capital.

    UnknownBlankError for a blank that has no value.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise UnknownBlankError(table=table, blank=name, known=", ".join(values))
        return values[name]

    text = _BLANK.sub(value, sentence)
    return text[:1].upper() + text[1:]


def day_text(day: date | None) -> str:
    """A date as Vietnamese offices write it in running text."""
    return f"{day:%d/%m/%Y}" if day else "chưa ghi ngày"


def money_text(amount: int | None) -> str:
    """An amount in đồng, with dots between the thousands."""
    return "chưa ghi số tiền" if amount is None else f"{amount:,}".replace(",", ".") + " đồng"
