"""Where cases stand and how long they wait at each step (bức tranh chờ việc)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from workflows.calendar import ZONE

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

#: Steps done within the period; what waits now is counted whatever the period.
_STEPS = text(
    """
    SELECT t.step,
        count(*) FILTER (WHERE t.status = 'open' AND c.status = 'running'),
        count(*) FILTER (WHERE t.status = 'open' AND c.status = 'running' AND t.due_at < :now),
        count(*) FILTER (WHERE t.status = 'done' AND t.completed_at >= :first
            AND t.completed_at < :end),
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY extract(epoch FROM t.completed_at - t.created_at)
        ) FILTER (WHERE t.status = 'done' AND t.completed_at >= :first AND t.completed_at < :end),
        max(extract(epoch FROM CAST(:now AS timestamptz) - t.created_at))
            FILTER (WHERE t.status = 'open' AND c.status = 'running')
    FROM user_task t
    JOIN "case" c ON c.id = t.case_id
    JOIN process_version v ON v.id = c.process_version_id
    JOIN document d ON d.id = c.document_id
    WHERE c.organisation_id = :organisation_id AND v.key = :key AND t.engine_task_id IS NOT NULL
        AND (CAST(:unit_id AS bigint) IS NULL OR d.unit_id = :unit_id)
        AND (t.status = 'open' OR (t.completed_at >= :first AND t.completed_at < :end))
    GROUP BY t.step
    """
)
_CASES = text(
    """
    SELECT d.id, d.subject, (SELECT u.name FROM unit_version u
            WHERE u.unit_id = d.unit_id AND u.valid_from <= :today
            ORDER BY u.valid_from DESC LIMIT 1), t.created_at, t.due_at,
        coalesce(a.full_name, ''), v.number
    FROM user_task t
    JOIN "case" c ON c.id = t.case_id
    JOIN process_version v ON v.id = c.process_version_id
    JOIN document d ON d.id = c.document_id
    LEFT JOIN user_account a ON a.id = coalesce(t.assignee_id, t.user_id)
    WHERE c.organisation_id = :organisation_id AND v.key = :key AND t.engine_task_id IS NOT NULL
        AND (CAST(:unit_id AS bigint) IS NULL OR d.unit_id = :unit_id)
        AND t.status = 'open' AND c.status = 'running' AND t.step = :step
    ORDER BY t.created_at, t.id
    LIMIT :most
    """
)


@dataclass(frozen=True, slots=True)
class StepWait:
    """A step with what waits there and how long it took in the period."""

    step: str
    open: int
    overdue: int
    done: int
    #: Of the steps done in the period, from offered to done; None when there were none.
    median: timedelta | None
    #: How long the oldest open one has waited.
    longest: timedelta | None


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case that waits at a step."""

    document_id: int
    subject: str
    unit: str
    since: datetime
    due_at: datetime
    #: Who has it in hand; empty when nobody has claimed it.
    person: str
    version: int


def waiting_steps(  # noqa: PLR0913 - a diagram, a period and a unit
    session: Session,
    organisation_id: int,
    key: str,
    first: date,
    last: date,
    *,
    unit_id: int | None,
    now: datetime,
) -> dict[str, StepWait]:
    """Count and measure each step of a diagram over all its versions; days of the period count."""
    rows = session.execute(
        _STEPS,
        {
            "organisation_id": organisation_id,
            "key": key,
            "unit_id": unit_id,
            "first": datetime.combine(first, time.min, ZONE),
            "end": datetime.combine(last + timedelta(days=1), time.min, ZONE),
            "now": now,
        },
    )
    return {
        step: StepWait(step, waits, overdue, done, _span(median), _span(longest))
        for step, waits, overdue, done, median, longest in rows
    }


def waiting_cases(  # noqa: PLR0913 - a diagram, a step and a unit
    session: Session,
    organisation_id: int,
    key: str,
    step: str,
    *,
    unit_id: int | None,
    day: date,
    most: int = 200,
) -> list[WaitingCase]:
    """Return the cases that wait at a step now, the longest waiting first.

    Units are named as on ``day``.
    """
    rows = session.execute(
        _CASES,
        {
            "organisation_id": organisation_id,
            "key": key,
            "unit_id": unit_id,
            "step": step,
            "today": day,
            "most": most,
        },
    )
    return [WaitingCase(*row) for row in rows]


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=float(seconds))
