"""The screens of the workbench and what the editors in the browser ask."""

from __future__ import annotations

import html
import re
import tomllib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models import DraftKind, HoldingMode, PostHolding
from tests.acting import LETTER, approve, waiting
from tests.drawing import (
    KEY,
    REVIEW,
    accept,
    active_process,
    active_table,
    deploy,
    draw,
    read_draft,
    reviewed,
)
from workflows.commands.hold_post import HoldPost, hold_post
from workflows.demo.journey import submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

AT = f"/admin/processes/{KEY}"
FILE = f"{AT}/draft.bpmn"
PAGES = [
    "/admin/processes",
    "/admin/tables",
    AT,
    f"{AT}/edit",
    f"{AT}/steps",
    f"{AT}/reading",
    f"{AT}/scenarios",
    f"{AT}/scenarios/edit",
    f"{AT}/scenarios.toml",
    f"{AT}/dry-run",
    f"{AT}/dry-run.ndjson",
    f"{AT}/compare",
    f"{AT}/waiting",
    f"{AT}/waiting/content_check",
    f"{AT}/move",
    f"{AT}/presence.json",
    FILE,
    "/admin/processes/options.json",
    "/admin/replay",
    "/admin/deploy",
    "/admin/tables/seal",
    "/admin/tables/seal/edit",
    "/admin/tables/seal/compare",
    "/admin/tables/seal/draft.dmn",
]


