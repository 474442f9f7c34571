"""The people a step waits for at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_PEOPLE = text(
    """
    SELECT DISTINCT u.id, u.full_name, u.email
    FROM user_task t
    JOIN user_account u ON u.active AND (
        u.id = coalesce(t.assignee_id, t.user_id)
        OR (t.assignee_id IS NULL AND t.user_id IS NULL AND EXISTS (
            SELECT FROM post_holding h JOIN post p ON p.id = h.post_id
            WHERE h.user_id = u.id AND h.valid_from <= :today
                AND (h.valid_to IS NULL OR h.valid_to > :today)
                AND (p.id = t.post_id OR EXISTS (
                    SELECT FROM role_post rp JOIN role r ON r.id = rp.role_id
                    WHERE rp.post_id = p.id AND r.key = t.role_key
                        AND r.organisation_id = t.organisation_id)))))
    WHERE t.id = :task_id AND t.status = 'open'
    ORDER BY u.full_name
    """
)


class Person(NamedTuple):
    """Somebody a step waits for."""

    user_id: int
    name: str
    email: str


def people_waited_for(session: Session, task_id: int, now: datetime) -> list[Person]:
    """Return everyone an open step waits for."""
    rows = session.execute(_PEOPLE, {"task_id": task_id, "today": now.date()})
    return [Person(*row) for row in rows]
