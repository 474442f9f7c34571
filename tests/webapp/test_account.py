"""One's own password and PIN: what is refused says what stays as it is, beside its field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

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
