"""Take a step offered to several people, and give it back (nhận xử lý, bỏ nhận)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, Document, TaskStatus, User, UserTask
from workflows import policy
from workflows.commands._record import record
from workflows.errors import ConflictError, ForbiddenError, NotFoundError
from workflows.text import Sentence

if TYPE_CHECKING:
    from workflows.context import Capacity, CommandContext


@dataclass(frozen=True, slots=True)
class ClaimTask:
    """Take a step: it leaves the others' inboxes."""

    task_id: int


@dataclass(frozen=True, slots=True)
class ReleaseTask:
    """Give a claimed step back to those it was offered to."""

    task_id: int


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Somebody it waits for looks at it; the drafter can no longer just withdraw it."""

    task_id: int


def claim_task(ctx: CommandContext, command: ClaimTask) -> UserTask:
    """Claim for the acting person; the second of two at once is told who was first."""
    task = _locked(ctx, command.task_id)
    if task.assignee_id == ctx.actor.user_id:
        return task
    if task.status is TaskStatus.OPEN and task.assignee_id is not None:
        holder = ctx.session.scalar(select(User.full_name).where(User.id == task.assignee_id))
        if policy.capacity_for(ctx.actor, task) is not None:
            raise ConflictError(
                because=Sentence(
                    "{holder} đã nhận xử lý bước “{step}”.", holder=holder, step=task.name
                )
            )
    capacity = policy.require_open_task(ctx.actor, task)
    task.assignee_id = ctx.actor.user_id
    task.opened_at = task.opened_at or ctx.now
    task.opened_by_id = task.opened_by_id or ctx.actor.user_id
    _record(ctx, task, "task.claim", capacity)
    return task


def release_task(ctx: CommandContext, command: ReleaseTask) -> UserTask:
    """Release what the acting person has claimed."""
    task = _locked(ctx, command.task_id)
    if task.assignee_id != ctx.actor.user_id:
        raise ForbiddenError(because="bạn chưa nhận xử lý bước này.")
    capacity = policy.require_open_task(ctx.actor, task)
    if task.user_id is not None:
        raise ForbiddenError(because="bước này chỉ giao cho riêng bạn.")
    task.assignee_id = None
    _record(ctx, task, "task.release", capacity)
    return task


def open_task(ctx: CommandContext, command: OpenTask) -> UserTask:
    """Note the first time that somebody it waits for opens it."""
    task = ctx.session.get(UserTask, command.task_id)
    if task is None or not policy.offered_to(ctx.actor, task):
        raise NotFoundError(what="bước xử lý")
    if task.opened_at is None and task.status is TaskStatus.OPEN:
        task = _locked(ctx, command.task_id)
        task.opened_at = task.opened_at or ctx.now
        task.opened_by_id = task.opened_by_id or ctx.actor.user_id
    return task


def _locked(ctx: CommandContext, task_id: int) -> UserTask:
    # The case first, as every command takes it, so that two of them cannot wait for each other.
    ctx.session.execute(
        select(Case.id)
        .where(Case.id == select(UserTask.case_id).where(UserTask.id == task_id).scalar_subquery())
        .with_for_update(key_share=True)
    )
    task = ctx.session.scalar(
        select(UserTask).where(UserTask.id == task_id).execution_options(populate_existing=True)
    )
    if task is None:
        raise NotFoundError(what="bước xử lý")
    return task


def _record(ctx: CommandContext, task: UserTask, act: str, capacity: Capacity | None) -> None:
    document = ctx.session.scalar(
        select(Document).join(Case, Case.document_id == Document.id).where(Case.id == task.case_id)
    )
    record(
        ctx,
        act,
        organisation_id=task.organisation_id,
        document=document,
        case_id=task.case_id,
        capacity=capacity,
        after={"step": task.step},
    )
