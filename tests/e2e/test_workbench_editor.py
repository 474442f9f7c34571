"""The editor under strain: two admins, a late save, no connection, hostile files, pictures."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.drawing import active_process, draw, read_draft
from tests.e2e.board import AT, Board, drop_draft, seat_second_admin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog

    from tests.e2e.person import Person
    from workflows.demo.office import Office

PNG = b"\x89PNG\r\n\x1a\n"
HOSTILE = "&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(2)&lt;/script&gt;"
#: Seconds until one can select a step, on a busy machine; printed to be compared.
SLOWEST = 10


def _content(office: Office) -> str:
    draft = read_draft(office)
    return draft.content.decode() if draft else ""


def test_second_admin_is_told_and_a_late_save_is_refused_with_the_choice(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    draw(sample_office, active_process(sample_office).bpmn)
    thao = at_desk(seat_second_admin(sample_office))
    first = Board(at_desk("tuan"))
    second = Board(thao)
    expect(second.page.locator(".board-note--warn")).to_contain_text("Mai Anh Tuấn")
    second.renames("format_check", "Kiểm tra thể thức và kỹ thuật")
    second.is_saved()
    first.renames("content_check", "Kiểm tra nội dung dự thảo")
    dialog = first.page.locator("dialog[open]")
    expect(dialog).to_contain_text("Có người khác vừa lưu")
    assert "Kiểm tra nội dung dự thảo" not in _content(sample_office)
    with first.page.expect_download() as kept:
        dialog.get_by_role("button", name="Tải bản của tôi về máy, mở bản của họ").click()
    assert "Kiểm tra nội dung dự thảo" in kept.value.path().read_text(encoding="utf-8")
    expect(first.element("format_check")).to_contain_text("kỹ thuật")


def test_lost_connection_loses_no_drawing(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    board = Board(at_desk("tuan"))
    board.page.context.set_offline(offline=True)
    board.renames("format_check", "Kiểm tra khi mất mạng")
    expect(board.state).to_contain_text("Mất kết nối")
    board.page.context.set_offline(offline=False)
    board.is_saved()
    assert "Kiểm tra khi mất mạng" in _content(sample_office)
    # The page is closed before the connection is back: what was drawn is offered again.
    board.page.context.set_offline(offline=True)
    board.renames("content_check", "Kiểm tra lần thứ ba")
    expect(board.state).to_contain_text("Mất kết nối")
    board.page.close(run_before_unload=False)
    board.page.context.set_offline(offline=False)
    board.admin.page = board.page.context.new_page()
    again = Board(board.admin)
    again.page.get_by_role("button", name="Mở bản chưa lưu").click()
    again.is_saved()
    assert "Kiểm tra lần thứ ba" in _content(sample_office)


def test_hostile_names_stay_text(sample_office: Office, at_desk: Callable[..., Person]) -> None:
    drop_draft(sample_office)
    drawn = active_process(sample_office).bpmn.replace(
        'name="Kiểm tra thể thức"'.encode(), f'name="{HOSTILE}"'.encode()
    )
    draw(sample_office, drawn)
    tuan = at_desk("tuan")
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    tuan.page.on("dialog", refuse)
    board = Board(tuan)
    board.element("format_check").click()
    expect(board.page.locator('textarea[name="name"]')).to_have_value(
        "<img src=x onerror=alert(1)><script>alert(2)</script>"
    )
    for path in ("", "/steps", "/reading", "/compare", "/scenarios", "/dry-run"):
        tuan.opens(f"{AT}{path}")
        assert tuan.page.locator('img[src="x"]').count() == 0, path
    tuan.opens(AT)
    assert not asked
    drop_draft(sample_office)


def test_board_opens_fast_and_gives_its_picture(
    sample_office: Office, at_desk: Callable[..., Person], tmp_path: Path
) -> None:
    drop_draft(sample_office)
    tuan = at_desk("tuan")
    begun = time.monotonic()
    board = Board(tuan)
    board.element("revise").click()
    expect(board.page.locator('select[name="role"]')).to_be_visible()
    took = time.monotonic() - begun
    print(f"editor interactive after {took:.1f} s")  # noqa: T201 - a measurement
    assert took < SLOWEST
    # Two steps chosen: the button to align them shows its picture, which the policy lets through.
    board.element("content_check").click(modifiers=["Shift"])
    aligns = board.page.locator(".djs-context-pad svg rect").first
    expect(aligns).to_have_attribute("fill", "none")
    assert not [said for said in tuan.complaints if "inline style" in said]
    with board.page.expect_download() as picture:
        board.from_menu("Tải hình (PNG)")
    picture.value.save_as(tmp_path / "so-do.png")
    assert (tmp_path / "so-do.png").read_bytes().startswith(PNG)
    answer = tuan.page.request.get(f"{AT}/edit")
    assert "img-src 'self' blob:" in answer.headers["content-security-policy"]
    assert "blob:" not in tuan.page.request.get(AT).headers["content-security-policy"]
