"""Offer a step to the people it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Post, PostVersion, Role, RolePost, Seal, TaskStatus, Urgency, UserTask
from workflows.queries.dated import post_version
from workflows.queries.rules import calendar_of, profile_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Select

    from workflows.authority.profile import OrganisationProfile
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
    announce(ctx, row)
    return row


def announce(ctx: CommandContext, task: UserTask) -> None:
    """Queue the mail to those a new step waits for, where mail is set up."""
    if ctx.settings.mail.host:
        ctx.session.flush()
        ctx.defer(ctx.session, "announce_task", task_id=task.id)


def refresh_task(ctx: CommandContext, hand: CaseInHand, row: UserTask, task: OpenTask) -> bool:
    """Bring an open step up to date with another version of its diagram; say whether it changed.

    When it was offered, opened, claimed and due stays. Only a step that now waits for other
    people loses its claim.
    """
    before = (row.name, row.form, row.article, row.role_key, row.post_id, row.user_id)
    row.name = task.name
    row.form = task.properties.get("form", "check")
    row.article = task.properties.get("article", "")
    # In between the row is offered to nobody, which the database does not take.
    with ctx.session.no_autoflush:
        row.role_key = row.post_id = row.user_id = None
        _offer(ctx, hand, row, task.properties.get("role", "drafter"))
    if (row.role_key, row.post_id, row.user_id) != before[3:]:
        row.assignee_id = None
    return (row.name, row.form, row.article, row.role_key, row.post_id, row.user_id) != before


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
            .join(PostVersion, post_version(ctx.now.date()))
            .join(RolePost, RolePost.post_id == Post.id)
            .join(Role, Role.id == RolePost.role_id)
            .where(
                Role.key == role,
                Role.organisation_id == hand.case.organisation_id,
                PostVersion.unit_id == hand.document.unit_id,
                Post.valid_from <= ctx.now.date(),
                Post.valid_to.is_(None) | (Post.valid_to > ctx.now.date()),
            )
            .order_by(Post.id)
            .limit(1)
        )
    roles = {key for post in _profile(ctx, hand).posts for key in post.roles}
    if row.user_id is None and row.post_id is None and role not in roles:
        # A diagram may name a post where the body has no role of that name.
        row.post_id = ctx.session.scalar(
            _post_named(hand.case.organisation_id, role, ctx.now.date())
        )
    if row.user_id is None and row.post_id is None:
        row.role_key = role


def _profile(ctx: CommandContext, hand: CaseInHand) -> OrganisationProfile:
    return profile_of(ctx.session, hand.case.organisation_id)


def _post_named(organisation_id: int, key: str, day: date) -> Select[int]:
    return select(Post.id).where(
        Post.organisation_id == organisation_id,
        Post.key == key,
        Post.valid_from <= day,
        Post.valid_to.is_(None) | (Post.valid_to > day),
        ~select(Role.id).where(Role.organisation_id == organisation_id, Role.key == key).exists(),
    )


def _due_at(ctx: CommandContext, hand: CaseInHand, days: int) -> datetime:
    """When a step is due: urgent documents at once (Decree 30/2020 Articles 4.2.c, 18.1)."""
    urgency = hand.document.urgency
    if urgency is Urgency.URGENT:
        days = (days + 1) // 2
    elif urgency is not Urgency.NONE:
        days = 0
    return calendar_of(ctx.session, hand.case.organisation_id).due_at(ctx.now, days)
