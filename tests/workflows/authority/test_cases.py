"""The worked cases of the signing rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from workflows.authority.question import Answer, Candidate
from workflows.errors import InvalidInputError

DIRECTOR = "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
DEPUTY = "standing_deputy"


def refusal(answer: Answer, post: str) -> str:
    return next(each.because for each in answer.refused if each.post == post)


def test_1_the_chair_alone_signs_a_decision_with_the_seal_of_the_province(desk: Any) -> None:
    answer = desk.ask("quyet_dinh", "SO_NGANH")
    chair = answer.signer("chair")
    assert chair.lines == ["TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND TỈNH"]
    assert (chair.seal, answer.signer(DEPUTY)) == ("UBND_TINH", None)


def test_2_a_delegated_letter_may_be_signed_by_both_each_with_his_own_seal(
    desk: Any, delegate: Any
) -> None:
    answer = desk.ask("cong_van", "HUYEN", delegations=(delegate("cong_van"),))
    deputy = answer.signer(DEPUTY)
    assert deputy.form == ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC")
    assert (deputy.second_office, deputy.seal) == (DIRECTOR, "SO_LDTBXH")
    assert deputy.article == (
        "Điều 12 khoản 2 Quy chế hoạt động Ban vì sự tiến bộ của phụ nữ tỉnh Thanh Hóa; "
        "Điều 13 khoản 1 Nghị định 30/2020/NĐ-CP"
    )
    assert deputy.because == (
        "Được Trưởng Ban ủy quyền theo văn bản ủy quyền số 05/UQ-BVSTBCPN ngày 30/12/2020, "
        "còn hiệu lực đến hết ngày 31/12/2021."
    )
    assert answer.signer("chair").seal == "UBND_TINH"


def test_the_answer_carries_the_instrument_for_the_audit(desk: Any, delegate: Any) -> None:
    paper = delegate("cong_van")
    expired = delegate("cong_van", valid_to=date(2021, 2, 1))
    deputy = desk.ask("cong_van", delegations=(expired, paper)).signer(DEPUTY)
    assert (deputy.ground, deputy.delegation) == ("delegation", paper)
    chair = desk.ask("cong_van", delegations=(paper,)).signer("chair")
    assert chair.delegation is None
    away = desk.ask("cong_van", absent=frozenset({"chair"})).signer(DEPUTY)
    assert (away.ground, away.delegation) == ("absence", None)


def test_3_the_last_day_counts_and_the_next_does_not(desk: Any, delegate: Any) -> None:
    paper = delegate("cong_van", valid_to=date(2021, 6, 1))
    assert desk.ask("cong_van", delegations=(paper,)).signer(DEPUTY)
    late = desk.ask("cong_van", delegations=(paper,), at=date(2021, 6, 2))
    assert "đã hết hiệu lực sau ngày 01/06/2021" in refusal(late, DEPUTY)
    assert late.signer("chair")


def test_a_delegation_works_from_its_first_day_and_never_before_it_was_signed(
    desk: Any, delegate: Any
) -> None:
    paper = delegate("cong_van", valid_from=date(2021, 5, 1), signed_on=date(2021, 6, 1))
    assert desk.ask("cong_van", delegations=(paper,)).signer(DEPUTY)
    early = desk.ask("cong_van", delegations=(paper,), at=date(2021, 5, 31))
    assert "chỉ có hiệu lực từ ngày 01/06/2021" in refusal(early, DEPUTY)


@pytest.mark.parametrize(
    ("revoked", "at", "allowed"),
    [
        (date(2021, 6, 1), date(2021, 6, 1), False),
        (date(2021, 6, 2), date(2021, 6, 1), True),
        (datetime(2021, 6, 1, 9, 0, tzinfo=UTC), date(2021, 6, 1), False),
        (datetime(2021, 6, 1, 2, 0, tzinfo=UTC), datetime(2021, 6, 1, 8, 59), True),  # noqa: DTZ001
        (datetime(2021, 6, 1, 2, 0, tzinfo=UTC), datetime(2021, 6, 1, 9, 0), False),  # noqa: DTZ001
        (date(2021, 6, 2), datetime(2021, 6, 1, 16, 59, tzinfo=UTC), True),
        (date(2021, 6, 2), datetime(2021, 6, 1, 17, 0, tzinfo=UTC), False),
    ],
)
def test_4_a_revocation_counts_at_the_instant_of_signing(
    desk: Any, delegate: Any, *, revoked: date, at: date, allowed: bool
) -> None:
    paper = delegate("cong_van", revoked_at=revoked)
    answer = desk.ask("cong_van", delegations=(paper,), at=at)
    assert bool(answer.signer(DEPUTY)) is allowed
    assert allowed or "đã bị thu hồi từ ngày" in refusal(answer, DEPUTY)


def test_the_day_of_an_instant_is_the_day_in_vietnam(desk: Any, delegate: Any) -> None:
    paper = delegate("cong_van", valid_to=date(2021, 6, 1))
    evening_in_paris = datetime(2021, 6, 1, 20, 0, tzinfo=timezone(timedelta(hours=2)))
    assert not desk.ask("cong_van", delegations=(paper,), at=evening_in_paris).signer(DEPUTY)


def test_5_a_superior_addressee_beats_the_form_and_calls_for_a_vote(
    desk: Any, delegate: Any
) -> None:
    paper = delegate("bao_cao_dinh_ky")
    answer = desk.ask("bao_cao_dinh_ky", "UBND_TINH", delegations=(paper,), vote="passed")
    assert (answer.vote_required, answer.signer(DEPUTY)) == (True, None)
    assert "UBND tỉnh Thanh Hóa" in refusal(answer, DEPUTY)
    assert answer.signer("chair")


def test_without_a_vote_nobody_signs_and_everybody_reads_why(desk: Any) -> None:
    answer = desk.ask("bao_cao_dinh_ky", "UBND_TINH")
    assert not answer.may_sign
    assert "trên 50% số thành viên Ban tán thành" in refusal(answer, "chair")
    assert "Điều 5 Quy chế" in answer.vote_article


def test_6_a_periodic_report_to_members_may_be_delegated(desk: Any, delegate: Any) -> None:
    answer = desk.ask("bao_cao_dinh_ky", "THANH_VIEN", delegations=(delegate("bao_cao_dinh_ky"),))
    assert answer.signer(DEPUTY)


def test_7_an_ad_hoc_report_is_never_the_deputys(desk: Any, delegate: Any) -> None:
    paper = delegate("bao_cao_dot_xuat", "bao_cao_dinh_ky")
    for code in desk.profile.addressees:
        answer = desk.ask("bao_cao_dot_xuat", code, delegations=(paper,), vote="passed")
        assert not answer.signer(DEPUTY)
        assert answer.signer("chair")


def test_8_and_9_the_yearly_programme_needs_the_year_and_the_vote(desk: Any, delegate: Any) -> None:
    kind = "chuong_trinh_cong_tac_nam"
    named = delegate(kind, year=2021)
    assert desk.ask(kind, delegations=(named,), vote="passed").signer(DEPUTY)
    assert not desk.ask(kind, delegations=(named,), vote="none").may_sign
    for paper in (delegate(kind), delegate("all_listed"), delegate(kind, year=2022)):
        answer = desk.ask(kind, delegations=(paper,), vote="passed")
        assert not answer.signer(DEPUTY)
        assert answer.signer("chair")
    next_year = delegate(kind, year=2022)
    assert desk.ask(kind, delegations=(next_year,), vote="passed", content_year=2022).signer(DEPUTY)


def test_11_an_inspection_plan_needs_no_vote(desk: Any, delegate: Any) -> None:
    answer = desk.ask("ke_hoach_kiem_tra", delegations=(delegate("ke_hoach_kiem_tra"),))
    assert (answer.vote_required, answer.signer(DEPUTY).seal) == (False, "SO_LDTBXH")


def test_19_whoever_worked_on_the_document_does_not_sign_it(desk: Any, delegate: Any) -> None:
    holders = [
        Candidate("chair", "Trưởng Ban", "PHÓ CHỦ TỊCH UBND TỈNH", person="p1"),
        Candidate(DEPUTY, "Phó Trưởng Ban Thường trực", DIRECTOR, person="p2"),
    ]
    answer = desk.ask(
        "cong_van",
        delegations=(delegate("cong_van"),),
        candidates=holders,
        excluded={"p2": "soạn thảo"},
    )
    assert "đã soạn thảo chính văn bản này" in refusal(answer, DEPUTY)
    assert answer.signer("chair")


@pytest.mark.parametrize(
    ("limit", "amount", "allowed"),
    [
        (10_000_000, 10_000_000, True),
        (10_000_000, 10_000_001, False),
        (None, 1, True),
        (10_000_000, None, False),
    ],
)
def test_23_spending_stays_below_the_delegated_ceiling(
    desk: Any, delegate: Any, *, limit: int | None, amount: int | None, allowed: bool
) -> None:
    paper = delegate("duyet_chi", amount=limit)
    answer = desk.ask("duyet_chi", "NOI_BO", delegations=(paper,), amount=amount)
    assert bool(answer.signer(DEPUTY)) is allowed
    assert answer.signer("chair")


@pytest.mark.parametrize("key", ["thanh-hoa-2015", "binh-dinh-2021"])
def test_a_body_whose_regulation_is_not_on_file_keeps_to_its_practice(
    desks: Any, delegate: Any, key: str
) -> None:
    answer = desks[key].ask("cong_van", delegations=(delegate("cong_van"),))
    assert [(each.post, each.seal) for each in answer.may_sign] == [("chair", "UBND_TINH")]
    assert "chưa có trong hệ thống" in refusal(answer, DEPUTY)


@pytest.mark.parametrize(
    ("key", "seal"), [("son-duong-2023", "UBND_HUYEN"), ("ha-tinh-2020", "UBND_TINH")]
)
def test_a_peoples_committee_signs_for_the_collective(
    desks: Any, delegate: Any, key: str, seal: str
) -> None:
    desk = desks[key]
    answer = desk.ask("cong_van", "SO_NGANH", at=date(2023, 4, 3))
    forms = {each.post: (each.lines, each.seal) for each in answer.may_sign}
    head, deputy = "TM. ỦY BAN NHÂN DÂN", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert forms == {
        "chairman": ([head, "CHỦ TỊCH"], seal),
        "vice_chairman": ([head, *deputy], seal),
    }
    assert not answer.vote_required
    other = desk.ask("cong_van", "SO_NGANH", field_of_work="dat_dai")
    assert "không thuộc lĩnh vực" in refusal(other, "vice_chairman")
    paper = delegate("cong_van")
    delegated = desk.ask("cong_van", field_of_work="dat_dai", delegations=(paper,))
    assert delegated.signer("vice_chairman")


def test_an_unknown_kind_or_addressee_is_named_with_what_is_allowed(desk: Any) -> None:
    with pytest.raises(InvalidInputError, match=r"kind.*cong_vann.*bao_cao_dinh_ky"):
        desk.ask("cong_vann")
    with pytest.raises(InvalidInputError, match=r"addressees.*TINH_UY.*TTTU"):
        desk.ask("cong_van", "TINH_UY")
