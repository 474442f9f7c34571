"""Every page in both languages, on a desk and on a phone.

It is for everybody, within its width, and under its policy.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.e2e.pages import MISSING
from tests.e2e.person import PHONE, WIDE, Person
from tests.e2e.policy import breaches
from workflows.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.pages import Visit

AXE: Final = ROOT / "webapp" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
#: What keeps somebody out; colours depend neither on language nor on width.
_GRAVE: Final = ("serious", "critical")
_RUN: Final = """async (colours) => {
  const options = {resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}}};
  const {violations} = await axe.run(document, options);
  return violations.map(({id, impact, nodes}) => [id, impact, nodes.map(n => n.html).slice(0, 3)]);
}"""
#: The missing page is one, and the PDFs beside pages are not fetched here.
_EXPECTED: Final = re.compile(r"status of 404|net::ERR_FAILED")
#: The mark of bpmn.io in dmn-js has two styles in its markup, and its licence lets nobody change
#: that file. The policy drops them (board_mark.css says the same); each is known by its hash.
_MARK: Final = re.compile(
    r"^Applying inline style .*'sha256-(CA/eh4\+2R0J7cEQ14gBMtx834RIOjzMUqCM\+evtrkp4"
    r"|r3vOsuepBDg6tz/cOusiNJ9Y4Lp9hGQTT7pzDks1Xxc)='"
)
_WIDTH: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_keeps_anybody_out(
    pages: list[Visit], at_desk: Callable[..., Person], language: str
) -> None:
    assert AXE.exists(), "scripts/setup puts axe-core here"
    wrong: list[Any] = []
    for username, of_one in groupby(pages, key=lambda visit: visit.username):
        reader = at_desk(username, language=language)
        # Runs in every page before its own scripts; the policy of the page stays as it is.
        reader.page.context.add_init_script(path=AXE)
        reader.page.context.route("**/*.pdf*", lambda route: route.abort())
        reader.page.goto(f"/language/{language}")
        for visit in of_one:
            wrong += _look(reader, visit.path, language)
        # The choice is kept for the next session; whoever sits here next expects Vietnamese.
        reader.page.goto("/language/vi")
    assert not wrong, "\n".join(map(str, wrong))


def _look(reader: Person, path: str, language: str) -> list[Any]:
    page = reader.page
    reader.complaints.clear()
    # In English the same elements stand there, with other words: longer ones, on a phone.
    width, height = WIDE if language == "vi" else PHONE
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(path)
    assert answer is not None
    if path != MISSING and not answer.ok:
        return [(path, answer.status)]
    wrong: list[Any] = []
    if language == "vi":
        wrong += [(path, *breach) for breach in breaches(answer)]
        wrong += barriers(page, path, colours=True)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        wrong += barriers(page, path, colours=False)
    if (over := page.evaluate(_WIDTH)) > 0:
        wrong.append((path, f"{over}px wider than a phone"))
    if page.locator("html").get_attribute("lang") != language:
        wrong.append((path, "is not in the chosen language"))
    said = [
        each for each in reader.complaints if not _EXPECTED.search(each) and not _MARK.search(each)
    ]
    return wrong + [(path, each) for each in said]


def barriers(page: Page, path: str, *, colours: bool) -> list[Any]:
    """What on the page as it stands keeps somebody out."""
    found = page.evaluate(_RUN, colours)
    width = page.viewport_size["width"] if page.viewport_size else 0
    return [(path, width, *each) for each in found if each[1] in _GRAVE]
