"""Who is acting, with every post held at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from workflows.context import Actor, Capacity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

#: One statement: it runs on every request.
_ACTOR = text(
    """
    WITH held AS (
        SELECT h.post_id, h.mode, NULL::text AS standing_in_for
        FROM post_holding h
        WHERE h.user_id = :user_id AND h.valid_from <= :today
            AND (h.valid_to IS NULL OR h.valid_to > :today)
    ), substituted AS (
        SELECT a.post_id, 'full' AS mode, coalesce(max(u.full_name), '') AS standing_in_for
        FROM absence a
        JOIN held ON held.post_id = a.substitute_post_id
        LEFT JOIN post_holding h ON h.post_id = a.post_id AND h.valid_from <= :today
            AND (h.valid_to IS NULL OR h.valid_to > :today)
        LEFT JOIN user_account u ON u.id = h.user_id
        WHERE a.starts_at <= :now AND a.ends_at > :now
        GROUP BY a.post_id
    ), capacity AS (SELECT * FROM held UNION ALL SELECT * FROM substituted)
    SELECT u.id, u.full_name, u.organisation_id, home.name, u.session_salt, u.active, u.language,
        u.username, u.password_given,
        (SELECT count(*) FROM notification n WHERE n.user_id = u.id AND n.read_at IS NULL),
        coalesce((
            SELECT json_agg(json_build_array(p.id, p.organisation_id, p.key, v.title,
                v.second_office, c.mode, v.unit_id, c.standing_in_for, o.name,
                (SELECT coalesce(json_agg(r.key), '[]') FROM role_post rp
                    JOIN role r ON r.id = rp.role_id WHERE rp.post_id = p.id)
            ) ORDER BY c.standing_in_for NULLS FIRST, p.id)
            FROM capacity c JOIN post p ON p.id = c.post_id
            JOIN post_version v ON v.post_id = p.id AND v.valid_from = (SELECT max(w.valid_from)
                FROM post_version w WHERE w.post_id = p.id AND w.valid_from <= :today)
            JOIN organisation o ON o.id = p.organisation_id
            WHERE p.valid_from <= :today AND (p.valid_to IS NULL OR p.valid_to > :today)
        ), '[]')
    FROM user_account u JOIN organisation home ON home.id = u.organisation_id
    WHERE u.id = :user_id
    """
)


class Account:
    """A signed-in person's account, with the actor that commands need."""

    def __init__(self, row: Any, acting_post_id: int | None) -> None:
        (
            self.user_id,
            self.name,
            self.organisation_id,
            self.organisation_name,
            self.session_salt,
            self.active,
            self.language,
            self.username,
            self.password_given,
            self.unread,
            capacities,
        ) = row
        held = tuple(
            Capacity(
                post_id=post_id,
                organisation_id=organisation_id,
                key=key,
                title=title,
                second_office=second_office,
                mode=mode,
                unit_id=unit_id,
                roles=frozenset(roles),
                organisation_name=organisation_name,
                standing_in_for=standing_in_for,
            )
            for (
                post_id,
                organisation_id,
                key,
                title,
                second_office,
                mode,
                unit_id,
                standing_in_for,
                organisation_name,
                roles,
            ) in capacities
        )
        own = [c for c in held if c.standing_in_for is None]
        acting = next((c for c in own if c.post_id == acting_post_id), own[0] if own else None)
        self.actor = Actor(self.user_id, self.name, self.organisation_id, held, acting)


def load_account(
    session: Session, user_id: int, now: datetime, acting_post_id: int | None = None
) -> Account | None:
    """Read an account with the posts held at ``now`` (in the time zone of ``now``)."""
    row = session.execute(_ACTOR, {"user_id": user_id, "now": now, "today": now.date()}).first()
    return None if row is None else Account(row, acting_post_id)


def load_actor(session: Session, user_id: int, now: datetime) -> Actor | None:
    """Read who acts, for commands outside the web."""
    account = load_account(session, user_id, now)
    return account.actor if account and account.active else None
