"""The session ends while somebody writes: said at once, and nothing of the text is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.person import Person

FIRST = "Đề nghị các đơn vị gửi danh sách."
LATER = "Danh sách gửi trước ngày 20 hằng tháng."


def test_text_typed_after_the_session_ended_is_offered_back(at_desk: Callable[..., Person]) -> None:
    lan = at_desk("lan")
    page = lan.page
    body = _writes(lan)
    _loses_the_session(page)
    page.get_by_label("Nội dung", exact=True).fill(f"{FIRST}\n\n{LATER}")
    lan.is_told("Phiên làm việc đã hết. Nội dung được giữ trên máy này")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập").click()
    _signs_in(opened.value, lan)
    opened.value.close()

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert LATER not in page.locator(body).input_value()
    lan.is_told("Có nội dung chưa lưu")
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.locator(body)).to_have_value(f"{FIRST}\n\n{LATER}")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Đã lưu lúc")
    page.reload()
    expect(page.locator(body)).to_have_value(f"{FIRST}\n\n{LATER}")


def test_what_has_been_saved_is_not_offered_back(at_desk: Callable[..., Person]) -> None:
    lan = at_desk("lan")
    page = lan.page
    body = _writes(lan)
    page.locator(body).fill(LATER)
    # The product writes the group's own name for it: not letter for letter what was sent.
    page.locator("select[name=addressee_code]").select_option("HUYEN")
    page.get_by_role("button", name="Lưu nháp").last.click()
    lan.is_told("Đã lưu nháp.")
    expect(page.locator(body)).to_have_value(LATER)
    expect(page.get_by_role("button", name="Khôi phục")).to_have_count(0)


def test_text_sent_after_the_session_ended_comes_back(at_desk: Callable[..., Person]) -> None:
    lan = at_desk("lan", scripts=False)
    page = lan.page
    body = _writes(lan)
    _loses_the_session(page)
    page.locator(body).fill(f"{FIRST}\n\n{LATER}")
    page.get_by_role("button", name="Lưu nháp").last.click()
    lan.sees("Phiên làm việc đã hết trong lúc bạn soạn.")
    lan.sees(LATER)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    _signs_in(opened.value, lan)
    again = page.get_by_role("button", name="Lưu nội dung này vào bản nháp")
    again.click()
    # The form's token was the dead session's, so it might be another site's: asked once more.
    lan.sees("Nếu đúng là nội dung của bạn")
    again.click()
    expect(page.locator(body)).to_have_value(f"{FIRST}\n\n{LATER}")


def _writes(lan: Person) -> str:
    lan.opens("/drafts/new")
    lan.page.locator("button[name=purpose][value=cong_van]").click()
    lan.page.get_by_label("Nội dung", exact=True).fill(FIRST)
    if lan.scripts:
        expect(lan.page.locator("[data-autosave-state]")).to_contain_text("Đã lưu lúc")
    return "textarea[name=body]"


def _signs_in(page: Page, who: Person) -> None:
    page.get_by_label("Tên đăng nhập").fill(who.username)
    page.get_by_label("Mật khẩu").fill(who.secrets.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("navigation", name="Điều hướng chính")).to_be_visible()


def _loses_the_session(page: Page) -> None:
    for _ in range(5):
        page.context.clear_cookies()
        page.wait_for_timeout(1000)
        if not page.context.cookies():  # or an answer that was on its way brought them back
            return
    raise AssertionError(page.context.cookies())
