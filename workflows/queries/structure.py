"""A body's units and posts over time, and what would not fit together on some day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

from sqlalchemy import select

from models import Post, PostVersion, Unit, UnitVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

Fault = Literal["parent", "cycle", "code", "unit"]


@dataclass(frozen=True, slots=True)
class Named:
    """A unit's name, code and place from a day on."""

    valid_from: date
    parent_id: int | None
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Titled:
    """A post's title, second office, unit and vote from a day on."""

    valid_from: date
    unit_id: int | None
    title: str
    second_office: str
    votes: bool


V = TypeVar("V", Named, Titled)


@dataclass(frozen=True, slots=True)
class Dated(Generic[V]):
    """A unit or a post with all it was, is and will be, the oldest first."""

    id: int
    key: str
    valid_from: date
    #: The first day on which it no longer exists.
    valid_to: date | None
    versions: tuple[V, ...]

    def exists(self, day: date) -> bool:
        """Whether it is there on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def on(self, day: date) -> V:
        """Return the version in force; before the first day that of the first day."""
        return next((v for v in reversed(self.versions) if v.valid_from <= day), self.versions[0])


class Misfit(NamedTuple):
    """Two things that do not fit together."""

    fault: Fault
    #: The unit or the post.
    of: int
    #: The other unit.
    other: int


@dataclass(frozen=True, slots=True)
class Structure:
    """The units and posts of a body, by id."""

    units: Mapping[int, Dated[Named]]
    posts: Mapping[int, Dated[Titled]]

    def misfits(self) -> dict[Misfit, date]:
        """Return what does not fit together, each with the first day on which it does not."""
        found: dict[Misfit, date] = {}
        for day in sorted(self.days()):
            for misfit in self._misfits_on(day):
                found.setdefault(misfit, day)
        return found

    def days(self) -> set[date]:
        """Return the days on which something changes; between two of them all stays as it is."""
        dated: list[Dated[Named] | Dated[Titled]] = [*self.units.values(), *self.posts.values()]
        days = {version.valid_from for each in dated for version in each.versions}
        return days | {each.valid_to for each in dated if each.valid_to is not None}

    def _misfits_on(self, day: date) -> Iterator[Misfit]:
        there = {unit.id: unit.on(day) for unit in self.units.values() if unit.exists(day)}
        codes: dict[str, int] = {}
        for unit_id, unit in there.items():
            if unit.parent_id is not None and unit.parent_id not in there:
                yield Misfit("parent", unit_id, unit.parent_id)
            if unit.code in codes:
                yield Misfit("code", codes[unit.code], unit_id)
            codes.setdefault(unit.code, unit_id)
        for unit_id in _beneath_themselves(there):
            yield Misfit("cycle", unit_id, unit_id)
        for post in self.posts.values():
            if post.exists(day):
                unit_of_post = post.on(day).unit_id
                if unit_of_post is not None and unit_of_post not in there:
                    yield Misfit("unit", post.id, unit_of_post)


def _beneath_themselves(there: Mapping[int, Named]) -> Iterator[int]:
    free: set[int] = set()
    for start in there:
        path: list[int] = []
        at: int | None = start
        while at is not None and at in there and at not in free and at not in path:
            path.append(at)
            at = there[at].parent_id
        if at is not None and at in path:
            yield at
        free.update(path)


def load_structure(session: Session, organisation_id: int) -> Structure:
    """Read every unit and post of a body with all versions: four statements."""
    named: dict[int, list[Named]] = defaultdict(list)
    for unit_version in session.scalars(
        select(UnitVersion)
        .join(Unit, Unit.id == UnitVersion.unit_id)
        .where(Unit.organisation_id == organisation_id)
        .order_by(UnitVersion.valid_from)
    ):
        named[unit_version.unit_id].append(
            Named(
                unit_version.valid_from,
                unit_version.parent_id,
                unit_version.name,
                unit_version.code,
            )
        )
    titled: dict[int, list[Titled]] = defaultdict(list)
    for post_version in session.scalars(
        select(PostVersion)
        .join(Post, Post.id == PostVersion.post_id)
        .where(Post.organisation_id == organisation_id)
        .order_by(PostVersion.valid_from)
    ):
        titled[post_version.post_id].append(
            Titled(
                post_version.valid_from,
                post_version.unit_id,
                post_version.title,
                post_version.second_office or "",
                post_version.votes,
            )
        )
    units = session.scalars(
        select(Unit).where(Unit.organisation_id == organisation_id).order_by(Unit.id)
    )
    posts = session.scalars(
        select(Post).where(Post.organisation_id == organisation_id).order_by(Post.id)
    )
    return Structure(_by_id(units, named), _by_id(posts, titled))


def _by_id(rows: Iterable[Unit | Post], versions: Mapping[int, list[V]]) -> dict[int, Dated[V]]:
    return {
        row.id: Dated(row.id, row.key, row.valid_from, row.valid_to, tuple(versions[row.id]))
        for row in rows
    }