@pytest.fixture
def body(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.fixture
def admin(body: Office, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for("admin", body)


def _page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def _put(client: FlaskClient, content: bytes, match: str | None) -> Any:
    headers = {"If-Match": match} if match else {}
    return client.put(FILE, data=content, headers=headers, content_type="application/xml")


def test_every_page_opens_for_the_admin_and_for_nobody_else(
    body: Office, admin: FlaskClient, client_for: Callable[..., FlaskClient]
) -> None:
    submit(body, "cong_van", LETTER)
    drafter = client_for("drafter", body)
    for address in PAGES:
        _page(admin, address)
        assert drafter.get(address).status_code == 403, address


def test_an_editor_opens_saves_and_is_told_when_it_is_late(
    body: Office, admin: FlaskClient
) -> None:
    opened = admin.get(FILE)
    assert (opened.headers["ETag"], opened.data) == ('"0"', active_process(body).bpmn)
    assert "sandbox" in opened.headers["Content-Security-Policy"]
    saved = _put(admin, reviewed(body), '"0"')
    assert (saved.status_code, saved.get_json()["revision"], saved.headers["ETag"]) == (
        200,
        1,
        '"1"',
    )
    assert {"element", "code", "message", "line", "severity", "also"} == set(
        saved.get_json()["problems"][0]
    )
    late = _put(admin, active_process(body).bpmn, '"0"')
    assert late.status_code == 412
    assert "đã lưu bản nháp này" in late.get_json()["message"]
    assert _put(admin, reviewed(body), None).status_code == 428
    assert _put(admin, b"<!DOCTYPE a><a/>", '"1"').status_code == 400
    assert admin.get(FILE).data == reviewed(body)


def test_another_bodys_models_are_not_there(admin: FlaskClient, office: Office) -> None:
    _page(admin, "/admin/processes/nothing_here", 404)
    answer = admin.post(f"/admin/processes/{active_process(office).id}/roll-back")
    assert answer.status_code == 404


def test_checks_know_the_holders_of_the_body(body: Office, admin: FlaskClient) -> None:
    drawn = reviewed(body).replace(b'name="role" value="secretariat"', b'name="role" value="x"', 1)
    report = admin.post("/admin/processes/lint", data=drawn).get_json()
    assert report["deployable"] is False
    assert any("vai trò “x” chưa có" in problem["message"] for problem in report["problems"])
    options = admin.get("/admin/processes/options.json").get_json()
    roles = {role["key"]: role["holders"] for role in options["roles"]}
    assert roles["chair"] == ["Lê Minh Tâm"]
    assert {"key": "check", "name": "Kiểm tra"} in options["forms"]
    assert {"id": "signer_route", "name": "Chuyển ai ký"} in options["decisions"]


def test_a_post_that_many_hold_is_named_shortly_among_the_choices(
    body: Office, admin: FlaskClient
) -> None:
    post = body.posts["member"]
    others = [user for user in set(body.accounts.values()) if user != body.holders["member"]]
    for user in others[:6]:
        held = HoldPost(post, user, HoldingMode.FULL, date(2026, 1, 1), together=True)
        body.run(hold_post, held, "admin")
    options = admin.get("/admin/processes/options.json").get_json()
    people = [*options["roles"], *options["posts"]]
    labels = {each["key"]: each["label"] for each in people}
    assert labels["chair"] == "Trưởng Ban – Lê Minh Tâm"
    assert labels["member"].startswith("Ủy viên – ")
    assert labels["member"].endswith(" và 3 người nữa")
    assert labels["member"] in _page(admin, f"{AT}/steps")


def test_a_table_answers_with_its_row_and_the_sentence(admin: FlaskClient) -> None:
    answer = admin.post(
        "/admin/tables/signer_route/try",
        json={"inputs": {"deputy_may_sign": True, "chair_may_sign": True, "to_chair": False}},
    )
    assert answer.get_json()["rule"] == "route_deputy"
    assert answer.get_json()["outputs"] == {"signer": "standing_deputy"}
    assert answer.get_json()["sentence"].startswith("Phó Trưởng Ban Thường trực có thẩm quyền")
    refused = admin.post("/admin/tables/signer_route/try", json={"inputs": {}})
    assert refused.status_code == 400
    assert refused.get_json()["message"]


def test_the_list_draws_without_a_mouse(admin: FlaskClient) -> None:
    page = _page(admin, f"{AT}/steps")
    assert "Người kiểm tra thể thức – Ngô Thị Dung" in page
    sent = {
        "revision": "0",
        "edit": "insert",
        "after": "format_check",
        "name": "Thẩm định pháp chế",
        "role": "secretariat",
        "form": "check",
        "due_working_days": "1",
    }
    assert admin.post(f"{AT}/steps", data=sent).status_code == 303
    assert "Thẩm định pháp chế" in _page(admin, f"{AT}/steps")
    late = admin.post(f"{AT}/steps", data=sent)
    assert late.status_code == 409
    assert "đã lưu bản nháp này" in late.get_data(as_text=True)
    compared = _page(admin, f"{AT}/compare")
    assert "Thẩm định pháp chế" in compared
    assert "data-diagram-compare" in compared


def test_a_table_given_to_the_drawing_board_is_sent_where_it_belongs(
    body: Office, admin: FlaskClient
) -> None:
    table = active_table(body, "seal").dmn
    answer = admin.post(f"/admin/processes/lint?key={KEY}", data=table)
    (problem,) = answer.get_json()["problems"]
    assert "Hãy mở tệp ở mục “Bảng quyết định”" in problem["message"]


def test_what_differs_is_said_in_english_too(body: Office, admin: FlaskClient) -> None:
    draw(body, reviewed(body))
    assert "Loại phần tử" in _page(admin, f"{AT}/compare")
    admin.get("/language/en")
    compared = html.unescape(_page(admin, f"{AT}/compare"))
    assert '["Kind of element", "", "Step"]' in compared
    assert '["Screen form", "", "Check"]' in compared
    assert "Loại phần tử" not in compared


def test_from_a_drawing_to_peoples_inboxes_and_back(body: Office, admin: FlaskClient) -> None:
    case = submit(body, "cong_van", LETTER)
    draft = draw(body, reviewed(body))
    tried = _page(admin, f"{AT}/dry-run")
    assert "Chạy tiếp" in tried
    assert LETTER["subject"] in tried
    page = _page(admin, f"/admin/deploy?draft={draft.id}")
    assert "Chưa đạt" in page
    assert " disabled>" in page
    names = re.findall(r'name="name" value="([^"]+)"', _page(admin, f"{AT}/scenarios"))
    assert names
    taken = admin.post(
        f"{AT}/scenarios/accept", data={"draft": draft.id, "name": names, "revision": 0}
    )
    assert taken.status_code == 303
    assert "17 trên 17" in _page(admin, f"{AT}/scenarios")
    sent = {"draft": draft.id, f"revision-{draft.id}": draft.revision, "reason": "Quy chế mới"}
    assert admin.post("/admin/deploy", data={**sent, "reason": ""}).status_code == 422
    assert admin.post("/admin/deploy", data=sent).status_code == 303
    assert active_process(body).number == 2
    assert "Chạy tiếp ở bước đang chờ (1)" in _page(admin, f"{AT}/move")
    moved = admin.post(
        f"{AT}/move", data={"case": case.id, "reason": "Theo quy chế mới", "which": "picked"}
    )
    assert "Đã chuyển một hồ sơ" in moved.get_data(as_text=True)
    approve(body, case)
    approve(body, case)
    assert waiting(body, case).step == REVIEW
    undone = admin.post(f"{AT}/roll-back", data={"instead_of": 2})
    assert undone.status_code == 303
    assert active_process(body).number == 1


def test_scenarios_are_kept_by_form_and_by_file(admin: FlaskClient) -> None:
    before = _rows(admin)
    page = _page(admin, f"{AT}/scenarios/edit")
    sent = _fields(page)
    assert sent["row-0-name"].startswith("Công văn gửi huyện")
    sent |= {"row-0-name": "Kịch bản đổi tên"}
    assert admin.post(f"{AT}/scenarios/edit", data=sent).status_code == 303
    kept = _rows(admin)
    assert kept[0].pop("name") == "Kịch bản đổi tên"
    before[0].pop("name")
    assert kept == before
    assert "17 trên 17" in _page(admin, f"{AT}/scenarios")
    late = admin.post(f"{AT}/scenarios/edit", data=sent)
    assert late.status_code == 409
    wrong = sent | {"revision": "1", "row-0-purpose": "khong_co"}
    refused = admin.post(f"{AT}/scenarios/edit", data=wrong)
    assert refused.status_code == 422
    assert "không có loại văn bản" in refused.get_data(as_text=True)
    added = admin.post(f"{AT}/scenarios/edit", data={**sent, "add_row": "1"})
    assert 'name="row-17-name"' in added.get_data(as_text=True)


def test_the_picture_of_waiting_counts_what_waits(body: Office, admin: FlaskClient) -> None:
    first = submit(body, "cong_van", LETTER)
    submit(body, "cong_van", LETTER)
    approve(body, first)
    page = _page(admin, f"{AT}/waiting")
    assert f'href="{AT}/waiting/format_check"' in page
    assert f'href="{AT}/waiting/content_check"' in page
    assert "Kiểm tra nội dung" in page
    assert LETTER["subject"] in _page(admin, f"{AT}/waiting/content_check")
    assert "data-heat" in page


def test_a_table_that_names_an_unknown_seal_is_not_deployed(
    body: Office, admin: FlaskClient
) -> None:
    found = admin.get("/admin/tables/seal/draft.dmn")
    drawn = found.data.replace(b'<text>"SO_LDTBXH"</text>', b'<text>"SO_KHAC"</text>')
    report = admin.post("/admin/tables/lint?key=seal", data=drawn).get_json()
    assert report["deployable"] is False
    assert any("không có con dấu “SO_KHAC”" in each["message"] for each in report["problems"])
    draw(body, drawn, "seal", DraftKind.TABLE)
    assert read_draft(body, "seal", DraftKind.TABLE) is not None


def test_two_admins_are_asked_for_on_the_page(body: Office, admin: FlaskClient) -> None:
    admin.post("/admin/deploy/two-admins", data={"required": "1"})
    draft = draw(body, reviewed(body))
    accept(body, draft)
    assert "Đề nghị triển khai" in _page(admin, f"/admin/deploy?draft={draft.id}")
    deploy(body, draft)
    assert "cần một quản trị viên khác duyệt" in _page(admin, "/admin/deploy")


def test_the_second_admin_reads_on_one_page_what_she_approves(
    body: Office, admin: FlaskClient, client_for: Callable[..., FlaskClient]
) -> None:
    held = (body.posts["admin"], body.holders["member"], HoldingMode.FULL, date(2026, 1, 1))
    body.run(hold_post, HoldPost(*held, together=True), "admin")
    second = client_for("member", body)
    submit(body, "cong_van", LETTER)
    admin.post("/admin/deploy/two-admins", data={"required": "1"})
    asked = deploy(body, draw(body, reviewed(body)))
    request = _page(second, "/admin/deploy").split('id="waiting"')[1].split("</section>")[0]
    evidence, decision = request.split("Duyệt và triển khai")[0], request
    assert active_process(body).name in evidence
    assert "thay phiên bản 1 đang áp dụng" in evidence
    assert "Theo quy chế mới của Ban" in evidence
    assert "Thẩm định pháp chế" in evidence
    assert "17 trên 17 kịch bản đạt" in evidence
    assert "1 chạy tiếp, 0 cần chọn bước, 0 không chuyển được" in evidence
    assert 'value="approve" type="submit">' in decision
    off = second.post("/admin/deploy/two-admins", data={"required": "0"})
    assert off.status_code == 409
    # Saved since: not what was asked for, so nothing is shown that could be taken for it.
    draw(body, active_process(body).bpmn)
    request = _page(second, "/admin/deploy").split('id="waiting"')[1].split("</section>")[0]
    assert "Bản nháp đã được lưu lại sau khi đề nghị" in request
    assert "kịch bản đạt" not in request
    assert 'value="approve" type="submit" disabled>' in request
    declined = {"decision": "decline", "note": "Bản nháp đã đổi"}
    second.post(f"/admin/deploy/requests/{asked.request_id}", data=declined)
    assert f"{active_process(body).name} (lần lưu 1)" in _page(second, "/admin/deploy")


def _rows(client: FlaskClient) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(
        client.get(f"{AT}/scenarios.toml").get_data(as_text=True)
    )["scenario"]
    return rows


def _fields(page: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = re.search(r'<form class="stack"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form is not None
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            sent[name[1]] = _plain(value[1]) if value else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form[1], re.DOTALL
    ):
        sent[name] = _plain(text)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[1], re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def _plain(text: str) -> str:
    for entity, sign in (("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def test_the_checks_can_be_asked_for_another_day(body: Office, admin: FlaskClient) -> None:
    left = date.today() + timedelta(days=30)  # noqa: DTZ011 - a day, as the page's field has it
    with body.services.database.transaction() as session:
        held = select(PostHolding).where(PostHolding.user_id == body.holders["format_checker"])
        for holding in session.scalars(held):
            holding.valid_to = left

    def told(day: date) -> list[dict[str, str]]:
        answer = admin.post(f"/admin/processes/lint?key={KEY}&on={day}", data=admin.get(FILE).data)
        report = answer.get_json()
        assert report["deployable"]
        return [each for each in report["problems"] if each["code"].startswith("role_not_held")]

    assert told(left - timedelta(days=1)) == []
    (problem,) = told(left)
    assert problem["element"] == "format_check"
    assert f"nhưng ngày {left:%d/%m/%Y} không có ai giữ vai trò này" in problem["message"]

    page = _page(admin, f"{AT}/steps?on={left}")
    assert f'name="on" type="date" value="{left}"' in page
    assert f"nhưng ngày {left:%d/%m/%Y} không có ai giữ" in page
    assert "không có ai giữ" not in _page(admin, f"{AT}/steps?on=hôm-nào")


def test_a_step_chooses_how_its_people_are_reminded(admin: FlaskClient) -> None:
    offered = admin.get("/admin/processes/options.json").get_json()["ladders"]
    assert {"key": "sat_sao", "name": offered[2]["name"]} == offered[2]

    def save(ladder: str) -> str:
        shown = _page(admin, f"{AT}/steps")
        revision = re.search(r'name="revision" value="(\d+)"', shown)
        assert revision is not None
        form = {
            "revision": revision[1],
            "edit": "step",
            "element": "format_check",
            "name": "Kiểm tra thể thức",
            "role": "format_checker",
            "form": "check",
            "due_working_days": "1",
            "reminder_ladder": ladder,
        }
        assert admin.post(f"{AT}/steps", data=form).status_code == 303
        return _page(admin, f"{AT}/steps")

    assert '<option value="sat_sao" selected>' in save("sat_sao")
    assert 'name="reminder_ladder" value="sat_sao"' in admin.get(FILE).get_data(as_text=True)
    assert "chọn cách nhắc việc “hoa_toc” không có" in save("hoa_toc")
