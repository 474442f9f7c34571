"""The draft form: from the content of a document to form fields and back, losing nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workflows.authority.purposes import PURPOSES
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from workflows.documents.content import Content

#: One-line and many-line fields that stand in the form under their own name.
TEXTS: Final = (
    "purpose",
    "subject",
    "urgency",
    "body",
    "copies",
    "drafting_unit",
    "drafter_mark",
    "contact_line",
    "effective_note",
    "filing",
    "attached_title",
    "attached_subject",
    "attached_body",
    "chaired_by",
    "starts_at",
    "place",
)
#: Dấu hiệu of the content that the rules of authority ask about.
FLAGS: Final = ("is_report", "is_submission", "guides_system")
#: Rows that repeat → the fields of one row; the first gives the group its name.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "addressees": ("addressees", "addressee_code"),
    "recipients": ("recipients",),
    "legal_bases": ("legal_bases",),
    "annexes": ("annexes", "annex_page", "annex_body"),
}
_FILED = re.compile(r"-?\s*lưu\b", re.IGNORECASE)
_LANDSCAPE = "landscape"
_MOST_TABLE_ROWS = 50
_MOST_TABLE_COLUMNS = 10
_MOST_COPIES_DIGITS = 9


class RowAct(NamedTuple):
    """A button on repeating rows: which group, which row from 0."""

    group: str
    position: int


@dataclass(frozen=True, slots=True)
class DraftForm:
    """What stands in the form, as typed: shown again unchanged when it is refused."""

    texts: Mapping[str, str]
    flags: frozenset[str]
    #: Group → rows, each with one text for every field of the group.
    rows: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def from_content(cls, content: Content) -> DraftForm:
        """Fill the form from saved content; “Lưu: VT, …” at the end has its own field."""
        recipients = list(content.recipients)
        filing = recipients.pop() if recipients and _FILED.match(recipients[-1]) else ""
        attached, meeting = content.attached_text, content.meeting
        texts = {
            "purpose": content.purpose,
            "subject": content.subject,
            "urgency": content.urgency,
            "body": content.body,
            "copies": str(content.copies or ""),
            "drafting_unit": content.drafting_unit,
            "drafter_mark": content.drafter_mark,
            "contact_line": content.contact_line,
            "effective_note": content.effective_note,
            "filing": filing,
            "attached_title": attached.title if attached else "",
            "attached_subject": attached.subject if attached else "",
            "attached_body": attached.body if attached else "",
            "chaired_by": meeting.chaired_by if meeting else "",
            "starts_at": meeting.starts_at if meeting else "",
            "place": meeting.place if meeting else "",
        }
        return cls(
            texts,
            frozenset(flag for flag in FLAGS if getattr(content, flag)),
            {
                "addressees": tuple((each.text, each.code) for each in content.addressees),
                "recipients": tuple((line,) for line in recipients),
                "legal_bases": tuple((line,) for line in content.legal_bases),
                "annexes": tuple(
                    (each.title, _LANDSCAPE if each.landscape else "", each.body)
                    for each in content.annexes
                ),
            },
        )

    @classmethod
    def from_form(cls, values: MultiDict[str, str]) -> DraftForm:
        """Read the fields as they were sent; nothing is judged here."""
        return cls(
            {name: values.get(name, "") for name in TEXTS},
            frozenset(flag for flag in FLAGS if flag in values),
            {
                group: tuple(zip_longest(*map(values.getlist, names), fillvalue=""))
                for group, names in ROWS.items()
            },
        )

    def fields(self) -> list[tuple[str, str]]:
        """Return the form as a browser sends it."""
        pairs = [(name, self.texts[name]) for name in TEXTS]
        pairs += [(flag, "1") for flag in FLAGS if flag in self.flags]
        for group, names in ROWS.items():
            pairs += [pair for row in self.rows[group] for pair in zip(names, row, strict=True)]
        return pairs

    def to_mapping(self, addressee_names: Mapping[str, str]) -> dict[str, Any]:
        """Return the content as `Content.from_mapping` reads it; rows left blank are dropped.

        A group of addressees that was chosen without a name is printed by the body's own name
        for it (``addressee_names``).

        Raises:
            InvalidInputError: the purpose is not in the list, or the copies are not a number.
        """
        text = self.texts
        purpose = PURPOSES.get(text["purpose"])
        if purpose is None or not purpose.is_issued:
            raise InvalidInputError(
                field="Loại văn bản", because="hãy chọn một loại trong danh sách"
            )
        return {
            "kind": purpose.base_kind,
            "purpose": purpose.key,
            "subject": text["subject"],
            "urgency": text["urgency"],
            "addressees": [
                {"code": code, "text": name if name.strip() else addressee_names.get(code, "")}
                for name, code in self.rows["addressees"]
                if name.strip() or code
            ],
            "recipients": _filled([*(line for (line,) in self.rows["recipients"]), text["filing"]]),
            "legal_bases": _filled(line for (line,) in self.rows["legal_bases"]),
            "body": text["body"],
            "annexes": [
                {"title": title, "body": body, "landscape": page == _LANDSCAPE}
                for title, page, body in self.rows["annexes"]
                if title.strip() or body.strip()
            ],
            "copies": _copies(text["copies"]),
            "drafting_unit": text["drafting_unit"],
            "drafter_mark": text["drafter_mark"],
            "contact_line": text["contact_line"],
            "effective_note": text["effective_note"],
            "attached_text": self._group(
                title="attached_title", subject="attached_subject", body="attached_body"
            ),
            "meeting": self._group(chaired_by="chaired_by", starts_at="starts_at", place="place"),
            **{flag: flag in self.flags for flag in FLAGS},
        }

    def changed_by(self, values: MultiDict[str, str]) -> DraftForm | None:
        """Return the form after a button on its rows or its table; None for any other button."""
        if (group := values.get("add_row", "")) in ROWS:
            return self._with_rows(group, (*self.rows[group], ("",) * len(ROWS[group])))
        if chosen := _row_act(values.get("remove_row", "")):
            rows = list(self.rows[chosen.group])
            del rows[chosen.position : chosen.position + 1]
            return self._with_rows(chosen.group, rows)
        if chosen := _row_act(values.get("raise_row", "")):
            rows = list(self.rows[chosen.group])
            if 0 < chosen.position < len(rows):
                rows.insert(chosen.position - 1, rows.pop(chosen.position))
            return self._with_rows(chosen.group, rows)
        if values.get("act") == "insert_table":
            return self._with_table(values.get("table_rows", ""), values.get("table_columns", ""))
        return None

    def _with_rows(self, group: str, rows: Iterable[tuple[str, ...]]) -> DraftForm:
        return replace(self, rows={**self.rows, group: tuple(rows)})

    def _with_table(self, rows: str, columns: str) -> DraftForm:
        body = self.texts["body"].rstrip()
        table = empty_table(
            _within(rows, 3, _MOST_TABLE_ROWS), _within(columns, 3, _MOST_TABLE_COLUMNS)
        )
        return replace(self, texts={**self.texts, "body": f"{body}\n\n{table}\n".lstrip()})

    def _group(self, **names: str) -> dict[str, str] | None:
        values = {key: self.texts[name] for key, name in names.items()}
        return values if any(value.strip() for value in values.values()) else None


def empty_table(rows: int, columns: int) -> str:
    """Return a table to type into: a header and ``rows`` lines, cells between |."""
    header = " | ".join(["TT", *(f"Cột {number}" for number in range(2, columns + 1))])
    lines = [" | ".join([str(number), *["…"] * (columns - 1)]) for number in range(1, rows + 1)]
    return "\n".join(f"| {line} |" for line in [header, *lines])


def _row_act(value: str) -> RowAct | None:
    group, _, number = value.rpartition("-")
    if group not in ROWS or not (number.isascii() and number.isdigit()) or len(number) > 4:  # noqa: PLR2004 - more rows than any form holds
        return None
    return RowAct(group, max(int(number) - 1, 0))


def _copies(text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_COPIES_DIGITS):
        raise InvalidInputError(field="Số lượng bản", because="hãy ghi một số, ví dụ 25")
    return int(text)


def _filled(lines: Iterable[str]) -> Sequence[str]:
    return [line for line in lines if line.strip()]


def _within(text: str, usual: int, most: int) -> int:
    return min(max(int(text), 1), most) if re.fullmatch(r"[0-9]{1,4}", text) else usual
