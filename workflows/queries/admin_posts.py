"""Posts, who holds them over time, and the roles they fill, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import (
    Post,
    PostHolding,
    PostVersion,
    ProcessVersion,
    Role,
    RolePost,
    Unit,
    UnitVersion,
    User,
)
from workflows.engine.run import steps
from workflows.errors import NotFoundError
from workflows.queries.administration import in_force
from workflows.queries.dated import post_version, title_on, unit_version
from workflows.queries.rules import process_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

#: Roles that the product itself gives a meaning, besides those that diagrams name.
_ALWAYS: Final = ("admin",)


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One holding of a post."""

    id: int
    user_id: int
    name: str
    active: bool
    mode: str
    valid_from: date
    #: The first day on which it no longer holds.
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the post is so held on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with everybody who has held it or will, the newest first."""

    id: int
    key: str
    title: str
    second_office: str
    unit_id: int | None
    unit: str
    votes: bool
    valid_from: date
    valid_to: date | None
    roles: tuple[str, ...]
    holdings: tuple[HoldingRow, ...]

    def held_on(self, day: date) -> tuple[HoldingRow, ...]:
        """Return who holds it on that day."""
        return tuple(holding for holding in self.holdings if holding.covers(day))


@dataclass(frozen=True, slots=True)
class TitleRow:
    """What a post is from a day until the next of these."""

    valid_from: date
    title: str
    second_office: str
    unit: str
    votes: bool


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role with the posts that fill it."""

    key: str
    name: str
    post_ids: tuple[int, ...]
    posts: tuple[str, ...]
    #: The steps of the diagrams in force that wait for it.
    steps: tuple[str, ...]


def list_posts(session: Session, organisation_id: int, day: date) -> list[PostRow]:
    """Return the posts that exist on a day, with the titles of that day."""
    return _posts(session, day, Post.organisation_id == organisation_id, in_force(Post, day))


def get_post(session: Session, organisation_id: int, post_id: int, day: date) -> PostRow:
    """Return one post of that body, titled as on a day; NotFoundError for any other."""
    found = _posts(session, day, Post.organisation_id == organisation_id, Post.id == post_id)
    if not found:
        raise NotFoundError(what="chức vụ")
    return found[0]


def get_holding(
    session: Session, organisation_id: int, holding_id: int, day: date
) -> tuple[PostRow, HoldingRow]:
    """Return one holding with its post; NotFoundError for another body's."""
    post_id = session.scalar(select(PostHolding.post_id).where(PostHolding.id == holding_id))
    post = get_post(session, organisation_id, post_id or 0, day)
    return post, next(holding for holding in post.holdings if holding.id == holding_id)


def list_roles(session: Session, organisation_id: int, day: date) -> list[RoleRow]:
    """Return every role that exists, or that a diagram in force waits for; titles as on a day."""
    waiting: dict[str, list[str]] = {key: [] for key in _ALWAYS}
    lanes: dict[str, str] = {}
    for version_id in session.scalars(
        select(ProcessVersion.id).where(
            ProcessVersion.organisation_id == organisation_id, ProcessVersion.active
        )
    ):
        for step in steps(process_of(session, version_id)):
            if step.kind == "user":
                role = step.properties.get("role", "drafter")
                waiting.setdefault(role, []).append(step.name)
                lanes.setdefault(role, step.lane or role)
    names: dict[str, str] = {}
    filled: dict[str, dict[int, str]] = {}
    for key, name, post_id, title in session.execute(
        select(Role.key, Role.name, RolePost.post_id, title_on(RolePost.post_id, day))
        .select_from(Role)
        .outerjoin(RolePost, RolePost.role_id == Role.id)
        .where(Role.organisation_id == organisation_id)
        .order_by(Role.id, RolePost.post_id)
    ):
        names[key] = name
        filled.setdefault(key, {})
        if post_id is not None:
            filled[key][post_id] = title
    return [
        RoleRow(
            key=key,
            name=names.get(key) or lanes.get(key, key),
            post_ids=tuple(filled.get(key, {})),
            posts=tuple(filled.get(key, {}).values()),
            steps=tuple(waiting.get(key, ())),
        )
        for key in dict.fromkeys((*names, *waiting))
    ]


def get_role(session: Session, organisation_id: int, key: str, day: date) -> RoleRow:
    """Return one role; NotFoundError when neither the body nor its diagrams know it."""
    for role in list_roles(session, organisation_id, day):
        if role.key == key:
            return role
    raise NotFoundError(what="vai trò")


def post_history(session: Session, post_id: int) -> list[TitleRow]:
    """Return what a post was, is and will be, the newest first; units as named on the day."""
    return [
        TitleRow(
            version.valid_from,
            version.title,
            version.second_office or "",
            unit or "",
            version.votes,
        )
        for version, unit in session.execute(
            select(PostVersion, UnitVersion.name)
            .select_from(PostVersion)
            .outerjoin(Unit, Unit.id == PostVersion.unit_id)
            .outerjoin(UnitVersion, unit_version(PostVersion.valid_from))
            .where(PostVersion.post_id == post_id)
            .order_by(PostVersion.valid_from.desc())
        )
    ]


def _posts(session: Session, day: date, *conditions: object) -> list[PostRow]:
    rows = session.execute(
        select(Post, PostVersion, UnitVersion.name)
        .select_from(Post)
        .join(PostVersion, post_version(day))
        .outerjoin(Unit, Unit.id == PostVersion.unit_id)
        .outerjoin(UnitVersion, unit_version(day))
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(Post.id)
    ).all()
    ids = [post.id for post, _version, _unit in rows]
    roles: dict[int, list[str]] = {}
    for post_id, name in session.execute(
        select(RolePost.post_id, Role.name)
        .join(Role, Role.id == RolePost.role_id)
        .where(RolePost.post_id.in_(ids))
        .order_by(Role.id)
    ):
        roles.setdefault(post_id, []).append(name)
    holdings: dict[int, list[HoldingRow]] = {}
    for holding, name, active in session.execute(
        select(PostHolding, User.full_name, User.active)
        .join(User, User.id == PostHolding.user_id)
        .where(PostHolding.post_id.in_(ids))
        .order_by(PostHolding.valid_from.desc(), User.sort_key)
    ):
        holdings.setdefault(holding.post_id, []).append(
            HoldingRow(
                holding.id,
                holding.user_id,
                name,
                active,
                holding.mode.value,
                holding.valid_from,
                holding.valid_to,
            )
        )
    return [
        PostRow(
            id=post.id,
            key=post.key,
            title=version.title,
            second_office=version.second_office or "",
            unit_id=version.unit_id,
            unit=unit or "",
            votes=version.votes,
            valid_from=post.valid_from,
            valid_to=post.valid_to,
            roles=tuple(roles.get(post.id, ())),
            holdings=tuple(holdings.get(post.id, ())),
        )
        for post, version, unit in rows
    ]
