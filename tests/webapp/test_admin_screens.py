"""The other administration screens, through the browser's eyes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models import (
    Absence,
    DelegationInstrument,
    Post,
    PostHolding,
    ProcessVersion,
    Seal,
    SealRule,
)
from tests.acting import LETTER, delegate, rows
from workflows.demo.journey import submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

PAGES = (
    "/admin/",
    "/admin/people",
    "/admin/people/new",
    "/admin/posts",
    "/admin/posts/new",
    "/admin/roles",
    "/admin/roles/secretariat",
    "/admin/seals",
    "/admin/seals/new",
    "/admin/seals/rules/new",
    "/admin/delegations",
    "/admin/delegations/new",
    "/admin/absences",
    "/admin/absences/new",
    "/admin/numbers",
    "/admin/exceptions",
    "/admin/processes",
    "/admin/audit",
)


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.fixture
def admin(own: Office, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for("admin", own)


@pytest.fixture
def outsider(new_office: Callable[..., Office], client_for: Callable[..., FlaskClient]) -> object:
    """The administrator of another body."""
    return client_for("admin", new_office("ha-tinh-2020"))


def _page(client: FlaskClient, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.get_data(as_text=True)


def test_every_screen_opens_for_the_administrator_in_both_languages(
    client_for: Callable[..., FlaskClient],
) -> None:
    admin = client_for("admin")
    for language in ("en", "vi"):
        admin.get(f"/language/{language}")
        for where in PAGES:
            page = _page(admin, where)
            assert "<h1>" in page, where
            assert " style=" not in page, where


def test_nobody_else_enters(client_for: Callable[..., FlaskClient]) -> None:
    closed = [page for page in PAGES if "delegations" not in page and "absences" not in page]
    for post, delegations in (("chair", 200), ("clerk_ubnd", 403), ("drafter", 403)):
        client = client_for(post)
        assert {client.get(page).status_code for page in closed} == {403}, post
        assert client.get("/admin/delegations").status_code == delegations, post
        assert client.get("/admin/absences").status_code == 200, post


def test_another_bodys_things_do_not_exist(own: Office, outsider: FlaskClient) -> None:
    delegation = delegate(own)
    holding = rows(own, PostHolding, PostHolding.post_id == own.posts["chair"])[0]
    seal = rows(own, Seal, Seal.organisation_id == own.organisation_id)[0]
    version = rows(own, ProcessVersion, ProcessVersion.organisation_id == own.organisation_id)[0]
    for where in (
        f"/admin/people/{own.holders['chair']}",
        f"/admin/people/{own.holders['chair']}/signature.png",
        f"/admin/posts/{own.posts['chair']}",
        f"/admin/posts/{own.posts['chair']}/hold",
        f"/admin/holdings/{holding.id}/end",
        f"/admin/seals/{seal.id}",
        f"/admin/seals/{seal.id}/image.png",
        f"/admin/delegations/{delegation.id}",
        f"/admin/delegations/{delegation.id}/revoke",
        f"/admin/processes/{version.id}",
        f"/admin/processes/{version.id}/diagram.bpmn",
    ):
        assert outsider.get(where).status_code == 404, where
    for where in (
        f"/admin/people/{own.holders['chair']}/close",
        f"/admin/people/{own.holders['chair']}/password",
        f"/admin/people/{own.holders['chair']}/key",
        f"/admin/seals/{seal.id}/key",
        f"/admin/delegations/{delegation.id}/revoke",
    ):
        assert outsider.post(where, data={"because": "của người khác"}).status_code == 404, where


def test_home_names_what_is_missing(own: Office, admin: FlaskClient) -> None:
    assert "đều đầy đủ" in _page(admin, "/admin/")
    today = own.services.clock().date()
    delegate(own, valid_to=today + timedelta(days=5), number="09/GUQ")
    with own.services.database.transaction() as session:
        session.merge(
            rows(own, PostHolding, PostHolding.post_id == own.posts["secretary"])[0]
        ).valid_to = today
    page = _page(admin, "/admin/")
    assert "Chức vụ đang khuyết (1)" in page
    assert "Vai trò không có người (1)" in page
    assert "Số 09/GUQ" in page


def test_a_hand_over_is_seen_on_its_day(own: Office, admin: FlaskClient) -> None:
    day = own.services.clock().date() + timedelta(days=7)
    where = f"/admin/posts/{own.posts['format_checker']}"
    form = {
        "user_id": str(own.holders["member"]),
        "mode": "full",
        "valid_from": day.isoformat(),
        "way": "vacant",
    }
    refused = admin.post(f"{where}/hold", data=form)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Ngô Thị Dung giữ chức vụ này" in page
    assert f'value="{day.isoformat()}"' in page, "what was typed is kept"
    assert admin.post(f"{where}/hold", data={**form, "way": "hand_over"}).status_code == 303
    before, after = day - timedelta(days=1), day
    assert re.search(r"<strong>Ngô Thị Dung</strong>", _page(admin, f"{where}?on={before}"))
    assert re.search(r"<strong>Đặng Thu Hà</strong>", _page(admin, f"{where}?on={after}"))


def test_a_gap_in_who_holds_a_post_is_pointed_out(own: Office, admin: FlaskClient) -> None:
    post_id = own.posts["chair"]
    begins, ends = (own.services.clock().date() + timedelta(days=days) for days in (3, 9))
    acting = {
        "user_id": own.holders["deputy"],
        "mode": "acting",
        "valid_from": begins.isoformat(),
        "valid_to": ends.isoformat(),
        "way": "hand_over",
    }
    url = f"/admin/posts/{post_id}/hold"
    held = admin.post(url, data=acting, follow_redirects=True).get_data(as_text=True)
    assert f"Từ ngày {ends:%d/%m/%Y} chưa có ai giữ Trưởng Ban" in held

    planned = rows(own, PostHolding, PostHolding.post_id == post_id)[-1]
    withdrawn = admin.post(
        f"/admin/holdings/{planned.id}/end",
        data={"valid_to": begins.isoformat()},
        follow_redirects=True,
    ).get_data(as_text=True)
    assert f"Từ ngày {begins:%d/%m/%Y} chưa có ai giữ Trưởng Ban" in withdrawn
    on = {"user_id": own.holders["chair"], "mode": "full", "valid_to": "", "way": "vacant"}
    again = admin.post(url, data=acting | on, follow_redirects=True)
    assert "chưa có ai giữ" not in again.get_data(as_text=True)


def test_a_day_that_does_not_exist_is_refused_beside_its_field(
    own: Office, admin: FlaskClient
) -> None:
    form = {"user_id": str(own.holders["drafter"]), "mode": "full", "way": "together"}
    for typed in ("31/02/2027", "ngày mai", "2027-13-01"):
        answer = admin.post(
            f"/admin/posts/{own.posts['member']}/hold", data={**form, "valid_from": typed}
        )
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert 'id="valid_from-error"' in page
        assert typed in page


def test_a_missing_choice_is_asked_for_in_our_own_words(own: Office, admin: FlaskClient) -> None:
    answer = admin.post(f"/admin/posts/{own.posts['member']}/hold", data={})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Chưa chọn mục này." in page
    assert "This field" not in page
    assert "Not a valid" not in page


def test_the_chair_records_and_revokes_the_own_delegation(
    own: Office, client_for: Callable[..., FlaskClient]
) -> None:
    chair = client_for("chair", own)
    today = own.services.clock().date()
    form = {
        "number": "15/GUQ",
        "signed_on": today.isoformat(),
        "from_post_id": str(own.posts["chair"]),
        "to_post_id": str(own.posts["standing_deputy"]),
        "kinds": ["cong_van", "huong_dan"],
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=30)).isoformat(),
    }
    assert chair.post("/admin/delegations/new", data=form).status_code == 303
    kept = rows(own, DelegationInstrument, DelegationInstrument.number == "15/GUQ")[-1]
    assert sorted(kept.kinds) == ["cong_van", "huong_dan"], "each kind by its own name"
    waiting = submit(own, "cong_van", LETTER)
    walk(own, waiting, until="deputy_sign")

    revoked = chair.post(
        f"/admin/delegations/{kept.id}/revoke", data={"because": "Trực tiếp điều hành trở lại"}
    )

    assert revoked.status_code == 303
    assert "1 văn bản chờ ký đã chuyển" in _page(chair, revoked.headers["Location"])
    assert [task.step for task in own.open_tasks(waiting.id)] == ["chair_sign"]


def test_a_kind_outside_the_list_cannot_be_forged_into_the_form(
    own: Office, admin: FlaskClient
) -> None:
    today = own.services.clock().date().isoformat()
    answer = admin.post(
        "/admin/delegations/new",
        data={
            "number": "16/GUQ",
            "signed_on": today,
            "from_post_id": str(own.posts["chair"]),
            "to_post_id": str(own.posts["standing_deputy"]),
            "kinds": ["quyet_dinh"],
            "valid_from": today,
            "valid_to": today,
        },
    )
    assert answer.status_code == 422
    assert 'value="16/GUQ"' in answer.get_data(as_text=True)


def test_the_secretariat_records_that_the_chair_is_away_and_back(
    own: Office, client_for: Callable[..., FlaskClient]
) -> None:
    secretary = client_for("secretary", own)
    now = own.services.clock()
    form = {
        "post_id": str(own.posts["chair"]),
        "starts_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "ends_at": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "evidence": "Dự hội nghị tại Hà Nội theo giấy mời",
        "substitute_post_id": str(own.posts["standing_deputy"]),
    }
    assert secretary.post("/admin/absences/new", data=form).status_code == 303
    absence = rows(own, Absence, Absence.organisation_id == own.organisation_id)[0]
    assert "Đang vắng" in _page(secretary, "/admin/absences")
    assert secretary.post(f"/admin/absences/{absence.id}/end").status_code == 303
    assert "Đang vắng" not in _page(secretary, "/admin/absences")


def test_a_reorganisation_is_written_down_whole_before_its_day(
    own: Office, admin: FlaskClient
) -> None:
    day = (own.services.clock().date() + timedelta(days=40)).isoformat()
    clerk = {"key": "clerk_noi_vu", "title": "Văn thư Sở Nội vụ", "valid_from": day}
    assert admin.post("/admin/posts/new", data=clerk).status_code == 303
    keeper = rows(own, Post, Post.key == "clerk_noi_vu")[-1]
    seal = {
        "name": "Dấu Sở Nội vụ",
        "key": "SO_NOI_VU",
        "diameter_mm": "36",
        "keeper_post_id": keeper.id,
        "valid_from": day,
    }
    assert admin.post("/admin/seals/new", data=seal).status_code == 303
    rule = {
        "post_id": own.posts["standing_deputy"],
        "second_office": "GIÁM ĐỐC SỞ NỘI VỤ",
        "seal_id": rows(own, Seal, Seal.key == "SO_NOI_VU")[-1].id,
        "article": "Quyết định 12/QĐ-UBND",
        "valid_from": day,
    }
    assert admin.post("/admin/seals/rules/new", data=rule).status_code == 303
    posts = [own.posts["clerk_so"], keeper.id]
    assert admin.post("/admin/roles/seal_keeper", data={"post_ids": posts}).status_code == 303
    assert "Văn thư Sở Nội vụ" in _page(admin, "/admin/roles")


def test_a_seal_rule_is_recorded_and_ended(own: Office, admin: FlaskClient) -> None:
    seal = rows(own, Seal, Seal.organisation_id == own.organisation_id)[0]
    today = own.services.clock().date()
    form = {
        "post_id": str(own.posts["standing_deputy"]),
        "second_office": "GIÁM ĐỐC SỞ NỘI VỤ",
        "seal_id": str(seal.id),
        "article": "Điều 2 Quyết định số 10/QĐ-UBND",
        "valid_from": today.isoformat(),
    }
    assert admin.post("/admin/seals/rules/new", data=form).status_code == 303
    rule = rows(own, SealRule, SealRule.organisation_id == own.organisation_id)[0]
    assert "GIÁM ĐỐC SỞ NỘI VỤ" in _page(admin, "/admin/seals")
    ended = admin.post(
        f"/admin/seals/rules/{rule.id}/end",
        data={"valid_to": (today + timedelta(days=1)).isoformat()},
    )
    assert ended.status_code == 303


def test_a_diagram_is_shown_and_downloaded_but_never_run_as_a_page(
    own: Office, admin: FlaskClient
) -> None:
    version = rows(own, ProcessVersion, ProcessVersion.organisation_id == own.organisation_id)[0]
    assert f"/admin/processes/{version.id}" in _page(admin, "/admin/processes")
    page = _page(admin, f"/admin/processes/{version.id}")
    assert f'data-diagram="/admin/processes/{version.id}/diagram.bpmn"' in page
    file = admin.get(f"/admin/processes/{version.id}/diagram.bpmn")
    assert file.data == version.bpmn
    assert "attachment" in file.headers["Content-Disposition"]
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_an_exception_names_its_document_by_number_or_id(own: Office, admin: FlaskClient) -> None:
    case = submit(own, "cong_van", LETTER)
    form = {
        "user_id": str(own.holders["drafter"]),
        "reason": "Không còn ai khác trong phòng",
    }
    missing = admin.post("/admin/exceptions", data={**form, "document": "999999999"})
    assert missing.status_code == 422
    assert 'id="document-error"' in missing.get_data(as_text=True)
    granted = admin.post("/admin/exceptions", data={**form, "document": f"#{case.document_id}"})
    assert granted.status_code == 303
    page = _page(admin, "/admin/exceptions")
    assert "Không còn ai khác trong phòng" in page
    assert LETTER["subject"] not in page, "an administrator does not read documents here"
