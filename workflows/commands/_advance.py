"""Move a case on: the one loop that performs what the engine asks and keeps the inbox true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models import CaseStatus, DocumentStatus, TaskStatus, UserTask
from workflows.commands._operations import OPERATIONS
from workflows.commands._tasks import cancel, open_task
from workflows.engine import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.commands._case import CaseInHand
    from workflows.context import CommandContext
    from workflows.engine.snapshot import Snapshot


def complete_step(
    ctx: CommandContext,
    hand: CaseInHand,
    outcome: str,
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Close the step in hand with its outcome and move the case on."""
    task = hand.step
    _close(ctx, hand, outcome, reason)
    snapshot = run.complete(
        hand.process,
        hand.case.state,
        task.engine_task_id or "",
        {**(data or {}), "outcome": outcome},
        now=ctx.now,
    )
    advance(ctx, hand, snapshot)


def send_back(ctx: CommandContext, hand: CaseInHand, step: str, *, reason: str) -> None:
    """Close the step in hand as returned, and restart the case at an earlier step."""
    _close(ctx, hand, "return", reason)
    restart(ctx, hand, step)


def restart(ctx: CommandContext, hand: CaseInHand, step: str) -> None:
    """Restart the case at a step already passed; everything after it is cancelled."""
    snapshot = run.send_back(
        hand.process, hand.case.state, step, {"outcome": "return"}, now=ctx.now
    )
    advance(ctx, hand, snapshot)


def advance(ctx: CommandContext, hand: CaseInHand, snapshot: Snapshot) -> None:
    """Perform every service call the engine waits for, then bring the inbox up to date."""
    while snapshot.service_calls:
        call = snapshot.service_calls[0]
        answer = OPERATIONS[call.operation](ctx, hand)
        snapshot = run.complete(hand.process, snapshot.state, call.id, answer, now=ctx.now)
    _sync_tasks(ctx, hand, snapshot)
    hand.case.state = snapshot.state
    hand.case.next_due_at = snapshot.next_due_at
    if snapshot.finished:
        _finish(ctx, hand)


def _close(ctx: CommandContext, hand: CaseInHand, outcome: str, reason: str) -> None:
    task = hand.step
    task.status = TaskStatus.DONE
    task.outcome = outcome
    task.reason = reason
    task.completed_at = ctx.now
    task.completed_by_id = ctx.actor.user_id
    task.completed_post_id = hand.capacity.post_id if hand.capacity else None
    task.opened_at = task.opened_at or ctx.now
    task.opened_by_id = task.opened_by_id or ctx.actor.user_id
    hand.open_tasks.remove(task)


def _sync_tasks(ctx: CommandContext, hand: CaseInHand, snapshot: Snapshot) -> None:
    wanted = {task.id: task for task in snapshot.open_tasks}
    kept: list[UserTask] = []
    for task in hand.open_tasks:
        waiting = wanted.get(task.engine_task_id or "")
        if task.engine_task_id is None or (waiting and waiting.step == task.step):
            kept.append(task)
            wanted.pop(task.engine_task_id or "", None)
        else:
            cancel(ctx, task)
    hand.open_tasks = kept + [open_task(ctx, hand, task) for task in wanted.values()]


def _finish(ctx: CommandContext, hand: CaseInHand) -> None:
    issued = hand.document.status is DocumentStatus.ISSUED
    hand.case.status = CaseStatus.FINISHED if issued else CaseStatus.REJECTED
    hand.case.finished_at = ctx.now
    if not issued:
        hand.document.status = DocumentStatus.REJECTED
    for task in hand.open_tasks:
        cancel(ctx, task)
    hand.open_tasks = []
