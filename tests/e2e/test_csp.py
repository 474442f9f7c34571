"""What pages carry: their policy, and nothing that the policy would have to be loosened for."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from webapp.security import CONTENT_SECURITY_POLICY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Site
    from tests.e2e.pages import Visit
    from tests.e2e.person import Person

_INLINE: Final = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|javascript:", re.IGNORECASE
)
_HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


def test_no_page_carries_a_script_or_a_style(
    pages: list[Visit], at_desk: Callable[..., Person]
) -> None:
    wrong = []
    for username, of_one in groupby(pages, key=lambda visit: visit.username):
        reader = at_desk(username)
        for visit in of_one:
            answer = reader.page.request.get(visit.path)
            wrong += [
                (visit.path, name, answer.headers.get(name))
                for name, value in _HEADERS.items()
                if answer.headers.get(name) != value
            ]
            wrong += [(visit.path, found) for found in _INLINE.findall(answer.text())]
    assert not wrong, "\n".join(map(str, wrong))


def test_policy_is_enforced_and_no_page_breaks_it(
    at_desk: Callable[..., Person], site: Site
) -> None:
    van = at_desk("van")
    van.opens("/inbox")
    van.page.locator("[data-task]").first.click()
    van.page.locator("#reading-pane .acts").wait_for()
    van.page.keyboard.press("?")
    assert not van.complaints
    van.page.evaluate("document.body.setAttribute('onclick', 'window.broken = true')")
    van.page.locator("body").dispatch_event("click")
    assert van.page.evaluate("window.broken") is None
    assert any("Content Security Policy" in said for said in van.complaints)
    cookies = {cookie["name"]: cookie for cookie in van.page.context.cookies(site.address)}
    assert cookies["trinhky"]["httpOnly"]
    assert cookies["trinhky"]["sameSite"] == "Lax"
