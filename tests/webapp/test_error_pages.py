"""A page that refuses says what really happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from models import User
from webapp.app import create_app
from workflows.commands._keys import NoKeyError

if TYPE_CHECKING:
    from workflows.bootstrap import Services


def test_a_form_of_an_earlier_session_is_not_blamed_on_a_colleague(services: Services) -> None:
    guarded = create_app(services, {"RATELIMIT_ENABLED": False}).test_client()

    answer = guarded.post("/sign-in", data={"username": "ai.do", "password": "sai"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Trang này đã mở quá lâu" in page
    assert "không có gì thay đổi" in page
    assert "người khác" not in page


def test_what_cannot_be_done_is_not_blamed_on_a_colleague(services: Services) -> None:
    def refuse() -> str:
        raise NoKeyError

    app = create_app(services)
    app.view_functions["health.healthz"] = refuse
    answer = app.test_client().get("/healthz")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "<h1>Chưa thực hiện được</h1>" in page
    assert "Bạn chưa được cấp khóa ký số cho việc này." in page
    assert "người khác" not in page


def test_a_number_that_no_row_can_have_is_not_found(services: Services) -> None:
    def ask() -> str:
        with services.database.session() as session:
            return str(session.execute(select(User.id).where(User.id == 10**20)).scalar())

    app = create_app(services)
    app.view_functions["health.healthz"] = ask
    assert app.test_client().get("/healthz").status_code == 404


@pytest.mark.parametrize(
    "target", ["//evil.vn", "https://evil.vn", "/inbox\r\nX: y", "/\t/evil.vn"]
)
def test_a_link_leads_back_to_pages_of_ours_alone(services: Services, target: str) -> None:
    answer = create_app(services).test_client().get("/language/vi", query_string={"next": target})
    assert (answer.status_code, answer.location) == (302, "/inbox")
