"""Files of other tools on the drawing board: opened or told why not, saved without loss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from models import DraftKind
from tests.carried import lost
from tests.drawing import read_draft
from tests.e2e.board import Board, drop_draft
from workflows.commands.save_draft import ImportDraft, import_draft
from workflows.engine.keeping import put_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.e2e.person import Person
    from workflows.demo.office import Office

VENDORS = Path(__file__).parents[1] / "workflows" / "engine" / "vendors"
TABLE = "who_may_sign"
#: What cannot be drawn, with the words of the refusal.
UNDRAWN = {
    "aris.bpmn": "Hình vẽ gắn với “ID-ch” (loại Choreography)",
    "oryx.bpmn": "Tệp không có hình vẽ",
}
#: The mark beside a row.
_SHADOW = "cell => getComputedStyle(cell).boxShadow"
#: Opens a text and gives what the library alone would save; the draft on the server stays.
_THROUGH = """async ([island, xml]) => {
  const page = document.querySelector('[data-bpmn-editor]')?.bpmnEditor
    ?? document.querySelector('[data-dmn-editor]').dmnEditor;
  page.draft.stopped = true;
  await page.draw(xml);
  const whole = await page.xml();
  page.opened = null;
  return [whole, await page.xml()];
}"""


def _text(name: str) -> str:
    return (VENDORS / name).read_bytes().decode()  # line ends as they are


def _loses_nothing(page: Page, name: str) -> None:
    text = _text(name)
    whole, saved = page.evaluate(_THROUGH, ["", text])
    assert whole == text, name
    kept = put_back(text.encode(), saved.encode())
    assert not lost(text.encode(), kept), name


def _refusal(page: Page) -> Locator:
    return page.locator("dialog[open]")


def test_file_of_any_tool_opens_or_says_why_not(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    tuan = at_desk("tuan")
    board = Board(tuan)
    page = board.page
    for path in sorted(VENDORS.glob("*.bpmn*")):
        if path.name not in UNDRAWN:
            _loses_nothing(page, path.name)
    for name, words in UNDRAWN.items():
        with page.expect_file_chooser() as chooser:
            board.from_menu("Nhập tệp …")
        chooser.value.set_files(VENDORS / name)
        expect(_refusal(page)).to_contain_text(words)
        _refusal(page).get_by_role("button", name="Đóng").click()
        # What was drawn before is still there to be worked with.
        expect(page.locator(".djs-element.djs-shape").first).to_be_visible()
    assert not tuan.complaints


def test_import_is_kept_as_it_came_and_drawn_on_without_loss(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    board = Board(at_desk("tuan"))
    with board.page.expect_file_chooser() as chooser:
        board.from_menu("Nhập tệp …")
    chooser.value.set_files(VENDORS / "camunda_modeler.bpmn")
    board.is_saved()
    text = _text("camunda_modeler.bpmn").encode()
    draft = read_draft(sample_office)
    assert draft is not None
    assert draft.content == text
    board.renames("Task_1", "Cho ý kiến")
    expect(board.state).to_have_attribute("data-state", "unsaved")
    board.is_saved()
    draft = read_draft(sample_office)
    assert draft is not None
    renamed = text.replace('name="Góp ý"'.encode(), 'name="Cho ý kiến"'.encode())
    assert not lost(renamed, draft.content)
    with board.page.expect_download() as download:
        board.from_menu("Tải sơ đồ (.bpmn)")
    assert download.value.path().read_bytes() == draft.content
    drop_draft(sample_office)


def test_tables_of_any_version_open_and_lose_nothing(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office, TABLE, DraftKind.TABLE)
    tuan = at_desk("tuan")
    tuan.opens(f"/admin/tables/{TABLE}/edit")
    page = tuan.page
    expect(page.locator("[data-dmn-editor][data-ready]")).to_be_visible(timeout=20_000)
    for name in ("camunda_11.dmn", "trisotech_15.dmn"):
        _loses_nothing(page, name)
        expect(page.locator('[data-row-id="small"]').first).to_be_visible()
    page.locator("th.output-cell").dblclick()
    choice = page.get_by_label("Loại")
    expect(choice.locator("option:checked")).to_have_text("chữ")
    page.keyboard.press("Escape")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Nhập tệp …").click()
    chooser.value.set_files(VENDORS / "drools_13.dmn")
    expect(_refusal(page)).to_contain_text("không có bảng quyết định nào")


def test_unique_table_with_two_rows_for_one_case_points_at_both_and_is_not_deployed(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    content = _text("trisotech_15.dmn").replace("&lt; 10", "&lt; 20").encode()
    command = ImportDraft(sample_office.organisation_id, DraftKind.TABLE, content)
    draft = sample_office.run(import_draft, command, "admin")
    tuan = at_desk("tuan")
    tuan.opens(f"/admin/tables/{draft.key}/edit")
    page = tuan.page
    expect(page.locator("[data-dmn-editor][data-ready]")).to_be_visible(timeout=20_000)
    told = page.locator(".problems li").filter(has_text="cùng áp dụng")
    expect(told).to_contain_text("Dòng 2 và dòng 1")
    plain, first, second = (
        page.locator(f'[data-row-id="{row}"]').last.evaluate(_SHADOW)
        if row
        else page.locator("thead th").last.evaluate(_SHADOW)
        for row in ("", "small", "large")
    )
    assert plain == "none"
    assert first != "none"
    assert second == first
    tuan.opens(f"/admin/deploy?kind=tables&key={draft.key}")
    tuan.sees("cùng áp dụng")
    expect(page.get_by_role("button", name="Triển khai", exact=True)).to_be_disabled()
    drop_draft(sample_office, draft.key, DraftKind.TABLE)
