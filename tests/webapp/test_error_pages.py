"""A page that refuses says what really happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webapp.app import create_app
from workflows.commands._keys import NoKeyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

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


@pytest.mark.parametrize(
    "target", ["//evil.vn", "https://evil.vn", "/inbox\r\nX: y", "/\t/evil.vn"]
)
def test_a_link_leads_back_to_pages_of_ours_alone(services: Services, target: str) -> None:
    answer = create_app(services).test_client().get("/language/vi", query_string={"next": target})
    assert (answer.status_code, answer.location) == (302, "/inbox")


@pytest.mark.parametrize(
    "path",
    [
        "/documents/99999999999999999999",
        "/admin/posts/99999999999999999999",
        "/admin/audit?before=99999999999999999999",
        "/admin/audit?document=%00",
    ],
)
def test_an_address_that_names_nothing_is_not_found(
    client_for: Callable[..., FlaskClient], path: str
) -> None:
    answer = client_for("admin").get(path)
    assert answer.status_code == 404
    assert "Điều hướng chính" in answer.get_data(as_text=True)


def test_what_no_keyboard_types_is_refused_in_a_sentence(
    app: Flask, client_for: Callable[..., FlaskClient]
) -> None:
    stranger = app.test_client().post("/sign-in", data={"username": "a\0b", "password": "x"})
    person = {"full_name": "Lan\0 Anh", "username": "lan.anh", "email": ""}
    admin = client_for("admin").post("/admin/people/new", data=person)
    for answer in (stranger, admin):
        assert answer.status_code == 422
        assert "Chưa có gì thay đổi" in answer.get_data(as_text=True)
    assert client_for("admin").get("/admin/audit?person=%C2%B2").status_code == 200
