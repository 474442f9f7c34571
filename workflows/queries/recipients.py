"""The people a step waits for at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select, text

from models import Post, PostHolding, PostVersion, Role, RolePost, User
from workflows.policy import PERSONAL_FORMS
from workflows.queries.administration import in_force
from workflows.queries.dated import post_version

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Document

_PEOPLE = text(
    """
    SELECT DISTINCT u.id, u.full_name, u.email
    FROM user_task t
    JOIN user_account u ON u.active AND (
        u.id = coalesce(t.assignee_id, t.user_id)
        OR (t.assignee_id IS NULL AND t.user_id IS NULL AND EXISTS (
            SELECT FROM post p
            LEFT JOIN absence a ON a.post_id = p.id AND a.starts_at <= :now AND a.ends_at > :now
                AND t.form <> ALL (:personal)
            JOIN post_holding h ON h.post_id IN (p.id, a.substitute_post_id)
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
    """Return everyone an open step waits for, with those who stand in for the absent."""
    scope = {
        "task_id": task_id,
        "now": now,
        "today": now.date(),
        "personal": sorted(PERSONAL_FORMS),
    }
    rows = session.execute(_PEOPLE, scope)
    return [Person(*row) for row in rows]


def superiors_of(session: Session, document: Document, role: str, day: date) -> list[Person]:
    """Return who holds a role in the document's body on a day; the unit's own head, if it has."""
    held = (
        select(User.id, User.full_name, User.email, PostVersion.unit_id)
        .select_from(User)
        .join(PostHolding, PostHolding.user_id == User.id)
        .join(Post, Post.id == PostHolding.post_id)
        .join(PostVersion, post_version(day))
        .join(RolePost, RolePost.post_id == Post.id)
        .join(Role, Role.id == RolePost.role_id)
        .where(
            User.active,
            Role.organisation_id == document.organisation_id,
            Role.key == role,
            in_force(Post, day),
            in_force(PostHolding, day),
        )
        .order_by(User.sort_key)
    )
    found = session.execute(held).all()
    own = [row for row in found if row.unit_id == document.unit_id] or found
    return list(dict.fromkeys(Person(*row[:3]) for row in own))
