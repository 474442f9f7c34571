"""Two states of a diagram or a table side by side (so sánh)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models import DraftKind
from workflows.engine.comparing import Change, RowChange, compare_processes, compare_tables
from workflows.engine.wording import PROPERTY_LABELS
from workflows.errors import InvalidInputError
from workflows.ladders import ladders
from workflows.queries.draft_history import revision_content
from workflows.queries.drafts import draft_content, version_content

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: Names of what may be compared: "draft", "v3" (a version), "r12" (an earlier state of the draft).
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs; one of the two lists is empty by kind."""

    elements: tuple[Change, ...]
    rows: tuple[RowChange, ...]

    @property
    def moved(self) -> tuple[Change, ...]:
        """Elements that only stand elsewhere on the picture."""
        return tuple(each for each in self.elements if each.kind == "moved")

    @property
    def count(self) -> int:
        """How many differences mean something."""
        return len(self.elements) - len(self.moved) + len(self.rows)

    @property
    def nothing(self) -> bool:
        """Whether both say the same."""
        return not self.elements and not self.rows


def file_named(
    session: Session, organisation_id: int, kind: DraftKind, key: str, name: str
) -> bytes:
    """Return the file that a short name means.

    Raises:
        NotFoundError: there is none.
        InvalidInputError: the name is none of the known forms.
    """
    if name == DRAFT:
        return draft_content(session, organisation_id, kind, key).content
    number = int(name[1:]) if name[1:].isascii() and name[1:].isdigit() and len(name) < 10 else 0  # noqa: PLR2004 - fits the column
    if number and name[0] == "v":
        return version_content(session, organisation_id, kind, key, number)
    if number and name[0] == "r":
        return revision_content(session, organisation_id, kind, key, number)
    raise InvalidInputError(field="Bản so sánh", because="hãy chọn trong danh sách")


def _in_words(change: Change) -> Change:
    """Name the ways of reminding, which the diagram knows by their keys only."""
    known = {ladder.key: ladder.name for ladder in ladders().by_key.values()}
    return replace(
        change,
        details=tuple(
            (label, known.get(old, old), known.get(new, new))
            if label == PROPERTY_LABELS["reminder_ladder"]
            else (label, old, new)
            for label, old, new in change.details
        ),
    )


def compare(  # noqa: PLR0913, PLR0917 - a model and two names
    session: Session, organisation_id: int, kind: DraftKind, key: str, old: str, new: str
) -> Comparison:
    """List what differs between two states, invisible settings included."""
    before = file_named(session, organisation_id, kind, key, old)
    after = file_named(session, organisation_id, kind, key, new)
    if kind is DraftKind.PROCESS:
        return Comparison(tuple(map(_in_words, compare_processes(before, after))), ())
    return Comparison((), compare_tables(before, after))
