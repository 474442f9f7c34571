from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from workflows.engine import run
from workflows.engine.compile import ProcessSource, compile_process
from workflows.engine.moving import MoveError, check_move, move
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import Snapshot

BPMN = Path(__file__).parents[3] / "bpmn"
M = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TABLE = (BPMN / "decisions" / "signer_route.dmn").read_bytes()
DIAGRAM = (BPMN / "processes" / "van_ban_ban" / "van_ban_ban.bpmn").read_bytes()
STEPS = (
    "content_check",
    "format_check",
    "secretariat_review",
    "record_vote",
    "deputy_sign",
    "chair_sign",
    "number",
    "seal",
    "issue",
)
FACTS: dict[str, Any] = {
    "kind": "cong_van",
    "purpose": "cong_van",
    "vote_required": False,
    "vote_passed": False,
    "deputy_may_sign": True,
    "chair_may_sign": True,
    "to_chair": False,
}


def version(edit: Callable[[etree._Element], None] | None = None) -> CompiledProcess:
    """The committee's process, redrawn."""
    root = etree.fromstring(DIAGRAM)
    if edit is not None:
        edit(root)
    return compile_process(ProcessSource(etree.tostring(root), (TABLE,)))


def flows(root: etree._Element, **ends: str) -> list[etree._Element]:
    return [
        flow
        for flow in root.iter(f"{M}sequenceFlow")
        if all(flow.get(end) == step for end, step in ends.items())
    ]


def node(root: etree._Element, step: str) -> etree._Element:
    return next(each for each in root.iter() if each.get("id") == step)


def draw_step(root: etree._Element, step: str = "extra") -> None:
    process = next(root.iter(f"{M}process"))
    start = next(process.iter(f"{M}startEvent"))
    start.addprevious(etree.Element(f"{M}userTask", id=step, name="Pháp chế xem"))
    lane = next(process.iter(f"{M}lane"))
    etree.SubElement(lane, f"{M}flowNodeRef").text = step


def link(root: etree._Element, source: str, target: str) -> None:
    process = next(root.iter(f"{M}process"))
    flow = etree.SubElement(process, f"{M}sequenceFlow", id=f"{source}_to_{target}")
    flow.set("sourceRef", source)
    flow.set("targetRef", target)


