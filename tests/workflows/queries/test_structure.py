"""For any sequence of dated changes exactly one version is in force on each day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models import Post, PostVersion, Unit, UnitVersion
from workflows.commands.change_post import (
    CancelPostChange,
    ChangePost,
    cancel_post_change,
    change_post,
)
from workflows.commands.change_unit import ChangeUnit, change_unit
from workflows.commands.close_unit import CloseUnit, KeepUnit, close_unit, keep_unit
from workflows.commands.open_unit import OpenUnit, open_unit
from workflows.errors import WorkflowError
from workflows.queries.dated import post_version, title_of, title_on, unit_version
from workflows.queries.organisation_tree import organisation_tree
from workflows.queries.structure import Dated, Named, Structure, load_structure

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office
    from workflows.queries.organisation_tree import UnitNode

START = date(2027, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("post"), DAYS, st.integers(0, 9)),
        st.tuples(st.just("cancel"), DAYS, st.just(0)),
        st.tuples(st.just("open"), DAYS, st.integers(0, 4)),
        st.tuples(st.just("move"), DAYS, st.integers(0, 24)),
        st.tuples(st.just("close"), DAYS, st.integers(0, 4)),
        st.tuples(st.just("keep"), DAYS, st.integers(0, 4)),
    ),
    min_size=1,
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_exactly_one_version_is_in_force_on_each_day(
    new_office: Callable[..., Office], changes: list[tuple[str, date, int]]
) -> None:
    office = new_office()
    post_id = office.posts["member"]
    units: list[int] = []
    titles: dict[date, str] = {}
    for change in changes:
        with suppress(WorkflowError):
            _carry_out(office, change, units, titles)
    with office.services.database.session() as session:
        structure = load_structure(session, office.organisation_id)
        assert structure.misfits() == {}
        for offset in range(-2, 63, 5):
            day = START + timedelta(days=offset)
            for owner, version, condition in (
                (Post, PostVersion, post_version(day)),
                (Unit, UnitVersion, unit_version(day)),
            ):
                in_force = session.execute(
                    select(owner.id, version.valid_from)
                    .select_from(owner)
                    .join(version, condition)
                    .where(owner.organisation_id == office.organisation_id)
                ).all()
                known = structure.posts if owner is Post else structure.units
                assert sorted(each[0] for each in in_force) == sorted(known)
            begun = [each for each in titles if each <= day]
            expected = titles[max(begun)] if begun else "Ủy viên"
            assert title_of(session, post_id, day) == expected
            assert session.scalar(select(title_on(post_id, day))) == expected
            assert structure.posts[post_id].on(day).title == expected
            # No post and no unit is lost from the picture, and none is in it twice.
            tree = organisation_tree(session, office.organisation_id, day)
            shown = _units(tree.units)
            there = [unit.id for unit in structure.units.values() if unit.exists(day)]
            assert sorted(shown) == sorted(there)


def _carry_out(
    office: Office, change: tuple[str, date, int], units: list[int], titles: dict[date, str]
) -> None:
    what, day, number = change
    post_id = office.posts["member"]
    unit_id = units[number % len(units)] if units else 0
    if what == "post":
        title = f"Ủy viên {number}"
        office.run(change_post, ChangePost(post_id, day, title, "", None, votes=True), "admin")
        titles[day] = title
    elif what == "cancel":
        office.run(cancel_post_change, CancelPostChange(post_id, day), "admin")
        del titles[day]
    elif what == "open":
        name = f"P{len(units)}"
        opened = OpenUnit(office.organisation_id, f"Phòng {name}", name, None, day)
        units.append(office.run(open_unit, opened, "admin").unit_id)
    elif what == "move":
        parent = units[number // 5 % len(units)] if units else None
        moved = ChangeUnit(unit_id, day, f"Đổi {number}", f"M{unit_id}", parent)
        office.run(change_unit, moved, "admin")
    elif what == "close":
        office.run(close_unit, CloseUnit(unit_id, day), "admin")
    else:
        office.run(keep_unit, KeepUnit(unit_id), "admin")


def _units(nodes: tuple[UnitNode, ...]) -> list[int]:
    return [found for node in nodes for found in (node.id, *_units(node.units))]


@given(
    parents=st.lists(st.one_of(st.none(), st.integers(0, 7)), min_size=1, max_size=8),
)
def test_a_ring_of_units_is_always_seen(parents: list[int | None]) -> None:
    units = {
        number: Dated(
            number, str(number), START, None, (Named(START, parent, str(number), str(number)),)
        )
        for number, parent in enumerate(parents)
        if parent is None or parent < len(parents)
    }
    rings = {m.of for m in Structure(units, {}).misfits() if m.fault == "cycle"}

    def climbs_forever(number: int) -> bool:
        at: int | None = number
        for _ in range(len(units) + 1):
            if at is None or at not in units:
                return False
            at = units[at].versions[0].parent_id
        return at is not None

    assert bool(rings) == any(climbs_forever(number) for number in units)
