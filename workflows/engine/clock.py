"""Timers that take the time from the step that is being made, never from the machine behind it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

_VALUE = "event_value"
_LONGEST = 100
_AGES = re.compile(r"\d{4}[\d.,]*[YM]")


class DateTimer(TimeDateEventDefinition):  # type: ignore[misc]
    """Due at a date and time."""

    def has_fired(self, my_task: Task) -> bool:
        """Whether the moment has come."""
        return _fired(my_task, lambda: _moment(_text(self, my_task)))


class DurationTimer(DurationTimerEventDefinition):  # type: ignore[misc]
    """Due some time after the task was reached."""

    def has_fired(self, my_task: Task) -> bool:
        """Whether the time has passed."""
        return _fired(my_task, lambda: _now(my_task) + duration(_text(self, my_task), my_task))


class CycleTimer(CycleTimerEventDefinition):  # type: ignore[misc]
    """Due again and again."""

    def cycle_complete(self, my_task: Task) -> bool:
        """Whether one more round is due now; arms the timer on first sight."""
        value = my_task.internal_data.get(_VALUE)
        if value is None:
            value = _first_round(_text(self, my_task), _now(my_task))
        due = False
        if value["cycles"] == 0:
            my_task.internal_data["event_fired"] = True
        elif datetime.fromisoformat(value["next"]) <= _now(my_task):
            later = datetime.fromisoformat(value["next"]) + timedelta(seconds=value["duration"])
            value = {**value, "next": later.isoformat(), "cycles": value["cycles"] - 1}
            due = True
        my_task.internal_data[_VALUE] = value
        return due


def on_step_clock(definition: Any) -> Any:
    """The same timer on the clock of the step; anything else unchanged."""
    for library, own in (
        (TimeDateEventDefinition, DateTimer),
        (DurationTimerEventDefinition, DurationTimer),
        (CycleTimerEventDefinition, CycleTimer),
    ):
        if isinstance(definition, library):
            return own(definition.name, definition.expression, description=definition.description)
    return definition


def due_at(task: Task) -> datetime | None:
    """When a waiting timer is due; None for a timer that will not fire again."""
    value = task.internal_data.get(_VALUE)
    if isinstance(value, dict):
        return _moment(value["next"]) if value["cycles"] else None
    return _moment(value) if isinstance(value, str) else None


def check_timer(kind: str, text: str) -> None:
    """Refuse a timer text that could not be understood at run time (ValueError).

    ``kind`` is the BPMN element: timeDate, timeDuration or timeCycle.
    """
    now = datetime(2026, 1, 5, tzinfo=UTC)
    try:
        if kind == "timeDate":
            _moment(text)
        elif kind == "timeDuration":
            _some_time(text, now)
        else:
            _first_round(text, now)
    except Exception as error:
        # The library's parser raises whatever its arithmetic meets.
        raise ValueError(text) from error


def duration(text: str, my_task: Task) -> timedelta:
    """An ISO 8601 duration, counted from the time of the step."""
    return _span(text, _now(my_task))


def _span(text: str, start: datetime) -> timedelta:
    _refuse_ages(text)
    parsed = TimerEventDefinition.parse_iso_duration(text)
    span: timedelta = TimerEventDefinition.get_timedelta_from_start(parsed, start)
    return span


def _refuse_ages(text: str) -> None:
    """Refuse a thousand years or months and more: the library counts them one by one."""
    dates = (part.partition("T")[0] for part in text.upper().replace("--", "/").split("/"))
    if len(text) > _LONGEST or any(_AGES.search(part) for part in dates):
        raise ValueError(text)


def _some_time(text: str, now: datetime) -> None:
    if not _span(text, now):
        raise ValueError(text)


def _first_round(text: str, now: datetime) -> dict[str, Any]:
    parts = text.upper().replace("--", "/").split("/")
    if len(parts) == 2:  # noqa: PLR2004 – "R3/P1D" has no start of its own
        cycles = int(parts[0].strip("R")) if parts[0].strip("R") else -1
        every = _span(parts[1], now)
        first = now + every
    else:
        _refuse_ages(text)
        cycles, first, every = TimerEventDefinition.parse_iso_recurring_interval(text)
    if every <= timedelta(seconds=1):
        raise ValueError(text)
    return {"cycles": cycles, "next": first.isoformat(), "duration": every.total_seconds()}


def _fired(my_task: Task, arm: Any) -> bool:
    if my_task.internal_data.get(_VALUE) is None:
        my_task.internal_data[_VALUE] = arm().isoformat()
    if _moment(my_task.internal_data[_VALUE]) <= _now(my_task):
        my_task.internal_data["event_fired"] = True
    return bool(my_task.internal_data.get("event_fired", False))


def _text(definition: Any, my_task: Task) -> str:
    value = my_task.workflow.script_engine.evaluate(my_task, definition.expression)
    if not isinstance(value, str):
        raise TypeError(definition.expression)
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC)


def _now(my_task: Task) -> datetime:
    now: datetime = my_task.workflow.script_engine.now
    return now
