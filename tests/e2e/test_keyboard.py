"""No mouse: through the inbox by keys, and an approval by Tab and Enter."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.acting import LETTER
from workflows.demo.journey import submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.person import Person
    from workflows.demo.office import Office

SUBJECT = f"thống kê cán bộ nữ quy hoạch đợt {secrets.randbelow(10_000)}"
#: Whether what has the focus can be told from what has not, as its outline or around it.
_RING = """() => {
  let element = document.activeElement;
  if (!element || element === document.body) return false;
  const box = element.getBoundingClientRect();
  for (; element; element = element.parentElement) {
    const style = getComputedStyle(element);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) {
      return box.width > 0 && box.height > 0;
    }
  }
  return false;
}"""
_WHAT = "document.activeElement?.outerHTML.slice(0, 120)"


def test_every_stop_of_the_tab_key_is_visible(at_desk: Callable[..., Person]) -> None:
    van = at_desk("van")
    van.opens("/inbox")
    page = van.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Tới nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    stops = 0
    while not page.evaluate("document.activeElement === document.body"):
        assert page.evaluate(_RING), f"no ring around {page.evaluate(_WHAT)}"
        page.keyboard.press("Tab")
        stops += 1
    assert stops > 15
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_inbox_is_read_and_approved_by_keys(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    submit(sample_office, "cong_van", LETTER | {"subject": SUBJECT})
    cuong = at_desk("cuong")
    cuong.opens("/inbox")
    page = cuong.page
    titles = [
        title.removeprefix("Chưa đọc:").strip()
        for title in page.locator(".task-row__link").all_inner_texts()
    ]
    page.keyboard.press("j")
    _pane_shows(page, titles[0])
    page.keyboard.press("j")
    _pane_shows(page, titles[1])
    page.keyboard.press("k")
    _pane_shows(page, titles[0])
    for _ in range([SUBJECT in title for title in titles].index(True)):
        page.keyboard.press("j")
    _pane_shows(page, SUBJECT)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(SUBJECT)

    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Ý kiến của bạn")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # The focus is back on what had opened the form.
    expect(page.locator(".acts").get_by_role("link", name="Đồng ý")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Đồng ý", exact=True)).to_be_focused()
    assert page.evaluate(_RING)
    page.keyboard.press("Enter")
    cuong.is_told(f"Bạn đã đồng ý “V/v {SUBJECT}”.")


def _pane_shows(page: Page, title: str) -> None:
    expect(page.locator("#reading-pane h2")).to_contain_text(title)
