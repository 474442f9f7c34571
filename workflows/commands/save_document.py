"""Start a document, keep what is being typed, save it as a version (soạn thảo)."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import Document, DocumentStatus, DocumentVersion, Unit, Urgency
from workflows import policy
from workflows.authority.purposes import PURPOSES
from workflows.commands._record import record
from workflows.commands._versions import void_approvals
from workflows.documents.content import Content
from workflows.documents.kinds import KINDS, Form
from workflows.errors import ConflictError, ForbiddenError, InvalidInputError
from workflows.queries.dated import version_of_unit
from workflows.queries.editing import editable_document
from workflows.queries.rules import profile_of
from workflows.text import Sentence, search_words

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class StartDocument:
    """A new document of a body, drafted in one of its units."""

    organisation_id: int
    unit_id: int
    purpose: str
    content: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SaveDocument:
    """What stands in the draft form.

    ``revision`` is the one the form was opened with; ``keep`` makes it an immutable version.
    """

    document_id: int
    revision: int
    content: Mapping[str, Any]
    keep: bool = False
    note: str = ""


def start_document(ctx: CommandContext, command: StartDocument) -> Document:
    """Open a draft, pre-filled from the body's profile."""
    if not policy.may_draft(ctx.actor, command.organisation_id):
        raise ForbiddenError(because="bạn không giữ chức vụ nào ở cơ quan này.")
    purpose = PURPOSES.get(command.purpose)
    if purpose is None or not purpose.is_issued:
        raise InvalidInputError(field="Loại văn bản", because="hãy chọn một loại trong danh sách")
    unit = ctx.session.get(Unit, command.unit_id)
    if unit is None or unit.organisation_id != command.organisation_id:
        raise InvalidInputError(field="Đơn vị soạn thảo", because="không có đơn vị này")
    code = version_of_unit(ctx.session, unit.id, ctx.now.date()).code
    given = {
        "kind": purpose.base_kind,
        "purpose": purpose.key,
        "subject": "",
        "drafting_unit": code,
        "recipients": ["Như trên", f"Lưu: VT, {code}"]
        if KINDS[purpose.base_kind].form is Form.LETTER
        else [f"Lưu: VT, {code}"],
        "is_report": purpose.is_report,
        "is_submission": purpose.is_submission,
        "guides_system": purpose.guides_system,
    }
    content = Content.from_mapping({**given, **(command.content or {})})
    document = Document(
        organisation_id=command.organisation_id,
        unit_id=unit.id,
        drafter_id=ctx.actor.user_id,
        kind=content.kind,
        purpose=content.purpose,
        subject=content.subject,
        urgency=Urgency(content.urgency),
        status=DocumentStatus.DRAFT,
        working=content.to_mapping(),
        working_revision=1,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    _describe(document, content)
    ctx.session.add(document)
    ctx.session.flush()
    record(
        ctx,
        "document.start",
        organisation_id=document.organisation_id,
        document=document,
        after={"kind": document.kind, "purpose": document.purpose},
    )
    return document


def save_document(ctx: CommandContext, command: SaveDocument) -> Document:
    """Keep what is typed; with ``keep``, as a new immutable version.

    A change by the holder of a check, or by the drafter after a return, voids every check and
    vote on the older content (Decree 30/2020 Article 11.2). The same text saved twice, by the page
    and by its script, is no conflict.

    Raises:
        ConflictError: somebody, or the same person elsewhere, has saved since.
    """
    document = editable_document(ctx.session, ctx.actor, command.document_id)
    content = Content.from_mapping(command.content)
    is_stale = command.revision != document.working_revision
    if is_stale and content != Content.from_mapping(document.working):
        raise ConflictError(
            because="bản nháp đã được lưu ở nơi khác sau khi bạn mở; nội dung bạn vừa nhập vẫn "
            "còn trên trang này."
        )
    _check_purpose(content)
    _check_addressees(ctx, document, content)
    document.working = content.to_mapping()
    document.working_revision += 1
    document.updated_at = ctx.now
    if document.status is DocumentStatus.DRAFT or command.keep:
        _describe(document, content)
    if command.keep:
        keep_version(ctx, document, content, command.note)
    return document


def keep_version(ctx: CommandContext, document: Document, content: Content, note: str = "") -> bool:
    """Save a version unless it equals the newest one; void what the older one had won.

    Returns:
        Whether the content is new.
    """
    if document.content_sha256 == content.sha256:
        return False
    before = document.content_sha256
    document.version_number += 1
    document.content_sha256 = content.sha256
    _describe(document, content)
    ctx.session.add(
        DocumentVersion(
            document_id=document.id,
            number=document.version_number,
            content=content.to_mapping(),
            sha256=content.sha256,
            saved_by_id=ctx.actor.user_id,
            saved_at=ctx.now,
            note=note,
        )
    )
    voided = void_approvals(ctx, document) if before else []
    record(
        ctx,
        "document.save_version",
        organisation_id=document.organisation_id,
        document=document,
        before={"content": before},
        after={
            "content": content.sha256,
            "version": document.version_number,
            "voided": voided,
        },
    )
    return True


def _check_purpose(content: Content) -> None:
    purpose = PURPOSES.get(content.purpose)
    if purpose is None or purpose.base_kind != content.kind:
        raise InvalidInputError(
            field="Loại văn bản", because="mục đích không đi với tên loại đã chọn"
        )


def _check_addressees(ctx: CommandContext, document: Document, content: Content) -> None:
    known = profile_of(ctx.session, document.organisation_id).addressees
    for addressee in content.addressees:
        if addressee.code and addressee.code not in known:
            raise InvalidInputError(
                field="Kính gửi",
                because=Sentence("không có nhóm nơi nhận “{code}”", code=addressee.code),
            )


def _describe(document: Document, content: Content) -> None:
    document.kind = content.kind
    document.purpose = content.purpose
    document.subject = content.subject
    document.urgency = Urgency(content.urgency)
    words = [
        document.number or "",
        KINDS[content.kind].name,
        content.subject,
        *(addressee.text for addressee in content.addressees),
    ]
    document.search_text = search_words(" ".join(words))
