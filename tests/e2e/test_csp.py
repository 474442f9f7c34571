"""The files that pages show and offer, and the policy at work in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Document, DocumentStatus
from tests.e2e.pages import files
from webapp.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Site
    from tests.e2e.person import Person
    from workflows.demo.office import Office


def test_every_file_is_answered(sample_office: Office, at_desk: Callable[..., Person]) -> None:
    """Through the real server, which refuses headers that Flask's own would send."""
    wrong = []
    found = files(create_app(sample_office.services), sample_office)
    for username in {visit.username for visit in found}:
        reader = at_desk(username)
        for visit in found:
            if visit.username == username:
                answer = reader.page.request.get(visit.path)
                kept = answer.headers.get("x-content-type-options") == "nosniff"
                if not answer.ok or not kept or not answer.body():
                    wrong.append((visit.path, answer.status))
    assert not wrong
    assert len(found) > 10


def test_file_is_kept_under_its_number(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    with sample_office.services.database.session() as session:
        letter = session.scalars(
            select(Document).where(
                Document.status == DocumentStatus.ISSUED, Document.number.contains("Đ")
            )
        ).first()
    assert letter is not None
    tam = at_desk("tam")
    tam.opens(f"/documents/{letter.id}")
    with tam.page.expect_download() as download:
        tam.page.get_by_role("link", name="Tải bản gốc đã ký").click()
    assert download.value.suggested_filename == f"{letter.number}.pdf".replace("/", "-")


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
