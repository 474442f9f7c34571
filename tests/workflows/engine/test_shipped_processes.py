from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from workflows.engine import run
from workflows.engine.lint import lint_file, lint_files

if TYPE_CHECKING:
    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import Snapshot

BPMN = Path(__file__).parents[3] / "bpmn"
DIAGRAMS = sorted((BPMN / "processes").glob("*/*.bpmn"))
FACTS: dict[str, Any] = {
    "kind": "cong_van",
    "purpose": "cong_van",
    "superior": False,
    "vote_required": False,
    "vote_passed": False,
    "deputy_may_sign": True,
    "chair_may_sign": True,
    "to_chair": False,
}


def assess(process: CompiledProcess, snapshot: Snapshot, **facts: Any) -> Snapshot:
    while snapshot.service_calls:
        call = snapshot.service_calls[0]
        assert call.operation in {"authority.assess", "document.file"}
        answer = {**FACTS, **facts} if call.operation == "authority.assess" else {"filed": True}
        snapshot = run.complete(process, snapshot.state, call.id, answer)
    return snapshot


def act(process: CompiledProcess, snapshot: Snapshot, script: str, **facts: Any) -> Snapshot:
    """Walk "step outcome" pairs; fails when another step is open than the script says."""
    for word in script.split():
        step, _, outcome = word.partition(":")
        assert [task.step for task in snapshot.open_tasks] == [step]
        snapshot = run.complete(
            process, snapshot.state, snapshot.open_tasks[0].id, {"outcome": outcome or "approve"}
        )
        snapshot = assess(process, snapshot, **facts)
    return snapshot


TO_SIGNING = "content_check format_check secretariat_review"
ISSUE = "number seal issue"


def test_a_deputy_signs_what_he_may(committee: CompiledProcess) -> None:
    done = act(committee, run.start(committee, {}), f"{TO_SIGNING} deputy_sign {ISSUE}")
    assert done.finished
    assert done.data["signer"] == "standing_deputy"
    assert done.data["signer_route_rule"] == "r_standing_deputy"
    assert not done.open_tasks


def test_the_chair_signs_the_rest(committee: CompiledProcess) -> None:
    done = act(
        committee,
        run.start(committee, {}),
        f"{TO_SIGNING} chair_sign {ISSUE}",
        deputy_may_sign=False,
    )
    assert done.finished


def test_a_vote_is_recorded_before_signing_and_authority_is_asked_again(
    committee: CompiledProcess,
) -> None:
    voting = act(committee, run.start(committee, {}), TO_SIGNING, vote_required=True)
    assert [task.step for task in voting.open_tasks] == ["record_vote"]
    signing = act(committee, voting, "record_vote", vote_required=True, vote_passed=True)
    assert [task.step for task in signing.open_tasks] == ["deputy_sign"]


def test_a_vote_that_did_not_pass_never_comes_to_signing(committee: CompiledProcess) -> None:
    voting = act(committee, run.start(committee, {}), TO_SIGNING, vote_required=True)
    again = act(committee, voting, "record_vote", vote_required=True, vote_passed=False)
    assert [task.step for task in again.open_tasks] == ["record_vote"]
    review = act(committee, voting, "record_vote:return", vote_required=True)
    assert [task.step for task in review.open_tasks] == ["secretariat_review"]
    assert act(committee, voting, "record_vote:reject", vote_required=True).finished


@pytest.mark.parametrize(
    "script",
    [
        "content_check:return revise",
        "content_check format_check:return revise",
        f"{TO_SIGNING}:return revise",
        "content_check:return revise content_check:return revise",
    ],
)
def test_every_check_may_return_to_the_drafter(committee: CompiledProcess, script: str) -> None:
    returned = act(committee, run.start(committee, {}), script)
    assert [task.step for task in returned.open_tasks] == ["content_check"]
    assert act(committee, returned, f"{TO_SIGNING} deputy_sign {ISSUE}").finished


@pytest.mark.parametrize(
    "script",
    [
        "content_check:reject",
        "content_check format_check:reject",
        f"{TO_SIGNING}:reject",
        f"{TO_SIGNING} deputy_sign:reject",
    ],
)
def test_every_check_and_signer_may_reject(committee: CompiledProcess, script: str) -> None:
    assert act(committee, run.start(committee, {}), script).finished


def test_the_chair_may_reject_and_an_unclear_answer_stays_with_the_chair(
    committee: CompiledProcess,
) -> None:
    at_chair = act(committee, run.start(committee, {}), TO_SIGNING, deputy_may_sign=False)
    assert act(committee, at_chair, "chair_sign:reject").finished
    unclear = act(committee, at_chair, "chair_sign:perhaps")
    assert [task.step for task in unclear.open_tasks] == ["chair_sign"]


