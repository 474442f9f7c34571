"""The question "who may sign this?" and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from workflows.authority.delegation import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from workflows.authority.delegation import Delegation

#: How a person holds a post: fully, as acting head (Q.), or in charge (phụ trách).
HolderMode: TypeAlias = Literal["full", "acting", "in_charge"]
#: "waived" counts only where the rules let the chair waive (C4).
Vote: TypeAlias = Literal["passed", "none", "waived"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that might sign, and who holds it at the instant asked about."""

    post: str
    title: str
    #: Second office of the holder (chức vụ khác); his seal depends on it.
    second_office: str = ""
    mode: HolderMode = "full"
    vacant: bool = False
    #: Seal that a dated rule gives this double office, None when no dated rule speaks.
    seal: str | None = None
    #: Who holds the post, in whatever form the question's ``excluded`` uses.
    person: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One document at one instant."""

    kind: str
    addressees: tuple[str, ...]
    #: A day, or an instant where the order of events within a day matters.
    at: date | datetime
    delegations: tuple[Delegation, ...] = ()
    vote: Vote = "none"
    #: Đồng; for approvals of spending.
    amount: int | None = None
    #: Posts with a recorded absence that covers ``at``.
    absent: frozenset[str] = frozenset()
    #: Keys of the seals in force at that instant; None for those of the body's file.
    seals: frozenset[str] | None = None
    is_report: bool = False
    is_submission: bool = False
    guides_system: bool = False
    is_ad_hoc: bool = False
    #: Year that the content is about; None for the year of ``at``.
    content_year: int | None = None
    #: Persons (or posts) who worked on this document → what they did ("soạn thảo").
    excluded: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: Field of work; empty for the body's default.
    field_of_work: str = ""
    #: For a recall or correction: who signed the original, and whether it had a vote.
    original_signer: str = ""
    original_voted: bool = False

    @property
    def year(self) -> int:
        """Year of the content."""
        return self.content_year or local_day(self.at).year


@dataclass(frozen=True, slots=True)
class MaySign:
    """A post that may sign now, how the block reads and which seal it brings."""

    post: str
    #: Lines of cell 7a.
    form: tuple[str, ...]
    #: Line above the name (cell 7b); empty when there is none.
    second_office: str
    #: Key of the seal; empty for an internal form, which is not sealed.
    seal: str
    article: str
    because: str
    #: What the signer's power rests on (one of ``delegation.GROUNDS``; "none" for the head).
    ground: str = "none"
    #: The instrument, where it rests on one; for the audit row and the evidence file.
    delegation: Delegation | None = None

    @property
    def lines(self) -> list[str]:
        """Every line printed, 7a then 7b."""
        return [*self.form, *([self.second_office] if self.second_office else [])]


@dataclass(frozen=True, slots=True)
class Refused:
    """A post that may not sign now, and why."""

    post: str
    article: str
    because: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Each post asked about stands once, in ``may_sign`` or in ``refused``."""

    may_sign: tuple[MaySign, ...]
    refused: tuple[Refused, ...]
    vote_required: bool
    #: The vote has to be over before anybody signs (False only for C6).
    vote_before_signing: bool
    vote_because: str
    vote_article: str

    def signer(self, post: str) -> MaySign | None:
        """How this post may sign, None when it may not."""
        return next((each for each in self.may_sign if each.post == post), None)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {
            "may_sign": [
                {
                    "post": each.post,
                    "form": each.lines,
                    "seal": each.seal or None,
                    "article": each.article,
                    "because": each.because,
                }
                for each in self.may_sign
            ],
            "refused": [
                {"post": each.post, "article": each.article, "because": each.because}
                for each in self.refused
            ],
            "vote_required": self.vote_required,
        }
