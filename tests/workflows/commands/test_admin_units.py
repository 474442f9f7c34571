"""Units over time: renamed, moved, ended from a day; the past keeps its names."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models import AuditEvent, Document, Unit, UnitVersion
from tests.acting import at, rows
from workflows.commands.change_post import (
    CancelPostChange,
    ChangePost,
    cancel_post_change,
    change_post,
)
from workflows.commands.change_unit import (
    CancelUnitChange,
    ChangeUnit,
    cancel_unit_change,
    change_unit,
)
from workflows.commands.close_unit import CloseUnit, KeepUnit, close_unit, keep_unit
from workflows.commands.open_unit import OpenUnit, open_unit
from workflows.commands.save_document import StartDocument, start_document
from workflows.errors import ForbiddenError, InvalidInputError, NotFoundError
from workflows.queries.actor import load_account
from workflows.queries.admin_units import get_unit
from workflows.queries.organisation_tree import organisation_tree
from workflows.queries.voting import voting_members

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office
    from workflows.queries.organisation_tree import OrganisationTree

DAY = timedelta(days=1)


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _today(office: Office) -> date:
    return office.services.clock().date()


def _open(office: Office, name: str, code: str, parent: int | None = None) -> UnitVersion:
    return office.run(
        open_unit,
        OpenUnit(office.organisation_id, name, code, parent, date(2020, 1, 1)),
        "admin",
    )


def _change(  # noqa: PLR0917 - as the form has them
    office: Office,
    unit_id: int,
    day: date,
    name: str,
    code: str,
    parent: int | None = None,
) -> UnitVersion:
    return office.run(change_unit, ChangeUnit(unit_id, day, name, code, parent), "admin")


def _tree(office: Office, day: date) -> OrganisationTree:
    with office.services.database.session() as session:
        return organisation_tree(session, office.organisation_id, day)


def _names(office: Office, day: date) -> list[str]:
    return [unit.name for unit in _tree(office, day).units]


def _later(office: Office, days: int) -> Office:
    """The same office some days on; nothing runs in between."""
    moment = office.services.clock() + timedelta(days=days)
    return at(office, lambda: moment)


def test_a_rename_planned_for_a_day_works_by_itself_on_that_day(own: Office) -> None:
    unit = _open(own, "Phòng Văn hóa", "VH")
    day = _today(own) + 10 * DAY
    _change(own, unit.unit_id, day, "Phòng Văn hóa và Thông tin", "VHTT")

    assert "Phòng Văn hóa" in _names(own, day - DAY)
    assert "Phòng Văn hóa và Thông tin" in _names(own, day)

    def draft(office: Office) -> Document:
        return office.run(
            start_document,
            StartDocument(own.organisation_id, unit.unit_id, "thong_bao"),
            "drafter",
        )

    before, after = draft(own), draft(_later(own, 10))
    assert before.working["drafting_unit"] == "VH"
    assert after.working["drafting_unit"] == "VHTT"
    # What was drafted keeps what it said.
    assert rows(own, Document, Document.id == before.id)[0].working["drafting_unit"] == "VH"


def test_a_unit_moves_under_another_from_a_day(own: Office) -> None:
    office_unit = _open(own, "Văn phòng", "VP")
    small = _open(own, "Tổ giúp việc", "TGV")
    day = _today(own) + DAY
    _change(own, small.unit_id, day, "Tổ giúp việc", "TGV", office_unit.unit_id)

    assert "Tổ giúp việc" in _names(own, day - DAY)
    assert "Tổ giúp việc" not in _names(own, day)
    parent = next(unit for unit in _tree(own, day).units if unit.name == "Văn phòng")
    assert [unit.name for unit in parent.units] == ["Tổ giúp việc"]


def test_no_unit_stands_beneath_itself_on_any_day(own: Office) -> None:
    top = _open(own, "Sở", "S1")
    middle = _open(own, "Phòng", "P1", top.unit_id)
    low = _open(own, "Tổ", "T1", middle.unit_id)
    far = _today(own) + 400 * DAY
    with pytest.raises(InvalidInputError, match="nằm dưới chính nó"):
        _change(own, top.unit_id, far, "Sở", "S1", low.unit_id)
    with pytest.raises(InvalidInputError, match="nằm dưới chính nó"):
        _change(own, top.unit_id, far, "Sở", "S1", top.unit_id)
    # Freed first, it may.
    _change(own, middle.unit_id, far, "Phòng", "P1", None)
    _change(own, top.unit_id, far, "Sở", "S1", low.unit_id)
    # And giving up the first change is refused while the second rests on it.
    with pytest.raises(InvalidInputError, match="nằm dưới chính nó"):
        own.run(cancel_unit_change, CancelUnitChange(middle.unit_id, far), "admin")


def test_two_units_never_share_a_code(own: Office) -> None:
    first = _open(own, "Phòng A", "PA")
    second = _open(own, "Phòng B", "PB")
    with pytest.raises(InvalidInputError, match="chính ngày đó"):
        _open(own, "Phòng C", "PA")
    with pytest.raises(InvalidInputError, match="cùng dùng một ký hiệu"):
        own.run(
            open_unit,
            OpenUnit(own.organisation_id, "Phòng C", "PA", None, _today(own)),
            "admin",
        )
    day = _today(own) + 5 * DAY
    with pytest.raises(InvalidInputError, match="cùng dùng một ký hiệu"):
        _change(own, second.unit_id, day, "Phòng B", "PA")
    own.run(close_unit, CloseUnit(first.unit_id, day), "admin")
    _change(own, second.unit_id, day, "Phòng B", "PA")
    with pytest.raises(InvalidInputError, match="cùng dùng một ký hiệu"):
        own.run(keep_unit, KeepUnit(first.unit_id), "admin")


def test_a_unit_with_posts_or_units_does_not_end(own: Office) -> None:
    day = _today(own) + DAY
    with pytest.raises(InvalidInputError, match="chuyển hoặc kết thúc chức vụ"):
        own.run(close_unit, CloseUnit(own.unit_id, day), "admin")
    parent = _open(own, "Văn phòng", "VP")
    child = _open(own, "Tổ", "TO", parent.unit_id)
    with pytest.raises(InvalidInputError, match="“Tổ” thuộc “Văn phòng”"):
        own.run(close_unit, CloseUnit(parent.unit_id, day), "admin")
    _change(own, child.unit_id, day, "Tổ", "TO", None)
    own.run(close_unit, CloseUnit(parent.unit_id, day), "admin")
    assert "Văn phòng" in _names(own, day - DAY)
    assert "Văn phòng" not in _names(own, day)
    own.run(keep_unit, KeepUnit(parent.unit_id), "admin")
    assert "Văn phòng" in _names(own, day)
    with pytest.raises(ForbiddenError):
        own.run(keep_unit, KeepUnit(parent.unit_id), "admin")


def test_a_unit_that_has_ended_changes_no_more(own: Office) -> None:
    unit = _open(own, "Ban dự án", "DA")
    day = _today(own) - DAY
    own.run(close_unit, CloseUnit(unit.unit_id, day), "admin")
    with pytest.raises(InvalidInputError, match="đã kết thúc từ ngày"):
        _change(own, unit.unit_id, _today(own), "Ban mới", "DA")
    with pytest.raises(InvalidInputError, match="chỉ có từ ngày"):
        _change(own, unit.unit_id, date(2019, 12, 31), "Ban cũ", "DA")


def test_a_planned_change_can_be_given_up_but_not_one_in_force(own: Office) -> None:
    unit = _open(own, "Phòng Văn hóa", "VH")
    day = _today(own) + DAY
    _change(own, unit.unit_id, day, "Phòng Mới", "PM")
    own.run(cancel_unit_change, CancelUnitChange(unit.unit_id, day), "admin")
    assert "Phòng Văn hóa" in _names(own, day)
    with pytest.raises(NotFoundError):
        own.run(cancel_unit_change, CancelUnitChange(unit.unit_id, day), "admin")
    with pytest.raises(ForbiddenError, match="có hiệu lực"):
        own.run(cancel_unit_change, CancelUnitChange(unit.unit_id, date(2020, 1, 1)), "admin")
    acts = [event.act for event in rows(own, AuditEvent) if event.act.startswith("unit.")]
    assert acts[-3:] == ["unit.open", "unit.change", "unit.cancel_change"]


def test_changing_nothing_writes_nothing(own: Office) -> None:
    unit = _open(own, "Phòng Văn hóa", "VH")
    before = len(rows(own, AuditEvent))
    _change(own, unit.unit_id, _today(own), "Phòng  Văn hóa ", "VH")
    assert len(rows(own, AuditEvent)) == before
    assert len(_versions(own, unit.unit_id)) == 1


def _versions(office: Office, unit_id: int) -> list[UnitVersion]:
    with office.services.database.session() as session:
        return list(session.query(UnitVersion).filter_by(unit_id=unit_id))


def test_only_the_bodys_own_administrator_changes_its_units(
    own: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office()
    unit = _open(own, "Phòng Văn hóa", "VH")
    for change in (
        (change_unit, ChangeUnit(unit.unit_id, _today(own), "X", "X", None)),
        (close_unit, CloseUnit(unit.unit_id, _today(own))),
        (keep_unit, KeepUnit(unit.unit_id)),
        (cancel_unit_change, CancelUnitChange(unit.unit_id, date(2020, 1, 1))),
    ):
        with pytest.raises(NotFoundError):
            other.run(*change, "admin")
        with pytest.raises(NotFoundError):
            own.run(*change, "chair")
    with pytest.raises(ForbiddenError):
        other.run(open_unit, OpenUnit(own.organisation_id, "X", "X", None, _today(own)), "admin")
    with pytest.raises(NotFoundError), own.services.database.session() as session:
        get_unit(session, other.organisation_id, unit.unit_id, _today(own))
    # Nor is a unit of another body a parent.
    with pytest.raises(NotFoundError):
        other.run(
            open_unit,
            OpenUnit(other.organisation_id, "X", "X", unit.unit_id, _today(own)),
            "admin",
        )


def test_a_code_is_one_that_a_symbol_can_end_with(own: Office) -> None:
    for code in ("", "V X", "V/X", "<b>", "x" * 21):
        with pytest.raises(InvalidInputError, match="Ký hiệu"):
            _open(own, "Phòng", code)
    assert _open(own, "Phòng", "KGVX-TH").code == "KGVX-TH"


def test_a_post_changes_title_unit_and_vote_from_a_day(own: Office) -> None:
    unit = _open(own, "Văn phòng", "VP")
    day = _today(own) + 3 * DAY
    own.run(
        change_post,
        ChangePost(own.posts["member"], day, "Ủy viên thường trực", "", unit.unit_id, votes=False),
        "admin",
    )
    with own.services.database.session() as session:
        now = own.services.clock()
        user = own.holders["member"]
        today = load_account(session, user, now)
        then = load_account(session, user, now + 3 * DAY)
        votes = [voting_members(session, own.organisation_id, each) for each in (day - DAY, day)]
    assert today
    assert then
    assert today.actor.capacities[0].title == "Ủy viên"
    assert then.actor.capacities[0].title == "Ủy viên thường trực"
    assert then.actor.capacities[0].unit_id == unit.unit_id
    assert votes[0] == votes[1] + 1
    with pytest.raises(InvalidInputError, match="chuyển hoặc kết thúc chức vụ"):
        own.run(close_unit, CloseUnit(unit.unit_id, day + DAY), "admin")
    own.run(cancel_post_change, CancelPostChange(own.posts["member"], day), "admin")
    own.run(close_unit, CloseUnit(unit.unit_id, day + DAY), "admin")


def test_a_post_is_not_put_into_a_unit_that_does_not_exist_yet(own: Office) -> None:
    soon = _today(own) + 30 * DAY
    unit = own.run(open_unit, OpenUnit(own.organisation_id, "Sở mới", "SM", None, soon), "admin")
    move = ChangePost(own.posts["member"], _today(own), "Ủy viên", "", unit.unit_id, votes=True)
    with pytest.raises(InvalidInputError, match="không có vào ngày"):
        own.run(change_post, move, "admin")
    own.run(change_post, dataclasses.replace(move, valid_from=soon), "admin")


def test_the_day_a_unit_ends_its_later_plans_are_forgotten(own: Office) -> None:
    unit = _open(own, "Ban dự án", "DA")
    day = _today(own) + 5 * DAY
    _change(own, unit.unit_id, day + DAY, "Ban dự án mới", "DAM")
    own.run(close_unit, CloseUnit(unit.unit_id, day), "admin")
    assert len(_versions(own, unit.unit_id)) == 1
    assert rows(own, Unit, Unit.id == unit.unit_id)[0].valid_to == day
