"""Every text of the screens has its English, and the English says the same."""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from sqlalchemy import select

from models import Organisation, PostVersion, Seal
from tests.acting import LETTER
from webapp.app import create_app
from workflows.demo.journey import submit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from babel.messages.catalog import Catalog, Message
    from flask.testing import FlaskClient

    from workflows.bootstrap import Services
    from workflows.demo.office import Office

    NewOffice = Callable[..., Office]

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "webapp/translations/en/LC_MESSAGES/messages.po"
#: The product's name and what is typed or printed as it stands.
SAME = {"Trình Ký", "Lưu: VT, VX", "QUY CHẾ"}
_BLANK = re.compile(r"%\(\w+\)[#0-9.]*\w|\{\w+\}")
_VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
_SHOWN = re.compile(r'>([^<>]+)<|(?:alt|aria-label|content|placeholder|title)="([^"]+)"')


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources say today, read as scripts/messages reads it."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    command = "-q extract -F pyproject.toml -k lazy_gettext -k ngettext:1,2 --omit-header -o"
    subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "-m", "babel.messages.frontend", *command.split(), str(template), "."],
        cwd=ROOT,
        check=True,
    )
    return read_po(io.BytesIO(template.read_bytes()))


@pytest.fixture(scope="module")
def in_english(
    services: Services, catalogue: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    """A browser that asked for English, of an application with the catalogue as it is written."""
    folder = tmp_path_factory.mktemp("translations")
    compiled = folder / "en/LC_MESSAGES/messages.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    settings = {"WTF_CSRF_ENABLED": False, "BABEL_TRANSLATION_DIRECTORIES": str(folder)}
    client = create_app(services, settings).test_client()
    assert client.get("/language/en").status_code == 302
    return client


def texts(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def words(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(said) if isinstance(said, (tuple, list)) else (said or "",)


def pairs(catalogue: Catalog) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    return ((texts(each), words(each)) for each in catalogue if each.id)


def test_the_catalogue_has_every_text_of_the_sources_and_no_other(
    catalogue: Catalog, extracted: Catalog
) -> None:
    ours = {text for text, _ in pairs(catalogue)}
    theirs = {text for text, _ in pairs(extracted)}

    assert sorted(theirs - ours) == [], "run scripts/messages and write the English"
    assert sorted(ours - theirs) == [], "run scripts/messages: no page says this any more"
    assert list(catalogue.obsolete) == []
    assert not [each.id for each in catalogue if each.fuzzy and each.id]


def test_every_text_is_said_in_english(catalogue: Catalog) -> None:
    assert not [text for text, said in pairs(catalogue) if not all(map(str.strip, said))]
    same = {
        text[0]
        for text, said in pairs(catalogue)
        if set(said) & set(text) and re.search(r"\w", _BLANK.sub("", text[0]))
    }
    assert same <= SAME


def test_the_english_keeps_every_blank_and_ending(catalogue: Catalog) -> None:
    for text, said in pairs(catalogue):
        blanks = {blank for part in text for blank in _BLANK.findall(part)}
        assert {blank for part in said for blank in _BLANK.findall(part)} == blanks, text
        for part in said:
            assert unicodedata.is_normalized("NFC", part), text
            assert (part[-1] in ".:?…") is (text[-1][-1] in ".:?…"), text
            assert part[0].isspace() is text[0][0].isspace(), text


def test_each_form_of_a_count_can_be_filled(catalogue: Catalog) -> None:
    for text, said in pairs(catalogue):
        if len(text) > 1:
            assert len(said) == 2, text
            assert "%(num)d" in said[1], text


def test_it_names_the_project_and_compiles(catalogue: Catalog) -> None:
    head = CATALOGUE.read_text(encoding="utf-8").partition("\n\n")[0]
    assert "Project-Id-Version: Trình Ký" in head
    assert not re.search(r"PROJECT|EMAIL|FULL NAME|@", head)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    assert len(read_mo(compiled)) == len(catalogue)


def left_in_vietnamese(page: str, *data: str) -> list[str]:
    """Return what the page shows with Vietnamese letters once names and titles are taken away."""
    left = []
    for found in _SHOWN.finditer(re.sub(r"(?s)<(script|style).*?</\1>", "", page)):
        shown = html.unescape(found[1] or found[2])
        for name in sorted({*data, "Trình Ký", "Tiếng Việt"}, key=len, reverse=True):
            shown = re.sub(re.escape(name), "", shown, flags=re.IGNORECASE)
        if _VIETNAMESE.search(shown):
            left.append(shown.strip())
    return left


def test_signing_in_is_in_english(in_english: FlaskClient) -> None:
    page = in_english.get("/sign-in").get_data(as_text=True)

    assert "Sign in" in page
    assert left_in_vietnamese(page) == []
    refused = in_english.post("/sign-in", data={"username": "ai.do", "password": "sai"})
    said = refused.get_data(as_text=True)
    assert "The user name or password is not correct" in said
    assert left_in_vietnamese(said) == []


def test_the_inbox_is_in_english_but_for_names_and_titles(
    in_english: FlaskClient, new_office: NewOffice, services: Services
) -> None:
    office = new_office()
    submit(office, "cong_van", LETTER)
    username = next(
        name
        for name, user in office.accounts.items()
        if user == office.holders["drafting_unit_head"]
    )
    signed_in = in_english.post(
        "/sign-in", data={"username": username, "password": office.secrets.password}
    )
    assert signed_in.status_code == 303

    page = in_english.get("/inbox").get_data(as_text=True)

    assert "My tasks" in page
    assert "is waiting for you because you hold the post of" in page
    with services.database.session() as session:
        data = [
            *session.scalars(select(PostVersion.title)),
            *session.scalars(select(Seal.name)),
            *session.scalars(select(Organisation.name)),
        ]
    people = ("Nguyễn Thị Lan", "Hoàng Văn Cường")
    law = ("Nghị định 30/2020/NĐ-CP", "Điều 12", "khoản 1")
    step = ("Kiểm tra nội dung",)
    assert left_in_vietnamese(page, *data, *people, *law, *step, LETTER["subject"]) == []
