"""A document's page, its files and who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import DelegationInstrument, DocumentStatus
from tests.acting import LETTER, approve, delegate, edit, give_back, resubmit, seal, waiting
from workflows import stored_files
from workflows.commands.attach_file import AttachFile, attach_file
from workflows.demo.journey import draft, submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    SignIn = Callable[..., FlaskClient]
    NewOffice = Callable[..., Office]


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_the_preview_is_the_draft_with_the_expected_signer_and_is_kept_by_its_content(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    client = client_for("drafter", office)
    address = f"/documents/{case.document_id}/preview.pdf"

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.data.startswith(b"%PDF")
    assert first.headers["Content-Disposition"].startswith("inline")
    assert again.status_code == 304
    assert not again.data
    give_back(office, case)
    edit(office, case, "drafter", subject="đôn đốc lần hai")
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    older = client.get(f"/documents/{case.document_id}/versions/1.pdf")
    assert older.data == first.data
    assert client.get(f"/documents/{case.document_id}/versions/9.pdf").status_code == 404


def test_the_original_is_there_once_signed_byte_by_byte(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    client = client_for("drafter", office)
    address = f"/documents/{case.document_id}/original.pdf"
    assert client.get(address).status_code == 404

    document = walk(office, case)

    answer = client.get(address)
    with office.services.database.session() as session:
        assert answer.data == stored_files.fetch(session, document.file_sha256)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "01-BVSTBCPN" in answer.headers["Content-Disposition"]
    assert client.get(f"/documents/{case.document_id}/preview.pdf").data == answer.data


def test_a_draft_is_nobody_elses_and_a_submission_only_theirs_whom_it_concerns(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office, other = new_office(), new_office("son-duong-2023")
    kept = draft(office, "cong_van", LETTER)
    case = submit(office, "cong_van", LETTER)

    def may(post: str, document_id: int, at: Office = office) -> bool:
        client = client_for(post, at)
        parts = ("", "/preview.pdf", "?tab=file", "/process.json", "/versions/1.pdf")
        statuses = {client.get(f"/documents/{document_id}{part}").status_code for part in parts}
        assert statuses <= {200} or statuses == {404}, statuses
        return statuses == {200}

    assert not any(may(post, kept.id) for post in ("chair", "secretary", "drafting_unit_head"))
    assert {
        post: may(post, case.document_id)
        for post in ("drafter", "drafting_unit_head", "secretary", "chair", "format_checker")
    } == {
        "drafter": True,
        "drafting_unit_head": True,
        "secretary": True,
        "chair": True,
        "format_checker": False,
    }
    walk(office, case)
    assert may("member", case.document_id)
    assert not may("chairman", case.document_id, other)


def test_the_history_says_the_same_as_the_diagram(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    delegate(office)
    case = submit(office, "cong_van", LETTER)
    approve(office, case)
    client = client_for("drafter", office)

    steps = client.get(f"/documents/{case.document_id}/process.json").get_json()
    history = page(client, f"/documents/{case.document_id}?tab=history")

    assert {step: each["state"] for step, each in steps.items()} == {
        "revise": "never",
        "content_check": "done",
        "format_check": "current",
        "secretariat_review": "next",
        "record_vote": "never",
        "deputy_sign": "next",
        "chair_sign": "never",
        "number": "next",
        "seal": "next",
        "issue": "next",
    }
    assert steps["deputy_sign"]["note"] == "Trần Thị Hồng Vân"
    assert "đã đồng ý: Kiểm tra nội dung" in history
    assert history.index("đã trình") < history.rindex("Đang chờ:") < history.index("Tiếp theo:")
    diagram = client.get(f"/documents/{case.document_id}/process.bpmn")
    assert diagram.mimetype == "application/xml"
    assert b"content_check" in diagram.data


def test_what_comes_next_counts_on_the_vote(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    case = submit(office, "ke_hoach_nam", LETTER | {"subject": "hoạt động năm tới"})

    steps = (
        client_for("drafter", office).get(f"/documents/{case.document_id}/process.json").get_json()
    )

    ahead = [step for step, each in steps.items() if each["state"] == "next"]
    assert "record_vote" in ahead
    assert "chair_sign" in ahead
    assert "deputy_sign" not in ahead


def test_two_versions_are_compared(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    give_back(office, case)
    edit(office, case, "drafter", subject="đôn đốc nộp báo cáo sáu tháng")
    resubmit(office, case)
    client = client_for("drafter", office)

    compared = page(client, f"/documents/{case.document_id}?tab=versions&older=1&newer=2")

    assert "gửi</del>" in compared
    assert "nộp</ins>" in compared
    same = page(client, f"/documents/{case.document_id}?tab=versions&older=2&newer=2")
    assert "Chọn hai phiên bản khác nhau" in same


def test_the_file_names_signer_seal_article_and_register_entry(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    walk(office, case)

    shown = page(client_for("drafter", office), f"/documents/{case.document_id}?tab=file")

    assert "TRƯỞNG BAN – PHÓ CHỦ TỊCH UBND TỈNH" in shown
    assert "Dấu Ủy ban nhân dân tỉnh Thanh Hóa" in shown
    assert "Điều 12 khoản 1" in shown
    assert "Mọi chữ ký trong tệp đều hợp lệ" in shown
    assert "01/BVSTBCPN" in shown


def test_a_submission_is_withdrawn_until_somebody_opens_it(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    client = client_for("drafter", office)

    answer = client.post(f"/documents/{case.document_id}/withdraw", follow_redirects=True)

    assert "Bạn đã rút lại" in answer.get_data(as_text=True)
    assert office.document(case.document_id).status is DocumentStatus.DRAFT


def test_an_attachment_is_only_ever_downloaded(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    kept = draft(office, "cong_van", LETTER)
    attached = office.run(
        attach_file, AttachFile(kept.id, "so lieu.pdf", b"%PDF-1.7 <script>"), "drafter"
    )
    address = f"/documents/{kept.id}/attachments/{attached.id}"

    answer = client_for("drafter", office).get(address)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype != "text/html"
    assert client_for("chair", office).get(address).status_code == 404


def test_a_signature_whose_delegation_was_revoked_waits_for_the_chair(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    instrument = delegate(office)
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="seal")
    with office.services.database.transaction() as session:
        session.get_one(DelegationInstrument, instrument.id).revoked_at = office.services.clock()
    clerk, chair = client_for("clerk_so", office), client_for("chair", office)
    task = waiting(office, case)
    sheet = page(clerk, f"/tasks/{task.id}/seal")
    assert "đã bị thu hồi sau khi ký" in sheet
    assert 'name="pin"' not in sheet
    assert "Xác nhận chữ ký" not in page(clerk, f"/documents/{case.document_id}")
    assert clerk.post(f"/documents/{case.document_id}/confirm-signature").status_code == 404

    assert "Xác nhận chữ ký" in page(chair, f"/documents/{case.document_id}")
    chair.post(f"/documents/{case.document_id}/confirm-signature")

    assert 'name="pin"' in page(clerk, f"/tasks/{task.id}/seal")
    seal(office, case)


def test_the_list_is_filtered_and_keeps_what_is_not_mine_away(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    draft(office, "thong_bao", LETTER | {"subject": "Kết luận phiên họp"})
    walk(office, submit(office, "cong_van", LETTER))
    drafter, member = client_for("drafter", office), client_for("member", office)

    assert "Kết luận phiên họp" in page(drafter, "/documents")
    assert "Kết luận phiên họp" not in page(member, "/documents")
    assert "đôn đốc gửi báo cáo" in page(member, "/documents?status=issued&kind=cong_van")
    assert "đôn đốc gửi báo cáo" not in page(drafter, "/documents?status=draft")
    assert "đôn đốc gửi báo cáo" not in page(drafter, "/documents?year=1999")
    assert "Kết luận phiên họp" in page(drafter, "/documents?whose=mine&words=ket+luan")
