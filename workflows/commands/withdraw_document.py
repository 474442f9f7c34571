"""Take a submission back before the next person opens it (rút lại)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus, Document, DocumentStatus, UserTask
from workflows import policy
from workflows.commands._case import take_case
from workflows.commands._record import record
from workflows.commands._tasks import cancel
from workflows.errors import ForbiddenError, NotFoundError

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class WithdrawDocument:
    """The drafter wants it back."""

    document_id: int


def withdraw_document(ctx: CommandContext, command: WithdrawDocument) -> Document:
    """Turn the submission back into a draft.

    Raises:
        ForbiddenError: somebody has opened it; it can only be returned now.
    """
    case_id = ctx.session.scalar(
        select(Case.id).where(
            Case.document_id == command.document_id, Case.status == CaseStatus.RUNNING
        )
    )
    if case_id is None:
        raise NotFoundError(what="hồ sơ đang trình")
    hand = take_case(ctx, case_id=case_id)
    if hand.document.drafter_id != ctx.actor.user_id:
        raise NotFoundError(what="hồ sơ đang trình")
    tasks = ctx.session.scalars(select(UserTask).where(UserTask.case_id == case_id)).all()
    if not policy.may_withdraw(ctx.actor, hand.document, hand.case, tasks):
        raise ForbiddenError(because="người tiếp theo đã mở văn bản. Hãy đề nghị người đó trả lại.")
    for task in hand.open_tasks:
        cancel(ctx, task)
    hand.case.status = CaseStatus.WITHDRAWN
    hand.case.finished_at = ctx.now
    hand.document.status = DocumentStatus.DRAFT
    record(
        ctx,
        "document.withdraw",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=case_id,
    )
    return hand.document
