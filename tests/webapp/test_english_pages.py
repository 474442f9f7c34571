"""Who chose English meets no sentence of the product in Vietnamese, wherever the links lead."""

from __future__ import annotations

import html
import io
import re
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sqlalchemy import select, text

from models import DecisionVersion, ProcessVersion
from tests.acting import LETTER
from webapp.app import create_app
from workflows.commands.issue_document import IssueDocument, issue_document
from workflows.commands.save_document import StartDocument, start_document
from workflows.demo.journey import submit, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from workflows.bootstrap import Services
    from workflows.demo.office import Office

CATALOGUE = Path(__file__).parents[2] / "webapp/translations/en/LC_MESSAGES/messages.po"
_VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
_BLANK = re.compile(r"%\(\w+\)[#0-9.]*\w|\{\w+\}")
_SHOWN = re.compile(r'>([^<>]+)<|(?:alt|aria-label|content|placeholder|title)="([^"]+)"')
_LINK = re.compile(r'href="(/[^"#]*)')
#: Leaves the walk, changes the language, or is no page.
_ELSEWHERE = re.compile(
    r"^/(static|language)/|\.(pdf|csv|xlsx|bpmn|dmn|zip)\b|/(files?|original)\b"
)
#: Names that the organisation gives, in its rows and diagrams, though the product says them too.
_NAMES = text(
    """
    SELECT name FROM organisation UNION SELECT name FROM role UNION SELECT name FROM unit_version
    UNION SELECT name FROM seal UNION SELECT name FROM user_task
    UNION SELECT full_name FROM user_account UNION SELECT title FROM post_version
    UNION SELECT coalesce(second_office, '') FROM post_version
    """
)


#: The product's name, the other language, what a field shows as an example of the text itself.
_UNTRANSLATED = ("Tiếng Việt", "Trình Ký", "Lưu: VT, VX", "QUY CHẾ")


def steps(session: Session) -> Iterator[str]:
    """Steps and articles of diagrams, columns of tables: as admins wrote them."""
    for version in session.scalars(select(ProcessVersion)):
        yield from re.findall(r' (?:name|value)="([^"]+)"', version.bpmn.decode())
    for table in session.scalars(select(DecisionVersion)):
        yield from re.findall(r' (?:name|label)="([^"]+)"', table.dmn.decode())


def product_sentences() -> tuple[frozenset[str], re.Pattern[str]]:
    """What the product says in Vietnamese: whole texts, and templates as a pattern."""
    whole, templates = set(), []
    for message in read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en"):
        # What has no English yet, test_translations reports.
        for said in (
            message.id if isinstance(message.id, tuple) else (message.id,) * bool(message.string)
        ):
            literal = _BLANK.sub("", said)
            if not _VIETNAMESE.search(literal):
                continue
            if literal == said:
                whole.add(said.strip())
            elif len(literal.replace(" ", "")) > 12:
                parts = (re.escape(part) for part in _BLANK.split(said.strip()))
                templates.append(".+?".join(parts))
    return frozenset(whole), re.compile("|".join(f"(?:{each})" for each in templates), re.DOTALL)


@pytest.fixture(scope="module")
def english(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with the catalogue as it is written."""
    folder = tmp_path_factory.mktemp("translations")
    compiled = folder / "en/LC_MESSAGES/messages.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en"))
    settings = {"WTF_CSRF_ENABLED": False, "BABEL_TRANSLATION_DIRECTORIES": str(folder)}
    return create_app(services, settings)


def pages(client: FlaskClient, *starts: str) -> Iterator[tuple[str, str]]:
    """Follow the links of a person's pages, one address of each shape."""
    waiting, seen = deque(starts), set[str]()
    while waiting:
        address = waiting.popleft()
        shape = re.sub(r"\d+", "#", re.sub(r"=[^&]*", "", address))
        if shape in seen or _ELSEWHERE.search(address):
            continue
        seen.add(shape)
        answer = client.get(address, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        page = answer.get_data(as_text=True)
        yield address, page
        if answer.status_code == 200:
            waiting.extend(html.unescape(found) for found in _LINK.findall(page))


def shown(page: str) -> Iterator[str]:
    for found in _SHOWN.finditer(re.sub(r"(?s)<(script|style|textarea|svg).*?</\1>", "", page)):
        yield " ".join(html.unescape(found[1] or found[2]).split())


@pytest.fixture(scope="module")
def busy(office: Office) -> Office:
    """Something on every page: a faulty draft, a letter under way, one that was issued."""
    office.run(
        start_document,
        StartDocument(
            office.organisation_id,
            office.unit_id,
            "quyet_dinh",
            {"subject": "QUY CHẾ LÀM VIỆC CỦA BAN.", "body": "Điều 1. Một.\nĐiều 1. Hai ….….…."},
        ),
        "drafter",
    )
    submit(office, "cong_van", LETTER)
    walk(office, submit(office, "cong_van", LETTER), until="chair_sign")
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="issue")
    (task,) = office.open_tasks(case.id)
    office.run(issue_document, IssueDocument(task.id), "clerk_ubnd")
    return office


@pytest.mark.parametrize(
    "post", ["drafter", "drafting_unit_head", "secretary", "chair", "clerk_ubnd", "admin"]
)
def test_no_page_says_a_sentence_of_the_product_in_vietnamese(
    english: Flask, busy: Office, post: str
) -> None:
    whole, templates = product_sentences()
    client = english.test_client()
    username = next(name for name, user in busy.accounts.items() if user == busy.holders[post])
    client.get("/language/en")
    signed_in = client.post(
        "/sign-in", data={"username": username, "password": busy.secrets.password}
    )
    assert signed_in.status_code == 303
    with busy.services.database.session() as session:
        names = {*session.scalars(_NAMES), *steps(session), LETTER["subject"], *_UNTRANSLATED}
    known = re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n))

    drafts = [
        f"/drafts/{found}?check=1"
        for found in re.findall(
            r'href="/drafts/(\d+)/discard"',
            client.get("/documents?whose=mine").get_data(as_text=True),
        )
    ]
    walked, left = 0, []
    for address, page in pages(client, "/inbox", *drafts):
        walked += 1
        left += [
            (address, said)
            for said in shown(page)
            if _VIETNAMESE.search(known.sub("", said))
            and (said in whole or templates.fullmatch(said))
        ]
    assert walked > 10
    assert left == [], "\n".join(map(str, left))
