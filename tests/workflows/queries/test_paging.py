"""Cursors in addresses: what is written is read again, and nothing else is believed."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from workflows.queries.paging import Cursor

KINDS = (int, datetime, int)
KEYS = st.tuples(
    st.integers(0, 3),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.integers(0, 2**62),
)


@given(KEYS, st.booleans())
def test_a_cursor_survives_the_address(key: tuple[int, datetime, int], backwards: bool) -> None:  # noqa: FBT001 - drawn
    cursor = Cursor(key, backwards)

    assert Cursor.read(str(cursor), KINDS) == cursor


@given(st.text())
def test_anything_else_is_no_cursor_and_no_error(text: str) -> None:
    read = Cursor.read(text, KINDS)

    assert read is None or len(read.key) == 3


def test_a_time_without_zone_and_a_number_too_large_are_refused() -> None:
    assert Cursor.read("1~2027-01-01T00:00:00~5", KINDS) is None
    assert Cursor.read(f"1~2027-01-01T00:00:00+07:00~{2**70}", KINDS) is None
