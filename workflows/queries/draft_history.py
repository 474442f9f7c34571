"""Earlier states of a draft, and who has it open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import DraftKind, DraftPresence, DraftRevision, ModelDraft, User
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

#: Who has not been heard of for so long has closed the page.
PRESENCE: Final = timedelta(seconds=75)


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """An earlier state of a draft that was kept."""

    revision: int
    saved_by: str
    saved_at: datetime


def revisions(
    session: Session, organisation_id: int, kind: DraftKind, key: str
) -> list[RevisionLine]:
    """Return the earlier states of a draft, the newest first."""
    return [
        RevisionLine(revision.revision, name, revision.saved_at)
        for revision, name in session.execute(
            select(DraftRevision, User.full_name)
            .join(ModelDraft, ModelDraft.id == DraftRevision.draft_id)
            .join(User, User.id == DraftRevision.saved_by_id)
            .where(
                ModelDraft.organisation_id == organisation_id,
                ModelDraft.kind == kind,
                ModelDraft.key == key,
            )
            .order_by(DraftRevision.revision.desc())
        )
    ]


def revision_content(
    session: Session, organisation_id: int, kind: DraftKind, key: str, revision: int
) -> bytes:
    """Return one earlier state of a draft; NotFoundError when it was not kept."""
    content = session.scalar(
        select(DraftRevision.content)
        .join(ModelDraft, ModelDraft.id == DraftRevision.draft_id)
        .where(
            ModelDraft.organisation_id == organisation_id,
            ModelDraft.kind == kind,
            ModelDraft.key == key,
            DraftRevision.revision == revision,
        )
    )
    if content is None:
        raise NotFoundError(what="bản đã lưu này")
    return content


def others_present(
    session: Session, draft_id: int | None, user_id: int, now: datetime
) -> list[tuple[str, datetime]]:
    """Return who else has the draft open, and since when."""
    return [
        (name, since)
        for name, since in session.execute(
            select(User.full_name, DraftPresence.since)
            .join(User, User.id == DraftPresence.user_id)
            .where(
                DraftPresence.draft_id == draft_id,
                DraftPresence.user_id != user_id,
                DraftPresence.seen_at > now - PRESENCE,
            )
            .order_by(DraftPresence.since)
        )
    ]
