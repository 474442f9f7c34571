from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.engine import run
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import Snapshot

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
OUTCOMES = ("approve", "approve", "approve", "return", "reject", "reroute")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["do"] * 5 + ["back", "again", "wrong"]),
        st.sampled_from(OUTCOMES),
        st.booleans(),
        st.booleans(),
        st.integers(0, 20),
    ),
    max_size=60,
)
QUIET = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def settle(
    process: CompiledProcess, snapshot: Snapshot, expected: dict[str, Any], **facts: bool
) -> Snapshot:
    while snapshot.service_calls:
        assert len(snapshot.service_calls) == 1
        assert not snapshot.open_tasks
        call = snapshot.service_calls[0]
        answer: dict[str, Any] = {"filed": True}
        if call.operation == "authority.assess":
            answer = {"to_chair": False, **facts}
        expected.update(answer)
        snapshot = run.complete(process, snapshot.state, call.id, answer)
    return snapshot


def check(snapshot: Snapshot, expected: dict[str, Any]) -> None:
    """One live path at most, the data as given, the state small."""
    assert len(snapshot.open_tasks) == (0 if snapshot.finished else 1)
    assert len(snapshot.state) <= 8_000
    assert {key: snapshot.data.get(key) for key in expected} == expected
    for task in snapshot.open_tasks:
        assert dict(task.data) == dict(snapshot.data)


@QUIET
@given(acts=ACTS)
def test_any_walk_through_the_committee_process_keeps_one_path_and_its_data(
    committee: CompiledProcess, acts: list[tuple[str, str, bool, bool, int]]
) -> None:
    expected: dict[str, Any] = {"kind": "cong_van", "n": -1}
    snapshot = run.start(committee, expected)
    done: list[str] = []
    for number, (act, outcome, may, vote, choice) in enumerate(acts):
        facts = {"deputy_may_sign": may, "vote_required": vote, "vote_passed": not may}
        check(snapshot, expected)
        if snapshot.finished:
            break
        before = snapshot.state
        task = snapshot.open_tasks[0]
        if act == "do":
            expected.update(n=number, outcome=outcome)
            done.append(task.id)
            data = {"n": number, "outcome": outcome}
            snapshot = run.complete(committee, snapshot.state, task.id, data)
        elif act == "back":
            steps = run.sendable_steps(committee, snapshot.state)
            if not steps:
                continue
            step = steps[choice % len(steps)]
            expected.update(n=number)
            snapshot = run.send_back(committee, snapshot.state, step, {"n": number})
            assert [each.step for each in snapshot.open_tasks] == [step]
            assert step not in run.sendable_steps(committee, snapshot.state)
        elif act == "again" and done:
            with pytest.raises(run.TaskNotReadyError):
                run.complete(committee, snapshot.state, done[choice % len(done)], {})
        elif act == "wrong":
            with pytest.raises(WorkflowError):
                run.send_back(committee, snapshot.state, "issued", {"n": "lost"})
        snapshot = settle(committee, snapshot, expected, **facts)
        if act in {"again", "wrong"}:
            assert snapshot.state == before
    check(snapshot, expected)


@QUIET
@given(st.lists(st.tuples(st.sampled_from("abcz"), st.booleans(), st.integers(0, 9)), max_size=40))
def test_any_walk_through_branches_and_timers_ends_in_a_join_that_opens(
    draw: Any, acts: list[tuple[str, bool, int]]
) -> None:
    process = draw.process(
        draw.gateway("fork", "parallel")
        + draw.gateway("join", "parallel")
        + "".join(map(draw.user, "abcz"))
        + draw.gateway("g", default="f6")
        + draw.gateway("m")
        + draw.gateway("h", default="f10")
        + draw.service("remind")
        + '<bpmn:boundaryEvent id="due" attachedToRef="c" cancelActivity="false">'
        '<bpmn:timerEventDefinition><bpmn:timeDuration>"P1D"</bpmn:timeDuration>'
        '</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="end2"/>',
        """start>m
        m>fork
        fork>a
        fork>c
        a>b
        b>g
        g>join
        g>a: again
        c>join
        z>h
        h>end
        h>m: again
        join>z
        due>remind
        remind>end2""",
    )
    snapshot = run.start(process, {"again": False}, now=NOW)
    expected: dict[str, Any] = {"again": False}
    for number, (step, again, choice) in enumerate(acts):
        if snapshot.finished:
            break
        assert len(snapshot.state) <= 8_000
        assert snapshot.data == expected
        open_now = {task.step: task for task in snapshot.open_tasks}
        assert 1 <= len(open_now) == len(snapshot.open_tasks) <= 2
        for call in snapshot.service_calls:
            snapshot = run.complete(process, snapshot.state, call.id, {}, now=NOW)
        if choice == 0:
            snapshot = run.tick(process, snapshot.state, NOW.replace(month=4))
        elif choice == 1 and (steps := run.sendable_steps(process, snapshot.state)):
            snapshot = run.send_back(process, snapshot.state, steps[number % len(steps)], {})
        elif step in open_now:
            expected = {"again": again, step: number, **_without(expected, "again", step)}
            data = {"again": again, step: number}
            snapshot = run.complete(process, snapshot.state, open_now[step].id, data, now=NOW)
    for _ in range(8):
        for call in snapshot.service_calls:
            snapshot = run.complete(process, snapshot.state, call.id, {}, now=NOW)
        if snapshot.finished:
            break
        task = snapshot.open_tasks[0]
        snapshot = run.complete(process, snapshot.state, task.id, {"again": False}, now=NOW)
    assert snapshot.finished


def _without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in names}
