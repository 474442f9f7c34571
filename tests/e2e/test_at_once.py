"""What one person does while another is looking at the same document."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import DelegationInstrument
from tests.acting import LETTER
from workflows.commands.record_delegation import RecordDelegation, record_delegation
from workflows.demo.journey import submit, waiting_step, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models import UserTask
    from tests.e2e.person import Person
    from workflows.demo.office import Office

_NTH = secrets.randbelow(10_000)


@pytest.fixture
def renewed_afterwards(sample_office: Office) -> Iterator[None]:
    """Put a delegation like the revoked one on record again, for the tests that follow."""
    yield
    today = sample_office.services.clock().date()
    with sample_office.services.database.session() as session:
        revoked = session.scalars(
            select(DelegationInstrument)
            .where(DelegationInstrument.revoked_at.is_not(None))
            .order_by(DelegationInstrument.revoked_at.desc())
        ).first()
    assert revoked is not None
    again = RecordDelegation(
        organisation_id=sample_office.organisation_id,
        number=f"9{_NTH}/GUQ-BVSTBCPN",
        signed_on=today,
        from_post_id=revoked.from_post_id,
        to_post_id=revoked.to_post_id,
        kinds=tuple(revoked.kinds),
        valid_from=today,
        valid_to=revoked.valid_to,
        year=revoked.year,
    )
    sample_office.run(record_delegation, again, "admin")


@pytest.mark.usefixtures("renewed_afterwards")
def test_delegation_ends_while_the_deputy_has_the_sheet_open(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    subject = f"góp ý dự thảo kế hoạch truyền thông đợt {_NTH}"
    task = _waiting(sample_office, subject, "deputy_sign")
    van, tam = at_desk("van"), at_desk("tam")
    van.opens(f"/tasks/{task.id}/sign")
    van.sees("KT. TRƯỞNG BAN")
    number = re.search(r"\d+/GUQ-BVSTBCPN", van.page.locator(".authority").inner_text())
    assert number
    van.page.get_by_label("Mã PIN").fill(van.secrets.pin)

    tam.opens("/inbox")
    tam.page.locator("summary").filter(has_text=tam.name).click()
    tam.page.get_by_role("link", name="Tài khoản").click()
    tam.page.get_by_role("link", name="Ủy quyền của tôi").click()
    tam.page.get_by_role("link", name=f"Thu hồi {number[0]}").click()
    tam.page.get_by_label("Lý do thu hồi").fill("Trưởng Ban trực tiếp ký từ hôm nay")
    tam.page.get_by_role("button", name="Thu hồi ngay").click()
    expect(tam.page.locator("main")).to_contain_text("thu hồi")

    van.confirms("Ký văn bản")
    van.is_told("đã bị thu hồi")
    van.is_told("Văn bản chưa được ký và đã chuyển về người đứng đầu.")
    van.has_no_work(subject)
    tam.opens_work(subject)
    tam.sees("TRƯỞNG BAN")
    assert not sample_office.document(_document_of(sample_office, task)).file_sha256


def test_second_of_two_is_told_that_it_is_done(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    subject = f"mời tập huấn kỹ năng lồng ghép giới đợt {_NTH}"
    _waiting(sample_office, subject, "secretariat_review")
    khoa, yen = at_desk("khoa"), at_desk("yen")
    for each in (khoa, yen):
        each.opens_work(subject)
        each.chooses("Đồng ý")
    khoa.confirms("Đồng ý")
    khoa.is_told("Bạn đã đồng ý")
    yen.page.get_by_label("Ý kiến của bạn").fill("Tôi cũng đồng ý.")
    yen.confirms("Đồng ý")
    yen.sees(
        "Việc này đã thay đổi từ khi bạn mở trang: bước “Tổ thư ký thẩm định” đã được xử lý xong."
    )


def test_language_is_changed_and_changed_back(at_desk: Callable[..., Person]) -> None:
    van = at_desk("van")
    van.opens("/inbox/sent")
    van.page.get_by_role("link", name="English").first.click()
    expect(van.page.get_by_role("heading", level=1)).to_have_text("My tasks")
    expect(van.page.locator("html")).to_have_attribute("lang", "en")
    assert van.page.url.endswith("/inbox/sent")
    van.page.get_by_role("link", name="Tiếng Việt").first.click()
    expect(van.page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")


def _waiting(office: Office, subject: str, step: str) -> UserTask:
    case = submit(office, "cong_van", LETTER | {"subject": subject})
    walk(office, case, until=step)
    task = waiting_step(office, case)
    assert task is not None
    return task


def _document_of(office: Office, task: UserTask) -> int:
    return office.case(task.case_id).document_id
