"""Offer a step to the people it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Post, Role, RolePost, Seal, TaskStatus, Urgency, UserTask
from workflows.queries.rules import calendar_of

if TYPE_CHECKING:
    from datetime import datetime

    from workflows.commands._case import CaseInHand
    from workflows.context import CommandContext
    from workflows.engine.snapshot import OpenTask

#: Sorts the inbox; the more urgent first.
PRIORITIES = {Urgency.EXPRESS: 0, Urgency.VERY_URGENT: 1, Urgency.URGENT: 2, Urgency.NONE: 3}
#: Roles of which each unit has its own.
UNIT_ROLES = frozenset({"drafting_unit_head"})


def open_task(ctx: CommandContext, hand: CaseInHand, task: OpenTask) -> UserTask:
    """Put a step that the engine waits for into the inbox it belongs to."""
    days = int(task.properties.get("due_working_days", "1"))
    row = UserTask(
        organisation_id=hand.case.organisation_id,
        case_id=hand.case.id,
        engine_task_id=task.id,
        step=task.step,
        name=task.name,
        form=task.properties.get("form", "check"),
        article=task.properties.get("article", ""),
        status=TaskStatus.OPEN,
        priority=PRIORITIES[hand.document.urgency],
        due_at=_due_at(ctx, hand, days),
        created_at=ctx.now,
    )
    _offer(ctx, hand, row, task.properties.get("role", "drafter"))
    ctx.session.add(row)
    if ctx.settings.mail.host:
        ctx.session.flush()
        ctx.defer(ctx.session, "announce_task", task_id=row.id)
    return row


def cancel(ctx: CommandContext, task: UserTask) -> None:
    """Take a step out of the inbox: the case has gone another way."""
    task.status = TaskStatus.CANCELLED
    task.completed_at = ctx.now


def _offer(ctx: CommandContext, hand: CaseInHand, row: UserTask, role: str) -> None:
    if role == "drafter":
        row.user_id = hand.document.drafter_id
    elif role == "seal_keeper" and hand.case.seal_id is not None:
        row.post_id = ctx.session.scalar(
            select(Seal.keeper_post_id).where(Seal.id == hand.case.seal_id)
        )
    elif role in UNIT_ROLES:
        row.post_id = ctx.session.scalar(
            select(Post.id)
            .join(RolePost, RolePost.post_id == Post.id)
            .join(Role, Role.id == RolePost.role_id)
            .where(
                Role.key == role,
                Role.organisation_id == hand.case.organisation_id,
                Post.unit_id == hand.document.unit_id,
                Post.valid_from <= ctx.now.date(),
                Post.valid_to.is_(None) | (Post.valid_to > ctx.now.date()),
            )
            .order_by(Post.id)
            .limit(1)
        )
    if row.user_id is None and row.post_id is None:
        row.role_key = role


def _due_at(ctx: CommandContext, hand: CaseInHand, days: int) -> datetime:
    """When a step is due: urgent documents at once (Decree 30/2020 Articles 4.2.c, 18.1)."""
    urgency = hand.document.urgency
    if urgency is Urgency.URGENT:
        days = (days + 1) // 2
    elif urgency is not Urgency.NONE:
        days = 0
    return calendar_of(ctx.session, hand.case.organisation_id).due_at(ctx.now, days)
