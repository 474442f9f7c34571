"""Give back what people had claimed from posts they no longer hold (trả việc về hàng chờ)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import TaskStatus, UserTask
from workflows import policy
from workflows.queries.actor import load_actor

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class ReleaseClaims:
    """Somebody who has left a post, or whose account is closed."""

    user_id: int


def release_claims(ctx: CommandContext, command: ReleaseClaims) -> int:
    """Offer the steps again to those they were offered to; count them."""
    ctx.session.flush()
    claimed = list(
        ctx.session.scalars(
            select(UserTask)
            .where(
                UserTask.assignee_id == command.user_id,
                UserTask.status == TaskStatus.OPEN,
                UserTask.user_id.is_(None),
            )
            .with_for_update()
        )
    )
    if not claimed:
        return 0
    person = load_actor(ctx.session, command.user_id, ctx.now)
    released = [
        task for task in claimed if person is None or policy.capacity_for(person, task) is None
    ]
    for task in released:
        task.assignee_id = None
    return len(released)


def release_claims_on(ctx: CommandContext, user_id: int, day: date) -> int:
    """Release on the day that a post is left: now, or in the night before a day to come."""
    if day <= ctx.now.date():
        return release_claims(ctx, ReleaseClaims(user_id))
    at = datetime.combine(day, time(0, 1), ctx.now.tzinfo)
    ctx.defer(ctx.session, "release_claims", at=at, user_id=user_id)
    return 0
