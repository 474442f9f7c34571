from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from workflows.engine.rules.people import role_problems, separation_problems
from workflows.engine.separation import find_overlaps

BPMN = Path(__file__).parents[3] / "bpmn"
DIAGRAM = (BPMN / "processes" / "van_ban_ban" / "van_ban_ban.bpmn").read_bytes()
OFFICE: dict[str, frozenset[str]] = {
    "drafter": frozenset({"an", "binh"}),
    "drafting_unit_head": frozenset({"chi"}),
    "format_checker": frozenset({"dung"}),
    "secretariat": frozenset({"em"}),
    "standing_deputy": frozenset({"giang"}),
    "chair": frozenset({"hoa"}),
    "seal_keeper": frozenset({"khanh"}),
}


def test_an_office_with_its_duties_apart_has_no_overlap(committee: Any) -> None:
    assert not find_overlaps(committee, OFFICE)
    assert not find_overlaps(committee, {})


def test_one_who_drafts_checks_and_signs_is_shown_with_the_path(committee: Any) -> None:
    holders = {**OFFICE}
    for role in ("drafting_unit_head", "standing_deputy"):
        holders[role] |= {"an"}
    (found,) = find_overlaps(committee, holders)
    assert (found.person, found.steps) == (
        "an",
        ("content_check", "format_check", "secretariat_review", "deputy_sign"),
    )
    (problem,) = separation_problems(committee, holders, {"an": "Bà An"})
    assert problem.message.startswith(
        "Bà An có thể soạn thảo, kiểm tra rồi ký cùng một văn bản, theo đường: "
        "“Kiểm tra nội dung” → “Kiểm tra thể thức” → “Tổ thư ký thẩm định” → "
        "“Phó Trưởng Ban Thường trực ký”."
    )
    drafts_and_checks = {**OFFICE, "drafting_unit_head": frozenset({"an"})}
    assert not find_overlaps(committee, drafts_and_checks)


def test_one_who_signs_and_seals_is_shown_for_every_signature(committee: Any) -> None:
    holders = {**OFFICE, "seal_keeper": frozenset({"hoa", "giang"})}
    found = find_overlaps(committee, holders)
    assert [(each.person, each.steps) for each in found] == [
        ("giang", ("deputy_sign", "number", "seal")),
        ("hoa", ("chair_sign", "number", "seal")),
    ]
    problems = list(separation_problems(committee, holders, {"hoa": "Bà Hoa"}))
    assert {problem.element for problem in problems} == {"seal"}
    assert any(each.message.startswith("Bà Hoa có thể ký rồi đóng dấu") for each in problems)


def test_the_only_one_for_two_checks_is_named_with_the_path(committee: Any) -> None:
    holders = {**OFFICE, "format_checker": frozenset({"chi"})}
    (found,) = find_overlaps(committee, holders)
    assert (found.person, found.steps) == ("chi", ("content_check", "format_check"))
    (problem,) = separation_problems(committee, holders, {"chi": "Ông Chi"})
    assert (problem.code, problem.element, problem.severity) == (
        "only_one_for_two",
        "format_check",
        "warning",
    )
    assert problem.message.startswith(
        "Ông Chi là người duy nhất làm được cả bước “Kiểm tra nội dung” và bước “Kiểm tra thể "
        "thức”, theo đường: “Kiểm tra nội dung” → “Kiểm tra thể thức”."
    )
    # A second holder of either role is enough.
    assert not find_overlaps(committee, {**holders, "format_checker": frozenset({"chi", "em2"})})


def test_the_only_one_who_checks_and_signs_is_named_but_not_on_separate_ways(draw: Any) -> None:
    body = (
        draw.user("a", role="chair", form="check")
        + draw.user("s", role="chair", form="sign")
        + draw.user("b", role="chair", form="check")
    )
    chair = {"chair": frozenset({"x"})}
    process = draw.process(body, "start>a\na>s\ns>b\nb>end")
    steps = [each.steps for each in find_overlaps(process, chair)]
    assert steps == [("a", "s"), ("a", "s", "b")]
    assert not find_overlaps(process, {"chair": frozenset({"x", "y"})})


def test_a_check_that_comes_only_after_the_signature_is_no_overlap(draw: Any) -> None:
    body = draw.user("s", role="chair", form="sign") + draw.user("c", role="chair", form="check")
    holders = {"drafter": frozenset({"x"}), "chair": frozenset({"x", "y"})}
    after = draw.process(body, "start>s\ns>c\nc>end")
    assert not find_overlaps(after, holders)
    before = draw.process(body, "start>c\nc>s\ns>end")
    assert [each.steps for each in find_overlaps(before, holders) if each.person == "x"] == [
        ("c", "s")
    ]


def test_a_way_through_a_subprocess_is_seen(draw: Any) -> None:
    body = (
        '<bpmn:subProcess id="sub"><bpmn:startEvent id="s1"/>'
        + draw.user("c", role="chair", form="check")
        + '<bpmn:endEvent id="e1"/><bpmn:sequenceFlow id="i1" sourceRef="s1" targetRef="c"/>'
        '<bpmn:sequenceFlow id="i2" sourceRef="c" targetRef="e1"/></bpmn:subProcess>'
        + draw.user("s", role="chair", form="sign")
    )
    holders = {"drafter": frozenset({"x"}), "chair": frozenset({"x", "y"})}
    process = draw.process(body, "start>sub\nsub>s\ns>end")
    assert [each.steps for each in find_overlaps(process, holders)] == [("c", "s")]


def test_a_role_that_nobody_holds_is_found_at_each_of_its_steps(committee: Any) -> None:
    day = date(2026, 7, 1)
    names = {"secretariat": "Tổ thư ký"}
    assert not list(role_problems(committee, OFFICE, names, day))
    nobody = {**OFFICE, "secretariat": frozenset[str]()}
    problems = list(role_problems(committee, nobody, names, day, today=False))
    assert [problem.element for problem in problems] == ["secretariat_review", "record_vote"]
    assert {problem.severity for problem in problems} == {"warning"}
    assert "vai trò “Tổ thư ký” nhưng ngày 01/07/2026 không có ai" in problems[0].message
    today = list(role_problems(committee, nobody, names, day))
    assert {(problem.code, problem.severity) for problem in today} == {("role_not_held", "deploy")}
    assert "hôm nay (01/07/2026) không có ai" in today[0].message


def test_a_role_that_the_body_does_not_have_is_found(committee: Any) -> None:
    others = {role: people for role, people in OFFICE.items() if role != "chair"}
    (missing,) = role_problems(committee, others, {}, date(2026, 7, 1))
    assert (missing.code, missing.element) == ("role_not_here", "chair_sign")
