"""Which version of a unit or a post is in force on a day.

Before its first day a unit or post is called what it will first be called, so that a question
about any day has exactly one answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import aliased

from models import Post, PostVersion, Unit, UnitVersion
from workflows.authority.delegation import HEADS
from workflows.calendar import ZONE
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.elements import SQLCoreOperations


def post_version(day: date | SQLCoreOperations[date]) -> ColumnElement[bool]:
    """Return the condition that joins ``PostVersion`` in force on a day to ``Post``."""
    newer = aliased(PostVersion)
    begun = newer.valid_from <= func.greatest(cast(day, Date), Post.valid_from)
    newest = select(func.max(newer.valid_from)).where(newer.post_id == Post.id, begun)
    return (PostVersion.post_id == Post.id) & (
        PostVersion.valid_from == newest.correlate(Post).scalar_subquery()
    )


def unit_version(day: date | SQLCoreOperations[date]) -> ColumnElement[bool]:
    """Return the condition that joins ``UnitVersion`` in force on a day to ``Unit``."""
    newer = aliased(UnitVersion)
    begun = newer.valid_from <= func.greatest(cast(day, Date), Unit.valid_from)
    newest = select(func.max(newer.valid_from)).where(newer.unit_id == Unit.id, begun)
    return (UnitVersion.unit_id == Unit.id) & (
        UnitVersion.valid_from == newest.correlate(Unit).scalar_subquery()
    )


def title_on(post_id: Any, day: date | SQLCoreOperations[date]) -> ScalarSelect[str]:
    """Return the title of the post in a column, as on a day."""
    version = aliased(PostVersion)
    begun = version.valid_from <= cast(day, Date)
    return (
        select(version.title)
        .where(version.post_id == post_id)
        # The newest begun; with none begun, the first to begin.
        .order_by(
            begun.desc(),
            func.abs(version.valid_from - cast(day, Date)),
        )
        .limit(1)
        .scalar_subquery()
    )


def day_of(moment: Any) -> ColumnElement[date]:
    """Return the day on which a moment falls in Vietnam."""
    return func.date(func.timezone(str(ZONE), moment))


def version_of_post(session: Session, post_id: int, day: date) -> PostVersion:
    """Return what a post is on a day."""
    return session.scalars(
        select(PostVersion)
        .join(Post, Post.id == PostVersion.post_id)
        .where(Post.id == post_id, post_version(day))
    ).one()


def version_of_unit(session: Session, unit_id: int, day: date) -> UnitVersion:
    """Return what a unit is on a day."""
    return session.scalars(
        select(UnitVersion)
        .join(Unit, Unit.id == UnitVersion.unit_id)
        .where(Unit.id == unit_id, unit_version(day))
    ).one()


def title_of(session: Session, post_id: int, day: date) -> str:
    """Return a post's title on a day."""
    return version_of_post(session, post_id, day).title


def titles_by_key(session: Session, organisation_id: int, day: date) -> dict[str, str]:
    """Return the title of each post that exists on a day, by the key that rules name it by."""
    rows = session.execute(
        select(Post.key, PostVersion.title)
        .select_from(Post)
        .join(PostVersion, post_version(day))
        .where(
            Post.organisation_id == organisation_id,
            Post.valid_from <= day,
            Post.valid_to.is_(None) | (Post.valid_to > day),
        )
    )
    return dict(rows.all())


def head_title(session: Session, organisation_id: int, day: date) -> str:
    """Return the title of the head of a body on a day."""
    head, _ = HEADS[profile_of(session, organisation_id).body]
    return titles_by_key(session, organisation_id, day).get(head, "")
