"""Working days in Vietnam: what is due when.

Public holidays, the lunar new year, substitute days and make-up Saturdays come from the library
``holidays`` (Bộ luật Lao động Điều 111, 112 and the yearly notices); a body's own days are data.
Days and times are those of Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from workflows.errors import InvalidInputError
from workflows.text import Sentence

#: Time zone of all deadlines.
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
#: Years for which the lunar calendar of the library is exact.
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2060
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """The working calendar of one organisation."""

    #: The body's own days off (nghỉ thêm).
    days_off: frozenset[date] = frozenset()
    #: Its own make-up working days (làm bù); they win over every day off.
    working_days: frozenset[date] = frozenset()
    #: End of the working day, local time.
    closes_at: time = time(17)

    @cached_property
    def _public(self) -> holidays.HolidayBase:
        return holidays.country_holidays("VN", language="vi")

    def is_working_day(self, day: date) -> bool:
        """Whether the offices work on this day; InvalidInputError outside the known years."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise InvalidInputError(
                field="date",
                because=Sentence(
                    "lịch làm việc chỉ có từ năm {first} đến {last}.",
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                ),
            )
        if day in self.working_days:
            return True
        return day not in self.days_off and self._public.is_working_day(day)

    def holiday_name(self, day: date) -> str:
        """Vietnamese name of the public holiday, empty on other days."""
        return str(self._public.get(day) or "")

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it when negative).

        The day itself never counts. Zero gives the day itself when it is a working day, else
        the next one.
        """
        step = -_DAY if count < 0 else _DAY
        left = abs(count)
        if left == 0:
            if self.is_working_day(day):
                return day
            left = 1
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when end is earlier.

        The inverse of ``add_working_days`` between working days.
        """
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + _DAY * index for index in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def due_at(self, start: datetime, days: int) -> datetime:
        """End of the ``days``-th working day after ``start``, as an aware local time.

        A time without zone is taken as local. The day of the start never counts; with zero days
        the end of the same day counts, or of the next working day when that has passed.
        """
        local = start.astimezone(ZONE) if start.tzinfo else start.replace(tzinfo=ZONE)
        day = self.add_working_days(local.date(), days)
        due = datetime.combine(day, self.closes_at, tzinfo=ZONE)
        if due <= local:
            due = datetime.combine(self.next_working_day(day), self.closes_at, tzinfo=ZONE)
        return due
