"""The people of a body, for its administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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
    WHERE u.organisation_id = :organisation_id AND u.id = ANY(:ids)
    ORDER BY u.sort_key, u.id
    """
)
#: Everybody in the order of the list, with the words to be found by.
_EVERYBODY = text(
    """
    SELECT u.id, concat_ws(' ', u.full_name, u.username, string_agg(v.title, ' '))
    FROM user_account u
    LEFT JOIN post_holding h ON h.user_id = u.id AND h.valid_from <= :today
        AND (h.valid_to IS NULL OR h.valid_to > :today)
    LEFT JOIN post_version v ON v.post_id = h.post_id AND v.valid_from = (
        SELECT max(w.valid_from) FROM post_version w
        WHERE w.post_id = h.post_id AND w.valid_from <= :today)
    WHERE u.organisation_id = :organisation_id
        AND (:state = '' OR u.active = (:state <> 'closed'))
        AND (:state <> 'no_key' OR NOT EXISTS (SELECT FROM signing_key k
            WHERE k.user_id = u.id AND k.retired_at IS NULL))
    GROUP BY u.id
    ORDER BY u.sort_key, u.id
    """
)
#: People on one page of the list.
PAGE: Final = 100


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


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A part of the list."""

    people: tuple[PersonRow, ...]
    #: How many there are in all.
    count: int
    number: int

    @property
    def last(self) -> bool:
        """Whether nobody comes after it."""
        return self.number * PAGE >= self.count


def list_people(  # noqa: PLR0913, PLR0917 - what is asked of the list
    session: Session,
    organisation_id: int,
    now: datetime,
    query: str = "",
    state: str = "",
    number: int = 1,
) -> PeoplePage:
    """Return a page of the people as Vietnamese lists sort them: by given name.

    Args:
        session: the request's session.
        organisation_id: the body.
        now: at which moment posts are held.
        query: beginnings of words of a name, a sign-in name or a post, with or without diacritics.
        state: ``active`` or ``closed`` accounts, or ``no_key``; empty for all.
        number: of the page, from 1.
    """
    words = fold(query).split()
    scope = {"organisation_id": organisation_id, "today": now.date(), "state": state}
    found = [
        user_id
        for user_id, written in session.execute(_EVERYBODY, scope)
        if not words or _has(fold(written), words)
    ]
    shown = found[(number - 1) * PAGE : number * PAGE]
    return PeoplePage(_rows(session, organisation_id, now, shown), len(found), number)


def get_person(session: Session, organisation_id: int, user_id: int, now: datetime) -> PersonRow:
    """Return one person of that body; NotFoundError for any other."""
    rows = _rows(session, organisation_id, now, [user_id])
    if not rows:
        raise NotFoundError(what="người dùng")
    return rows[0]


def _rows(
    session: Session, organisation_id: int, now: datetime, ids: list[int]
) -> tuple[PersonRow, ...]:
    scope = {"organisation_id": organisation_id, "today": now.date(), "ids": ids}
    found = session.execute(_PEOPLE, scope).mappings()
    return tuple(PersonRow(**{**row, "posts": tuple(row["posts"])}) for row in found)


def _has(written: str, words: list[str]) -> bool:
    # From the beginning of a word: "yen" does not mean every "chuyên viên".
    return all(f" {word}" in f" {written}" for word in words)
