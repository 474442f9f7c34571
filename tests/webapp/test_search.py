"""Search without accents, and by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acting import LETTER
from workflows.demo.journey import draft, submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    SignIn = Callable[..., FlaskClient]


@pytest.fixture(scope="module")
def subject() -> str:
    return "Kế hoạch hành động vì bình đẳng giới năm 2027"


@pytest.mark.parametrize(
    "query", ["ke hoach 2027", "KẾ HOẠCH", "binh dang", "2027 giới", "hanh dong vi bin", "kế+hoạch"]
)
def test_words_find_a_document_with_or_without_accents(
    new_office: Callable[..., Office], client_for: SignIn, subject: str, query: str
) -> None:
    office = new_office()
    draft(office, "ke_hoach", LETTER | {"subject": subject})
    draft(office, "cong_van", LETTER)

    found = client_for("drafter", office).get("/search", query_string={"q": query})

    assert subject in found.get_data(as_text=True)
    assert "đôn đốc" not in found.get_data(as_text=True)


def test_a_number_finds_its_document(new_office: Callable[..., Office], client_for: SignIn) -> None:
    office = new_office()
    document = walk(office, submit(office, "cong_van", LETTER))
    client = client_for("drafter", office)

    for query in (document.number, "01/BVSTBCPN", "bvstbcpn"):
        assert "đôn đốc" in client.get("/search", query_string={"q": query}).get_data(as_text=True)
    missing = client.get("/search", query_string={"q": "99/QĐ"}).get_data(as_text=True)
    assert "Không tìm thấy" in missing


def test_a_search_shows_only_what_one_may_read(
    new_office: Callable[..., Office], client_for: SignIn
) -> None:
    office, other = new_office(), new_office()
    submit(office, "cong_van", LETTER)

    def finds(post: str, at: Office) -> bool:
        answer = client_for(post, at).get("/search", query_string={"q": "don doc"})
        return "đôn đốc gửi" in answer.get_data(as_text=True)

    assert finds("drafter", office)
    assert finds("secretary", office)
    assert finds("drafting_unit_head", office)
    assert not finds("member", office)
    assert not finds("chair", other)


@pytest.mark.parametrize(
    "query", ["", "   ", "!!!", "'; DROP", "a:* & (", "\\", "%", "🙂", "x" * 500]
)
def test_odd_words_are_only_words(client_for: SignIn, query: str) -> None:
    answer = client_for("drafter").get("/search", query_string={"q": query})

    assert answer.status_code == 200
