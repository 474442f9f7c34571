from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from workflows.authority.cli_answer import explain_from_files
from workflows.authority.sentences import UnknownBlankError
from workflows.errors import InvalidInputError, NotFoundError

BPMN = Path(__file__).parents[3] / "bpmn"
PAPER = {"kinds": ["cong_van"], "from": "2021-01-01", "to": "2021-06-01"}


def explain(
    kind: str = "cong_van",
    *to: str,
    org: str = "thanh-hoa-2021",
    at: str = "2021-06-01",
    delegation: object = None,
    decisions: Path = BPMN / "decisions",
    **more: Any,
) -> dict[str, Any]:
    text = delegation if isinstance(delegation, str) else json.dumps(delegation)
    return explain_from_files(
        BPMN / "organisations",
        decisions,
        org,
        kind,
        to or ("HUYEN",),
        at,
        None if delegation is None else text,
        **more,
    )


def test_the_answer_has_the_published_shape() -> None:
    answer = explain(delegation=PAPER)
    assert set(answer) == {"may_sign", "refused", "vote_required"}
    deputy = next(each for each in answer["may_sign"] if each["post"] == "standing_deputy")
    assert set(deputy) == {"post", "form", "seal", "article", "because"}
    assert deputy["form"] == [
        "KT. TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
        "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
    ]
    assert [set(each) for each in answer["refused"]] == [{"post", "article", "because"}]
    json.dumps(answer)


def posts(answer: dict[str, Any]) -> set[str]:
    return {each["post"] for each in answer["may_sign"]}


def test_the_last_day_is_inclusive_and_several_delegations_are_read() -> None:
    assert "standing_deputy" in posts(explain(delegation=PAPER))
    assert "standing_deputy" not in posts(explain(delegation=PAPER, at="2021-06-02"))
    later = {**PAPER, "from": "2021-06-02", "to": "2021-07-01"}
    assert "standing_deputy" in posts(explain(delegation=[PAPER, later], at="2021-06-02"))


def test_a_revocation_may_name_a_day_or_an_instant() -> None:
    revoked = {**PAPER, "revoked_at": "2021-06-01T10:00"}
    assert "standing_deputy" not in posts(explain(delegation=revoked))
    assert "standing_deputy" in posts(explain(delegation=revoked, at="2021-06-01T09:59"))
    assert "standing_deputy" not in posts(explain(delegation=revoked, at="2021-06-01T03:00Z"))


def test_vote_absence_and_amount_are_taken_into_account() -> None:
    assert not explain("to_trinh", "UBND_TINH")["may_sign"]
    assert posts(explain("to_trinh", "UBND_TINH", vote="passed")) == {"chair"}
    assert posts(explain(absence_of=["chair"])) == {"standing_deputy"}
    paper = {**PAPER, "kinds": ["duyet_chi"], "amount": 5_000_000}
    spend = {"delegation": paper, "amount": 5_000_001}
    assert posts(explain("duyet_chi", "NOI_BO", **spend)) == {"chair"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"org": "thanh-hoa"}, r"“org”.*thanh-hoa-2021"),
        ({"kind": "cv"}, r"“kind”.*cong_van"),
        ({"vote": "yes"}, r"“vote”.*passed, none, waived"),
        ({"at": "1/6/2021"}, r"“at”.*2021-06-01"),
        ({"amount": -1}, r"“amount”"),
        ({"absence_of": ["chairman"]}, r"“absence_of”.*chair, standing_deputy, deputy"),
        ({"delegation": "{"}, r"“delegation”.*JSON"),
        ({"delegation": "3"}, r"“delegation”.*kinds"),
        ({"delegation": {**PAPER, "until": "x"}}, r"“delegation”.*until.*kinds, from, to"),
        ({"delegation": {"kinds": ["cong_van"]}}, r"“delegation\.from”"),
        ({"delegation": {**PAPER, "kinds": "cong_van"}}, r"“delegation\.kinds”"),
        ({"delegation": {**PAPER, "kinds": ["cv"]}}, r"“delegation\.kinds”.*all_listed"),
        ({"delegation": {**PAPER, "to": "2020-01-01"}}, r"“delegation\.to”"),
        ({"delegation": {**PAPER, "from": "2021-01-01T08:00"}}, r"“delegation\.from”.*giờ"),
        ({"delegation": {**PAPER, "year": "2021"}}, r"“delegation\.year”"),
        ({"delegation": {**PAPER, "revoked_at": "sớm"}}, r"“delegation\.revoked_at”"),
        ({"delegation": {**PAPER, "post": "boss"}}, r"“delegation\.post”"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        explain(**asked)


def test_an_unknown_addressee_is_named() -> None:
    with pytest.raises(InvalidInputError, match=r"“addressees”.*XA.*HUYEN"):
        explain("cong_van", "XA")


def test_an_admin_who_edits_a_table_changes_the_answer(tmp_path: Path) -> None:
    folder = tmp_path / "decisions"
    shutil.copytree(BPMN / "decisions", folder)
    table = folder / "seal.dmn"
    table.write_text(table.read_text().replace('"SO_LDTBXH"', '"UBND_TINH"'))
    answer = explain(delegation=PAPER, decisions=folder)
    assert {each["seal"] for each in answer["may_sign"]} == {"UBND_TINH"}


def test_a_table_with_an_unknown_blank_or_a_missing_table_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "decisions"
    shutil.copytree(BPMN / "decisions", folder)
    table = folder / "who_may_sign.dmn"
    table.write_text(table.read_text().replace("{superiors}", "{cap_tren}"))
    with pytest.raises(UnknownBlankError, match=r"cap_tren.*superiors"):
        explain("to_trinh", "UBND_TINH", vote="passed", decisions=folder)
    table.unlink()
    with pytest.raises(NotFoundError, match=r"who_may_sign\.dmn"):
        explain(decisions=folder)
