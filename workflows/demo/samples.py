"""The sample people and documents, read from the files beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workflows.calendar import WorkingCalendar
from workflows.demo.office import Person, Secrets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_FOLDER: Final = Path(__file__).parent
_DAY: Final = re.compile(r"(day|ago)_(\d{1,2})")
#: From this month on, guidance for a year's work is about the next year.
_YEAR_TURNS: Final = 6
#: The sample bodies have no days off of their own.
CALENDAR: Final = WorkingCalendar()


@dataclass(frozen=True, slots=True)
class Sample:
    """A document of the demo, with ``{placeholders}`` where it names days and years."""

    key: str
    #: Key of the body's file.
    organisation: str
    #: Code of the drafting unit.
    unit: str
    #: What the drafter types.
    content: Mapping[str, Any]
    #: A post, or the username of one of its holders.
    drafter: str = "drafter"
    #: Place in the run of the demo.
    order: int = 0
    #: The secretariat sends it to the chair although a deputy might sign.
    to_chair: bool = False

    @property
    def purpose(self) -> str:
        """The routing kind."""
        return str(self.content["purpose"])

    def content_on(self, day: date) -> dict[str, Any]:
        """Return the content as drafted on a day, every day in it a working day."""
        filled = _filled(self.content, _Words(day))
        return {name: value for name, value in filled.items() if name != "purpose"}


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a document of the sample office stands on its desk."""

    document: str
    #: The step that waits; ``draft`` for a draft not yet submitted; empty when issued.
    until: str = ""
    #: Working days ago that it was drafted.
    started: int = 0
    #: Reason for which the holder of the waiting step returned it.
    returned: str = ""
    #: Post → question that the holder of the waiting step has asked it.
    asked: Mapping[str, str] = field(default_factory=dict)
    #: One of several to whom it was offered has taken it.
    claimed: bool = False


@lru_cache(maxsize=1)
def sample_secrets() -> Secrets:
    """Return the password and the PIN of everybody in the sample offices."""
    return Secrets(**_read("people")["secrets"])


def sample_people(organisation: str) -> tuple[Person, ...]:
    """Return the invented people of a body, those who draft first."""
    return tuple(Person(**row) for row in _read("people")["people"][organisation])


def run_samples() -> tuple[Sample, ...]:
    """Return the documents of ``trinhky demo`` in their order."""
    return tuple(sorted(_samples("documents"), key=lambda sample: sample.order))


def situations() -> tuple[Situation, ...]:
    """Return what lies on the desks of the sample office."""
    return tuple(Situation(**row) for row in _read("situations")["situation"])


def sample(key: str) -> Sample:
    """Return one document by the name of its file."""
    found = {each.key: each for each in (*_samples("documents"), *_samples("desk"))}
    return found[key]


@lru_cache(maxsize=2)
def _samples(folder: str) -> tuple[Sample, ...]:
    paths = sorted((_FOLDER / folder).glob("*.toml"))
    return tuple(Sample(key=path.stem, **_read(f"{folder}/{path.stem}")) for path in paths)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


class _Words(dict[str, str]):
    """What the placeholders stand for on a day; ``day_7`` is seven working days later."""

    def __init__(self, day: date) -> None:
        late = day.month >= _YEAR_TURNS
        half = f"đầu năm {day.year}" if late else f"cuối năm {day.year - 1}"
        super().__init__(
            year=str(day.year),
            last_year=str(day.year - 1),
            next_year=str(day.year + 1),
            work_year=str(day.year + late),
            half=f"6 tháng {half}",
        )
        self._today = day

    def __missing__(self, key: str) -> str:
        match = _DAY.fullmatch(key)
        if match is None:
            raise KeyError(key)
        count = int(match[2]) if match[1] == "day" else -int(match[2])
        day = CALENDAR.add_working_days(self._today, count)
        # As the decree writes dates: days below 10 and months 1 and 2 with a zero.
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)  # noqa: PLR2004
        return f"{day.day:02d}/{month}/{day.year}"


def _filled(value: Any, words: _Words) -> Any:
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, dict):
        return {name: _filled(each, words) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, words) for each in value]
    return value
