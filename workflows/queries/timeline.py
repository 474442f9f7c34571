"""Who did what, when, in what capacity and by which rule: from the audit chain (quá trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from models import AuditEvent
from workflows.context import SYSTEM_NAME

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
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def events(session: Session, document_id: int) -> tuple[Event, ...]:
    """Return the acts on a document, the oldest first."""
    rows = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.document_id == document_id, AuditEvent.act.not_in(_UNTOLD))
        .order_by(AuditEvent.id)
    )
    return tuple(
        Event(
            act=row.act,
            person=row.actor_name if row.actor_id else SYSTEM_NAME,
            capacity=row.capacity,
            authority=row.authority,
            at=row.at,
            before=row.before,
            after=row.after,
        )
        for row in rows
    )
