"""The content of a document's versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import DocumentVersion
from workflows.documents.content import Content
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Document


def current_content(session: Session, document: Document) -> Content:
    """Return the newest saved version."""
    return version_content(session, document.id, document.version_number)


def version_content(session: Session, document_id: int, number: int) -> Content:
    """Return one saved version; NotFoundError when there is none of that number."""
    mapping = session.scalar(
        select(DocumentVersion.content).where(
            DocumentVersion.document_id == document_id, DocumentVersion.number == number
        )
    )
    if mapping is None:
        raise NotFoundError(what="phiên bản văn bản")
    return Content.from_mapping(mapping)
