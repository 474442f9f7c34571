"""Who did what, when, in what capacity and by which rule: from the audit chain (quá trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from models import AuditEvent, Seal
from workflows.audit import capacity_sentence
from workflows.context import SYSTEM_NAME
from workflows.queries.dated import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

#: Acts on record that are no news to a reader of a document's history.
_UNTOLD: Final = ("document.file",)


@dataclass(frozen=True, slots=True)
class Event:
    """One act."""

    act: str
    person: str
    capacity: str
    authority: str
    at: datetime
    #: The name of the seal that was applied, as it was then.
    seal: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def events(session: Session, document_id: int) -> tuple[Event, ...]:
    """Return the acts on a document, the oldest first."""
    day = day_of(AuditEvent.at)
    seal = (
        select(Seal.name)
        .where(
            Seal.organisation_id == AuditEvent.organisation_id,
            Seal.key == AuditEvent.after["seal"].astext,
            Seal.valid_from <= day,
        )
        .order_by(Seal.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(AuditEvent, seal)
        .where(AuditEvent.document_id == document_id, AuditEvent.act.not_in(_UNTOLD))
        .order_by(AuditEvent.id)
    )
    return tuple(
        Event(
            act=row.act,
            person=row.actor_name if row.actor_id else SYSTEM_NAME,
            capacity=capacity_sentence(row.capacity),
            authority=row.authority,
            at=row.at,
            seal=sealed_with or "",
            before=row.before,
            after=row.after,
        )
        for row, sealed_with in rows
    )
