from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workflows.authority.delegation import HEADS, Delegation
from workflows.authority.explain import Authority, load_decisions
from workflows.authority.profile import OrganisationProfile
from workflows.authority.question import Question
from workflows.documents.content import Content
from workflows.engine.compile import CompiledProcess, ProcessSource, compile_process
from workflows.engine.rules.steps import OPERATION_RESULTS, OPERATIONS
from workflows.engine.scenarios import (
    SEAL_QUESTION,
    Act,
    Expected,
    Scenario,
    ScenarioError,
    read_scenarios,
    run_scenario,
)
from workflows.queries.routing import routing_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

BPMN = Path(__file__).parents[3] / "bpmn"
TABLES = load_decisions(BPMN / "decisions")
SHIPPED = [
    (path.name.removesuffix(".scenarios.toml"), scenario)
    for path in sorted((BPMN / "processes").glob("*/*.scenarios.toml"))
    for scenario in read_scenarios(path.read_text())
]


def shipped(key: str) -> CompiledProcess:
    diagram = (BPMN / "processes" / key / f"{key}.bpmn").read_bytes()
    tables = [path.read_bytes() for path in sorted((BPMN / "decisions").glob("signer_*.dmn"))]
    return compile_process(ProcessSource(diagram, tuple(tables)))


def desk(operation: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped organisations and tables answer, as they would for a real document."""
    if operation == "document.file":
        return {"filed": True}
    file = BPMN / "organisations" / f"{data['organisation']}.toml"
    profile = OrganisationProfile.from_toml(file.read_text(), file=file.name)
    day = data["date"]
    question = Question(
        data["purpose"],
        tuple(data["addressees"]),
        at=day if isinstance(day, date) else date.fromisoformat(day),
        delegations=tuple(
            Delegation(**{**each, "kinds": tuple(each["kinds"])})
            for each in data.get("delegations", ())
        ),
        vote=data.get("vote", "none"),
        field_of_work=data.get("field_of_work", ""),
    )
    answer = Authority(profile, TABLES).explain(question)
    if operation == SEAL_QUESTION:
        signer = answer.signer(data["signer"])
        return {"seal": signer.seal if signer else ""}
    head, deputy = HEADS[profile.body]
    return {
        "vote_required": answer.vote_required and answer.vote_before_signing,
        "vote_passed": data.get("vote") == "passed",
        "chair_may_sign": answer.signer(head) is not None,
        "deputy_may_sign": answer.signer(deputy) is not None,
        "to_chair": bool(data.get("to_chair")),
    }


@pytest.mark.parametrize(
    ("key", "scenario"), SHIPPED, ids=[f"{key}-{scenario.name}" for key, scenario in SHIPPED]
)
def test_the_shipped_processes_do_what_their_tables_say(key: str, scenario: Scenario) -> None:
    result = run_scenario(shipped(key), scenario, desk)
    assert result.ok, result.differences
    assert result.end


def test_there_are_enough_of_them() -> None:
    keys = [key for key, _ in SHIPPED]
    assert keys.count("van_ban_ban") >= 12
    assert keys.count("van_ban_ubnd") >= 6


def test_the_engine_knows_what_the_product_answers() -> None:
    profile = OrganisationProfile.from_toml(
        (BPMN / "organisations" / "thanh-hoa-2021.toml").read_text(), file="thanh-hoa-2021.toml"
    )
    answer = Authority(profile, TABLES).explain(Question("cong_van", ("HUYEN",), date(2021, 6, 1)))
    content = Content.from_mapping({"kind": "cong_van", "purpose": "cong_van"})
    facts = routing_facts(profile, content, answer, passed=False, to_chair=False)
    assert set(facts) == OPERATION_RESULTS["authority.assess"]
    assert set(OPERATION_RESULTS) == set(OPERATIONS)


def play(expected: Expected, *acts: Act, answer: Any = desk, **facts: Any) -> tuple[str, ...]:
    facts = {
        "organisation": "thanh-hoa-2021",
        "date": date(2021, 6, 1),
        "addressees": ["HUYEN"],
        **facts,
    }
    scenario = Scenario("thử", "cong_van", facts, acts, expected)
    return run_scenario(shipped("van_ban_ban"), scenario, answer).differences


def test_every_difference_is_a_sentence_with_the_names_of_the_diagram() -> None:
    assert play(Expected(signer="standing_deputy", seal="SO_LDTBXH")) == (
        "Người ký: bảng ghi “Phó Trưởng Ban Thường trực”, quy trình cho “Trưởng Ban”.",
        "Con dấu: bảng ghi “SO_LDTBXH”, quy trình cho “UBND_TINH”.",
    )
    assert play(Expected(steps=("content_check", "number"))) == (
        "Bước thứ 2: bảng ghi “Cấp số, ngày văn bản”, quy trình đi “Kiểm tra thể thức”.",
    )
    assert play(Expected(), Act("record_vote")) == (
        "Hồ sơ không đến bước “Ghi kết quả biểu quyết” như đã ghi.",
    )
    assert play(Expected(end="issued"), Act("content_check", "reject")) == (
        "Kết thúc: bảng ghi “Đã ban hành”, quy trình cho “Từ chối”.",
    )


def test_a_process_that_stops_or_goes_round_fails_with_the_reason() -> None:
    (difference,) = play(Expected(), answer=lambda _operation, _data: {})
    assert difference.startswith("Quy trình dừng giữa chừng: ")
    (round_,) = play(Expected(), *[Act("content_check", "return"), Act("revise")] * 60)[:1]
    assert round_ == "Quy trình quay vòng quá 100 bước."
    back = Act("content_check", "return", {"back_to": "issue"})
    assert "hồ sơ chưa qua bước này" in play(Expected(), back)[0]


@pytest.mark.parametrize(
    ("toml", "because"),
    [
        ("x = [", "TOML"),
        ("", "[[scenario]]"),
        ("[[scenario]]\nname = 'a'\npurpose = 'b'\n", "tình huống 1: thiếu mục 'expected'"),
        (
            "[[scenario]]\nname='a'\npurpose='b'\n[scenario.expected]\nsigned = 'x'\n",
            "tình huống 1: không có mục “signed”",
        ),
        (
            "[[scenario]]\nname='a'\npurpose='b'\nacts=[{outcome='x'}]\n[scenario.expected]\n",
            "tình huống 1: giá trị sai kiểu",
        ),
        (
            "[[scenario]]\nname='a'\npurpose='b'\n[scenario.expected]\n" * 2,
            "trùng tên",
        ),
    ],
)
def test_a_table_that_is_wrong_says_where(toml: str, because: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenarios(toml)
    assert because in str(caught.value) or because == "TOML"
