"""What was asked of others about a document, and what they answered (ý kiến)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, Opinion, User
from workflows.queries.dated import day_of, title_on

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """A question and its answer."""

    asked_by: str
    asked_of: str
    question: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    task_id: int


def opinion_lines(session: Session, document_id: int) -> tuple[OpinionLine, ...]:
    """Return the opinions asked about a document, oldest first."""
    asker, answerer = User.__table__.alias("asker"), User.__table__.alias("answerer")
    rows = session.execute(
        select(
            Opinion,
            asker.c.full_name,
            title_on(Opinion.asked_post_id, day_of(Opinion.asked_at)),
            answerer.c.full_name,
        )
        .join(Case, Case.id == Opinion.case_id)
        .join(asker, asker.c.id == Opinion.asked_by_id)
        .outerjoin(answerer, answerer.c.id == Opinion.answered_by_id)
        .where(Case.document_id == document_id)
        .order_by(Opinion.id)
    )
    return tuple(
        OpinionLine(
            asked_by=asked_by,
            asked_of=title,
            question=opinion.question,
            asked_at=opinion.asked_at,
            answer=opinion.answer or "",
            answered_by=answered_by or "",
            answered_at=opinion.answered_at,
            task_id=opinion.task_id,
        )
        for opinion, asked_by, title, answered_by in rows
    )
