"""From draft to issued, through the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import CaseStatus, DocumentStatus
from workflows import stored_files
from workflows.demo.journey import Route, submit, walk
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from workflows.demo.office import Office

LETTER = {
    "subject": "đôn đốc gửi báo cáo sáu tháng",
    "addressees": [{"code": "HUYEN", "text": "Ủy ban nhân dân các huyện, thị xã, thành phố"}],
    "body": "Đề nghị các đơn vị gửi báo cáo trước ngày 05 tháng 6.\n\n1. Số liệu\n\n2. Đánh giá",
}


@pytest.mark.parametrize("purpose", ["cong_van", "ke_hoach_nam"])
def test_a_document_is_issued_with_two_valid_signatures(office: Office, purpose: str) -> None:
    case = submit(office, purpose, LETTER)
    document = walk(office, case, Route())

    assert document.status is DocumentStatus.ISSUED
    assert office.case(case.id).status is CaseStatus.FINISHED
    with office.services.database.session() as session:
        pdf = stored_files.fetch(session, document.file_sha256)
    report = verify(pdf, office.services.certificates.root_certificates)
    assert report.valid
    assert [each.kind for each in report.signatures] == ["person", "seal"]
    assert report.signatures[0].signer == "Lê Minh Tâm"
