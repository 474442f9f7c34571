"""Scripts switched off: a document is drafted, checked and signed all the same."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.person import Person

SUBJECT = f"rà soát số liệu nữ lãnh đạo cấp huyện đợt {secrets.randbelow(10_000)}"


def test_letter_is_drafted_checked_and_signed(at_desk: Callable[..., Person]) -> None:
    lan = at_desk(scripts=False)
    lan.opens("/drafts/new")
    assert "/sign-in" in lan.page.url
    lan.signs_in("lan")
    assert lan.page.url.endswith("/drafts/new")
    _drafts(lan)
    for checker in ("cuong", "dung", "khoa"):
        _approves(at_desk(checker, scripts=False))

    van = at_desk("van", scripts=False)
    van.opens("/inbox")
    van.row(SUBJECT).click()
    van.chooses("Ký")
    van.page.get_by_label("Mã PIN").fill(van.secrets.pin)
    van.confirms("Ký văn bản")
    van.is_told(f"Bạn đã ký “V/v {SUBJECT}”.")


def _drafts(lan: Person) -> None:
    page = lan.page
    page.locator("button[name=purpose][value=cong_van]").click()
    page.get_by_label("Trích yếu (V/v)").fill(SUBJECT)
    page.get_by_label("Nhóm nơi nhận 1").select_option("HUYEN")
    page.get_by_label("Nội dung", exact=True).fill("Đề nghị các đơn vị rà soát, gửi số liệu.")
    page.get_by_label("Nơi nhận 1", exact=True).fill("Như trên")
    page.get_by_role("button", name="Thêm nơi nhận", exact=True).click()
    # The server answers with one row more, and everything typed so far.
    expect(page.get_by_label("Trích yếu (V/v)")).to_have_value(SUBJECT)
    expect(page.get_by_label("Nơi nhận 1", exact=True)).to_have_value("Như trên")
    page.get_by_label("Nơi nhận 2", exact=True).fill("Trưởng Ban (để b/c)")
    page.get_by_role("button", name="Trình", exact=True).click()
    lan.is_told("Đã trình văn bản")


def _approves(checker: Person) -> None:
    checker.opens("/inbox")
    checker.row(SUBJECT).click()
    checker.chooses("Đồng ý")
    expect(checker.page.get_by_role("heading", level=1)).to_contain_text("Đồng ý")
    checker.confirms("Đồng ý")
    checker.is_told(f"Bạn đã đồng ý “V/v {SUBJECT}”.")
