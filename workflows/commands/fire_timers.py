"""Let a case's due timers fire (hẹn giờ của quy trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus
from workflows.commands._advance import advance
from workflows.commands._case import take_case
from workflows.engine import run

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: How many cases one sweep hands to the queue.
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class FireTimers:
    """A case with a timer that may be due."""

    case_id: int


def due_cases(ctx: CommandContext, _command: None) -> list[int]:
    """Return the running cases with a timer that is due."""
    return list(
        ctx.session.scalars(
            select(Case.id)
            .where(Case.status == CaseStatus.RUNNING, Case.next_due_at <= ctx.now)
            .order_by(Case.next_due_at)
            .limit(BATCH)
        )
    )


def fire_timers(ctx: CommandContext, command: FireTimers) -> bool:
    """Fire what is due now; False when another worker has done it already."""
    hand = take_case(ctx, case_id=command.case_id)
    due = hand.case.next_due_at
    if hand.case.status is not CaseStatus.RUNNING or due is None or due > ctx.now:
        return False
    advance(ctx, hand, run.tick(hand.process, hand.case.state, ctx.now))
    return True
