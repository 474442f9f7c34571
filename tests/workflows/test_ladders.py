"""The ways of reminding, as their file gives them."""

from __future__ import annotations

import pytest

from workflows.engine.wording import ROLE_NAMES
from workflows.ladders import LadderFileError, ladders, read_ladders

ONE = '[[ladder]]\nkey = "a"\nname = "A"\ndays = [-1, 0, 4]\n'


def test_the_shipped_file_holds_what_the_product_did_before_as_its_first() -> None:
    known = ladders()
    first = next(iter(known.by_key.values()))
    assert (first.days, first.superior_from) == ((-1, 0, 1, 3, 5), None)
    assert known.of("") == known.of("nothing-of-that-name") == first
    assert set(known.superiors) <= set(ROLE_NAMES)


def test_superiors_are_looked_for_upwards_and_never_in_a_circle() -> None:
    known = ladders()
    assert list(known.above("drafter")) == [
        "drafting_unit_head",
        "standing_deputy",
        "vice_chairman",
        "chair",
        "chairman",
    ]
    assert list(known.above("chair")) == []
    circle = read_ladders(ONE + '[superior]\nx = ["y"]\ny = ["x"]\n')
    assert list(circle.above("x")) == ["y"]


def test_urgent_halves_the_intervals() -> None:
    ladder = read_ladders(ONE + "superior_from = 4\n").of("a")
    assert list(ladder.rungs(urgent=False)) == [(-1, False), (0, False), (4, True)]
    assert list(ladder.rungs(urgent=True)) == [(-1, False), (0, False), (2, True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[ladder", "sai cú pháp"),
        ("", "ít nhất một cách nhắc"),
        (ONE + ONE, "“a” có hai lần"),
        (ONE.replace("4", "99"), "số từ -9 đến 60"),
        (ONE.replace("4", '"mai"'), "số từ -9 đến 60"),
        (ONE.replace('"A"', '""'), "cần mã không dấu và tên"),
        (ONE + "superior_from = 3\n", "phải là một ngày nhắc"),
        (ONE + '[superior]\nx = "y"\n', "danh sách vai trò"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(LadderFileError, match=said):
        read_ladders(text)
