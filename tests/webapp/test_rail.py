"""The rail says on every page how much waits for me."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import event

from tests.acting import LETTER
from webapp import frame
from workflows.demo.journey import submit

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    SignIn = Callable[..., FlaskClient]
    NewOffice = Callable[..., Office]


def badge(client: FlaskClient, address: str) -> tuple[str, bool]:
    """What the inbox's item says after its name, and whether it is hidden."""
    page = client.get(address).get_data(as_text=True)
    found = re.search(r'<span class="rail__count" ([^>]*)>(.*?)</span></span>', page)
    assert found
    words = re.sub(r"<[^>]+>", "", found[2])
    return words, " hidden" in found[1]


def test_every_page_says_how_much_waits_for_me(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    reader = client_for("drafting_unit_head", office)
    assert badge(reader, "/documents") == ("0 việc chờ xử lý", True)

    submit(office, "cong_van", LETTER)
    case = submit(office, "cong_van", LETTER)

    for address in ("/documents", "/inbox", f"/documents/{case.document_id}", "/account"):
        assert badge(reader, address) == ("2 việc chờ xử lý", False)
    assert badge(client_for("chair", office), "/documents") == ("0 việc chờ xử lý", True)


def test_beyond_what_fits_it_says_so(
    new_office: NewOffice, client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "MOST_SHOWN", 1)
    office = new_office()
    for _ in range(3):
        submit(office, "cong_van", LETTER)

    assert badge(client_for("drafting_unit_head", office), "/documents")[0] == "1+ việc chờ xử lý"


def test_the_inbox_counts_once(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    submit(office, "cong_van", LETTER)
    reader = client_for("drafting_unit_head", office)
    asked: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = office.services.database.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        for address, most in (("/inbox", 1), ("/documents", 1), ("/inbox/counts", 1)):
            asked.clear()
            assert reader.get(address).status_code == 200
            assert sum("AS counted" in each for each in asked) <= most, address
    finally:
        event.remove(engine, "before_cursor_execute", listen)
