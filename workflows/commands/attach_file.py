"""Attach a file to a draft, and take it off again (tài liệu kèm theo)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models import Attachment, Document, StoredFile
from workflows import stored_files
from workflows.attachment_types import recognise
from workflows.commands._record import record
from workflows.errors import InvalidInputError, NotFoundError
from workflows.queries.editing import editable_document
from workflows.text import Sentence, nfc

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: Bytes of one file, and of all files of a document.
LARGEST_FILE = 25 * 1024 * 1024
LARGEST_DOCUMENT = 100 * 1024 * 1024
_UNSAFE = re.compile(r"[\x00-\x1f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class AttachFile:
    """A file as uploaded; its type is read from its bytes, not from its name."""

    document_id: int
    filename: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RemoveAttachment:
    """Take a file off; the bytes stay with the history."""

    document_id: int
    attachment_id: int


def attach_file(ctx: CommandContext, command: AttachFile) -> Attachment:
    """Keep the file with the document.

    Raises:
        InvalidInputError: empty, too large, or not one of the accepted types.
    """
    document = editable_document(ctx.session, ctx.actor, command.document_id)
    name = _UNSAFE.sub("_", nfc(command.filename)).strip(" .")[-200:] or "tep-kem-theo"
    if not command.data:
        raise InvalidInputError(
            field="Tài liệu kèm theo", because=Sentence("tệp “{name}” rỗng", name=name)
        )
    if len(command.data) > LARGEST_FILE:
        raise InvalidInputError(
            field="Tài liệu kèm theo",
            because=Sentence(
                "tệp “{name}” lớn hơn {megabytes} MB; hãy nén hoặc chia nhỏ",
                name=name,
                megabytes=LARGEST_FILE // 2**20,
            ),
        )
    media_type = recognise(name, command.data)
    total = _attached_size(ctx, document)
    if total + len(command.data) > LARGEST_DOCUMENT:
        raise InvalidInputError(
            field="Tài liệu kèm theo",
            because=Sentence(
                "tổng dung lượng vượt {megabytes} MB", megabytes=LARGEST_DOCUMENT // 2**20
            ),
        )
    digest = stored_files.store(ctx.session, command.data, media_type, ctx.now)
    attachment = Attachment(
        document_id=document.id,
        filename=name,
        file_sha256=digest,
        added_by_id=ctx.actor.user_id,
        added_at=ctx.now,
    )
    ctx.session.add(attachment)
    record(
        ctx,
        "attachment.add",
        organisation_id=document.organisation_id,
        document=document,
        after={"filename": name, "file": digest},
    )
    return attachment


def remove_attachment(ctx: CommandContext, command: RemoveAttachment) -> None:
    """Mark the attachment removed."""
    document = editable_document(ctx.session, ctx.actor, command.document_id)
    attachment = ctx.session.get(Attachment, command.attachment_id)
    if (
        attachment is None
        or attachment.document_id != document.id
        or attachment.removed_at is not None
    ):
        raise NotFoundError(what="tài liệu kèm theo")
    attachment.removed_at = ctx.now
    record(
        ctx,
        "attachment.remove",
        organisation_id=document.organisation_id,
        document=document,
        before={"filename": attachment.filename, "file": attachment.file_sha256},
    )


def _attached_size(ctx: CommandContext, document: Document) -> int:
    return (
        ctx.session.scalar(
            select(func.sum(StoredFile.size))
            .join(Attachment, Attachment.file_sha256 == StoredFile.sha256)
            .where(Attachment.document_id == document.id, Attachment.removed_at.is_(None))
        )
        or 0
    )
