"""What an import would do: people, posts and roles to make or change; the faults of each line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from workflows.commands._import_rows import HEADS, Problem

if TYPE_CHECKING:
    from datetime import date

    from models import HoldingMode
    from workflows.queries.structure import Titled


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """An account to open, or a name or address to change."""

    line: int
    username: str
    name: str
    email: str
    #: Of the account there is; None for a new one.
    user_id: int | None
    name_before: str = ""
    email_before: str = ""


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post to set up, or a change of one from a day on."""

    line: int
    key: str
    version: Titled
    unit: str
    #: None for a new one.
    post_id: int | None
    before: Titled | None


@dataclass(frozen=True, slots=True)
class PlannedRole:
    """A role that a post is to fill as well."""

    line: int
    post: str
    role: str
    role_name: str


@dataclass(frozen=True, slots=True)
class PlannedHolding:
    """A holding to begin."""

    line: int
    username: str
    name: str
    post: str
    title: str
    mode: HoldingMode
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PlannedEnd:
    """A holding that ends: handed over, or ended by its own line."""

    line: int
    holding_id: int
    username: str
    name: str
    post: str
    title: str
    until: date
    until_before: date | None


@dataclass(slots=True)
class Plan:
    """All that an import would write; nothing is written when there are problems."""

    day: date
    people: list[PlannedPerson] = field(default_factory=list)
    posts: list[PlannedPost] = field(default_factory=list)
    roles: list[PlannedRole] = field(default_factory=list)
    holdings: list[PlannedHolding] = field(default_factory=list)
    ends: list[PlannedEnd] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    #: What may be right and should be looked at.
    notices: list[Problem] = field(default_factory=list)
    #: Lines under the heads.
    lines: int = 0
    #: Lines that say only what is so already.
    unchanged: int = 0
    _wrong_cells: set[tuple[int, str]] = field(init=False)

    def __post_init__(self) -> None:
        """Remember which cells could not even be read."""
        self._wrong_cells = {(problem.line, problem.column) for problem in self.problems}

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.people or self.posts or self.roles or self.holdings or self.ends)

    @property
    def digest(self) -> str:
        """A hash of everything that would be written."""
        parts = [self.day, self.people, self.posts, self.roles, self.holdings, self.ends]
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()

    def wrong(self, line: int, key: str, value: str, words: str) -> None:
        """Note what is wrong with a cell, once; without a key with the whole line."""
        if not self.is_wrong(line, key):
            self._wrong_cells.add((line, HEADS.get(key, "")))
            self.problems.append(Problem(line, HEADS.get(key, ""), value[:60], words))

    def is_wrong(self, line: int, key: str) -> bool:
        """Whether a fault of the cell is known."""
        return (line, HEADS.get(key, "")) in self._wrong_cells
