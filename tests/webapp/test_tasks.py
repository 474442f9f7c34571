"""Answering a step in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from models import DelegationInstrument, DocumentStatus, Signature
from tests.acting import LETTER, PLAN, approve, delegate, edit, give_back, rows, waiting
from workflows import stored_files
from workflows.commands.change_post import ChangePost, change_post
from workflows.demo.journey import submit, walk
from workflows.queries.content import current_content
from workflows.queries.preview import expected_signer
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from models import Case
    from workflows.demo.office import Office

    SignIn = Callable[..., FlaskClient]
    NewOffice = Callable[..., Office]


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def act(
    office: Office, case: Case, client: FlaskClient, name: str, **fields: object
) -> TestResponse:
    task = waiting(office, case)
    seen = office.document(case.document_id).content_sha256
    return client.post(
        f"/tasks/{task.id}/{name}", data={"seen": seen, **fields}, follow_redirects=True
    )


def test_a_letter_goes_from_check_to_issued_through_its_forms(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    delegate(office)
    case = submit(office, "cong_van", LETTER)
    pin = office.secrets.pin
    route = [
        ("drafting_unit_head", "approve", {"comment": "Đủ nội dung"}, "Bạn đã đồng ý"),
        ("format_checker", "approve", {}, "Bạn đã đồng ý"),
        ("secretary", "approve", {}, "Bạn đã đồng ý"),
        ("standing_deputy", "sign", {"pin": pin}, "Bạn đã ký “V/v đôn đốc"),
        ("clerk_so", "number", {"note": "Bản chính"}, "Đã cấp số 01/BVSTBCPN-"),
        ("clerk_so", "seal", {"pin": pin}, "Đã đóng dấu Sở Lao động"),
        ("clerk_so", "issue", {}, "Đã ban hành văn bản số 01/BVSTBCPN-"),
    ]
    for post, name, fields, said in route:
        client = client_for(post, office)
        task = waiting(office, case)
        page = client.get(f"/tasks/{task.id}")
        assert page.status_code == 200, (post, body(page))
        form = client.get(f"/tasks/{task.id}/{name}")
        assert form.status_code == 200
        if name == "number":
            # The clerk sees the number before it is taken for good.
            assert "<strong>01/BVSTBCPN-" in body(form)
        answer = act(office, case, client, name, **fields)
        assert said in body(answer), (post, body(answer))

    document = office.document(case.document_id)
    assert document.status is DocumentStatus.ISSUED
    history = body(client_for("drafter", office).get(f"/documents/{document.id}?tab=history"))
    assert "đã ký (KT. TRƯỞNG BAN)" in history
    assert "đã đóng dấu Sở Lao động" in history
    assert history.count("PHÓ TRƯỞNG BAN THƯỜNG TRỰC") == 1
    original = client_for("drafter", office).get(f"/documents/{document.id}/original.pdf")
    with office.services.database.session() as session:
        assert original.data == stored_files.fetch(session, document.file_sha256)
    assert verify(original.data, office.services.certificates.root_certificates).valid


def test_the_signing_sheet_says_capacity_instrument_seal_and_checks(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    instrument = delegate(office)
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="deputy_sign")
    task = waiting(office, case)

    client = client_for("standing_deputy", office)
    # The step and its reading pane say as whom and by what authority, once.
    for path in (f"/tasks/{task.id}", f"/tasks/{task.id}/pane"):
        page = body(client.get(path))
        assert page.count("KT. TRƯỞNG BAN") == 1
        assert page.count(instrument.number) == 1
    sheet = body(client.get(f"/tasks/{task.id}/sign"))

    assert "KT. TRƯỞNG BAN – PHÓ TRƯỞNG BAN THƯỜNG TRỰC" in sheet
    assert instrument.number in sheet
    assert "Điều 12 khoản 2" in sheet
    assert "Văn thư Sở Lao động - Thương binh và Xã hội sẽ đóng dấu Sở Lao động" in sheet
    assert "Kiểm tra nội dung: Hoàng Văn Cường" in sheet
    assert "1 trang" in sheet


def test_a_wrong_pin_leaves_the_document_and_says_how_many_tries_are_left(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    delegate(office)
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="deputy_sign")

    answer = act(office, case, client_for("standing_deputy", office), "sign", pin="000000")

    assert answer.status_code == 400
    assert "Mã PIN không đúng" in body(answer)
    assert "bạn còn 4 lần thử" in body(answer)
    assert "000000" not in body(answer)
    assert waiting(office, case).step == "deputy_sign"


def test_lost_authority_is_said_before_the_pin_and_the_document_goes_to_the_chair(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    instrument = delegate(office)
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="deputy_sign")
    with office.services.database.transaction() as session:
        row = session.get_one(DelegationInstrument, instrument.id)
        row.revoked_at = office.services.clock()
        row.revoked_because = "Thu hồi"
    client = client_for("standing_deputy", office)
    task = waiting(office, case)

    sheet = body(client.get(f"/tasks/{task.id}/sign"))
    assert "Bạn chưa có thẩm quyền ký văn bản này" in sheet
    assert "Chuyển đến Lê Minh Tâm" in sheet
    assert 'name="pin"' not in sheet
    answer = act(office, case, client, "sign")

    assert "Văn bản chưa được ký và đã chuyển đến Lê Minh Tâm" in body(answer)
    assert waiting(office, case).step == "chair_sign"
    assert not rows(office, Signature, Signature.case_id == case.id)


def test_a_return_needs_a_reason_and_keeps_what_was_typed(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    approve(office, case)
    client = client_for("format_checker", office)

    refused = act(office, case, client, "return", reason="  ", to_step="content_check")
    assert refused.status_code == 422
    assert "hãy ghi lý do" in body(refused)
    assert '<option value="content_check" selected' in body(refused)
    done = act(office, case, client, "return", reason="Thiếu số liệu", to_step="revise")

    assert "Bạn đã trả lại" in body(done)
    task = waiting(office, case)
    page = body(client_for("drafter", office).get(f"/tasks/{task.id}"))
    assert "Lý do trả lại: Thiếu số liệu" in page
    assert "Chờ bạn hoàn thiện vì bạn là người soạn thảo" in page


def test_what_changed_since_i_looked_is_shown_word_by_word(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    client = client_for("drafting_unit_head", office)
    client.get(f"/tasks/{waiting(office, case).id}")
    act(office, case, client, "return", reason="Sai hạn", to_step="revise")
    edit(office, case, "drafter", body=LETTER["body"].replace("05 tháng 6", "15 tháng 7"))
    act(office, case, client_for("drafter", office), "resubmit", note="Đã sửa hạn")

    page = body(client.get(f"/tasks/{waiting(office, case).id}"))

    assert "Thay đổi từ lần bạn xem trước" in page
    assert "05</del>" in page
    assert "15</ins>" in page
    assert "phiên bản 1 bạn đã xem với phiên bản 2" in page


@pytest.mark.parametrize("seen", ["x" * 64, ""])
def test_acting_on_content_that_changed_meanwhile_is_refused(
    new_office: NewOffice, client_for: SignIn, seen: str
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    client = client_for("drafting_unit_head", office)
    client.get(f"/tasks/{waiting(office, case).id}")
    edit(office, case, "drafting_unit_head", subject="nội dung khác")

    answer = client.post(
        f"/tasks/{waiting(office, case).id}/approve", data={"seen": seen, "comment": "Tốt"}
    )

    assert answer.status_code == 409
    assert "nội dung văn bản đã thay đổi từ khi bạn mở" in body(answer)
    assert "Tốt" in body(answer)
    assert waiting(office, case).step == "content_check"


def test_half_of_the_votes_is_no_majority(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case, until="record_vote")
    client = client_for("secretary", office)
    given = {"method": "meeting", "held_on": "20/11/2026", "reference": "Biên bản số 02"}

    nonsense = act(office, case, client, "vote", **given, yes="nhiều", members="24")
    assert nonsense.status_code == 422
    assert "hãy ghi một số" in body(nonsense)
    answer = act(office, case, client, "vote", **given, yes="12", members="24")

    assert "chưa được thông qua (12/24, chưa quá nửa)" in body(answer)
    assert waiting(office, case).step == "revise"


def test_an_opinion_is_asked_and_given_while_the_step_stays(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    client = client_for("drafting_unit_head", office)
    asked = act(
        office,
        case,
        client,
        "ask",
        post=office.posts["deputy"],
        question="Số liệu đã đủ chưa?",
        days="1",
    )
    assert "Đã gửi câu hỏi" in body(asked)
    task = next(t for t in office.open_tasks(case.id) if t.form == "opinion")
    deputy = client_for("deputy", office)
    assert "Hoàng Văn Cường xin ý kiến của bạn" in body(deputy.get("/inbox"))

    deputy.post(f"/tasks/{task.id}/answer", data={"answer": "Đã đủ, đồng ý"})

    assert "Đã đủ, đồng ý" in body(client.get(f"/tasks/{waiting(office, case).id}"))
    assert waiting(office, case).step == "content_check"


def test_the_secretariat_can_send_it_to_the_chair(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    delegate(office)
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="secretariat_review")
    client = client_for("secretary", office)
    form = body(client.get(f"/tasks/{waiting(office, case).id}/approve"))
    assert "Trình Trưởng Ban" in form

    act(office, case, client, "approve", to_chair="1")

    assert waiting(office, case).step == "chair_sign"


def test_the_head_is_called_as_on_the_day(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="secretariat_review")
    today, title = office.services.clock().date(), "Trưởng Ban Bình đẳng giới"
    renamed = ChangePost(office.posts["chair"], today, title, "", None, votes=True)
    office.run(change_post, renamed, "admin")

    client = client_for("secretary", office)
    form = body(client.get(f"/tasks/{waiting(office, case).id}/approve"))
    asked = body(client.get("/authority?kind=quyet_dinh&to=NOI_BO&delegation=none&vote=passed"))

    assert f"Trình {title}" in form
    assert f"{title} đi vắng" in asked
    assert f"do {title} ký, không ủy quyền" in asked
    with office.services.database.session() as session:
        document = office.document(case.document_id)
        content = current_content(session, document)
        expected = expected_signer(session, document, content, None, office.services.clock())
    # Without a second office the chair brings no seal and may not sign: the title alone is shown.
    assert expected.signer is None
    assert expected.block.form == (title.upper(),)


def test_the_format_checker_sees_each_fault_with_its_clause(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER | {"subject": "đôn đốc báo cáo."})
    approve(office, case)

    page = body(client_for("format_checker", office).get(f"/tasks/{waiting(office, case).id}"))

    assert "Cuối trích yếu không ghi dấu câu" in page
    assert "Phụ lục I, Phần I, Mục II, khoản 5" in page


def test_an_act_that_the_step_does_not_offer_is_not_there(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    client = client_for("drafting_unit_head", office)
    task = waiting(office, case)

    assert client.get(f"/tasks/{task.id}/sign").status_code == 404
    assert client.post(f"/tasks/{task.id}/seal", data={"pin": "1"}).status_code == 404
    assert client.get(f"/tasks/{task.id}/nothing").status_code == 404


def test_after_an_act_the_next_step_opens(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    first, second = (submit(office, "cong_van", LETTER) for _ in range(2))
    client = client_for("drafting_unit_head", office)
    done, left = waiting(office, first), waiting(office, second)

    texts = [office.document(case.document_id).content_sha256 for case in (first, second)]
    answer = client.post(f"/tasks/{done.id}/approve", data={"seen": texts[0]})
    given = {"seen": texts[1], "from": "inbox"}
    from_list = client.post(f"/tasks/{left.id}/approve", data=given)

    assert answer.headers["Location"] == f"/tasks/{left.id}"
    assert from_list.headers["Location"] == "/inbox"
    closed = client.get(f"/tasks/{done.id}")
    assert closed.headers["Location"] == f"/documents/{first.document_id}"


def test_what_came_back_says_why_at_once_and_is_first_of_all_to_be_mended(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    give_back(office, case, reason="Chưa nêu nguồn kinh phí")
    task = waiting(office, case)

    pane = body(client_for("drafter", office).get(f"/tasks/{task.id}/pane"))

    assert "Chưa nêu nguồn kinh phí" in pane
    primary = re.findall(r'button--primary[^>]*href="([^"]+)"', pane)
    assert primary == [f"/drafts/{case.document_id}"]
    assert f"/tasks/{task.id}/resubmit" in pane


def test_an_act_pressed_twice_is_told_that_it_was_done_not_that_another_did_it(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    client = client_for("drafting_unit_head", office)
    form = {"seen": office.document(case.document_id).content_sha256}

    client.post(f"/tasks/{task.id}/approve", data=form)
    again = client.post(f"/tasks/{task.id}/approve", data=form)

    assert again.status_code == 409
    assert "đã được xử lý xong" in body(again)
    assert "người khác" not in body(again)
