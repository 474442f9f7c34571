"""Number series, voided numbers, and exceptions to the separation of roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models import Document, NumberSeries, RegisterEntry, Seal, SeparationException, User
from workflows.documents.kinds import KINDS
from workflows.queries.rules import profile_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series of one year."""

    year: int
    scope: str
    first_number: int
    next_number: int
    given: int
    voided: int


@dataclass(frozen=True, slots=True)
class VoidRow:
    """A number that was given and voided; it stays in the register."""

    printed_number: str
    kind: str
    registered_at: datetime
    voided_at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """Leave for one person to act twice on one document."""

    document_id: int
    number: str
    name: str
    reason: str
    granted_by: str
    granted_at: datetime


def list_series(session: Session, organisation_id: int) -> list[SeriesRow]:
    """Return the series, the newest year first."""
    return [
        SeriesRow(*row)
        for row in session.execute(
            select(
                NumberSeries.year,
                NumberSeries.scope,
                NumberSeries.first_number,
                NumberSeries.next_number,
                func.count(RegisterEntry.id),
                func.count(RegisterEntry.voided_at),
            )
            .outerjoin(RegisterEntry, RegisterEntry.series_id == NumberSeries.id)
            .where(NumberSeries.organisation_id == organisation_id)
            .group_by(NumberSeries.id)
            .order_by(NumberSeries.year.desc(), NumberSeries.scope)
        )
    ]


def scope_choices(session: Session, organisation_id: int) -> list[tuple[str, str]]:
    """Return the series that one year has, by the body's rule on numbering (C12)."""
    scope = profile_of(session, organisation_id).numbering.scope
    if scope == "ban_year_type":
        return [(key, Sentence(kind.name)) for key, kind in KINDS.items()]
    if scope == "ban_year_seal":
        return [
            (f"seal:{seal_id}", name)
            for seal_id, name in session.execute(
                select(Seal.id, Seal.name).where(Seal.organisation_id == organisation_id)
            )
        ]
    return [("", Sentence("Một hệ thống số chung trong năm"))]


def list_void_numbers(session: Session, organisation_id: int) -> list[VoidRow]:
    """Return the numbers that were voided, the newest first."""
    return [
        VoidRow(*row)
        for row in session.execute(
            select(
                RegisterEntry.printed_number,
                RegisterEntry.kind,
                RegisterEntry.registered_at,
                RegisterEntry.voided_at,
                func.coalesce(RegisterEntry.voided_because, ""),
            )
            .where(
                RegisterEntry.organisation_id == organisation_id,
                RegisterEntry.voided_at.is_not(None),
            )
            .order_by(RegisterEntry.voided_at.desc())
            .limit(_MOST)
        )
    ]


def list_exceptions(session: Session, organisation_id: int) -> list[ExceptionRow]:
    """Return the exceptions granted, the newest first; never the document's content."""
    granter = aliased(User)
    return [
        ExceptionRow(*row)
        for row in session.execute(
            select(
                Document.id,
                func.coalesce(Document.number, ""),
                User.full_name,
                SeparationException.reason,
                granter.full_name,
                SeparationException.granted_at,
            )
            .join(Document, Document.id == SeparationException.document_id)
            .join(User, User.id == SeparationException.user_id)
            .join(granter, granter.id == SeparationException.granted_by_id)
            .where(Document.organisation_id == organisation_id)
            .order_by(SeparationException.id.desc())
            .limit(_MOST)
        )
    ]


def document_named(session: Session, organisation_id: int, name: str) -> int | None:
    """Return the document that an id (``123``, ``#123``) or a number names; the newest one."""
    name = name.strip().lstrip("#")
    scope = Document.organisation_id == organisation_id
    if name.isascii() and name.isdigit() and len(name) < 19:  # noqa: PLR2004 - fits 64 bits
        return session.scalar(select(Document.id).where(scope, Document.id == int(name)))
    return session.scalar(
        select(Document.id)
        .where(scope, func.lower(Document.number) == name.lower())
        .order_by(Document.id.desc())
        .limit(1)
    )
