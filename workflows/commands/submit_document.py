"""Submit a document, and submit it again after it came back (trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus, Document, DocumentStatus, ProcessVersion
from workflows.authority.purposes import PURPOSES
from workflows.commands._advance import advance, complete_step
from workflows.commands._case import CaseInHand, take_step
from workflows.commands._record import record
from workflows.commands._tasks import open_task
from workflows.commands.save_document import keep_version
from workflows.documents.content import Content
from workflows.documents.kinds import KINDS, Form
from workflows.engine import run
from workflows.errors import ConflictError, InvalidInputError, NotFoundError
from workflows.queries.rules import process_of, profile_of

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class SubmitDocument:
    """The drafter submits what was saved; ``revision`` is the one the form was opened with."""

    document_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class ResubmitDocument:
    """The drafter submits again what came back, or returns it to whoever asked."""

    task_id: int
    note: str = ""


def submit_document(ctx: CommandContext, command: SubmitDocument) -> Case:
    """Save the draft as a version and start its process."""
    document = ctx.session.scalar(
        select(Document)
        .where(Document.id == command.document_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if document is None or document.drafter_id != ctx.actor.user_id:
        raise NotFoundError(what="văn bản")
    if document.status is not DocumentStatus.DRAFT:
        raise ConflictError(because="văn bản này đã được trình.")
    if command.revision != document.working_revision:
        raise ConflictError(because="bản nháp đã được lưu ở nơi khác sau khi bạn mở.")
    content = Content.from_mapping(document.working)
    require_complete(content)
    keep_version(ctx, document, content)
    version = _active_process(ctx, document.organisation_id)
    process = process_of(ctx.session, version)
    snapshot = run.start(process, {"kind": content.kind, "purpose": content.purpose}, now=ctx.now)
    document.status = DocumentStatus.SUBMITTED
    case = Case(
        organisation_id=document.organisation_id,
        document_id=document.id,
        process_version_id=version,
        status=CaseStatus.RUNNING,
        state=snapshot.state,
        submitted_by_id=ctx.actor.user_id,
        submitted_at=ctx.now,
    )
    ctx.session.add(case)
    ctx.session.flush()
    hand = CaseInHand(case, document, process, [], [])
    first = snapshot.open_tasks[0] if len(snapshot.open_tasks) == 1 else None
    if first is not None and first.properties.get("form") == "revise":
        # The drafting step is done by submitting: it stays on record, to be returned to.
        hand.task = open_task(ctx, hand, first)
        hand.capacity = ctx.actor.acting
        hand.open_tasks = [hand.task]
        complete_step(ctx, hand, "approve")
    else:
        advance(ctx, hand, snapshot)
    record(
        ctx,
        "document.submit",
        organisation_id=case.organisation_id,
        document=document,
        case_id=case.id,
        after={"content": document.content_sha256, "version": document.version_number},
    )
    return case


def resubmit_document(ctx: CommandContext, command: ResubmitDocument) -> Case:
    """Submit the changed content; checks that covered older content are void already."""
    hand = take_step(ctx, command.task_id, "revise")
    content = Content.from_mapping(hand.document.working)
    require_complete(content)
    keep_version(ctx, hand.document, content, command.note)
    complete_step(ctx, hand, "approve", reason=command.note)
    record(
        ctx,
        "document.resubmit",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        after={"content": hand.document.content_sha256, "note": command.note},
    )
    return hand.case


def missing_parts(content: Content) -> list[str]:
    """Name the parts without which nobody could check it: subject, text, whom it is for."""
    form = KINDS[content.kind].form
    missing = {
        "Trích yếu nội dung": not content.subject,
        "Nội dung": not content.body,
        "Kính gửi": form is Form.LETTER and not content.addressees,
        "Nơi nhận": not content.recipients,
        "Cuộc họp": form is Form.INVITATION and content.meeting is None,
    }
    return [field for field, is_missing in missing.items() if is_missing]


def require_complete(content: Content) -> None:
    """Refuse what no one could check yet.

    Raises:
        InvalidInputError: names the first part that is missing.
    """
    for field in missing_parts(content):
        raise InvalidInputError(field=field, because="còn để trống; hãy ghi rồi trình lại")
    if not PURPOSES[content.purpose].is_issued:
        raise InvalidInputError(field="Loại văn bản", because="loại này không phát hành văn bản")


def _active_process(ctx: CommandContext, organisation_id: int) -> int:
    key = profile_of(ctx.session, organisation_id).process
    version = ctx.session.scalar(
        select(ProcessVersion.id).where(
            ProcessVersion.organisation_id == organisation_id,
            ProcessVersion.key == key,
            ProcessVersion.active,
        )
    )
    if version is None:
        raise NotFoundError(what="quy trình đang áp dụng cho cơ quan này")
    return version
