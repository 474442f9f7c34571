"""Each conflict (C) and gap (G) of the signing matrix, strict by default and as configured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflows.authority.profile import SealRule
from workflows.authority.question import Answer, Candidate
from workflows.authority.ruleset import AnnualProgramme, GuidanceSystem, SignForm, SpendLimit

DIRECTOR = "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
DEPUTY = "standing_deputy"


def refusal(answer: Answer, post: str) -> str:
    return next(each.because for each in answer.refused if each.post == post)


@pytest.mark.parametrize(("choice", "allowed"), [("never", False), ("as_listed", True)])
def test_c1_the_yearly_programme_as_the_body_chooses(
    desk: Any, delegate: Any, *, choice: Any, allowed: bool
) -> None:
    kind = "chuong_trinh_cong_tac_nam"
    answer = desk.ask(
        kind,
        delegations=(delegate(kind, year=2021 if choice == "never" else None),),
        vote="passed",
        rules={"annual_programme": AnnualProgramme(choice)},
    )
    assert bool(answer.signer(DEPUTY)) is allowed


def test_c2_the_addressee_rule_can_be_switched_off(desk: Any, delegate: Any) -> None:
    paper = delegate("cong_van")
    answer = desk.ask("cong_van", "TTTU", delegations=(paper,), rules={"addressee_rule": False})
    assert answer.signer(DEPUTY)


def test_c4_the_chair_may_waive_the_vote_on_guidance_and_on_nothing_else(desk: Any) -> None:
    assert desk.ask("huong_dan_to_chuc", vote="waived").vote_required is False
    assert desk.ask("quy_che", vote="waived").vote_required
    assert desk.ask("bao_cao_dinh_ky", "UBQG", vote="waived").vote_required
    closed = {"guidance_system": GuidanceSystem(chair_waiver_allowed=False)}
    assert desk.ask("huong_dan_to_chuc", vote="waived", rules=closed).vote_required
    free = {"guidance_system": GuidanceSystem(requires_vote=False)}
    assert not desk.ask("huong_dan_to_chuc", rules=free).vote_required


def test_c5_the_regulation_itself_may_count_as_delegation(desk: Any) -> None:
    standing = {"delegation_required": "standing_by_regulation"}
    assert desk.ask("cong_van", rules=standing).signer(DEPUTY)
    assert not desk.ask("to_trinh", "SO_NGANH", rules=standing).signer(DEPUTY)
    assert not desk.ask("chuong_trinh_cong_tac_nam", vote="passed", rules=standing).signer(DEPUTY)


def test_c6_an_urgent_report_may_go_before_the_vote_only_where_the_body_says_so(
    desk: Any,
) -> None:
    urgent = {"urgent_ratification": True}
    answer = desk.ask("bao_cao_dot_xuat", "UBND_TINH", rules=urgent)
    assert answer.signer("chair")
    assert (answer.vote_required, answer.vote_before_signing) == (True, False)
    assert not desk.ask("bao_cao_dot_xuat", "UBND_TINH").may_sign
    assert not desk.ask("bao_cao_dinh_ky", "UBND_TINH", rules=urgent).may_sign


def test_c7_a_delegation_widens_the_list_only_where_the_body_opens_it(
    desk: Any, delegate: Any
) -> None:
    kinds = (*desk.profile.rules.delegable_kinds, "giay_moi", "quyet_dinh")
    papers = (delegate("giay_moi", "quyet_dinh"),)
    opened = {"delegable_kinds": kinds, "allow_extra_kinds": True}
    assert not desk.ask("giay_moi", delegations=papers).signer(DEPUTY)
    assert not desk.ask("giay_moi", delegations=papers, rules={"allow_extra_kinds": True}).signer(
        DEPUTY
    )
    assert desk.ask("giay_moi", delegations=papers, rules=opened).signer(DEPUTY)
    assert not desk.ask("quyet_dinh", delegations=papers, rules=opened).signer(DEPUTY)


def test_c7_the_body_may_also_narrow_the_list(desk: Any, delegate: Any) -> None:
    narrow = {"delegable_kinds": ("huong_dan",)}
    papers = (delegate("cong_van", "huong_dan"),)
    assert not desk.ask("cong_van", delegations=papers, rules=narrow).signer(DEPUTY)
    assert desk.ask("huong_dan", delegations=papers, rules=narrow).signer(DEPUTY)


def test_c8_a_recorded_absence_opens_the_listed_kinds_and_nothing_more(desk: Any) -> None:
    away = frozenset({"chair"})
    letter = desk.ask("cong_van", absent=away)
    assert letter.signer(DEPUTY)
    assert "vắng mặt" in refusal(letter, "chair")
    for kind, to in (("cong_van", "UBQG"), ("quyet_dinh", "HUYEN"), ("to_trinh", "SO_NGANH")):
        assert not desk.ask(kind, to, absent=away, vote="passed").may_sign
    programme = desk.ask("chuong_trinh_cong_tac_nam", absent=away, vote="passed")
    assert not programme.may_sign
    assert not desk.ask("cong_van", absent=away, rules={"absence_opens": "none"}).may_sign


def test_24_and_c9_without_a_rule_for_the_double_office_there_is_no_seal_and_no_signature(
    desk: Any, delegate: Any
) -> None:
    holder = Candidate(DEPUTY, "Phó Trưởng Ban Thường trực", "PHÓ GIÁM ĐỐC PHỤ TRÁCH SỞ LĐTBXH")
    asked = {"delegations": (delegate("cong_van"),)}
    answer = desk.ask("cong_van", candidates=[holder], **asked)
    assert "Không xác định được con dấu" in refusal(answer, DEPUTY)
    mapped = replace(holder, seal="SO_LDTBXH")
    assert desk.ask("cong_van", candidates=[mapped], **asked).signer(DEPUTY).seal == "SO_LDTBXH"
    unknown = replace(holder, seal="DAU_LA")
    assert not desk.ask("cong_van", candidates=[unknown], **asked).may_sign


def test_c9_a_dated_rule_gives_a_seal_within_its_dates(delegate: Any, desks: Any) -> None:
    desk = type(desks["thanh-hoa-2021"])("thanh-hoa-2021")
    office = "Phó Giám đốc phụ trách Sở LĐTBXH"
    rule = SealRule(DEPUTY, office, "SO_LDTBXH", "QĐ 1", date(2021, 5, 1), date(2021, 6, 1))
    desk.profile = replace(desk.profile, seal_rules=(rule,))
    holder = Candidate(DEPUTY, "Phó Trưởng Ban Thường trực", office.upper())
    asked = {"delegations": (delegate("cong_van"),), "candidates": [holder]}
    assert desk.ask("cong_van", **asked).signer(DEPUTY).seal == "SO_LDTBXH"
    assert not desk.ask("cong_van", at=date(2021, 6, 2), **asked).may_sign


def test_c9_a_seal_out_of_use_is_no_seal(desks: Any) -> None:
    desk = type(desks["thanh-hoa-2021"])("thanh-hoa-2021")
    seals = tuple(replace(each, valid_to=date(2021, 5, 31)) for each in desk.profile.seals)
    desk.profile = replace(desk.profile, seals=seals)
    assert not desk.ask("cong_van").may_sign
    assert desk.ask("cong_van", at=date(2021, 5, 31)).signer("chair")


def test_c10_the_collective_stands_before_the_title_where_the_body_says_so(
    desk: Any, delegate: Any
) -> None:
    prefix = "TM. BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ"
    rules = {"sign_form": SignForm(prefix)}
    answer = desk.ask("cong_van", delegations=(delegate("cong_van"),), rules=rules)
    assert answer.signer("chair").form == (prefix, "TRƯỞNG BAN")
    assert answer.signer(DEPUTY).form[:2] == (prefix, "KT. TRƯỞNG BAN")


def test_12_and_g4_another_deputy_is_refused_and_has_no_seal(desk: Any, delegate: Any) -> None:
    paper = delegate("cong_van", post="deputy")
    answer = desk.ask("cong_van", delegations=(paper,))
    assert "các Phó Trưởng Ban khác" in refusal(answer, "deputy")
    allowed = {"other_deputies_may_sign": True}
    answer = desk.ask("cong_van", delegations=(paper,), rules=allowed)
    assert "Không xác định được con dấu" in refusal(answer, "deputy")
    holder = Candidate("deputy", "Phó Trưởng Ban", "CHỦ TỊCH HỘI LHPN TỈNH", seal="SO_LDTBXH")
    answer = desk.ask("cong_van", delegations=(paper,), rules=allowed, candidates=[holder])
    assert answer.signer("deputy").form == ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")


def test_g14_the_body_may_set_a_general_ceiling_or_ask_for_none(desk: Any, delegate: Any) -> None:
    papers = (delegate("duyet_chi"),)
    general = {"spend_limit": SpendLimit(amount=5_000_000)}
    strict = {"spend_limit": SpendLimit(required=True)}
    ask = desk.ask
    assert ask("duyet_chi", delegations=papers, amount=5_000_000, rules=general).signer(DEPUTY)
    over = ask("duyet_chi", delegations=papers, amount=5_000_001, rules=general)
    assert "5.000.001 đồng vượt hạn mức 5.000.000 đồng" in refusal(over, DEPUTY)
    assert ask("duyet_chi", delegations=papers, amount=9_000_000).signer(DEPUTY)
    assert not ask("duyet_chi", delegations=papers, amount=1, rules=strict).signer(DEPUTY)


def test_g1_the_reason_is_the_nearest_one(desk: Any, delegate: Any) -> None:
    assert "Chưa có văn bản ủy quyền" in refusal(desk.ask("cong_van"), DEPUTY)
    other = desk.ask("cong_van", delegations=(delegate("huong_dan"),))
    assert "không ghi loại" in refusal(other, DEPUTY)
    expired = delegate("cong_van", valid_to=date(2021, 2, 1))
    both = desk.ask("cong_van", delegations=(delegate("huong_dan"), expired))
    assert "đã hết hiệu lực" in refusal(both, DEPUTY)
    assert desk.ask("cong_van", delegations=(expired, delegate("cong_van"))).signer(DEPUTY)


def test_g5_a_delegation_is_not_handed_on(desk: Any, delegate: Any) -> None:
    paper = delegate("cong_van", granted_by=DEPUTY)
    answer = desk.ask("cong_van", delegations=(paper,))
    assert "không được ủy quyền lại" in refusal(answer, DEPUTY)


def test_g6_both_unavailable_means_nobody(desk: Any, delegate: Any) -> None:
    away = frozenset({"chair", DEPUTY})
    answer = desk.ask("cong_van", delegations=(delegate("cong_van"),), absent=away)
    assert not answer.may_sign


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("full", ("TRƯỞNG BAN",)),
        ("acting", ("Q. TRƯỞNG BAN",)),
        ("in_charge", ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
    ],
)
def test_g7_the_form_says_how_the_post_is_held(desk: Any, mode: Any, form: tuple[str, ...]) -> None:
    holder = Candidate("chair", "Trưởng Ban", "PHÓ CHỦ TỊCH UBND TỈNH", mode=mode)
    assert desk.ask("cong_van", candidates=[holder]).signer("chair").form == form


def test_g7_a_vacant_post_signs_nothing(desk: Any) -> None:
    holder = Candidate("chair", "Trưởng Ban", "PHÓ CHỦ TỊCH UBND TỈNH", vacant=True)
    assert "đang khuyết" in refusal(desk.ask("cong_van", candidates=[holder]), "chair")


def test_flags_flip_what_they_should(desk: Any, delegate: Any) -> None:
    papers = (delegate("cong_van", "bao_cao_dinh_ky"),)
    plain = desk.ask("cong_van", "UBND_TINH")
    assert not plain.vote_required
    assert desk.ask("cong_van", "UBND_TINH", is_report=True).vote_required
    assert desk.ask("cong_van", "UBND_TINH", is_submission=True).vote_required
    assert not desk.ask("cong_van", "HUYEN", is_report=True).vote_required
    assert desk.ask("cong_van", "HUYEN", guides_system=True).vote_required
    assert desk.ask("quyet_dinh", "HUYEN", guides_system=True).vote_required
    assert desk.ask("cong_van", delegations=papers, is_report=True).signer(DEPUTY)
    assert not desk.ask("cong_van", delegations=papers, is_submission=True).signer(DEPUTY)
    assert not desk.ask("bao_cao_dinh_ky", delegations=papers, is_ad_hoc=True).signer(DEPUTY)


def test_row_26_a_correction_stays_at_the_level_of_the_original(desk: Any, delegate: Any) -> None:
    papers = (delegate("cong_van"),)
    own = desk.ask("dinh_chinh", delegations=papers, original_signer=DEPUTY)
    assert own.signer(DEPUTY)
    assert not desk.ask("dinh_chinh", delegations=papers, original_signer="chair").signer(DEPUTY)
    assert desk.ask("thu_hoi", original_voted=True).vote_required
