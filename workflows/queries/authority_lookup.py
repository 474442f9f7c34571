"""Who may sign such a document on such a day: the look-up page's question to the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from models import Seal
from workflows.authority.delegation import HEADS
from workflows.authority.question import Question
from workflows.calendar import ZONE
from workflows.queries.authority_facts import (
    Holder,
    delegations_on_record,
    signing_offices,
)
from workflows.queries.rules import authority_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from workflows.authority.question import Answer

#: Noon: what ends or begins at midnight is settled, what happens within the day is not asked.
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Asked:
    """A document as imagined, on one day."""

    kind: str
    addressees: tuple[str, ...]
    day: date
    #: Whether the delegations on record count.
    with_delegations: bool = True
    vote: Literal["passed", "none"] = "none"
    amount: int | None = None
    #: Suppose the head away, whatever is on record.
    head_away: bool = False


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The answer, with the names behind posts and seals."""

    answer: Answer
    #: Post key → title.
    titles: dict[str, str]
    #: Post key → who holds it on that day.
    holders: dict[str, Holder]
    #: Seal key → name.
    seals: dict[str, str]


def look_up(session: Session, organisation_id: int, asked: Asked, now: datetime) -> LookedUp:
    """Ask the rules, exactly as signing asks them.

    Raises:
        InvalidInputError: an unknown kind or addressee.
    """
    at = now if asked.day == now.date() else datetime.combine(asked.day, _NOON, ZONE)
    authority = authority_of(session, organisation_id)
    offices = signing_offices(session, organisation_id, at)
    head, _ = HEADS[authority.profile.body]
    answer = authority.explain(
        Question(
            kind=asked.kind,
            addressees=asked.addressees,
            at=at,
            delegations=tuple(delegations_on_record(session, organisation_id, asked.day).values())
            if asked.with_delegations
            else (),
            vote=asked.vote,
            amount=asked.amount,
            absent=offices.absent | ({head} if asked.head_away else frozenset()),
            seals=offices.seals,
        ),
        offices.candidates,
    )
    seals = select(Seal.key, Seal.name).where(Seal.organisation_id == organisation_id)
    return LookedUp(
        answer,
        {candidate.post: candidate.title for candidate in offices.candidates},
        offices.holders,
        {row[0]: row[1] for row in session.execute(seals)},
    )