def test_authority_lost_before_signing_goes_to_the_chair(committee: CompiledProcess) -> None:
    at_deputy = act(committee, run.start(committee, {}), TO_SIGNING)
    rerouted = act(committee, at_deputy, "deputy_sign:reroute", deputy_may_sign=False)
    assert [task.step for task in rerouted.open_tasks] == ["chair_sign"]


def test_a_signer_may_send_back_to_the_unit_head_and_to_the_drafter(
    committee: CompiledProcess,
) -> None:
    at_deputy = act(committee, run.start(committee, {}), TO_SIGNING)
    assert run.sendable_steps(committee, at_deputy.state) == (
        "secretariat_review",
        "format_check",
        "content_check",
        "revise",
    )
    for step in ("secretariat_review", "content_check", "revise"):
        back = run.send_back(committee, at_deputy.state, step, {"outcome": "return"})
        assert [task.step for task in back.open_tasks] == [step]
    back = run.send_back(committee, at_deputy.state, "format_check", {})
    with pytest.raises(run.SendBackError):
        run.send_back(committee, back.state, "secretariat_review", {})


def test_the_people_committee_walks_every_way(people_committee: CompiledProcess) -> None:
    process = people_committee
    begin = run.start(process, {})
    vice = act(process, begin, "content_check format_check")
    assert act(process, vice, f"vice_chairman_sign {ISSUE}").finished
    assert act(process, vice, "vice_chairman_sign:reject").finished
    chair = act(process, vice, "vice_chairman_sign:reroute", deputy_may_sign=False)
    assert act(process, chair, f"chairman_sign {ISSUE}").finished
    assert act(process, chair, "chairman_sign:reject").finished
    assert act(process, begin, "content_check:reject").finished
    assert act(process, begin, "content_check format_check:reject").finished
    returned = act(process, begin, "content_check format_check:return revise")
    assert [task.step for task in returned.open_tasks] == ["content_check"]


def test_steps_say_who_does_what_by_when_and_by_which_article(committee: CompiledProcess) -> None:
    listed = {step.id: step for step in run.steps(committee)}
    check = listed["content_check"]
    assert (check.kind, check.lane) == ("user", "Trưởng đơn vị soạn thảo")
    assert check.properties["role"] == "drafting_unit_head"
    assert check.properties["due_working_days"] == "2"
    assert check.properties["article"] == "Nghị định 30/2020/NĐ-CP, Điều 12 khoản 1"
    order = list(listed)
    assert order.index("content_check") < order.index("format_check") < order.index("number")
    assert listed["assess"].kind == "service"
    assert listed["route"].kind == "rule"


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_shipped_diagrams_are_deployable_without_a_single_remark(path: Path) -> None:
    tables = sorted((BPMN / "decisions").glob("*.dmn"))
    report = next(lint_files([path, *tables]))
    assert report.deployable
    assert not report.problems


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_nothing_in_the_picture_overlaps_and_no_flow_crosses_a_shape(path: Path) -> None:
    root = etree.fromstring(path.read_bytes())
    shapes: dict[str, tuple[float, ...]] = {}
    for shape in root.iter("{*}BPMNShape"):
        bounds = shape.find("{*}Bounds")
        assert bounds is not None
        name = shape.get("bpmnElement", "")
        if not name.startswith(("pool_", "lane_")):
            shapes[name] = tuple(
                float(bounds.get(side, "0")) for side in ("x", "y", "width", "height")
            )
    ends = {
        flow.get("id"): (flow.get("sourceRef"), flow.get("targetRef"))
        for flow in root.iter("{*}sequenceFlow")
    }
    for name, box in shapes.items():
        assert not any(meet(box, other) for each, other in shapes.items() if each != name), name
    for edge in root.iter("{*}BPMNEdge"):
        points = [
            (float(p.get("x", "0")), float(p.get("y", "0"))) for p in edge.iter("{*}waypoint")
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            line = (min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
            crossed = {name for name, box in shapes.items() if meet(line, box)}
            assert crossed <= set(ends[edge.get("bpmnElement")]), edge.get("bpmnElement")


def meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return (
        a[0] <= b[0] + b[2] and b[0] <= a[0] + a[2] and a[1] <= b[1] + b[3] and b[1] <= a[1] + a[3]
    )


def test_a_diagram_without_its_table_is_only_warned_about() -> None:
    report = lint_file("x.bpmn", DIAGRAMS[0].read_bytes())
    assert report.deployable
    assert {problem.code for problem in report.problems} == {"decision_not_given"}
