"""A new person's first minutes: a password of one's own, then a key, with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.person import PHONE
from tests.e2e.test_axe import AXE, barriers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.person import Person

OWN, PIN = "mat-khau-rieng-2027", "739154"


def test_a_new_person_replaces_the_password_and_makes_the_key_that_is_offered(
    at_desk: Callable[..., Person],
) -> None:
    admin = at_desk("tuan")
    admin.opens("/admin/people/new")
    admin.page.get_by_label("Họ và tên").fill("Trịnh Thị Yến")
    admin.page.get_by_label("Tên đăng nhập").fill("yen.trinh")
    admin.page.get_by_label("Cấp khóa ký số").uncheck()
    admin.page.get_by_role("button", name="Cấp tài khoản").click()
    given = admin.page.locator(".secret").inner_text()
    admin.opens("/admin/people?state=no_key&q=yen.trinh")
    expect(admin.page.get_by_label("Chọn Trịnh Thị Yến")).to_be_checked()
    admin.page.get_by_role("button", name="Cho người được chọn").click()
    admin.is_told("1 người được tự tạo khóa ký số")

    newcomer = at_desk(viewport=PHONE)
    page = newcomer.page
    page.context.add_init_script(path=AXE)
    page.goto("/documents")
    page.get_by_label("Tên đăng nhập").fill("yen.trinh")
    page.get_by_label("Mật khẩu").fill(given)
    newcomer.press_keys("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chọn mật khẩu của bạn")
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert barriers(page, "first password", colours=True) == []

    page.get_by_label("Mật khẩu mới", exact=True).focus()
    page.keyboard.type(OWN)
    newcomer.press_keys("Tab")
    page.keyboard.type(OWN)
    newcomer.press_keys("Enter")
    newcomer.is_told("Đã lưu mật khẩu của bạn.")
    expect(page.get_by_role("heading", name="Tạo khóa ký số")).to_be_visible()
    assert barriers(page, "account", colours=True) == []

    page.locator("#key-pin").focus()
    for typed in (PIN, PIN, OWN):
        page.keyboard.type(typed)
        newcomer.press_keys("Tab")
    newcomer.press_keys("Enter")
    newcomer.is_told("Đã tạo khóa ký số.")
    newcomer.opens("/documents")
    assert newcomer.complaints == []
