"""Import through its pages: a file, what it would do, and only then the deed."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING

import pytest

from models import AuditEvent, User
from tests.acting import rows
from workflows.commands.import_people import COLUMNS
from workflows.sheets import read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from workflows.demo.office import Office

UPLOAD = "/admin/people/import"
CONFIRM = "/admin/people/import/confirm"


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.fixture
def admin(own: Office, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for("admin", own)


def _upload(admin: FlaskClient, data: bytes | str, name: str = "ds.csv") -> TestResponse:
    content = data.encode() if isinstance(data, str) else data
    return admin.post(
        UPLOAD,
        data={"file": (io.BytesIO(content), name), "day": "2026-12-01"},
        content_type="multipart/form-data",
    )


def _table(username: str, name: str = "Trịnh Thị Yến", way: str = "cùng giữ") -> str:
    heads = "Họ và tên;Tên đăng nhập;Mã chức vụ;Giữ từ ngày;Cách giao"
    return f"{heads}\n{name};{username};member;01/12/2026;{way}\n"


def _agreement(page: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in fields}


def test_a_file_is_seen_agreed_to_and_written_and_passwords_are_shown_once(
    own: Office, admin: FlaskClient
) -> None:
    username = f"yen.{own.organisation_id}"
    preview = _upload(admin, _table(username))
    page = preview.get_data(as_text=True)
    assert preview.status_code == 200
    assert "Trịnh Thị Yến" in page
    assert "Chưa ghi gì" in page
    assert not rows(own, User, User.username == username)

    done = admin.post(CONFIRM, data=_agreement(page))
    written = done.get_data(as_text=True)
    assert done.status_code == 200, written
    assert done.headers["Cache-Control"] == "no-store"
    (password,) = re.findall(r'class="secret">([^<]+)<', written)
    stranger = admin.application.test_client()
    signed_in = stranger.post("/sign-in", data={"username": username, "password": password})
    assert signed_in.status_code == 303
    assert password not in str([(event.before, event.after) for event in rows(own, AuditEvent)])
    # Pressed twice, the second finds it done.
    again = admin.post(CONFIRM, data=_agreement(page))
    assert again.status_code == 409
    assert "Cơ quan đã có thay đổi" in again.get_data(as_text=True)
    assert len(rows(own, User, User.username == username)) == 1


def test_wrong_lines_are_shown_and_cannot_be_agreed_to(own: Office, admin: FlaskClient) -> None:
    answer = _upload(admin, _table(f"yen.{own.organisation_id}", way="chia đôi"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "1 chỗ cần sửa" in page
    assert "Cách giao" in page
    assert "Hãy ghi “bàn giao”" in page
    assert "Xác nhận, ghi vào hệ thống" not in page


def test_what_was_sent_back_changed_is_refused(own: Office, admin: FlaskClient) -> None:
    username = f"yen.{own.organisation_id}"
    page = _upload(admin, _table(username)).get_data(as_text=True)
    other = _upload(admin, _table(f"ha.{own.organisation_id}", "Lê Hà")).get_data(as_text=True)
    agreed = _agreement(page)
    for change in (
        {"lines": _agreement(other)["lines"]},
        {"lines": ""},
        {"lines": "AAAA"},
        {"lines": "không"},
        {"day": "2027-01-01"},
    ):
        answer = admin.post(CONFIRM, data=agreed | change)
        assert answer.status_code == 400, change
        assert "Nội dung gửi lên khác với tệp đã xem trước" in answer.get_data(as_text=True)
    without = admin.post(CONFIRM, data={"lines": agreed["lines"]})
    assert without.status_code in {200, 422}, "shown again, not written"
    assert not rows(own, User, User.username.in_([username, f"ha.{own.organisation_id}"]))


def test_markup_and_formulas_in_cells_are_text(own: Office, admin: FlaskClient) -> None:
    page = _upload(admin, _table(f"x.{own.organisation_id}", "<script>alert(1)</script>")).get_data(
        as_text=True
    )
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    formula = _upload(admin, _table(f"x.{own.organisation_id}", "=HYPERLINK()"))
    assert formula.status_code == 422
    assert "công thức" in formula.get_data(as_text=True)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 9])
def test_what_is_no_table_is_refused_beside_the_field(admin: FlaskClient, data: bytes) -> None:
    answer = _upload(admin, data)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.get_data(as_text=True)


def test_the_template_can_be_filled_in_and_read_back(own: Office, admin: FlaskClient) -> None:
    for kind in ("csv", "xlsx"):
        answer = admin.get(f"/admin/people/import/template.{kind}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        heads, example = read_sheet(answer.data)
        assert heads.cells == tuple(COLUMNS.values())
        assert example.cells[0] == "Nguyễn Thị Ví Dụ"
        preview = _upload(admin, answer.data)
        assert preview.status_code == 200, preview.get_data(as_text=True)
    assert admin.get("/admin/people/import/template.exe").status_code == 404
    assert not rows(own, User, User.username == "du.nguyen")
