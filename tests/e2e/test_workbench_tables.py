"""Decision tables and comparison in a browser; the list of steps with keys alone, scripts off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from models import DraftKind
from tests.drawing import draw, read_draft, reviewed
from tests.e2e.board import AT, drop_draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.person import Person
    from workflows.demo.office import Office

TABLE = "who_may_sign"


def test_row_that_covers_others_is_pointed_at_and_not_deployed(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    drop_draft(sample_office, TABLE, DraftKind.TABLE)
    tuan = at_desk("tuan")
    tuan.opens(f"/admin/tables/{TABLE}/edit")
    page = tuan.page
    expect(page.locator("[data-dmn-editor][data-ready]")).to_be_visible(timeout=20_000)
    expect(page.locator(".problems")).to_contain_text("Chưa thấy vấn đề nào.")
    # Nobody has to know what a post or a kind is called in the file.
    page.get_by_label("Chức vụ được hỏi").select_option(label="Phó Trưởng Ban Thường trực")
    page.get_by_label("Tình trạng người giữ chức vụ").select_option(label="đang giữ chức vụ")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator(".trial__answer")).to_contain_text("Được ký?")
    cell = page.locator('[data-element-id="in-sign_vacant-state"] [contenteditable]')
    cell.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("-")
    page.keyboard.press("Enter")
    expect(page.locator(".problems li").filter(has_text="Dòng 2").first).to_be_visible()
    expect(page.locator(".board-bar__state")).to_have_attribute("data-state", "saved")
    tuan.opens(f"/admin/deploy?kind=tables&key={TABLE}")
    tuan.sees("Chưa đạt")
    expect(page.get_by_role("button", name="Triển khai", exact=True)).to_be_disabled()
    tuan.opens(f"/admin/tables/{TABLE}/compare")
    expect(page.get_by_role("row").filter(has_text="sign_vacant")).to_contain_text("vacant")
    drop_draft(sample_office, TABLE, DraftKind.TABLE)


def test_changes_are_coloured_and_listed(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    draw(sample_office, reviewed(sample_office))
    tuan = at_desk("tuan")
    tuan.opens(f"{AT}/compare")
    page = tuan.page
    expect(page.locator("[data-diagram-compare][data-ready]")).to_be_visible(timeout=20_000)
    added = page.locator('.djs-element.is-added[data-element-id="legal_review"]')
    expect(added).to_have_count(1)
    expect(page.locator(".compare-row--added").first).to_contain_text("Thẩm định pháp chế")
    expect(page.locator(".compare__canvas .djs-element.is-changed").first).to_be_attached()
    drop_draft(sample_office)


def test_list_inserts_a_step_with_keys_alone_and_scripts_off(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    tuan = at_desk("tuan", scripts=False)
    tuan.opens(f"{AT}/steps")
    page = tuan.page
    summary = page.locator("#step-secretariat_review summary").filter(has_text="Thêm bước sau")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Rà soát bằng bàn phím")
    page.keyboard.press("Tab")
    page.keyboard.type("Tr")  # a letter or two choose in a list
    page.keyboard.press("Tab")
    page.keyboard.type("Ki")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    tuan.sees("Rà soát bằng bàn phím")
    draft = read_draft(sample_office)
    assert draft is not None
    assert 'name="Rà soát bằng bàn phím"' in draft.content.decode()
    assert draft.content.decode().count('name="due_working_days" value="2"') >= 1
    drop_draft(sample_office)


def test_rows_are_edited_and_tried_with_keys_alone_and_scripts_off(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office, "signature_form", DraftKind.TABLE)
    tuan = at_desk("tuan", scripts=False)
    tuan.opens("/admin/tables/signature_form/edit")
    page = tuan.page
    page.get_by_role("link", name="mở danh sách các dòng").press("Enter")
    page.locator("#row-2").get_by_role("link", name="Sửa dòng 2", exact=True).press("Enter")
    note = page.get_by_label("Ghi chú")
    note.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Theo quy chế mới")
    page.get_by_role("button", name="Lưu vào bản nháp").press("Enter")
    tuan.is_told("Đã lưu vào bản nháp.")
    expect(page.locator("#row-2")).to_contain_text("Theo quy chế mới")

    page.locator("#row-2").get_by_role("button", name="Xuống dòng 2").press("Enter")
    expect(page.locator("#row-3")).to_contain_text("Theo quy chế mới")
    page.locator("#row-3").get_by_role("button", name="Bỏ dòng 3").press("Enter")
    expect(page.get_by_text("Theo quy chế mới")).to_have_count(0)
    # What the row answered for has no row now.
    expect(page.get_by_text("Có trường hợp không dòng nào áp dụng")).to_be_visible()
    drop_draft(sample_office, "signature_form", DraftKind.TABLE)
