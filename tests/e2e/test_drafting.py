"""A draft saves itself while it is written, whatever the person does meanwhile."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import APIResponse, Route

    from tests.e2e.person import Person

SUBJECT = f"góp ý dự thảo chương trình phối hợp lần thứ {secrets.randbelow(10_000)}"
FIRST = "Đề nghị các đơn vị góp ý dự thảo."
LATER = "Ý kiến gửi trước ngày 20 hằng tháng."


def test_submitting_waits_for_the_save_under_way(at_desk: Callable[..., Person]) -> None:
    lan = at_desk("lan")
    page = lan.page
    saves: list[tuple[Route, APIResponse]] = []
    page.route("**/autosave", lambda route: saves.append((route, route.fetch())))
    lan.opens("/drafts/new")
    page.locator("button[name=purpose][value=cong_van]").click()
    page.get_by_label("Trích yếu (V/v)").fill(SUBJECT)
    page.get_by_label("Nhóm nơi nhận 1").select_option("HUYEN")
    body = page.get_by_label("Nội dung", exact=True)
    body.fill(FIRST)
    expect(page.locator("[data-autosave-state]")).to_contain_text("Đang lưu")
    while not saves:
        page.wait_for_timeout(50)
    body.fill(f"{FIRST}\n\n{LATER}")
    # Pressed twice, by an impatient hand.
    page.get_by_role("button", name="Trình", exact=True).dblclick(no_wait_after=True)
    route, saved = saves[0]
    assert saved.ok  # on the server already, while its answer is still on its way
    route.fulfill(response=saved)
    lan.is_told("Đã trình văn bản")
    lan.sees(SUBJECT)
    assert len(saves) == 1
