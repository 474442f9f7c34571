"""Static files as a browser gets them: small once, then never asked for again."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest

from workflows.settings import DIST

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

FOR_EVER = {"public", "max-age=31536000", "immutable"}


@pytest.mark.parametrize("name", ["app.css", "app.js", "icons.svg", "editor_bpmn.css"])
def test_what_is_text_is_sent_compressed_and_kept_for_ever(app: Flask, name: str) -> None:
    asset = app.jinja_env.globals["asset"]
    assert callable(asset)
    with app.test_client() as browser:
        plain = browser.get(asset(name), buffered=True)
        zipped = browser.get(asset(name), headers={"Accept-Encoding": "gzip"}, buffered=True)
        smallest = browser.get(
            asset(name), headers={"Accept-Encoding": "gzip, deflate, br"}, buffered=True
        )
    assert plain.data == gzip.decompress(zipped.data) == (DIST / name).read_bytes()
    assert plain.content_encoding is None
    assert zipped.content_encoding == "gzip"
    assert smallest.content_encoding == "br"
    assert len(smallest.data) < len(zipped.data) < len(plain.data) / 2.5
    for answer in (plain, zipped, smallest):
        assert answer.content_type == plain.content_type
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert set(re.split(r",\s*", answer.headers["Cache-Control"])) == FOR_EVER


def test_parts_that_a_script_asks_for_by_their_content_are_kept_too(app: Flask) -> None:
    part = next((DIST / "parts").glob("board-*.js"))
    with app.test_client() as browser:
        answer = browser.get(
            f"/static/dist/parts/{part.name}", headers={"Accept-Encoding": "br"}, buffered=True
        )
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content_encoding == "br"


def test_a_file_that_any_cache_may_keep_carries_nobodys_session(
    client_for: Callable[[str], FlaskClient], app: Flask
) -> None:
    asset = app.jinja_env.globals["asset"]
    assert callable(asset)
    browser = client_for("drafter")
    assert "Set-Cookie" in browser.get("/inbox").headers
    answer = browser.get(asset("app.css"), buffered=True)
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_an_address_without_the_content_in_it_is_asked_for_again(app: Flask) -> None:
    with app.test_client() as browser:
        answer = browser.get(
            "/static/dist/app.css", headers={"Accept-Encoding": "gzip"}, buffered=True
        )
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["nothing.css", "../README.md", "%2e%2e/README.md", "/etc/passwd", "app.css%00", "."]
)
def test_nothing_beside_what_the_build_made_is_sent(app: Flask, name: str) -> None:
    with app.test_client() as browser:
        answer = browser.get(
            f"/static/dist/{name}",
            headers={"Accept-Encoding": "gzip, br"},
            follow_redirects=True,
        )
    assert answer.status_code == 404
    assert browser.get("/static/README.md").status_code == 404
