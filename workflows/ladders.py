"""The ways in which people are reminded of a step (cách nhắc việc), read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from workflows.errors import WorkflowError
from workflows.settings import BPMN
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Working days before and after a due date on which a reminder may be given.
EARLIEST: Final = -9
LATEST: Final = 60


class LadderFileError(WorkflowError):
    """Tệp cách nhắc việc chưa đúng: {because}."""

    code = "ladder_file"


@dataclass(frozen=True, slots=True)
class Ladder:
    """When those a step waits for are reminded, and from when their superior is told."""

    key: str
    name: str
    #: Working days from the due date, in order; negative ones come before it.
    days: tuple[int, ...]
    #: The first of those days on which the superior is told too; None: never.
    superior_from: int | None

    def rungs(self, *, urgent: bool) -> Iterator[tuple[int, bool]]:
        """Yield the days in order, each with whether the superior is told.

        An urgent document (khẩn) is reminded of at half the intervals.
        """
        given: dict[int, bool] = {}
        for day in self.days:
            rung = (abs(day) + 1) // 2 * (1 if day > 0 else -1) if urgent else day
            told = self.superior_from is not None and day >= self.superior_from
            given[rung] = given.get(rung, False) or told
        yield from given.items()


@dataclass(frozen=True, slots=True)
class Ladders:
    """All ways of reminding, and who is whose superior."""

    #: By key, in the order of the file; the first is for steps that choose none.
    by_key: Mapping[str, Ladder]
    #: Role → roles of the superior, in the order in which they are looked for.
    superiors: Mapping[str, tuple[str, ...]]

    def of(self, key: str) -> Ladder:
        """Return a ladder; the first one for a key that there is not."""
        return self.by_key.get(key) or next(iter(self.by_key.values()))

    def above(self, role: str) -> Iterator[str]:
        """Yield the roles above a role, the next one first."""
        waiting, seen = [role], {role}
        for below in waiting:
            for above in self.superiors.get(below, ()):
                if above not in seen:
                    seen.add(above)
                    waiting.append(above)
                    yield above


@cache
def ladders() -> Ladders:
    """Return what the installation's file says, read once."""
    return read_ladders((BPMN / "ladders.toml").read_text(encoding="utf-8"))


def read_ladders(text: str) -> Ladders:
    """Read the file.

    Raises:
        LadderFileError: it says what is wrong and where.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LadderFileError(because=Sentence("sai cú pháp ({detail})", detail=error)) from error
    found: dict[str, Ladder] = {}
    for row in data.get("ladder", []):
        ladder = _ladder(row)
        if ladder.key in found:
            raise LadderFileError(because=Sentence("“{key}” có hai lần", key=ladder.key))
        found[ladder.key] = ladder
    superiors = data.get("superior", {})
    if not found:
        raise LadderFileError(because="cần ít nhất một cách nhắc")
    if not all(isinstance(roles, list) for roles in superiors.values()):
        raise LadderFileError(because="cấp trên của mỗi vai trò là một danh sách vai trò")
    return Ladders(found, {role: tuple(map(str, above)) for role, above in superiors.items()})


def _ladder(row: Mapping[str, Any]) -> Ladder:
    key, name, days = str(row.get("key", "")), str(row.get("name", "")), row.get("days", [])
    if not key.isidentifier() or not name:
        raise LadderFileError(because=Sentence("“{key}” cần mã không dấu và tên", key=key))
    if not days or any(type(day) is not int or not EARLIEST <= day <= LATEST for day in days):
        raise LadderFileError(
            because=Sentence(
                "ngày nhắc của “{key}” là số từ {first} đến {last}",
                key=key,
                first=EARLIEST,
                last=LATEST,
            )
        )
    superior_from = row.get("superior_from")
    if superior_from is not None and superior_from not in days:
        raise LadderFileError(
            because=Sentence("lần báo cấp trên của “{key}” phải là một ngày nhắc", key=key)
        )
    return Ladder(key, name, tuple(sorted(set(days))), superior_from)
