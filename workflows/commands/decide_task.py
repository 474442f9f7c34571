"""Approve, return or reject at any step (đồng ý, trả lại, từ chối)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Check, DocumentStatus, RegisterEntry, Signature
from workflows.commands._advance import complete_step, restart, send_back
from workflows.commands._case import CaseInHand, take_step
from workflows.commands._record import record
from workflows.commands._versions import void_votes
from workflows.engine.run import steps
from workflows.errors import InvalidInputError
from workflows.queries.returnable import returnable_steps

if TYPE_CHECKING:
    from models import UserTask
    from workflows.context import CommandContext

_RETURNABLE = ("check", "vote", "sign", "number", "seal", "issue")


@dataclass(frozen=True, slots=True)
class ApproveTask:
    """A check passed, on the content that was looked at."""

    task_id: int
    seen: str = ""
    comment: str = ""
    #: The secretariat sends it to the chair although a deputy might sign.
    to_chair: bool = False


@dataclass(frozen=True, slots=True)
class ReturnTask:
    """Back to an earlier step, with the reason; by default to the drafter."""

    task_id: int
    reason: str
    to_step: str = ""


@dataclass(frozen=True, slots=True)
class RejectTask:
    """The end of the submission, with the reason."""

    task_id: int
    reason: str


def approve_task(ctx: CommandContext, command: ApproveTask) -> CaseInHand:
    """Record the check for the content's hash and move on.

    When an edit has voided earlier checks, the case goes back to the first of them instead.
    """
    hand = take_step(ctx, command.task_id, "check", seen=command.seen)
    task = hand.step
    check = Check(
        case_id=hand.case.id,
        step=task.step,
        content_sha256=hand.document.content_sha256 or "",
        checked_by_id=ctx.actor.user_id,
        post_id=hand.capacity.post_id if hand.capacity else None,
        checked_at=ctx.now,
    )
    ctx.session.add(check)
    hand.checks = [c for c in hand.checks if c.step != task.step] + [check]
    if command.to_chair:
        hand.case.to_chair = True
    complete_step(ctx, hand, "approve", reason=command.comment)
    earlier = _unchecked_before(hand, task)
    if earlier is not None:
        restart(ctx, hand, earlier)
    record(
        ctx,
        "task.approve",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority=task.article,
        after={
            "step": task.step,
            "content": hand.document.content_sha256,
            "comment": command.comment,
            "to_chair": hand.case.to_chair,
        },
    )
    return hand


def return_task(ctx: CommandContext, command: ReturnTask) -> CaseInHand:
    """Send the case back to a step it has passed; a signature or number given is void."""
    reason = _require_reason(command.reason)
    hand = take_step(ctx, command.task_id, *_RETURNABLE)
    target = command.to_step or drafting_step(hand)
    if target not in _returnable(hand):
        raise InvalidInputError(
            field="Trả lại bước", because="văn bản chưa đi qua bước này; hãy chọn bước khác"
        )
    before = _undo_issuing(ctx, hand, reason)
    if _form_of(hand, target) == "vote":
        void_votes(ctx, hand.case.id)
    task = hand.step
    send_back(ctx, hand, target, reason=reason)
    record(
        ctx,
        "task.return",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority="Điều 10 khoản 3 và Điều 11 Nghị định 30/2020/NĐ-CP",
        before={"step": task.step, **before},
        after={"step": target, "reason": reason},
    )
    return hand


def reject_task(ctx: CommandContext, command: RejectTask) -> CaseInHand:
    """Stop the submission for good."""
    reason = _require_reason(command.reason)
    hand = take_step(ctx, command.task_id, "check", "vote", "sign")
    task = hand.step
    complete_step(ctx, hand, "reject", reason=reason)
    if hand.document.status is not DocumentStatus.REJECTED:
        raise InvalidInputError(
            field="Từ chối", because="quy trình này không có lối từ chối ở bước đang xử lý"
        )
    record(
        ctx,
        "task.reject",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        before={"step": task.step},
        after={"reason": reason},
    )
    ctx.defer(
        ctx.session,
        "notify_person",
        user_id=hand.document.drafter_id,
        document_id=hand.document.id,
        text=f"Văn bản “{hand.document.subject}” đã bị từ chối: {reason}",
    )
    return hand


def drafting_step(hand: CaseInHand) -> str:
    """Return the step in which the drafter works; empty when the diagram has none."""
    return next(
        (step.id for step in steps(hand.process) if step.properties.get("form") == "revise"), ""
    )


def _form_of(hand: CaseInHand, step_id: str) -> str | None:
    return next(
        (step.properties.get("form") for step in steps(hand.process) if step.id == step_id), None
    )


def _returnable(hand: CaseInHand) -> set[str]:
    current = hand.task.step if hand.task else ""
    return {step.id for step in returnable_steps(hand.process, hand.case.state, current)}


def _unchecked_before(hand: CaseInHand, task: UserTask) -> str | None:
    """The first check before this step that was passed once and no longer covers the content."""
    valid = {c.step for c in hand.checks if c.content_sha256 == hand.document.content_sha256}
    order = [s.id for s in steps(hand.process) if s.properties.get("form") == "check"]
    if task.step not in order:
        return None
    earlier = order[: order.index(task.step)]
    stale = [step for step in earlier if step not in valid]
    if not stale:
        return None
    passed = _returnable(hand)
    return next((step for step in stale if step in passed), None)


def _undo_issuing(ctx: CommandContext, hand: CaseInHand, reason: str) -> dict[str, str]:
    """Void a signature and a number given before issue; both stay on record."""
    undone: dict[str, str] = {}
    for signature in ctx.session.scalars(
        select(Signature).where(Signature.case_id == hand.case.id, Signature.voided_at.is_(None))
    ):
        signature.voided_at = ctx.now
        signature.voided_because = reason
        undone[signature.kind.value] = signature.file_sha256
    entry = ctx.session.scalar(
        select(RegisterEntry).where(
            RegisterEntry.case_id == hand.case.id, RegisterEntry.voided_at.is_(None)
        )
    )
    if entry is not None:
        entry.voided_at = ctx.now
        entry.voided_because = reason
        undone["number"] = entry.printed_number
    hand.case.signer_post_id = None
    hand.case.seal_id = None
    hand.document.file_sha256 = None
    hand.document.number = None
    hand.document.status = DocumentStatus.SUBMITTED
    return undone


def _require_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise InvalidInputError(
            field="Lý do", because="hãy ghi lý do để người nhận biết cần làm gì"
        )
    return reason
