"""Tra cứu thẩm quyền ký: the same answer as signing gets, for everybody with a post."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.acting import delegate
from workflows.authority.question import Question
from workflows.queries.authority_facts import delegations_on_record, signing_offices
from workflows.queries.rules import authority_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from workflows.authority.question import Answer, Vote
    from workflows.demo.office import Office


#: Kind, addressee, vote, delegations on record or none.
CASES: tuple[tuple[str, str, Vote, str], ...] = (
    ("cong_van", "HUYEN", "none", "recorded"),
    ("cong_van", "HUYEN", "none", "none"),
    ("bao_cao_dinh_ky", "UBND_TINH", "passed", "recorded"),
    ("chuong_trinh_cong_tac_nam", "THANH_VIEN", "passed", "recorded"),
    ("huong_dan_to_chuc", "HUYEN", "none", "recorded"),
    ("quyet_dinh", "NOI_BO", "none", "recorded"),
)


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/authority?{query}" if query else "/authority")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_whoever_holds_a_post_may_ask(client_for: Callable[..., FlaskClient]) -> None:
    for post in ("drafter", "chair", "clerk_so", "member"):
        client = client_for(post)
        assert "Chọn loại văn bản" in _page(client)
        assert "Được ký" in _page(client, "kind=cong_van&to=HUYEN")


def test_it_says_what_the_rules_say(own: Office, client_for: Callable[..., FlaskClient]) -> None:
    delegate(own, ("cong_van", "bao_cao_dinh_ky", "huong_dan"), number="21/GUQ")
    client = client_for("drafter", own)
    for kind, to, vote, delegation in CASES:
        answer = _answer(own, kind, to, vote, delegation)
        page = _page(client, f"kind={kind}&to={to}&vote={vote}&delegation={delegation}")
        assert page.count("Được ký") == len(answer.may_sign), kind
        for signer in answer.may_sign:
            assert signer.because in page
            assert signer.article in page
            assert all(f">{line}<" in page for line in signer.lines)
        for refused in answer.refused:
            assert refused.because in page
        assert ("Phải biểu quyết" in page) == answer.vote_required


def _answer(office: Office, kind: str, to: str, vote: Vote, delegation: str) -> Answer:
    now = office.services.clock()
    with office.services.database.session() as session:
        records = delegations_on_record(session, office.organisation_id, now.date())
        question = Question(
            kind=kind,
            addressees=(to,),
            at=now,
            delegations=tuple(records.values()) if delegation == "recorded" else (),
            vote=vote,
        )
        offices = signing_offices(session, office.organisation_id, now)
        return authority_of(session, office.organisation_id).explain(question, offices.candidates)


def test_it_answers_for_another_day_with_who_holds_the_posts_then(
    own: Office, client_for: Callable[..., FlaskClient]
) -> None:
    today = own.services.clock().date()
    delegate(own, valid_to=today + timedelta(days=2), number="22/GUQ")
    client = client_for("drafter", own)
    assert _page(client, f"kind=cong_van&to=HUYEN&at={today}").count("Được ký") == 2
    later = today + timedelta(days=3)
    assert _page(client, f"kind=cong_van&to=HUYEN&at={later}").count("Được ký") == 1


def test_an_absent_chair_opens_what_the_rules_let_an_absence_open(
    own: Office, client_for: Callable[..., FlaskClient]
) -> None:
    client = client_for("drafter", own)
    assert _page(client, "kind=cong_van&to=HUYEN").count("Được ký") == 1
    assert "KT. TRƯỞNG BAN" in _page(client, "kind=cong_van&to=HUYEN&away=1")


def test_a_question_that_makes_no_sense_is_refused_in_a_sentence(
    client_for: Callable[..., FlaskClient],
) -> None:
    client = client_for("drafter")
    for query, says in (
        ("kind=khong_co&to=HUYEN", "không có “khong_co”"),
        ("kind=cong_van&to=NASA", "không có “NASA”"),
        ("kind=cong_van&at=30/02/2027", "Ngày ký không đúng"),
        ("kind=duyet_chi&amount=nhiều", "Số tiền phải là một số"),
    ):
        answer = client.get(f"/authority?{query}")
        assert answer.status_code == 422, query
        assert says in unescape(answer.get_data(as_text=True))


def test_nobody_asks_without_signing_in(app: Flask) -> None:
    assert app.test_client().get("/authority").status_code == 303
