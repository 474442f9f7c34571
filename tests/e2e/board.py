"""The drawing board in a browser, worked with mouse and keyboard."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from models import DraftKind, HoldingMode
from tests.drawing import read_draft
from workflows.commands.discard_draft import DiscardDraft, discard_draft
from workflows.commands.hold_post import HoldPost, hold_post

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator

    from tests.e2e.person import Person
    from workflows.demo.office import Office

PROCESS = "van_ban_ban"
AT = f"/admin/processes/{PROCESS}"
#: Elements of the drawing, in the editor's own words; reads only.
_NAMES = """() => document.querySelector('[data-bpmn-editor]').bpmnEditor.modeler
  .get('elementRegistry').filter((each) => each.type === 'bpmn:UserTask')
  .map((each) => each.businessObject.name ?? '')"""


class Board:
    """One open editor page."""

    def __init__(self, admin: Person, path: str = f"{AT}/edit") -> None:
        self.admin = admin
        self.page = admin.page
        admin.opens(path)
        expect(self.page.locator("[data-bpmn-editor][data-ready]")).to_be_visible(timeout=20_000)
        self.bar = self.page.locator(".board-bar")
        self.state = self.page.locator(".board-bar__state")
        self.problems = self.page.locator(".problems")

    def element(self, element: str) -> Locator:
        return self.page.locator(f'.djs-element[data-element-id="{element}"]').first

    def box(self, element: str) -> FloatRect:
        box = self.element(element).bounding_box()
        assert box, element
        return box

    def gap(self, left: str, right: str) -> float:
        """Pixels between two elements that stand side by side."""
        first = self.box(left)
        return self.box(right)["x"] - first["x"] - first["width"]

    def drag(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*begin)
        mouse.down()
        mouse.move(begin[0] + (end[0] - begin[0]) / 2, begin[1] + (end[1] - begin[1]) / 2, steps=5)
        mouse.move(*end, steps=10)
        mouse.up()

    def tool(self, action: str) -> tuple[float, float]:
        box = self.page.locator(f'.djs-palette [data-action="{action}"]').bounding_box()
        assert box, action
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def presses(self, word: str) -> None:
        self.bar.get_by_role("button", name=word, exact=True).click()

    def from_menu(self, word: str) -> None:
        self.bar.locator("summary").click()
        self.bar.get_by_role("button", name=word).click()

    def is_saved(self) -> None:
        expect(self.state).to_have_attribute("data-state", "saved")

    def has_problem(self, words: str) -> None:
        expect(self.problems.locator("li").filter(has_text=words).first).to_be_visible()

    def has_no_problem(self) -> None:
        expect(self.problems).to_contain_text("Chưa thấy vấn đề nào.")

    def step_names(self) -> list[str]:
        names: list[str] = self.page.evaluate(_NAMES)
        return names

    def renames(self, element: str, name: str) -> None:
        self.element(element).click()
        self.page.locator('textarea[name="name"]').fill(name)


def drop_draft(office: Office, key: str = PROCESS, kind: DraftKind = DraftKind.PROCESS) -> None:
    """Leave no draft of an earlier test."""
    if draft := read_draft(office, key, kind):
        command = DiscardDraft(office.organisation_id, kind, key, draft.revision)
        office.run(discard_draft, command, "admin")


def seat_second_admin(office: Office) -> str:
    """Give one of the members the administrators' work too; returns the username."""
    post, user = office.posts["admin"], office.accounts["thao"]
    if office.actor("thao").administers != office.actor("admin").administers:
        held = HoldPost(post, user, HoldingMode.FULL, date(2026, 1, 1), together=True)
        office.run(hold_post, held, "admin")
    return "thao"
