"""The people of a body, for its administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from workflows.errors import NotFoundError
from workflows.text import fold

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_PEOPLE = text(
    """
    SELECT u.id, u.username, u.full_name, u.email, u.active, u.locked_until,
        u.signature_image_sha256, u.key_offered, u.password_given,
        k.created_at AS key_since, k.locked_until AS key_locked_until,
        (SELECT coalesce(json_agg(v.title ORDER BY h.valid_from), '[]')
            FROM post_holding h
            JOIN post_version v ON v.post_id = h.post_id AND v.valid_from = (
                SELECT max(w.valid_from) FROM post_version w
                WHERE w.post_id = h.post_id AND w.valid_from <= :today)
            WHERE h.user_id = u.id AND h.valid_from <= :today
                AND (h.valid_to IS NULL OR h.valid_to > :today)) AS posts
    FROM user_account u
    LEFT JOIN LATERAL (SELECT created_at, locked_until FROM signing_key
        WHERE user_id = u.id AND retired_at IS NULL ORDER BY id DESC LIMIT 1) k ON true
    WHERE u.organisation_id = :organisation_id AND (:user_id = 0 OR u.id = :user_id)
    ORDER BY u.sort_key, u.id
    """
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the posts held today."""

    id: int
    username: str
    full_name: str
    email: str
    active: bool
    #: Sign-in is closed until then after wrong passwords.
    locked_until: datetime | None
    signature_image_sha256: str | None
    #: May make a key, and has not yet.
    key_offered: bool
    #: Has not yet replaced the password that an administrator gave.
    password_given: bool
    key_since: datetime | None
    key_locked_until: datetime | None
    posts: tuple[str, ...]


def list_people(
    session: Session, organisation_id: int, now: datetime, query: str = "", state: str = ""
) -> list[PersonRow]:
    """Return the people as Vietnamese lists sort them: by given name.

    Args:
        session: the request's session.
        organisation_id: the body.
        now: at which moment posts are held.
        query: part of a name, a sign-in name or a post, with or without diacritics.
        state: ``active`` or ``closed`` accounts, or ``no_key``; empty for all.
    """
    wanted = fold(query.strip())
    people = [_row(row) for row in session.execute(_PEOPLE, _scope(organisation_id, now))]
    return [
        person
        for person in people
        if wanted in fold(" ".join((person.full_name, person.username, *person.posts)))
        and (state != "active" or person.active)
        and (state != "closed" or not person.active)
        and (state != "no_key" or (person.active and person.key_since is None))
    ]


def get_person(session: Session, organisation_id: int, user_id: int, now: datetime) -> PersonRow:
    """Return one person of that body; NotFoundError for any other."""
    row = session.execute(_PEOPLE, _scope(organisation_id, now) | {"user_id": user_id}).first()
    if row is None or not user_id:
        raise NotFoundError(what="người dùng")
    return _row(row)


def _scope(organisation_id: int, now: datetime) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "today": now.date(), "user_id": 0}


def _row(row: Any) -> PersonRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return PersonRow(**values | {"posts": tuple(values["posts"])})
