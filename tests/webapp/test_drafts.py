"""Drafting in the browser: start, preview, check, submit."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdf

from tests.acting import LETTER, approve, give_back, waiting
from tests.webapp.drafting import BODY, fields, started, submitted, text_of
from workflows.authority.purposes import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    ClientFor = Callable[..., FlaskClient]


def test_every_issued_kind_is_offered_with_its_signer_and_vote(client_for: ClientFor) -> None:
    page = text_of(client_for("drafter").get("/drafts/new"))
    offered = set(re.findall(r'name="purpose" value="(\w+)"', page))
    assert {"cong_van", "ke_hoach_kiem_tra", "bao_cao_dinh_ky", "giay_moi"} <= offered
    assert "duyet_chi" not in offered
    assert "Trưởng Ban ký · không cần biểu quyết" in page
    assert "cần biểu quyết (Điều 5" in page
    assert len(re.findall(r'class="kinds__group"', page)) == 29
    # Not the committee's to issue: said, not offered.
    assert "kien_toan" not in offered
    assert "Quyết định kiện toàn" in page


def test_starting_leads_to_the_editor_with_its_preview(
    client_for: ClientFor, office: Office
) -> None:
    client = client_for("drafter")
    answer = client.post(
        "/drafts/new",
        data={
            "organisation_id": office.organisation_id,
            "unit_id": office.unit_id,
            "purpose": "ke_hoach_kiem_tra",
        },
    )
    assert answer.status_code == 303
    page = text_of(client.get(answer.location))
    assert "Soạn kế hoạch" in page
    assert f"{answer.location}/preview.pdf" in page
    assert "Lưu: VT, VX" in page


def test_an_unknown_kind_or_a_foreign_unit_is_refused_with_a_sentence(
    client_for: ClientFor, office: Office
) -> None:
    client = client_for("drafter")
    base = {"organisation_id": office.organisation_id, "unit_id": office.unit_id}
    for wrong in (
        {"purpose": "la_thu"},
        {"purpose": "duyet_chi"},
        {"purpose": "cong_van", "unit_id": 99_999},
    ):
        answer = client.post("/drafts/new", data={**base, **wrong})
        assert answer.status_code == 422
        assert "hãy chọn một loại" in text_of(answer) or "không có đơn vị này" in text_of(answer)


def test_a_copy_takes_the_text_of_ones_last_document(client_for: ClientFor, office: Office) -> None:
    old = started(office, "thong_bao", subject="lịch tiếp dân", body=BODY)
    client = client_for("drafter")
    page = text_of(client.get("/drafts/new"))
    assert f'name="copy_of" value="{old.id}"' in page
    answer = client.post(
        "/drafts/new",
        data={
            "organisation_id": office.organisation_id,
            "unit_id": office.unit_id,
            "copy_of": old.id,
        },
    )
    copy = office.document(int(answer.location.rsplit("/", 1)[1]))
    assert copy.id != old.id
    assert (copy.purpose, copy.working["body"]) == ("thong_bao", BODY)
    assert copy.number is None


def test_anothers_document_cannot_be_copied(client_for: ClientFor, office: Office) -> None:
    old = started(office, **LETTER)
    data = {"organisation_id": office.organisation_id, "unit_id": office.unit_id, "copy_of": old.id}
    assert client_for("secretary").post("/drafts/new", data=data).status_code == 404


def test_the_preview_is_the_real_page_and_is_not_drawn_twice(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office, **LETTER)
    client = client_for("drafter")
    first = client.get(f"/drafts/{document.id}/preview.pdf")
    text = pypdf.PdfReader(io.BytesIO(first.data)).pages[0].extract_text()
    assert "V/v đôn đốc gửi báo cáo sáu tháng" in " ".join(text.split())
    assert "Lê Minh Tâm" in text
    etag = first.headers["ETag"]
    same = client.get(f"/drafts/{document.id}/preview.pdf", headers={"If-None-Match": etag})
    assert (same.status_code, same.data) == (304, b"")
    client.post(f"/drafts/{document.id}", data=fields(office, document, body="Khác"))
    changed = client.get(f"/drafts/{document.id}/preview.pdf", headers={"If-None-Match": etag})
    assert changed.status_code == 200


def test_an_empty_draft_of_every_kind_opens_and_previews(
    client_for: ClientFor, office: Office
) -> None:
    client = client_for("drafter")
    for purpose in PURPOSES.values():
        if not purpose.is_issued:
            continue
        document = started(office, purpose.key)
        assert client.get(f"/drafts/{document.id}?check=1").status_code == 200, purpose.key
        pdf = client.get(f"/drafts/{document.id}/preview.pdf").data
        assert pdf.startswith(b"%PDF"), purpose.key


def test_findings_name_their_clause_and_lead_to_their_field(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office, "quyet_dinh", subject="thành lập đoàn kiểm tra", body=BODY)
    client = client_for("drafter")
    answer = client.post(f"/drafts/{document.id}", data=fields(office, document, act="check"))
    page = text_of(client.get(answer.location))
    assert "Nghị định 30/2020/NĐ-CP, Phụ lục I" in page
    targets = re.findall(r'findings__item.*?<a href="#([\w-]+)"', page)
    assert targets
    assert all(f'id="{target}"' in page for target in targets)


def test_submitting_shows_findings_first_and_then_obeys(
    client_for: ClientFor, office: Office
) -> None:
    letter = LETTER | {"addressees": [{"code": "", "text": "Văn phòng Tỉnh ủy"}]}
    document = started(office, **letter)
    client = client_for("drafter")
    answer = client.post(f"/drafts/{document.id}", data=fields(office, document, act="submit"))
    page = text_of(client.get(answer.location))
    assert "Chưa chọn nhóm nơi nhận cho “Văn phòng Tỉnh ủy”" in page
    assert "Vẫn trình" in page
    assert office.document(document.id).status == "draft"
    typed = fields(office, document, act="submit_anyway")
    answer = client.post(f"/drafts/{document.id}", data=typed)
    assert (answer.status_code, answer.location) == (303, f"/documents/{document.id}")
    assert office.document(document.id).status == "submitted"
    # It is with the next person now; what is typed in a forgotten tab is given back.
    late = client.post(f"/drafts/{document.id}", data=fields(office, document, body="quá muộn"))
    assert late.status_code == 403
    assert "quá muộn" in text_of(late)


def test_what_is_missing_stops_the_submission_not_the_saving(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    typed = fields(office, document, subject="góp ý dự thảo", act="submit")
    told = text_of(client.get(client.post(f"/drafts/{document.id}", data=typed).location))
    assert "Văn bản chưa có nội dung." in told
    # Pressing it would only be refused.
    assert "Vẫn trình" not in told
    typed = fields(office, document, act="submit_anyway")
    answer = client.post(f"/drafts/{document.id}", data=typed)
    assert answer.status_code == 422
    assert "Cần sửa mục “Nội dung”: còn để trống" in text_of(answer)
    assert office.document(document.id).working["subject"] == "góp ý dự thảo"


def test_a_returned_document_says_why_and_is_submitted_again(
    client_for: ClientFor, office: Office
) -> None:
    case = submitted(office)
    approve(office, case)
    give_back(office, case, reason="Thiếu số liệu ở mục 2")
    document = office.document(case.document_id)
    client = client_for("drafter")
    page = text_of(client.get(f"/drafts/{document.id}"))
    assert "Thiếu số liệu ở mục 2" in page
    assert "Ngô Thị Dung đã trả lại" in page
    assert "Trình lại" in page
    assert "Kiểm tra nội dung – Hoàng Văn Cường" in page
    typed = fields(office, document, body=f"{BODY} Có số liệu.", act="submit_anyway", note="đã sửa")
    assert client.post(f"/drafts/{document.id}", data=typed).status_code == 303
    assert waiting(office, case).step == "content_check"


def test_the_holder_of_a_check_edits_and_is_told_what_it_voids(
    client_for: ClientFor, office: Office
) -> None:
    case = submitted(office)
    approve(office, case)
    client = client_for("format_checker")
    url = f"/drafts/{case.document_id}"
    page = text_of(client.get(url))
    assert "hết hiệu lực và phải kiểm tra lại" in page
    assert "Kiểm tra nội dung – Hoàng Văn Cường" in page
    assert 'value="submit"' not in page
    document = office.document(case.document_id)
    typed = fields(office, document, body=f"{BODY} Sửa lỗi chính tả.", act="save")
    assert client.post(url, data=typed).status_code == 303
    assert office.document(case.document_id).version_number == 2
    assert "Kiểm tra nội dung – Hoàng Văn Cường" not in text_of(client.get(url))
