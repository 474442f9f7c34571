"""What the business says is said in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import render_template_string
from flask import session as cookie

from webapp.app import create_app
from webapp.language import said, sentence
from workflows.errors import ForbiddenError
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from workflows.bootstrap import Services

ENGLISH = {
    "Do {who} đóng dấu {seals}.": "Sealed by {who} with {seals}.",
    "văn thư {body}": "the clerk of {body}",
    "Sở": "Department",
    "Bạn không có quyền thực hiện việc này: {because}": "You may not do this: {because}",
}
REASON = Sentence("Do {who} đóng dấu {seals}.", who=Sentence("văn thư {body}", body="Sở"), seals=())


@pytest.fixture
def english(services: Services, tmp_path: Path) -> Iterator[Flask]:
    """A request in English, with a small catalogue."""
    catalogue = Catalog(locale="en")
    for text, words in ENGLISH.items():
        catalogue.add(text, words)
    compiled = tmp_path / "en/LC_MESSAGES/messages.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    app = create_app(services, {"BABEL_TRANSLATION_DIRECTORIES": str(tmp_path)})
    with app.test_request_context():
        cookie["language"] = "en"
        yield app


@pytest.mark.usefixtures("english")
def test_a_sentence_is_translated_with_the_sentences_in_it_and_data_is_not() -> None:
    twice = Sentence("Do {who} đóng dấu {seals}.", who="Sở", seals=("A", REASON.data["who"]))

    assert said(REASON) == "Sealed by the clerk of Sở with ."
    assert said(twice) == "Sealed by Sở with A, the clerk of Sở."
    assert said("văn thư {body}") == "văn thư {body}"
    assert said(None) is None


@pytest.mark.usefixtures("english")
def test_a_page_says_it_wherever_it_is_written() -> None:
    page = render_template_string(
        "{{ reason }}|{{ '%s'|format(reason|said) }}|{{ html }}",
        reason=REASON,
        html=Sentence("<b>{x}</b>", x="&"),
    )

    assert page == (
        "Sealed by the clerk of Sở with .|Sealed by the clerk of Sở with .|&lt;b&gt;&amp;&lt;/b&gt;"
    )


@pytest.mark.usefixtures("english")
def test_an_error_carries_its_reason_into_the_language() -> None:
    assert sentence(ForbiddenError(because=REASON)) == (
        "You may not do this: Sealed by the clerk of Sở with ."
    )
