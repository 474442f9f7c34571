"""Let a case's due timers fire (hẹn giờ của quy trình)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus
from workflows.commands._advance import advance
from workflows.commands._case import take_case, take_due_cases
from workflows.commands._record import Event, record_all
from workflows.engine import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.commands._case import CaseInHand
    from workflows.context import CommandContext

#: How many cases one sweep hands to the queue, and how many of them one job takes: these stay
#: locked until it commits, some tenths of a second.
SWEEP = 100_000
BATCH = 100


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
            .limit(SWEEP)
        )
    )


@dataclass(frozen=True, slots=True)
class FireDue:
    """Cases with timers that are due, or were when they were looked for."""

    case_ids: tuple[int, ...]


def fire_due(ctx: CommandContext, command: FireDue) -> int:
    """Fire what is due now in these cases, all in one transaction; count the cases.

    A case that somebody is acting on is left out: the next sweep finds it, if it is due still.
    """
    # Nothing that is read on the way depends on what is not written yet: so it is written at once.
    with ctx.session.no_autoflush:
        hands = take_due_cases(ctx, command.case_ids)
        _fire(ctx, hands)
    return len(hands)


def fire_timers(ctx: CommandContext, command: FireTimers) -> bool:
    """Fire what is due now; False when another worker has done it already."""
    hand = take_case(ctx, case_id=command.case_id)
    due = hand.case.next_due_at
    if hand.case.status is not CaseStatus.RUNNING or due is None or due > ctx.now:
        return False
    _fire(ctx, [hand])
    return True


def _fire(ctx: CommandContext, hands: Sequence[CaseInHand]) -> None:
    fired: dict[int, list[Event]] = {}
    for hand in hands:
        before = _steps(hand)
        advance(ctx, hand, run.tick(hand.process, hand.case.state, ctx.now))
        event = Event(
            "case.timer", before, _steps(hand), document_id=hand.document.id, case_id=hand.case.id
        )
        fired.setdefault(hand.case.organisation_id, []).append(event)
    # The ends of the bodies' chains are locked in one order, whatever order the cases came in.
    for organisation_id, events in sorted(fired.items()):
        record_all(ctx, organisation_id, events)


def _steps(hand: CaseInHand) -> dict[str, list[str]]:
    return {"steps": sorted(task.step for task in hand.open_tasks)}
