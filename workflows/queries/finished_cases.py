"""Finished cases with what was on record when their documents were signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models import (
    Case,
    CaseStatus,
    Check,
    Document,
    DocumentVersion,
    Post,
    ProcessVersion,
    Resolution,
    Seal,
    Signature,
    SignatureKind,
)
from workflows.calendar import ZONE
from workflows.documents.content import Content
from workflows.queries.dated import day_of, title_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished case with what was on record when it was signed."""

    case_id: int
    document_id: int
    number: str
    subject: str
    drafter_id: int
    to_chair: bool
    version_key: str
    signed_at: datetime
    capacity: str
    signer: str
    signer_title: str
    seal: str
    content: Content
    voted: bool
    checked_by: tuple[int, ...]


def signed_between(organisation_id: int, first: date, last: date) -> tuple[Any, ...]:
    """Return the conditions of a finished case whose document was signed in a period."""
    signed_on = func.date(func.timezone(str(ZONE), Signature.signed_at))
    return (
        Case.organisation_id == organisation_id,
        Case.status == CaseStatus.FINISHED,
        Signature.kind == SignatureKind.PERSON,
        Signature.voided_at.is_(None),
        signed_on >= first,
        signed_on <= last,
    )


def finished_cases(
    session: Session, scope: tuple[Any, ...], after: int, most: int
) -> list[Finished]:
    """Read the next cases that meet the conditions, with their checks and votes."""
    rows = session.execute(
        select(
            Case,
            Document.number,
            Document.subject,
            Document.drafter_id,
            ProcessVersion.key,
            Signature,
            Post.key,
            title_on(Signature.post_id, day_of(Signature.signed_at)),
            Seal.key,
            DocumentVersion.content,
        )
        .join(Signature, Signature.case_id == Case.id)
        .join(Document, Document.id == Case.document_id)
        .join(ProcessVersion, ProcessVersion.id == Case.process_version_id)
        .join(Post, Post.id == Signature.post_id)
        .outerjoin(Seal, Seal.id == Case.seal_id)
        .join(
            DocumentVersion,
            (DocumentVersion.document_id == Document.id)
            & (
                DocumentVersion.number
                == select(func.max(DocumentVersion.number))
                .where(
                    DocumentVersion.document_id == Document.id,
                    DocumentVersion.sha256 == Signature.content_sha256,
                )
                .correlate(Document, Signature)
                .scalar_subquery()
            ),
        )
        .where(*scope, Case.id > after)
        .order_by(Case.id)
        .limit(most)
    ).all()
    ids = [row[0].id for row in rows]
    checks: dict[int, list[int]] = {}
    for case_id, user_id in session.execute(
        select(Check.case_id, Check.checked_by_id).where(
            Check.case_id.in_(ids), Check.voided_at.is_(None)
        )
    ):
        checks.setdefault(case_id, []).append(user_id)
    votes = set(
        session.execute(
            select(Resolution.case_id, Resolution.content_sha256).where(
                Resolution.case_id.in_(ids), Resolution.passed, Resolution.voided_at.is_(None)
            )
        )
    )
    return [
        Finished(
            case.id,
            case.document_id,
            number or "",
            subject,
            drafter_id,
            case.to_chair,
            key,
            signature.signed_at.astimezone(ZONE),
            signature.capacity,
            post_key,
            title,
            seal_key or "",
            Content.from_mapping(content),
            (case.id, signature.content_sha256) in votes,
            tuple(checks.get(case.id, ())),
        )
        for (
            case,
            number,
            subject,
            drafter_id,
            key,
            signature,
            post_key,
            title,
            seal_key,
            content,
        ) in rows
    ]
