"""The audit trail of a body, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from models import AuditEvent, Document
from workflows.audit import capacity_sentence
from workflows.calendar import ZONE
from workflows.context import SYSTEM_NAME
from workflows.queries.admin_numbers import document_named

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is looked for; empty fields ask for nothing."""

    #: A document's id or number.
    document: str = ""
    #: The actor's account; 0 for anybody.
    person: int = 0
    act: str = ""
    since: date | None = None
    #: The last day.
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act."""

    seq: int
    at: datetime
    act: str
    actor_name: str
    capacity: str
    authority: str
    document_id: int | None
    document_number: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows, the newest first, and where the neighbouring pages begin."""

    rows: tuple[AuditRow, ...]
    #: ``before`` of the next, older page; None on the last.
    older: int | None
    #: ``after`` of the previous, newer page; None on the first.
    newer: int | None


def audit_page(
    session: Session,
    organisation_id: int,
    wanted: AuditFilter,
    *,
    before: int | None = None,
    after: int | None = None,
) -> AuditPage:
    """Return the acts before one place in the chain, or after one; else the newest."""
    statement = (
        select(AuditEvent, Document.number)
        .outerjoin(Document, Document.id == AuditEvent.document_id)
        .where(AuditEvent.organisation_id == organisation_id)
    )
    if wanted.document:
        document_id = document_named(session, organisation_id, wanted.document)
        statement = statement.where(AuditEvent.document_id == (document_id or 0))
    if wanted.person:
        statement = statement.where(AuditEvent.actor_id == wanted.person)
    if wanted.act:
        statement = statement.where(AuditEvent.act == wanted.act)
    if wanted.since:
        statement = statement.where(AuditEvent.at >= _midnight(wanted.since))
    if wanted.until:
        statement = statement.where(AuditEvent.at < _midnight(wanted.until + timedelta(days=1)))
    newer_first = after is None
    if before is not None:
        statement = statement.where(AuditEvent.seq < before)
    if after is not None:
        statement = statement.where(AuditEvent.seq > after)
    order = AuditEvent.seq.desc() if newer_first else AuditEvent.seq.asc()
    found = session.execute(statement.order_by(order).limit(PAGE + 1)).all()
    more = len(found) > PAGE
    rows = [_row(event, number) for event, number in found[:PAGE]]
    if not newer_first:
        rows.reverse()
    has_older = more if newer_first else True
    has_newer = before is not None if newer_first else more
    return AuditPage(
        tuple(rows),
        older=rows[-1].seq if rows and has_older else None,
        newer=rows[0].seq if rows and has_newer else None,
    )


def acts_on_record(session: Session, organisation_id: int) -> list[str]:
    """Return every kind of act that the body's trail holds."""
    return list(
        session.scalars(
            select(AuditEvent.act)
            .where(AuditEvent.organisation_id == organisation_id)
            .distinct()
            .order_by(AuditEvent.act)
        )
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)


def _row(event: AuditEvent, number: str | None) -> AuditRow:
    return AuditRow(
        seq=event.seq,
        at=event.at,
        act=event.act,
        actor_name=event.actor_name if event.actor_id else SYSTEM_NAME,
        capacity=capacity_sentence(event.capacity),
        authority=event.authority,
        document_id=event.document_id,
        document_number=number or "",
        before=event.before,
        after=event.after,
    )
