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
    assert found.sentence == (
        "Cùng một người có thể soạn thảo, kiểm tra rồi ký một văn bản, theo đường: "
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
    problems = separation_problems(committee, holders, {"hoa": "Bà Hoa"})
    assert {problem.element for problem in problems} == {"seal"}
    assert any(problem.message.startswith("Bà Hoa: Cùng một người") for problem in problems)


def test_a_check_that_comes_only_after_the_signature_is_no_overlap(draw: Any) -> None:
    body = draw.user("s", role="chair", form="sign") + draw.user("c", role="chair", form="check")
    holders = {"drafter": frozenset({"x"}), "chair": frozenset({"x"})}
    after = draw.process(body, "start>s\ns>c\nc>end")
    assert not find_overlaps(after, holders)
    before = draw.process(body, "start>c\nc>s\ns>end")
    assert [each.steps for each in find_overlaps(before, holders)] == [("c", "s")]


def test_a_way_through_a_subprocess_is_seen(draw: Any) -> None:
    body = (
        '<bpmn:subProcess id="sub"><bpmn:startEvent id="s1"/>'
        + draw.user("c", role="chair", form="check")
        + '<bpmn:endEvent id="e1"/><bpmn:sequenceFlow id="i1" sourceRef="s1" targetRef="c"/>'
        '<bpmn:sequenceFlow id="i2" sourceRef="c" targetRef="e1"/></bpmn:subProcess>'
        + draw.user("s", role="chair", form="sign")
    )
    holders = {"drafter": frozenset({"x"}), "chair": frozenset({"x"})}
    process = draw.process(body, "start>sub\nsub>s\ns>end")
    assert [each.steps for each in find_overlaps(process, holders)] == [("c", "s")]


def test_a_role_that_nobody_holds_is_found_at_each_of_its_steps() -> None:
    counts = {role: len(people) for role, people in OFFICE.items()}
    assert not role_problems(DIAGRAM, counts)
    problems = role_problems(DIAGRAM, {**counts, "secretariat": 0}, date(2026, 7, 1))
    assert [problem.element for problem in problems] == ["secretariat_review", "record_vote"]
    assert "vai trò “Tổ thư ký” nhưng ngày 01/07/2026 không có ai" in problems[0].message
    del counts["chair"]
    (missing,) = role_problems(DIAGRAM, counts)
    assert (missing.code, missing.element) == ("role_not_held", "chair_sign")
    assert "hôm nay không có ai" in missing.message
