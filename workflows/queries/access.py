"""Who may read a document: one query for the queues it waited in and the people who acted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from models import Document
from workflows import policy
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workflows.context import Actor

#: A claimed step still belongs to those it was offered to: they may read what they share.
_ACCESS = text(
    """
    SELECT array_remove(array_agg(DISTINCT t.queue) || array_agg(DISTINCT CASE
            WHEN t.post_id IS NOT NULL THEN 'post:' || t.post_id
            WHEN t.role_key IS NOT NULL THEN 'role:' || t.organisation_id || ':' || t.role_key
        END), NULL),
        array_remove(array_agg(DISTINCT t.completed_by_id), NULL)
    FROM "case" c JOIN user_task t ON t.case_id = c.id
    WHERE c.document_id = :document_id
    """
)


def may_read(session: Session, actor: Actor, document: Document) -> bool:
    """Whether the person may read a document."""
    queues, people = session.execute(_ACCESS, {"document_id": document.id}).one()
    return policy.may_view(actor, document, queues or (), set(people or ()))


def readable_document(session: Session, actor: Actor, document_id: int) -> Document:
    """Return a document that the person may read.

    Raises:
        NotFoundError: there is none, or it does not concern this person.
    """
    document = session.get(Document, document_id)
    if document is None or not may_read(session, actor, document):
        raise NotFoundError(what="văn bản")
    return document
