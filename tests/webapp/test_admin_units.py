"""The screens of units, posts over time and the tree of the body."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.fixture
def admin(own: Office, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for("admin", own)


def _open(admin: FlaskClient, name: str, code: str, since: date, parent: str = "") -> str:
    answer = admin.post(
        "/admin/units/new",
        data={
            "name": name,
            "code": code,
            "parent_id": parent,
            "valid_from": since.isoformat(),
        },
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def test_the_tree_shows_who_holds_what_on_the_chosen_day(own: Office, admin: FlaskClient) -> None:
    soon = own.services.clock().date() + timedelta(days=20)
    _open(admin, "Phòng Bình đẳng giới", "BĐG", soon)
    today = admin.get("/admin/organisation").get_data(as_text=True)
    assert "Trần Thị Hồng Vân" in today
    assert "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI" in today
    assert "Phòng Bình đẳng giới</h3>" not in today
    assert f"/admin/organisation?on={soon.isoformat()}" in today, "the way to the next change"
    then = admin.get(f"/admin/organisation?on={soon.isoformat()}").get_data(as_text=True)
    assert "Phòng Bình đẳng giới</h3>" in then


def test_a_rename_is_planned_seen_and_given_up(own: Office, admin: FlaskClient) -> None:
    today = own.services.clock().date()
    where = _open(admin, "Phòng Văn hóa", "VH", date(2021, 1, 1))
    soon = today + timedelta(days=9)
    form = {"name": "Phòng Văn hóa và Gia đình", "code": "VHGĐ", "parent_id": ""}
    answer = admin.post(where, data=form | {"valid_from": soon.isoformat()})
    assert answer.status_code == 303
    page = admin.get(where).get_data(as_text=True)
    assert "<h1>Phòng Văn hóa</h1>" in page
    assert "Phòng Văn hóa và Gia đình" in page
    assert "Đã định" in page
    assert "Sắp thay đổi" in admin.get("/admin/units").get_data(as_text=True)
    admin.post(f"{where}/cancel-change", data={"valid_from": soon.isoformat()})
    admin.get("/admin/")
    assert "Đã định" not in admin.get(where).get_data(as_text=True)
    again = admin.post(f"{where}/cancel-change", data={"valid_from": soon.isoformat()})
    assert again.status_code == 404


def test_a_refused_unit_keeps_what_was_typed_and_says_why_beside_the_field(
    admin: FlaskClient,
) -> None:
    _open(admin, "Phòng A", "PA", date(2021, 1, 1))
    answer = admin.post(
        "/admin/units/new",
        data={"name": "Phòng <b>B</b>", "code": "PA", "parent_id": "", "valid_from": "02/02/2022"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "cùng dùng một ký hiệu" in page
    assert 'value="Phòng &lt;b&gt;B&lt;/b&gt;"' in page
    assert 'id="code-error"' in page


def test_a_unit_in_use_does_not_end_and_the_page_says_what_is_in_it(
    own: Office, admin: FlaskClient
) -> None:
    where = f"/admin/units/{own.unit_id}/close"
    assert "Còn thuộc đơn vị này hôm nay" in admin.get(where).get_data(as_text=True)
    answer = admin.post(where, data={"valid_to": own.services.clock().date().isoformat()})
    assert answer.status_code == 422
    assert "hãy chuyển hoặc kết thúc chức vụ trước" in answer.get_data(as_text=True)


def test_a_planned_end_can_be_undone(own: Office, admin: FlaskClient) -> None:
    where = _open(admin, "Ban dự án", "DA", date(2021, 1, 1))
    soon = own.services.clock().date() + timedelta(days=3)
    assert admin.post(f"{where}/close", data={"valid_to": soon.isoformat()}).status_code == 303
    assert "Không kết thúc nữa" in admin.get(where).get_data(as_text=True)
    admin.post(f"{where}/keep")
    assert "Không kết thúc nữa" not in admin.get(where).get_data(as_text=True)
    refused = admin.post(f"{where}/keep", follow_redirects=True)
    assert "không có ngày kết thúc nào sắp tới" in refused.get_data(as_text=True)


def test_a_posts_title_changes_from_a_day(own: Office, admin: FlaskClient) -> None:
    where = f"/admin/posts/{own.posts['member']}"
    soon = own.services.clock().date() + timedelta(days=3)
    answer = admin.post(
        where,
        data={
            "valid_from": soon.isoformat(),
            "title": "Ủy viên thường trực",
            "second_office": "",
            "unit_id": "",
            "votes": "y",
        },
    )
    assert answer.status_code == 303
    page = admin.get(where).get_data(as_text=True)
    assert "<h1>Ủy viên</h1>" in page
    assert "Ủy viên thường trực" in page
    then = admin.get(f"/admin/organisation?on={soon.isoformat()}").get_data(as_text=True)
    assert "Ủy viên thường trực" in then
    admin.post(f"{where}/cancel-change", data={"valid_from": soon.isoformat()})
    assert "Ủy viên thường trực" not in admin.get(where).get_data(as_text=True)


def test_days_that_are_none_show_today(admin: FlaskClient) -> None:
    for asked in ("", "2026-13-45", "hôm qua", "0000-00-00", "9999-12-31", "0001-01-01"):
        assert admin.get(f"/admin/organisation?on={asked}").status_code == 200
        assert admin.get(f"/admin/units?on={asked}").status_code == 200
