"""The body as a tree on a day: units, their posts, who holds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Organisation, Post, PostHolding, User
from workflows.queries.structure import load_structure

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from workflows.queries.structure import Structure


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post on the day."""

    user_id: int
    name: str
    #: ``full``, ``acting`` or ``in_charge``.
    mode: str
    active: bool
    since: date


@dataclass(frozen=True, slots=True)
class PostNode:
    """A post with its holders; vacant when there are none."""

    id: int
    title: str
    second_office: str
    votes: bool
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit with its posts and the units beneath it."""

    id: int
    name: str
    code: str
    posts: tuple[PostNode, ...]
    units: tuple[UnitNode, ...]

    @property
    def people(self) -> int:
        """How many people hold a post in it or beneath it."""
        return len(self._holders())

    def _holders(self) -> set[int]:
        here = {holder.user_id for post in self.posts for holder in post.holders}
        return here.union(*(unit._holders() for unit in self.units))  # noqa: SLF001 - its own kind


@dataclass(frozen=True, slots=True)
class OrganisationTree:
    """The whole body on a day."""

    name: str
    day: date
    #: Posts of no unit: the leaders, members and their clerks.
    posts: tuple[PostNode, ...]
    units: tuple[UnitNode, ...]
    people: int
    vacant: int
    #: The next day after it on which a unit, a post or a holder changes, and the last by then.
    next_change: date | None
    last_change: date | None

    @property
    def day_before(self) -> date | None:
        """The last day on which the body was still as before the last change."""
        return self.last_change - timedelta(days=1) if self.last_change else None


def organisation_tree(session: Session, organisation_id: int, day: date) -> OrganisationTree:
    """Read the body as it is, was or will be on a day: six statements, however large."""
    structure = load_structure(session, organisation_id)
    held_on: dict[int, list[Holder]] = defaultdict(list)
    days = structure.days()
    for holding, name, active in session.execute(
        select(PostHolding, User.full_name, User.active)
        .join(User, User.id == PostHolding.user_id)
        .join(Post, Post.id == PostHolding.post_id)
        .where(Post.organisation_id == organisation_id)
        .order_by(User.sort_key)
    ):
        days |= {holding.valid_from, *([holding.valid_to] if holding.valid_to else ())}
        if holding.valid_from <= day and (holding.valid_to is None or day < holding.valid_to):
            held_on[holding.post_id].append(
                Holder(holding.user_id, name, holding.mode.value, active, holding.valid_from)
            )
    posts: dict[int | None, list[PostNode]] = defaultdict(list)
    for post in structure.posts.values():
        if post.exists(day):
            title = post.on(day)
            posts[title.unit_id].append(
                PostNode(
                    post.id,
                    title.title,
                    title.second_office,
                    title.votes,
                    tuple(held_on[post.id]),
                )
            )
    units = _units(structure, day, posts)
    # A post whose unit is not there on the day is shown at the top, not lost.
    shown = {None, *(unit.id for unit in structure.units.values() if unit.exists(day))}
    stray = [post for unit_id, there in posts.items() if unit_id not in shown for post in there]
    top = (*posts[None], *stray)
    everyone = [post for there in posts.values() for post in there]
    return OrganisationTree(
        name=session.scalars(
            select(Organisation.name).where(Organisation.id == organisation_id)
        ).one(),
        day=day,
        posts=top,
        units=units,
        people=len({holder.user_id for post in everyone for holder in post.holders}),
        vacant=sum(not any(holder.active for holder in post.holders) for post in everyone),
        next_change=min((each for each in days if each > day), default=None),
        last_change=max((each for each in days if min(days) < each <= day), default=None),
    )


def _units(
    structure: Structure, day: date, posts: dict[int | None, list[PostNode]]
) -> tuple[UnitNode, ...]:
    there = {unit.id: unit.on(day) for unit in structure.units.values() if unit.exists(day)}
    beneath: dict[int | None, list[int]] = defaultdict(list)
    for unit_id, unit in there.items():
        beneath[unit.parent_id if unit.parent_id in there else None].append(unit_id)

    def node(unit_id: int) -> UnitNode:
        return UnitNode(
            unit_id,
            there[unit_id].name,
            there[unit_id].code,
            tuple(posts[unit_id]),
            tuple(node(child) for child in beneath[unit_id]),
        )

    return tuple(node(unit_id) for unit_id in beneath[None])
