"""Issue a sealed document (ban hành)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Document, DocumentStatus, RegisterEntry
from workflows import stored_files
from workflows.commands._advance import complete_step
from workflows.commands._case import take_step
from workflows.commands._record import record
from workflows.errors import ForbiddenError
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class IssueDocument:
    """The clerk sends it out."""

    task_id: int


def issue_document(ctx: CommandContext, command: IssueDocument) -> Document:
    """Verify the file as any receiver would, then mark it issued and tell the drafter.

    Same day as signed, at latest the next working day (Decree 30/2020 Article 18.1).
    """
    hand = take_step(ctx, command.task_id, "issue")
    document = hand.document
    report = verify(
        stored_files.fetch(ctx.session, document.file_sha256),
        ctx.certificates.root_certificates,
        now=ctx.now,
    )
    if not (report.valid and report.sealed):
        problems = " ".join(problem.message for problem in report.problems)
        raise ForbiddenError(because=f"tệp văn bản chưa đủ chữ ký hợp lệ. {problems}".strip())
    document.status = DocumentStatus.ISSUED
    document.issued_at = ctx.now
    document.updated_at = ctx.now
    entry = ctx.session.scalars(
        select(RegisterEntry).where(
            RegisterEntry.case_id == hand.case.id, RegisterEntry.voided_at.is_(None)
        )
    ).one()
    entry.sent_on = ctx.now.date()
    complete_step(ctx, hand, "approve")
    record(
        ctx,
        "document.issue",
        organisation_id=hand.case.organisation_id,
        document=document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority="Điều 18 Nghị định 30/2020/NĐ-CP",
        after={"number": document.number, "file": document.file_sha256},
    )
    ctx.defer(
        ctx.session,
        "notify_person",
        user_id=document.drafter_id,
        document_id=document.id,
        text=f"Văn bản số {document.number} “{document.subject}” đã được ban hành.",
    )
    return document
