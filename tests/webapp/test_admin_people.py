"""The administrator's screens about people: what is shown once, refused, kept."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from models import AuditEvent, SigningKey, User
from tests.acting import rows

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


def _person(username: str, **fields: str) -> dict[str, str]:
    return {
        "full_name": "Trịnh Thị Yến",
        "username": username,
        "email": "yen@example.vn",
        **fields,
    }


def test_people_are_sorted_by_given_name_and_found_without_accents(
    admin: FlaskClient,
) -> None:
    page = admin.get("/admin/people").get_data(as_text=True)
    assert page.index("Phạm Quốc Bảo") < page.index("Hoàng Văn Cường") < page.index("Ngô Thị Dung")
    found = admin.get("/admin/people?q=hong van").get_data(as_text=True)
    assert "Trần Thị Hồng Vân" in found
    assert "Phạm Quốc Bảo" not in found
    assert "Không có ai phù hợp" in admin.get("/admin/people?q=huyen").get_data(as_text=True)


def test_a_large_body_is_listed_page_by_page(own: Office, admin: FlaskClient) -> None:
    with own.services.database.transaction() as session:
        session.add_all(
            User(
                organisation_id=own.organisation_id,
                username=f"nguoi.{own.organisation_id}.{number}",
                full_name=f"Nguyễn Thị Lan {number:03d}",
                sort_key=f"{number:03d}",
                email="",
                password_hash="",
                session_salt="",
                created_at=own.services.clock(),
            )
            for number in range(150)
        )
    first = admin.get("/admin/people?q=lan+nguyen").get_data(as_text=True)
    assert "151 người" in first, "the drafter too; words in any order"
    assert "Nguyễn Thị Lan 099" in first
    assert "Nguyễn Thị Lan 100" not in first
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = admin.get(unescape(further)).get_data(as_text=True)
    assert "Nguyễn Thị Lan 149" in second
    assert 'rel="next"' not in second
    assert admin.get("/admin/people?page=-3").status_code == 200
    home = admin.get("/admin/").get_data(as_text=True)
    assert home.count("Nguyễn Thị Lan") == 12
    assert "và 138 nữa" in home


def test_a_new_person_signs_in_with_the_password_shown_once(
    own: Office, admin: FlaskClient
) -> None:
    username = f"yen.{own.organisation_id}"
    answer = admin.post("/admin/people/new", data=_person(username, with_key="y"))
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    password, pin = re.findall(r'class="secret">([^<]+)<', page)
    assert re.fullmatch(r"\d{8}", pin)
    stranger = admin.application.test_client()
    signed_in = stranger.post("/sign-in", data={"username": username, "password": password})
    assert signed_in.status_code == 303
    assert "/account/first-password" in stranger.get("/inbox").location
    # Seen again, the page of the person holds neither.
    user = rows(own, User, User.username == username)[0]
    again = admin.get(f"/admin/people/{user.id}").get_data(as_text=True)
    assert password not in again
    assert pin not in again


def test_a_refused_person_keeps_what_was_typed_and_says_why_beside_the_field(
    own: Office, admin: FlaskClient
) -> None:
    taken = next(iter(own.accounts))
    answer = admin.post("/admin/people/new", data=_person(taken, full_name="Trịnh Thị Yến"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="Trịnh Thị Yến"' in page
    assert re.search(r'id="username-error">.*đã có người dùng', page, re.DOTALL)
    assert 'aria-invalid="true"' in page


def test_a_weak_pin_is_refused_and_no_account_is_left_behind(
    own: Office, admin: FlaskClient
) -> None:
    username = f"pin.{own.organisation_id}"
    answer = admin.post("/admin/people/new", data=_person(username, with_key="y", pin="123456"))
    assert answer.status_code == 400
    assert "dễ đoán" in answer.get_data(as_text=True)
    assert "123456" not in answer.get_data(as_text=True)
    assert not rows(own, User, User.username == username)


def test_people_make_the_keys_that_they_are_offered(
    own: Office, admin: FlaskClient, client_for: Callable[..., FlaskClient]
) -> None:
    chosen = [own.holders[post] for post in ("deputy", "member")]
    with own.services.database.transaction() as session:
        session.execute(delete(SigningKey).where(SigningKey.user_id.in_(chosen)))
    member, pin = client_for("member", own), "739154"
    typed = {"pin": pin, "again": pin, "password": own.secrets.password}
    assert member.post("/account/key", data=typed).status_code == 403, "nothing was offered yet"
    lacking = admin.get("/admin/people?state=no_key").get_data(as_text=True)
    assert re.findall(r'name="user" value="(\d+)"', lacking) == [*map(str, chosen)]

    # Somebody who has a key already is passed over.
    asked = {"user": [*chosen, own.holders["chair"]]}
    answer = admin.post("/admin/people/keys", data=asked, follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert "2 người được tự tạo khóa ký số" in page
    assert page.count("đang chờ người này tự tạo") == 2
    for wrong, control in (
        ({"password": "sai-mat-khau"}, "key-password"),
        ({"pin": "123456", "again": "123456"}, "key-pin"),
        ({"again": "739155"}, "key-again"),
    ):
        refused = member.post("/account/key", data=typed | wrong)
        assert refused.status_code == 422
        assert f'id="{control}-error"' in refused.get_data(as_text=True)
    made = member.post("/account/key", data=typed, follow_redirects=True).get_data(as_text=True)
    assert "Đã tạo khóa ký số." in made
    assert "Đổi mã PIN ký số" in made
    assert member.post("/account/key", data=typed).status_code == 403, "an offer is for one key"
    acts = [
        event.act
        for event in rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id)
        if "key" in event.act
    ]
    assert acts == ["person.offer_key", "person.offer_key", "key.make"]


def test_closing_an_account_ends_the_session_that_is_open(
    own: Office, admin: FlaskClient, client_for: Callable[..., FlaskClient]
) -> None:
    drafter = client_for("drafter", own)
    assert drafter.get("/account").status_code == 200
    closed = admin.post(f"/admin/people/{own.holders['drafter']}/close")
    assert closed.status_code == 303
    assert drafter.get("/account").status_code == 303, "asked to sign in"
    assert "Đã ngừng" in admin.get(closed.headers["Location"]).get_data(as_text=True)


def test_closing_ones_own_account_is_refused_in_a_sentence(own: Office, admin: FlaskClient) -> None:
    answer = admin.post(f"/admin/people/{own.holders['admin']}/close")
    assert answer.status_code == 403
    assert "của chính mình" in answer.get_data(as_text=True)


def test_a_signature_that_is_no_image_is_refused_beside_its_field(
    own: Office, admin: FlaskClient
) -> None:
    where = f"/admin/people/{own.holders['chair']}/signature"
    for upload in (b"GIF89a", b""):
        answer = admin.post(
            where,
            data={"image": (BytesIO(upload), "chu-ky.png")},
            content_type="multipart/form-data",
        )
        assert answer.status_code == 422
        assert 'id="image-error"' in answer.get_data(as_text=True)


def test_the_signature_image_is_sent_as_a_picture(own: Office, admin: FlaskClient) -> None:
    answer = admin.get(f"/admin/people/{own.holders['chair']}/signature.png")
    assert answer.content_type == "image/png"
    assert answer.data.startswith(b"\x89PNG")


def test_markup_in_a_name_is_text(own: Office, admin: FlaskClient) -> None:
    where = f"/admin/people/{own.holders['member']}"
    answer = admin.post(where, data={"full_name": "<b>Hà</b> & Hà", "email": ""})
    assert answer.status_code == 303
    page = admin.get(where).get_data(as_text=True)
    assert "&lt;b&gt;Hà&lt;/b&gt; &amp; Hà" in page
    assert "<b>Hà" not in page
