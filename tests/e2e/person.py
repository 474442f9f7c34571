"""A person in front of a browser: what she does, in the words on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from workflows.demo.office import Secrets

Viewport: TypeAlias = tuple[int, int]
WIDE: Viewport = (1280, 900)
PHONE: Viewport = (360, 780)

_PDF = re.compile(r"application/pdf")


@dataclass(slots=True)
class Person:
    """Somebody of the sample office; everything goes through the page in front of them."""

    page: Page
    username: str
    name: str
    secrets: Secrets
    scripts: bool = True
    #: What the browser's console complained of.
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )

    def signs_in(self, username: str = "") -> None:
        if "/sign-in" not in self.page.url:
            self.page.goto("/sign-in")
        self.page.get_by_label("Tên đăng nhập").fill(username or self.username)
        self.page.get_by_label("Mật khẩu").fill(self.secrets.password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("navigation", name="Điều hướng chính")).to_be_visible()

    def opens(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def opens_work(self, title: str) -> None:
        """Open a task on its own page, from the inbox."""
        self.opens("/inbox")
        self.row(title).click()
        if self.page.locator("#reading-pane").is_visible():
            self.page.get_by_role("link", name="Mở đầy đủ").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def row(self, title: str) -> Locator:
        return self.page.locator("[data-task]").filter(has_text=title)

    def chooses(self, act: str) -> None:
        """Press an act at the foot of a step's page; its form opens over the page."""
        self.page.locator(".acts").get_by_role("link", name=act, exact=True).click()

    def confirms(self, act: str) -> None:
        """Press the button of an act's form."""
        form = self.page.locator("#act-form")
        form.get_by_role("button", name=act, exact=True).click()

    def agrees(self, title: str) -> None:
        self.opens_work(title)
        self.chooses("Đồng ý")
        self.confirms("Đồng ý")
        self.is_told(f"Bạn đã đồng ý “V/v {title}”.")

    def is_told(self, sentence: str) -> None:
        expect(self.page.locator(".message").filter(has_text=sentence).first).to_be_visible()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def has_no_work(self, title: str) -> None:
        self.opens("/inbox")
        expect(self.row(title)).to_have_count(0)

    def press_keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
