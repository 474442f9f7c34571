"""One's own password and PIN: what is refused says what stays as it is, beside its field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from models import AuditEvent
from tests.acting import rows
from workflows.commands.reset_password import ResetPassword, first_password, reset_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from workflows.demo.office import Office

NEW_PIN = "590417"


@pytest.fixture
def office(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.fixture
def drafter(office: Office, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for("drafter", office)


def beside(page: str) -> tuple[str, str]:
    """The only refused control of the page, and its sentence."""
    ((control, sentence),) = re.findall(
        r'id="([a-z-]+)-error">.*?<span>(.*?)</span>', page, re.DOTALL
    )
    return control, sentence


@pytest.mark.parametrize(
    ("typed", "control", "said"),
    [
        (("000000", NEW_PIN, NEW_PIN), "pin-old", "Mã PIN chưa được đổi; bạn còn 4 lần thử."),
        ((None, "123456", "123456"), "pin-new", "không được dễ đoán"),
        ((None, NEW_PIN, "590418"), "pin-again", "Hai lần nhập không giống nhau."),
    ],
)
def test_a_refused_pin_stays_as_it_was(
    office: Office, drafter: FlaskClient, typed: tuple[str | None, ...], control: str, said: str
) -> None:
    old, new, again = typed
    data = {"old": old or office.secrets.pin, "new": new, "again": again}
    answer = drafter.post("/account/pin", data=data)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    where, sentence = beside(page)
    assert where == control
    assert said in sentence
    assert "Văn bản" not in sentence
    assert new not in page


def test_a_pin_is_changed_with_the_old_one(office: Office, drafter: FlaskClient) -> None:
    typed = {"old": office.secrets.pin, "new": NEW_PIN, "again": NEW_PIN}

    assert drafter.post("/account/pin", data=typed).status_code == 303
    assert "Đã đổi mã PIN ký số." in drafter.get("/account").get_data(as_text=True)
    refused = drafter.post("/account/pin", data=typed).get_data(as_text=True)
    assert beside(refused)[0] == "pin-old"


@pytest.mark.parametrize(
    ("typed", "control", "said"),
    [
        (("sai", "mat-khau-khac-2027", "mat-khau-khac-2027"), "password-old", "chưa được đổi."),
        ((None, "ngan", "ngan"), "password-new", "cần ít nhất 10 ký tự"),
        ((None, "mat-khau-khac-2027", "mat-khau-2027"), "password-again", "không giống nhau"),
    ],
)
def test_a_refused_password_stays_as_it_was(
    office: Office, drafter: FlaskClient, typed: tuple[str | None, ...], control: str, said: str
) -> None:
    old, new, again = typed
    data = {"old": old or office.secrets.password, "new": new, "again": again}
    answer = drafter.post("/account/password", data=data)

    assert answer.status_code == 422
    where, sentence = beside(answer.get_data(as_text=True))
    assert where == control
    assert said in sentence


OWN = "mat-khau-rieng-2027"


@pytest.fixture
def newcomer(office: Office, app: Flask) -> FlaskClient:
    """The drafter, who has just signed in with a password from the administrator."""
    given = first_password()
    office.run(reset_password, ResetPassword(office.holders["drafter"], given), "admin")
    client = app.test_client()
    client.environ_base["given"] = given
    form = {"username": _username(office), "password": given, "next": "/documents?q=1"}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 303
    return client


def _username(office: Office) -> str:
    return next(n for n, user in office.accounts.items() if user == office.holders["drafter"])


def test_a_given_password_is_replaced_before_anything_else(
    office: Office, app: Flask, newcomer: FlaskClient
) -> None:
    given = newcomer.environ_base["given"]
    asked = newcomer.get("/documents?q=1")
    page = newcomer.get(asked.location).get_data(as_text=True)
    assert "Chọn mật khẩu của bạn" in page
    assert "Điều hướng chính" not in page, "there is nowhere else to go"

    typed = {"new": OWN, "again": OWN, "next": "/documents?q=1"}
    answer = newcomer.post("/account/first-password", data=typed)

    assert (answer.status_code, answer.location) == (303, "/documents?q=1")
    assert newcomer.get("/documents?q=1").status_code == 200
    stranger = app.test_client()
    for password, status in ((given, 401), (OWN, 303)):
        form = {"username": _username(office), "password": password}
        assert stranger.post("/sign-in", data=form).status_code == status
    assert stranger.get("/documents").status_code == 200, "asked once only"
    (event,) = rows(office, AuditEvent, AuditEvent.actor_id == office.holders["drafter"])
    assert event.act == "account.choose_password"


@pytest.mark.parametrize(
    ("new", "again", "control", "said"),
    [
        (None, None, "new", "phải khác mật khẩu đang dùng"),
        ("ngan", "ngan", "new", "cần ít nhất 10 ký tự"),
        (OWN, "mat-khau-2027", "again", "không giống nhau"),
    ],
)
def test_a_refused_choice_asks_again(
    newcomer: FlaskClient, new: str | None, again: str | None, control: str, said: str
) -> None:
    given = newcomer.environ_base["given"]
    typed = {"new": new or given, "again": again or given}
    answer = newcomer.post("/account/first-password", data=typed)

    assert answer.status_code == 422
    where, sentence = beside(answer.get_data(as_text=True))
    assert where == control
    assert said in sentence
    assert newcomer.get("/inbox").status_code == 303, "still nothing else"


def test_who_has_an_own_password_cannot_change_it_without_it(drafter: FlaskClient) -> None:
    refused = drafter.post("/account/first-password", data={"new": OWN, "again": OWN})
    assert refused.status_code == 403
    assert "mật khẩu của riêng mình" in refused.get_data(as_text=True)


def test_what_a_page_fetches_by_itself_never_puts_an_older_session_back(
    drafter: FlaskClient,
) -> None:
    assert "trinhky=" in drafter.get("/documents").headers["Set-Cookie"]
    for beside in ("/static/dist/favicon.svg", "/inbox/counts"):
        with drafter.get(beside) as answer:
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers


def test_the_language_one_chose_is_there_at_the_next_sign_in(
    office: Office, client_for: Callable[..., FlaskClient]
) -> None:
    first = client_for("drafter", office)
    assert "Việc của tôi" in first.get("/inbox").get_data(as_text=True)
    first.get("/language/en")
    first.post("/sign-out")

    again = client_for("drafter", office)

    assert '<html lang="en"' in again.get("/inbox").get_data(as_text=True)
