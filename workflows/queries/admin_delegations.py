"""Delegations and absences on record, for administrators and for those who give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import Absence, DelegationInstrument, User
from workflows.errors import NotFoundError
from workflows.queries.dated import day_of, title_on

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

#: How many absences a list shows.
_MOST_ABSENCES: Final = 200


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation instrument."""

    id: int
    number: str
    signed_on: date
    from_post_id: int
    from_post: str
    to_post: str
    kinds: tuple[str, ...]
    valid_from: date
    #: The last day on which it holds.
    valid_to: date
    year: int | None
    amount: int | None
    revoked_at: datetime | None
    revoked_because: str
    recorded_by: str

    def state(self, day: date) -> str:
        """Return revoked, ended, coming or in_force."""
        if self.revoked_at is not None:
            return "revoked"
        if day > self.valid_to:
            return "ended"
        return "coming" if day < self.valid_from else "in_force"


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A recorded absence."""

    id: int
    post_id: int
    post: str
    substitute: str
    starts_at: datetime
    ends_at: datetime
    evidence: str
    recorded_by: str
    recorded_at: datetime


def list_delegations(
    session: Session, organisation_id: int, given_by: Collection[int] | None = None
) -> list[DelegationRow]:
    """Return the instruments of a body, or only those that certain posts have given."""
    signed_on = DelegationInstrument.signed_on
    statement = (
        select(
            DelegationInstrument,
            title_on(DelegationInstrument.from_post_id, signed_on),
            title_on(DelegationInstrument.to_post_id, signed_on),
            User.full_name,
        )
        .join(User, User.id == DelegationInstrument.recorded_by_id)
        .where(DelegationInstrument.organisation_id == organisation_id)
        .order_by(DelegationInstrument.valid_to.desc(), DelegationInstrument.id.desc())
    )
    if given_by is not None:
        statement = statement.where(DelegationInstrument.from_post_id.in_(given_by))
    return [
        DelegationRow(
            id=each.id,
            number=each.number,
            signed_on=each.signed_on,
            from_post_id=each.from_post_id,
            from_post=from_post,
            to_post=to_post,
            kinds=tuple(each.kinds),
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            year=each.year,
            amount=None if each.amount is None else int(each.amount),
            revoked_at=each.revoked_at,
            revoked_because=each.revoked_because or "",
            recorded_by=recorded_by,
        )
        for each, from_post, to_post, recorded_by in session.execute(statement)
    ]


def get_delegation(
    session: Session,
    organisation_id: int,
    delegation_id: int,
    given_by: Collection[int] | None = None,
) -> DelegationRow:
    """Return one instrument; NotFoundError for one that is not to be seen."""
    for delegation in list_delegations(session, organisation_id, given_by):
        if delegation.id == delegation_id:
            return delegation
    raise NotFoundError(what="văn bản ủy quyền")


def list_absences(
    session: Session, organisation_id: int, of_posts: Collection[int] | None = None
) -> list[AbsenceRow]:
    """Return the newest absences of a body, or of certain posts only."""
    first_day = day_of(Absence.starts_at)
    statement = (
        select(
            Absence,
            title_on(Absence.post_id, first_day),
            title_on(Absence.substitute_post_id, first_day),
            User.full_name,
        )
        .join(User, User.id == Absence.recorded_by_id)
        .where(Absence.organisation_id == organisation_id)
        .order_by(Absence.ends_at.desc(), Absence.id.desc())
        .limit(_MOST_ABSENCES)
    )
    if of_posts is not None:
        statement = statement.where(Absence.post_id.in_(of_posts))
    return [
        AbsenceRow(
            each.id,
            each.post_id,
            post,
            substitute or "",
            each.starts_at,
            each.ends_at,
            each.evidence,
            recorded_by,
            each.recorded_at,
        )
        for each, post, substitute, recorded_by in session.execute(statement)
    ]