def insert_before(step: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        draw_step(root)
        for flow in flows(root, targetRef=step):
            flow.set("targetRef", "extra")
        link(root, "extra", step)

    return edit


def insert_after(step: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        draw_step(root)
        (flow,) = flows(root, sourceRef=step)
        link(root, "extra", flow.get("targetRef", ""))
        flow.set("targetRef", "extra")

    return edit


def remove(step: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        (after,) = flows(root, sourceRef=step)
        for flow in flows(root, targetRef=step):
            flow.set("targetRef", after.get("targetRef", ""))
        for each in (after, node(root, step)):
            holder = each.getparent()
            assert holder is not None
            holder.remove(each)
        for reference in [each for each in root.iter(f"{M}flowNodeRef") if each.text == step]:
            holder = reference.getparent()
            assert holder is not None
            holder.remove(reference)

    return edit


def condition(flow: str, text: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        expression = node(root, flow).find(f"{M}conditionExpression")
        assert expression is not None
        expression.text = text

    return edit


def rename_lanes(root: etree._Element) -> None:
    for number, lane in enumerate(root.iter(f"{M}lane")):
        lane.set("name", f"Làn {number}")


def settle(process: CompiledProcess, snapshot: Snapshot, **facts: Any) -> Snapshot:
    while snapshot.service_calls:
        call = snapshot.service_calls[0]
        snapshot = run.complete(process, snapshot.state, call.id, {**FACTS, **facts}, now=NOW)
    return snapshot


def act(process: CompiledProcess, snapshot: Snapshot, outcome: str, **facts: Any) -> Snapshot:
    task = snapshot.open_tasks[0]
    done = run.complete(process, snapshot.state, task.id, {"outcome": outcome}, now=NOW)
    return settle(process, done, **facts)


def stand_at(process: CompiledProcess, step: str, **facts: Any) -> Snapshot:
    """A case that came to the step by the straight way."""
    snapshot = settle(process, run.start(process, {"kind": "cong_van"}, now=NOW), **facts)
    while snapshot.open_tasks[0].step != step:
        snapshot = act(process, snapshot, "approve", **facts)
    return snapshot


def finish(process: CompiledProcess, snapshot: Snapshot) -> Snapshot:
    for _ in range(60):
        snapshot = settle(process, snapshot)
        if snapshot.finished:
            return snapshot
        snapshot = act(process, snapshot, "approve", vote_passed=True)
    raise AssertionError([task.step for task in snapshot.open_tasks])


@pytest.fixture
def old() -> CompiledProcess:
    return version()


def copy_of(root: etree._Element) -> None:
    root.set("exporter", "another tool")


@pytest.mark.parametrize("step", [step for step in STEPS if step != "record_vote"])
def test_a_case_runs_on_in_an_identical_version_with_the_same_occurrence(
    old: CompiledProcess, step: str
) -> None:
    facts = {"deputy_may_sign": step != "chair_sign"}
    case = stand_at(old, step, **facts)
    new = version(copy_of)
    check = check_move(old, case.state, new)
    assert (check.kind, check.steps, check.from_steps) == ("runs_on", (), (step,))
    moved = move(old, case.state, new)
    assert moved.open_tasks == case.open_tasks
    assert moved.data == case.data
    assert run.sendable_steps(new, moved.state) == run.sendable_steps(old, case.state)
    assert finish(new, moved).finished


def test_a_removed_step_asks_for_a_choice_and_the_natural_way_on_comes_first(
    old: CompiledProcess,
) -> None:
    case = stand_at(old, "format_check")
    new = version(remove("format_check"))
    check = check_move(old, case.state, new)
    assert check.kind == "choose_step"
    assert check.reason == (
        "Phiên bản mới không còn bước “Kiểm tra thể thức”. Hãy chọn bước để hồ sơ đi tiếp."
    )
    assert [step.id for step in check.steps] == ["secretariat_review", "content_check", "revise"]
    with pytest.raises(MoveError):
        move(old, case.state, new)
    for jump in ("chair_sign", "number", "seal", "issued", "nowhere"):
        with pytest.raises(MoveError):
            move(old, case.state, new, step=jump)
    moved = move(old, case.state, new, step="secretariat_review")
    assert [task.step for task in moved.open_tasks] == ["secretariat_review"]
    assert finish(new, moved).finished


def test_a_new_step_that_the_case_has_left_behind_is_named(old: CompiledProcess) -> None:
    case = stand_at(old, "secretariat_review")
    check = check_move(old, case.state, version(insert_before("format_check")))
    assert check.kind == "runs_on"
    assert "đã đi quá chỗ của bước mới “Pháp chế xem”" in check.reason
    ahead = check_move(old, case.state, version(insert_after("secretariat_review")))
    assert "Pháp chế" not in ahead.reason


def test_no_choice_and_no_running_on_ever_leads_to_a_seal_without_a_signature(
    old: CompiledProcess,
) -> None:
    def check_last(root: etree._Element) -> None:
        remove("format_check")(root)
        draw_step(root, "format_check")
        link(root, "format_check", "seal")
        flows(root, sourceRef="number")[0].set("targetRef", "format_check")

    case = stand_at(old, "format_check")
    check = check_move(old, case.state, version(check_last))
    assert check.kind == "choose_step"
    assert "chưa có chữ ký" in check.reason
    assert {step.id for step in check.steps} == {"secretariat_review", "content_check", "revise"}
    signed = stand_at(old, "number")
    assert check_move(old, signed.state, version(check_last)).kind == "runs_on"


def test_a_gateway_that_asks_for_unknown_data_keeps_the_case_out(old: CompiledProcess) -> None:
    case = stand_at(old, "format_check")
    new = version(condition("deputy_approve", 'outcome == "approve" and amount < 5'))
    check = check_move(old, case.state, new)
    assert check.kind == "cannot_move"
    assert check.reason == "Phiên bản mới cần dữ liệu “amount” mà hồ sơ này chưa có."
    later = stand_at(old, "number")
    assert check_move(old, later.state, new).kind == "runs_on"
    with_it = run.start(old, {"kind": "cong_van", "amount": 1})
    assert check_move(old, with_it.state, new).kind == "runs_on"


def test_finished_broken_and_foreign_states_stay_where_they_are(old: CompiledProcess) -> None:
    new = version(copy_of)
    case = stand_at(old, "issue")
    done = finish(old, case)
    assert check_move(old, done.state, new).reason == "Hồ sơ đã kết thúc nên không cần chuyển."
    for broken in (b"", b"{}", case.state[:-5], b"\xff"):
        assert check_move(old, broken, new).kind == "cannot_move"
        with pytest.raises(WorkflowError):
            move(old, broken, new)
    assert "phiên bản quy trình khác" in check_move(new, case.state, old).reason


WALK = st.lists(
    st.tuples(
        st.sampled_from(["approve", "approve", "approve", "return", "reroute"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
)
EDITS = st.one_of(
    st.just(copy_of),
    st.sampled_from(STEPS).map(insert_before),
    st.sampled_from(STEPS).map(insert_after),
    st.sampled_from([step for step in STEPS if step != "record_vote"]).map(remove),
    st.just(condition("vote_settled", "vote_passed")),
    st.just(condition("to_deputy", 'signer == "nobody"')),
    st.just(rename_lanes),
)
QUIET = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUIET
@given(walk=WALK, edit=EDITS, choice=st.integers(0, 9))
def test_any_case_that_is_moved_runs_to_an_end(
    old: CompiledProcess,
    walk: list[tuple[str, bool, bool]],
    edit: Callable[[etree._Element], None],
    choice: int,
) -> None:
    case = run.start(old, {"kind": "cong_van"}, now=NOW)
    for outcome, deputy, vote in walk:
        facts = {"deputy_may_sign": deputy, "vote_required": vote, "vote_passed": deputy}
        following = act(old, case, outcome, **facts)
        if following.finished:
            break
        case = following
    new = version(edit)
    written = bytes(case.state)
    check = check_move(old, case.state, new, now=NOW)
    assert case.state == written
    assert check == check_move(old, case.state, new, now=NOW)
    if check.kind == "runs_on":
        moved = move(old, case.state, new, now=NOW)
        assert {(task.id, task.step) for task in moved.open_tasks} == {
            (task.id, task.step) for task in case.open_tasks
        }
    elif check.kind == "cannot_move":
        assert "chưa có chữ ký" in check.reason, "only a diagram that no check would let pass"
        return
    else:
        step = check.steps[choice % len(check.steps)].id
        moved = move(old, case.state, new, step=step, now=NOW)
        assert [task.step for task in moved.open_tasks] == [step]
    assert moved.data == case.data
    assert finish(new, moved).finished
    assert finish(old, case).finished, "the old state is still good"


BRANCHES = """start>m
m>fork
fork>a
fork>c
a>b
b>join
c>join
join>z
z>end
due>remind
remind>end2"""
TIMER = (
    '<bpmn:boundaryEvent id="due" attachedToRef="c" cancelActivity="false">'
    '<bpmn:timerEventDefinition><bpmn:timeDuration>"P3D"</bpmn:timeDuration>'
    '</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="end2"/>'
)


def branched(draw: Any, flows: str = BRANCHES, users: str = "abcz", timer: str = TIMER) -> Any:
    body = draw.gateway("fork", "parallel") + draw.gateway("join", "parallel") + draw.gateway("m")
    return draw.process(
        body + "".join(map(draw.user, users)) + draw.service("remind") + timer, flows
    )


def redraw(*changes: tuple[str, str]) -> str:
    flows = BRANCHES
    for before, after in changes:
        flows = flows.replace(before, after)
    return flows


@pytest.mark.parametrize("first", ["", "a", "c", "ab"])
@pytest.mark.parametrize(
    ("flows", "users", "runs_on"),
    [
        (BRANCHES + "\n", "abczy", True),
        (redraw(("c>join", "c>y\ny>join")), "abczy", True),
        (redraw(("fork>a", "fork>y\ny>a")), "abczy", True),
        (redraw(("join>z", "join>y\ny>z")), "abczy", True),
        (redraw(("fork>c", "fork>c\nfork>y\ny>join")), "abczy", False),
    ],
)
def test_branches_move_together_or_wait_for_a_choice(
    draw: Any, first: str, flows: str, users: str, *, runs_on: bool
) -> None:
    old, new = branched(draw), branched(draw, flows, users)
    case = run.start(old, {}, now=NOW)
    for step in first:
        task = next(task for task in case.open_tasks if task.step == step)
        case = run.complete(old, case.state, task.id, {}, now=NOW)
    check = check_move(old, case.state, new, now=NOW)
    assert set(check.from_steps) >= {task.step for task in case.open_tasks}
    if first == "c" and "c>y" in flows:
        runs_on = False  # the branch had come to the end of its stretch already
    assert check.kind == ("runs_on" if runs_on else "choose_step"), check.reason
    if runs_on:
        moved = move(old, case.state, new, now=NOW)
        assert {(task.step, task.id) for task in moved.open_tasks} == {
            (task.step, task.id) for task in case.open_tasks
        }
        assert moved.next_due_at == case.next_due_at
    else:
        moved = move(old, case.state, new, step=check.steps[0].id, now=NOW)
    for _ in range(9):
        if moved.finished:
            break
        task = moved.open_tasks[0]
        moved = run.complete(new, moved.state, task.id, {}, now=NOW)
    assert moved.finished


def test_a_timer_keeps_the_time_that_is_left_and_does_not_ring_during_the_move(draw: Any) -> None:
    flows = "start>c\nc>end\ndue>remind\nremind>end2"
    body = draw.user("c") + draw.service("remind") + TIMER
    old, new = draw.process(body, flows), draw.process(body.replace("P3D", "P9D"), flows)
    bare = draw.process(draw.user("c"), "start>c\nc>end")
    case = run.start(old, {}, now=NOW)
    due = NOW + timedelta(days=3)
    assert case.next_due_at == due
    late = NOW + timedelta(days=5)
    assert move(old, case.state, new, now=NOW).next_due_at == due
    moved = move(old, case.state, new, now=late)
    assert moved.open_tasks == case.open_tasks
    assert moved.next_due_at == due
    assert not moved.service_calls
    rung = run.tick(new, moved.state, late)
    assert [call.step for call in rung.service_calls] == ["remind"]
    reminded = check_move(old, run.tick(old, case.state, late).state, new, now=late)
    assert reminded.kind == "runs_on"
    assert move(old, case.state, bare, now=late).next_due_at is None
    fresh = run.start(bare, {}, now=NOW)
    assert move(bare, fresh.state, new, now=NOW).next_due_at == NOW + timedelta(days=9)


def test_a_case_inside_a_subprocess_runs_on_while_that_is_the_same(draw: Any) -> None:
    def drawn(inner: str, links: str, *, rest: str = "") -> Any:
        body = (
            '<bpmn:subProcess id="sub"><bpmn:startEvent id="s1"/>'
            f'{inner}<bpmn:endEvent id="e1"/>{links}</bpmn:subProcess>{rest}'
        )
        return draw.process(body, "start>sub\nsub>end" if not rest else "start>sub\nsub>w\nw>end")

    def flow(*ways: str) -> str:
        return "".join(
            f'<bpmn:sequenceFlow id="i{number}" sourceRef="{way[:2]}" targetRef="{way[2:]}"/>'
            for number, way in enumerate(ways)
        )

    old = drawn(draw.user("u1"), flow("s1u1", "u1e1"))
    longer = drawn(draw.user("u1"), flow("s1u1", "u1e1"), rest=draw.user("w"))
    other = drawn(
        draw.user("u1") + draw.user("u2"), flow("s1u1", "u1u2", "u2e1"), rest=draw.user("w")
    )
    case = run.start(old, {}, now=NOW)
    moved = move(old, case.state, longer, now=NOW)
    assert moved.open_tasks == case.open_tasks
    after = run.complete(longer, moved.state, moved.open_tasks[0].id, {}, now=NOW)
    assert [task.step for task in after.open_tasks] == ["w"]
    check = check_move(old, case.state, other, now=NOW)
    assert check.kind == "cannot_move"
    assert "tiến trình con" in check.reason


def test_a_thousand_checks_take_two_seconds_at_most(old: CompiledProcess) -> None:
    cases = [stand_at(old, step).state for step in ("content_check", "format_check", "number")]
    new = [version(copy_of), version(remove("format_check"))]
    begun = time.process_time()
    for number in range(1_000):
        check_move(old, cases[number % 3], new[number % 2])
    assert time.process_time() - begun <= 2
