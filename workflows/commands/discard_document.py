"""Drop a draft that was never submitted (bỏ bản nháp): out of every list, kept on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Document, DocumentStatus
from workflows import policy
from workflows.commands._record import record
from workflows.documents.content import Content
from workflows.errors import ConflictError, ForbiddenError, NotFoundError
from workflows.queries.editing import was_submitted

if TYPE_CHECKING:
    from workflows.context import CommandContext


class SavedMeanwhileError(ConflictError):
    """Bản nháp đã được lưu sau khi bạn mở trang này nên chưa bị bỏ. Hãy xem lại."""

    code = "saved_meanwhile"


@dataclass(frozen=True, slots=True)
class DiscardDocument:
    """Which draft, as it was when the drafter looked at it."""

    document_id: int
    revision: int


def discard_document(ctx: CommandContext, command: DiscardDocument) -> Document:
    """Take one's own draft out of sight for good; its versions and files stay stored.

    Raises:
        NotFoundError: it is not a draft of the actor's.
        ForbiddenError: it was submitted once, and what was submitted is a record.
        SavedMeanwhileError: it has been saved since.
    """
    document = ctx.session.scalar(
        select(Document)
        .where(Document.id == command.document_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if document is None or not policy.may_view(ctx.actor, document, (), set()):
        raise NotFoundError(what="bản nháp")
    if not policy.may_discard(ctx.actor, document, submitted=was_submitted(ctx.session, document)):
        raise ForbiddenError(because="văn bản đã trình thì lưu trong hồ sơ, không bỏ được.")
    if document.working_revision != command.revision:
        raise SavedMeanwhileError
    document.status = DocumentStatus.DISCARDED
    document.updated_at = ctx.now
    record(
        ctx,
        "document.discard",
        organisation_id=document.organisation_id,
        document=document,
        before={
            "content": Content.from_mapping(document.working).sha256,
            "revision": document.working_revision,
            "version": document.version_number,
        },
    )
    return document
