from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendar import ZONE, WorkingCalendar
from workflows.errors import InvalidInputError

CALENDAR = WorkingCalendar()
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        # Tết Bính Ngọ 2026: 16–20/02, the weekends around it
        ("2026-02-13", True),
        ("2026-02-16", False),
        ("2026-02-17", False),
        ("2026-02-20", False),
        ("2026-02-21", False),
        ("2026-02-23", True),
        # Tết Đinh Mùi 2027: 04–10/02
        ("2027-02-03", True),
        ("2027-02-05", False),
        ("2027-02-06", False),
        ("2027-02-08", False),
        ("2027-02-10", False),
        ("2027-02-11", True),
        # Giỗ Tổ on a Sunday: the Monday instead
        ("2026-04-27", False),
        ("2026-04-28", True),
        # 30/4 – 1/5; in 2027 1/5 is a Saturday: the Monday instead
        ("2026-04-30", False),
        ("2026-05-01", False),
        ("2026-05-04", True),
        ("2027-05-03", False),
        # 2/9 and the day before; Monday 31/8 made up on Saturday 22/8
        ("2026-09-01", False),
        ("2026-09-02", False),
        ("2026-08-31", False),
        ("2026-08-22", True),
        ("2026-09-03", True),
        ("2021-09-03", False),
        # year ends
        ("2020-12-31", True),
        ("2021-01-01", False),
        ("2021-01-04", True),
        ("2023-01-02", False),
    ],
)
def test_golden_days(day: str, working: bool) -> None:  # noqa: FBT001
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2027-02-03", 1, "2027-02-11"),
        ("2026-04-29", 1, "2026-05-04"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2020-12-31", 1, "2021-01-04"),
        ("2021-06-04", 5, "2021-06-11"),
        ("2021-06-05", 0, "2021-06-07"),
        ("2021-06-07", 0, "2021-06-07"),
        ("2026-02-23", -1, "2026-02-13"),
    ],
)
def test_golden_deadlines(start: str, count: int, due: str) -> None:
    found = CALENDAR.add_working_days(date.fromisoformat(start), count)
    assert found == date.fromisoformat(due)


def test_a_deadline_ends_with_the_working_day_in_vietnam() -> None:
    start = datetime(2021, 6, 4, 16, 59, tzinfo=ZONE)
    due = CALENDAR.due_at(start, 1)
    assert due == datetime(2021, 6, 7, 17, 0, tzinfo=ZONE)
    assert due.utcoffset() == timedelta(hours=7)
    assert CALENDAR.due_at(start, 0) == datetime(2021, 6, 4, 17, 0, tzinfo=ZONE)
    assert CALENDAR.due_at(start + timedelta(minutes=1), 0).day == 7
    late_utc = datetime(2021, 6, 6, 18, 0, tzinfo=UTC)  # already Monday in Vietnam
    assert CALENDAR.due_at(late_utc, 1) == datetime(2021, 6, 8, 17, 0, tzinfo=ZONE)
    early = WorkingCalendar(closes_at=time(16, 30))
    assert early.due_at(start, 1).time() == time(16, 30)


def test_a_body_has_its_own_days_off_and_make_up_days() -> None:
    own = WorkingCalendar(
        days_off=frozenset({date(2026, 1, 2)}), working_days=frozenset({date(2026, 1, 10)})
    )
    assert not own.is_working_day(date(2026, 1, 2))
    assert own.is_working_day(date(2026, 1, 10))
    assert own.next_working_day(date(2026, 1, 1)) == date(2026, 1, 5)
    assert CALENDAR.next_working_day(date(2026, 1, 1)) == date(2026, 1, 2)


def test_a_holiday_has_a_vietnamese_name() -> None:
    assert CALENDAR.holiday_name(date(2026, 2, 17)) == "Tết Nguyên Đán"
    assert not CALENDAR.holiday_name(date(2026, 2, 23))


def test_years_without_a_calendar_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="1990"):
        CALENDAR.is_working_day(date(1980, 1, 1))
    with pytest.raises(InvalidInputError, match="2060"):
        CALENDAR.add_working_days(date(2060, 12, 31), 1)


@given(days, st.integers(1, 60))
def test_a_deadline_is_a_working_day_and_counting_back_gives_the_count(
    day: date, count: int
) -> None:
    due = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(due)
    assert due > day
    assert CALENDAR.working_days_between(day, due) == count
    assert CALENDAR.working_days_between(due, day) == -count


@given(days, st.integers(0, 40), st.integers(0, 40))
def test_days_add_up_and_never_go_backwards(day: date, first: int, second: int) -> None:
    start = CALENDAR.next_working_day(day)
    step = CALENDAR.add_working_days(CALENDAR.add_working_days(start, first), second)
    assert step == CALENDAR.add_working_days(start, first + second)
    assert CALENDAR.add_working_days(start, first) <= step


@given(days, st.integers(1, 40))
def test_forth_and_back_comes_home(day: date, count: int) -> None:
    start = CALENDAR.next_working_day(day)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(start, count), -count) == start


@given(days, st.integers(0, 23), st.integers(0, 20))
def test_a_deadline_lies_after_its_start_at_closing_time(day: date, hour: int, count: int) -> None:
    start = datetime.combine(day, time(hour), tzinfo=ZONE)
    due = CALENDAR.due_at(start, count)
    assert due > start
    assert due.tzinfo is ZONE
    assert (due.hour, due.minute) == (17, 0)


@given(days, st.integers(0, 10))
def test_one_more_day_off_never_makes_a_deadline_earlier(day: date, count: int) -> None:
    closed = WorkingCalendar(days_off=frozenset({CALENDAR.next_working_day(day)}))
    assert closed.add_working_days(day, count) >= CALENDAR.add_working_days(day, count)
