"""What must hold for every question, whatever the kind, the day or the delegation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from workflows.authority.delegation import Delegation
from workflows.authority.explain import Authority, load_decisions
from workflows.authority.profile import OrganisationProfile
from workflows.authority.purposes import ALL_LISTED, PURPOSES
from workflows.authority.question import Question

BPMN = Path(__file__).parents[3] / "bpmn"
PROFILE = OrganisationProfile.from_toml(
    (BPMN / "organisations" / "thanh-hoa-2021.toml").read_text()
)
AUTHORITY = Authority(PROFILE, load_decisions(BPMN / "decisions"))
SUPERIOR = set(PROFILE.rules.superior_bodies)

days = st.dates(date(2020, 6, 1), date(2022, 6, 1))
codes = st.lists(st.sampled_from(sorted(PROFILE.addressees)), max_size=3).map(tuple)
amounts = st.none() | st.integers(0, 100_000_000)
delegations = st.builds(
    lambda start, length, **more: Delegation(
        valid_from=start, valid_to=start + timedelta(days=length), **more
    ),
    start=days,
    length=st.integers(0, 400),
    kinds=st.lists(st.sampled_from([*PURPOSES, ALL_LISTED]), min_size=1, max_size=6).map(tuple),
    year=st.none() | st.integers(2020, 2022),
    amount=amounts,
    revoked_at=st.none() | days,
    signed_on=st.none() | days,
)
questions = st.builds(
    Question,
    kind=st.sampled_from(sorted(PURPOSES)),
    addressees=codes,
    at=days,
    delegations=st.lists(delegations, max_size=2).map(tuple),
    vote=st.sampled_from(["passed", "none", "waived"]),
    amount=amounts,
    absent=st.frozensets(st.sampled_from(["chair", "standing_deputy"])),
    is_report=st.booleans(),
    is_submission=st.booleans(),
    guides_system=st.booleans(),
    is_ad_hoc=st.booleans(),
)


def signers(question: Question) -> set[str]:
    return {each.post for each in AUTHORITY.explain(question).may_sign}


@given(questions)
def test_each_post_is_answered_once_with_an_article_and_one_sentence(question: Question) -> None:
    answer = AUTHORITY.explain(question)
    everyone = [*answer.may_sign, *answer.refused]
    assert sorted(each.post for each in everyone) == ["chair", "deputy", "standing_deputy"]
    for each in everyone:
        assert each.article
        assert each.because.endswith(".")
        assert not {"{", "}"} & set(each.because + each.article)
    sealed = PURPOSES[question.kind].is_issued
    assert all(bool(each.seal) is sealed and each.form for each in answer.may_sign)


@given(questions, st.sampled_from(sorted(SUPERIOR)))
def test_never_a_deputy_for_a_superior_addressee(question: Question, code: str) -> None:
    asked = replace(question, addressees=(*question.addressees, code))
    assert not {"standing_deputy", "deputy"} & signers(asked)


@given(questions)
@example(Question(kind="bao_cao_thu_chi", addressees=(), at=date(2021, 6, 1), guides_system=True))
def test_never_a_signer_without_the_vote_where_it_is_required(question: Question) -> None:
    answer = AUTHORITY.explain(replace(question, vote="none"))
    assert not (answer.vote_required and answer.may_sign)


@given(questions, st.sampled_from(sorted(PROFILE.addressees)))
def test_one_more_addressee_only_makes_it_stricter(question: Question, code: str) -> None:
    more = replace(question, addressees=(*question.addressees, code))
    assert signers(more) <= signers(question)
    assert AUTHORITY.explain(more).vote_required >= AUTHORITY.explain(question).vote_required


@given(questions, st.sampled_from(["is_report", "is_submission", "is_ad_hoc"]))
def test_a_flag_only_makes_it_stricter(question: Question, flag: str) -> None:
    assert signers(replace(question, **{flag: True})) <= signers(replace(question, **{flag: False}))


@given(questions)
def test_without_any_delegation_the_deputy_never_gains(question: Question) -> None:
    bare = replace(question, delegations=())
    assert signers(bare) <= signers(question)


@given(questions, days)
def test_a_revocation_never_helps(question: Question, revoked: date) -> None:
    papers = tuple(replace(each, revoked_at=revoked) for each in question.delegations)
    never = tuple(replace(each, revoked_at=None) for each in question.delegations)
    assert signers(replace(question, delegations=papers)) <= signers(
        replace(question, delegations=never)
    )


@given(questions)
def test_the_deputy_signs_only_with_ground_in_force(question: Question) -> None:
    if "standing_deputy" not in signers(question) or question.kind == "bao_cao_thu_chi":
        return
    kinds = PURPOSES[question.kind].delegation_kinds | {ALL_LISTED}
    covered = any(
        kinds & set(each.kinds)
        and each.starts <= question.at <= each.valid_to
        and not (each.revoked_at and each.revoked_at <= question.at)
        for each in question.delegations
    )
    assert covered or "chair" in question.absent
