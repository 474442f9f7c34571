"""A table of people, posts and holdings: seen first, then written all at once or not at all."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from models import AuditEvent, Post, PostHolding, RolePost, User
from tests.acting import rows
from workflows import audit
from workflows.commands.import_people import (
    COLUMNS,
    BodyChangedError,
    FileChangedError,
    ImportPeople,
    ImportRefusedError,
    import_people,
    lines_digest,
    plan_import,
)
from workflows.commands.open_unit import OpenUnit, open_unit
from workflows.commands.sign_in import SignIn, sign_in
from workflows.errors import ForbiddenError
from workflows.queries.admin_posts import get_post
from workflows.sheets import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.commands._import_plan import Plan
    from workflows.commands.import_people import Imported
    from workflows.demo.office import Office

HEADS = list(COLUMNS.values())


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _today(office: Office) -> date:
    return office.services.clock().date()


def _line(number: int, **cells: str) -> Line:
    return Line(number, tuple(cells.get(key, "") for key in COLUMNS))


def _lines(*lines: dict[str, str]) -> tuple[Line, ...]:
    return (
        Line(1, tuple(HEADS)),
        *(_line(number, **cells) for number, cells in enumerate(lines, 2)),
    )


def _plan(office: Office, lines: tuple[Line, ...], post: str = "admin") -> Plan:
    with office.services.database.session() as session:
        ctx = office.services.context(session, office.actor(post))
        plan = plan_import(ctx, office.organisation_id, lines, _today(office))
        assert not session.new
        assert not session.dirty
        return plan


def _import(office: Office, lines: tuple[Line, ...]) -> Imported:
    plan = _plan(office, lines)
    assert plan.problems == []
    return _agree(office, lines, plan)


def _agree(office: Office, lines: tuple[Line, ...], plan: Plan, post: str = "admin") -> Imported:
    command = ImportPeople(
        office.organisation_id, lines, plan.day, lines_digest(lines, plan.day), plan.digest
    )
    return office.run(import_people, command, post)


def _faults(office: Office, *lines: dict[str, str]) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, str(p.words)) for p in _plan(office, _lines(*lines)).problems]


def _named(office: Office, name: str) -> str:
    return f"{name}.{office.organisation_id}"


def test_a_table_becomes_people_posts_and_holdings(own: Office) -> None:
    yen, ha = _named(own, "yen"), _named(own, "ha")
    lines = _lines(
        {
            "name": "Trịnh Thị Yến",
            "username": yen,
            "email": "yen@example.vn",
            "post": "office_head",
            "title": "Chánh Văn phòng",
            "second_office": "PHÓ GIÁM ĐỐC SỞ",
            "roles": "Tổ thư ký; drafter",
            "votes": "có",
            "mode": "phụ trách",
            "since": "01/03/2026",
        },
        {"name": "Lê Thu Hà", "username": ha, "post": "member", "way": "cùng giữ"},
        {"username": yen, "post": "member", "way": "cùng giữ"},
    )
    before = len(rows(own, AuditEvent))
    imported = _import(own, lines)

    assert [p.username for p in imported.passwords] == [yen, ha]
    assert "password" not in repr(imported.passwords[0])
    with own.services.database.session() as session:
        post_id = session.scalars(
            select(Post.id).where(
                Post.organisation_id == own.organisation_id, Post.key == "office_head"
            )
        ).one()
        post = get_post(session, own.organisation_id, post_id, _today(own))
        assert post.title == "Chánh Văn phòng"
        assert post.second_office == "PHÓ GIÁM ĐỐC SỞ"
        assert post.votes
        assert set(post.roles) >= {"Tổ thư ký"}
        (holding,) = post.holdings
        assert (holding.name, holding.mode, holding.valid_from) == (
            "Trịnh Thị Yến",
            "in_charge",
            date(2026, 3, 1),
        )
        filled = session.scalar(
            select(func.count()).select_from(RolePost).where(RolePost.post_id == post_id)
        )
        assert filled == 2
    acts = [event.act for event in rows(own, AuditEvent)[before:]]
    assert acts == [
        *["person.register"] * 2,
        "post.open",
        *["role.fill"] * 2,
        *["post.hold"] * 3,
        "organisation.import",
    ]
    with own.services.database.session() as session:
        assert audit.verify(session, own.services.settings.secret, own.organisation_id)[1] == []
    # The first password works, and the trail does not hold it.
    password = imported.passwords[0].password
    assert own.services.run_system(sign_in, SignIn(yen, password)).username == yen
    assert password not in str([event.after for event in rows(own, AuditEvent)])


def test_the_same_table_again_changes_nothing(own: Office) -> None:
    lines = _lines(
        {
            "name": "Trịnh Thị Yến",
            "username": _named(own, "yen"),
            "post": "member",
            "title": "Ủy viên",
            "way": "cùng giữ",
        }
    )
    _import(own, lines)
    plan = _plan(own, lines)
    assert plan.empty
    assert plan.unchanged == 1
    assert plan.problems == []


def test_a_post_changes_from_the_day_and_a_person_at_once(own: Office) -> None:
    username = next(n for n, user in own.accounts.items() if user == own.holders["member"])
    lines = _lines(
        {
            "username": username,
            "name": "Đặng Thị Thu Hà",
            "post": "member",
            "title": "Ủy viên Ban",
            "votes": "không",
        }
    )
    plan = _plan(own, lines)
    assert [(p.name_before, p.name) for p in plan.people] == [("Đặng Thu Hà", "Đặng Thị Thu Hà")]
    assert [(p.before and p.before.title, p.version.title) for p in plan.posts] == [
        ("Ủy viên", "Ủy viên Ban")
    ]
    _import(own, lines)
    with own.services.database.session() as session:
        today = get_post(session, own.organisation_id, own.posts["member"], _today(own))
        past = get_post(
            session, own.organisation_id, own.posts["member"], _today(own) - timedelta(days=1)
        )
    assert (today.title, today.votes, past.title, past.votes) == (
        "Ủy viên Ban",
        False,
        "Ủy viên",
        True,
    )


def test_a_hand_over_ends_the_holding_before(own: Office) -> None:
    since = _today(own) + timedelta(days=4)
    lines = _lines(
        {
            "name": "Trịnh Thị Yến",
            "username": _named(own, "yen"),
            "post": "standing_deputy",
            "since": f"{since:%d/%m/%Y}",
            "way": "bàn giao",
        }
    )
    plan = _plan(own, lines)
    assert [(end.until, end.name) for end in plan.ends] == [(since, "Trần Thị Hồng Vân")]
    _import(own, lines)
    old, new = rows(own, PostHolding, PostHolding.post_id == own.posts["standing_deputy"])
    assert old.valid_to == new.valid_from == since


def test_every_wrong_cell_is_named_with_what_to_do(
    own: Office, new_office: Callable[..., Office]
) -> None:
    other = next(iter(new_office("ha-tinh-2020").accounts))
    yen = _named(own, "yen")
    faults = _faults(
        own,
        {"name": "Không Tên Đăng Nhập"},
        {"username": yen},
        {"username": other, "name": "Người Nơi Khác"},
        {"username": "Tên Có Dấu", "name": "Trần A"},
        {"username": _named(own, "a"), "name": "Trần A", "email": "khong phai thu"},
        {"username": _named(own, "b"), "name": "Trần B", "post": "vị trí"},
        {"post": "new_post"},
        {"post": "other_post", "title": "Chức vụ", "unit": "KHONG-CO"},
        {"post": "third_post", "title": "Chức vụ", "roles": "Vai trò lạ"},
        {"post": "member", "votes": "có lẽ", "mode": "tạm", "way": "chia đôi"},
        {"username": _named(own, "c"), "name": "Trần C", "post": "chair"},
        {"username": _named(own, "d"), "name": "Trần D", "post": "chair", "way": "cùng giữ"},
        {"username": _named(own, "e"), "name": "=1+1"},
        {"username": _named(own, "f"), "name": "Trần F", "post": "member", "since": "31/02/2026"},
        {"username": _named(own, "g"), "name": "Trần G", "since": "01/02/2026"},
        {"username": _named(own, "b"), "name": "Trần Khác"},
    )
    found = {(line, column) for line, column, _words in faults}
    assert {
        (2, "Tên đăng nhập"),
        (3, "Họ và tên"),
        (4, "Tên đăng nhập"),
        (5, "Tên đăng nhập"),
        (6, "Thư điện tử"),
        (7, "Mã chức vụ"),
        (8, "Tên chức vụ"),
        (9, "Ký hiệu đơn vị"),
        (10, "Vai trò"),
        (11, "Biểu quyết"),
        (11, "Hình thức"),
        (11, "Cách giao"),
        (12, "Cách giao"),
        (13, "Cách giao"),
        (14, "Họ và tên"),
        (15, "Giữ từ ngày"),
        (16, "Mã chức vụ"),
        (17, "Họ và tên"),
    } <= found
    words = " ".join(words for _line, _column, words in faults)
    assert "Lê Minh Tâm giữ chức vụ này" in words
    assert "VX" in words, "the codes there are"
    assert "Tổ thư ký" in words, "the roles there are"
    assert "dòng 7 ghi “Trần B”" in words


def test_no_fault_of_a_line_hides_another(own: Office) -> None:
    elsewhere = next(name for name in own.accounts if name.startswith("drafter"))
    line = {
        "username": "1a",
        "name": "T",
        "email": "khong phai thu",
        "post": "Chức mới",
        "unit": "KHONG-CO",
        "roles": "Vai trò lạ; drafter; Vai trò khác",
        "votes": "có lẽ",
        "until": "hôm qua",
    }
    occupied = {
        "username": elsewhere,
        "post": "chair",
        "mode": "tạm",
        "until": "01/01/1999",
    }
    faults = _faults(own, line, occupied)
    assert [(number, column) for number, column, _words in faults] == [
        (2, "Họ và tên"),
        (2, "Tên đăng nhập"),
        (2, "Thư điện tử"),
        (2, "Mã chức vụ"),
        (2, "Tên chức vụ"),
        (2, "Ký hiệu đơn vị"),
        (2, "Vai trò"),
        (2, "Biểu quyết"),
        (2, "Thôi giữ từ ngày"),
        (3, "Hình thức"),
        (3, "Thôi giữ từ ngày"),
        (3, "Cách giao"),
    ]
    roles = next(words for _line, column, words in faults if column == "Vai trò")
    assert "Vai trò lạ, Vai trò khác" in roles


def test_two_lines_of_the_file_that_overlap_are_named(own: Office) -> None:
    first = {"username": _named(own, "a"), "name": "Trần A", "post": "vice", "title": "Phó"}
    second = {"username": _named(own, "b"), "name": "Trần B", "post": "vice"}
    assert [(line, column) for line, column, _ in _faults(own, first, second)] == [(3, "Cách giao")]
    assert [(line, words) for line, _, words in _faults(own, first, first)] == [
        (3, "trùng với dòng 2")
    ]
    ends = first | {"until": f"{_today(own) + timedelta(days=9):%d/%m/%Y}"}
    starts = second | {"since": f"{_today(own) + timedelta(days=9):%d/%m/%Y}"}
    assert _faults(own, ends, starts) == []


def test_namesakes_are_pointed_out_but_not_refused(own: Office) -> None:
    lines = _lines({"username": _named(own, "tam"), "name": "Le Minh Tam"})
    plan = _plan(own, lines)
    assert plan.problems == []
    assert [(notice.line, notice.column) for notice in plan.notices] == [(2, "Họ và tên")]


def test_unknown_heads_are_named_and_order_does_not_matter(own: Office) -> None:
    strange = (Line(1, ("Tên đăng nhập", "Lương")), Line(2, ("lan", "9")))
    plan = _plan(own, strange)
    assert [(p.line, p.column) for p in plan.problems] == [(1, "Lương")]
    none = _plan(own, (Line(1, ("Họ và tên",)), Line(2, ("Lan",))))
    assert "Tên đăng nhập" in str(none.problems[0].words)
    twice = _plan(own, (Line(1, ("Tên đăng nhập", "tên đăng nhập")), Line(2, ("a", "b"))))
    assert "hai lần" in str(twice.problems[0].words)
    turned = _plan(
        own, (Line(1, ("HO VA TEN *", "tên  đăng nhập:")), Line(2, ("Lan Anh", _named(own, "la"))))
    )
    assert turned.problems == [] or "tên  đăng" in str(turned.problems)


def test_what_stands_above_the_heads_is_the_lists_title(own: Office) -> None:
    person = Line(4, ("Lan Anh", _named(own, "la")))
    titled = (
        Line(1, ("DANH SÁCH CÁN BỘ",)),
        Line(2, ("Kèm theo Công văn số 12",)),
        Line(3, ("Họ và tên", "Tên đăng nhập")),
        person,
    )
    plan = _plan(own, titled)
    assert (plan.problems, plan.lines) == ([], 1)
    assert [each.name for each in plan.people] == ["Lan Anh"]


def test_a_formula_is_one_fault_of_its_cell(own: Office) -> None:
    line = {"username": _named(own, "a"), "post": "member", "since": "=TODAY()", "name": "-A"}
    faults = _faults(own, line)
    assert [(column, "dấu" in words) for _line, column, words in faults] == [
        ("Họ và tên", True),
        ("Giữ từ ngày", True),
    ]


def test_a_unit_planned_for_later_cannot_hold_a_post_today(own: Office) -> None:
    soon = _today(own) + timedelta(days=10)
    own.run(open_unit, OpenUnit(own.organisation_id, "Sở mới", "SM", None, soon), "admin")
    post = {"post": "expert", "title": "Chuyên viên", "unit": "SM"}
    assert [(line, column) for line, column, _ in _faults(own, post)] == [(2, "Ký hiệu đơn vị")]


def test_what_changed_in_between_is_refused_and_nothing_is_written(own: Office) -> None:
    username = _named(own, "yen")
    lines = _lines(
        {"name": "Trịnh Thị Yến", "username": username, "post": "member", "way": "cùng giữ"}
    )
    plan = _plan(own, lines)
    changed = (*lines, _line(3, name="Kẻ Lạ", username=_named(own, "la")))
    command = ImportPeople(
        own.organisation_id, changed, plan.day, lines_digest(lines, plan.day), plan.digest
    )
    with pytest.raises(FileChangedError):
        own.run(import_people, command, "admin")
    _import(own, lines)
    with pytest.raises(BodyChangedError):
        _agree(own, lines, plan)
    wrong = _lines({"username": _named(own, "x")})
    with pytest.raises(ImportRefusedError):
        _agree(own, wrong, _plan(own, wrong))
    assert len(rows(own, User, User.username == username)) == 1
    assert not rows(own, User, User.username.in_([_named(own, "x"), _named(own, "la")]))


def test_only_the_bodys_own_administrator_imports(
    own: Office, new_office: Callable[..., Office]
) -> None:
    lines = _lines({"name": "Trịnh Thị Yến", "username": _named(own, "yen")})
    plan = _plan(own, lines)
    with pytest.raises(ForbiddenError):
        _agree(own, lines, plan, "chair")
    with pytest.raises(ForbiddenError):
        _plan(own, lines, "chair")
    stranger = new_office().actor("admin")
    with own.services.database.session() as session:
        ctx = own.services.context(session, stranger)
        with pytest.raises(ForbiddenError):
            plan_import(ctx, own.organisation_id, lines, _today(own))


def test_the_last_administrator_is_not_handed_away_to_a_later_day(own: Office) -> None:
    lines = _lines(
        {
            "name": "Trịnh Thị Yến",
            "username": _named(own, "yen"),
            "post": "admin",
            "until": f"{_today(own) + timedelta(days=5):%d/%m/%Y}",
            "way": "bàn giao",
        }
    )
    _import(own, lines)
    username = next(n for n, user in own.accounts.items() if user == own.holders["admin"])
    assert username


def test_five_thousand_lines_take_seconds(own: Office) -> None:
    lines = _lines(
        *(
            {
                "name": f"Nguyễn Văn {number}",
                "username": f"n{number}.{own.organisation_id}",
                "post": "member",
                "way": "cùng giữ",
            }
            for number in range(5_000)
        )
    )
    started = time.process_time()
    plan = _plan(own, lines)
    seen = time.process_time() - started
    assert plan.problems == []
    assert len(plan.holdings) == 5_000
    assert seen < 10, "quadratic work would take minutes"
    imported = _agree(own, lines, plan)
    assert len(imported.passwords) == 5_000


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "lan.nguyen",
            "member",
            "chair",
            "có",
            "bàn giao",
            "cùng giữ",
            "01/01/2026",
            "VX",
            "quyền",
        ]
    ),
    st.text(max_size=12).map(lambda text: " ".join(text.replace("\x00", "").split())),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    heads=st.one_of(
        st.just(HEADS), st.lists(st.one_of(st.sampled_from(HEADS), CELLS), max_size=14)
    ),
    body=st.lists(st.lists(CELLS, min_size=1, max_size=14), max_size=6),
)
def test_any_table_gives_an_answer(office: Office, heads: list[str], body: list[list[str]]) -> None:
    lines = (
        Line(1, tuple(heads)),
        *(Line(number, tuple(cells)) for number, cells in enumerate(body, 2)),
    )
    plan = _plan(office, lines)
    assert plan.digest == _plan(office, lines).digest
    for problem in plan.problems:
        assert str(problem.words)
