"""Which document a person may edit now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus, Document, DocumentStatus, TaskStatus, UserTask
from workflows import policy
from workflows.errors import ForbiddenError, NotFoundError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workflows.context import Actor


class DiscardedError(NotFoundError):
    """Bạn đã bỏ bản nháp này nên không sửa được nữa."""

    code = "discarded"


def editable_document(session: Session, actor: Actor, document_id: int) -> Document:
    """Lock a document that the actor may edit.

    Raises:
        NotFoundError: there is none that concerns this person, or it was discarded.
        ForbiddenError: the drafter's own, but it is with somebody else now.
    """
    document = session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .with_for_update(key_share=True)
        # Read earlier in this session, it may have been saved by somebody else since.
        .execution_options(populate_existing=True)
    )
    if document is None:
        raise NotFoundError(what="văn bản")
    if not policy.may_edit(actor, document, editing_step(session, actor, document)):
        if document.drafter_id == actor.user_id:
            if document.status is DocumentStatus.DISCARDED:
                raise DiscardedError
            raise ForbiddenError(because="văn bản đang được trình, chưa trả lại để sửa.")
        raise NotFoundError(what="văn bản")
    return document


def editing_step(session: Session, actor: Actor, document: Document) -> UserTask | None:
    """Return the open step from which the actor may change the content."""
    if document.status is DocumentStatus.DRAFT:
        return None
    tasks = session.scalars(
        select(UserTask)
        .join(Case, Case.id == UserTask.case_id)
        .where(
            Case.document_id == document.id,
            Case.status == CaseStatus.RUNNING,
            UserTask.status == TaskStatus.OPEN,
            UserTask.form.in_(("revise", "check")),
        )
    )
    return next((task for task in tasks if policy.offered_to(actor, task)), None)


def was_submitted(session: Session, document: Document) -> bool:
    """Whether the document has ever been submitted, withdrawn or not."""
    asked = select(select(Case.id).where(Case.document_id == document.id).exists())
    return bool(session.scalar(asked))
