from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from workflows.engine import run
from workflows.engine.codec import StateError
from workflows.engine.compile import ProcessError, ProcessSource, compile_process
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import Snapshot

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LOOP = "start>a\na>b\nb>g\ng>a: again\ng>end"


def open_steps(snapshot: Snapshot) -> list[str]:
    return sorted(task.step for task in snapshot.open_tasks)


def do(process: CompiledProcess, snapshot: Snapshot, step: str, **data: Any) -> Snapshot:
    task = next(task for task in snapshot.open_tasks if task.step == step)
    return run.complete(process, snapshot.state, task.id, data, now=NOW)


@pytest.fixture
def loop(draw: Any) -> CompiledProcess:
    return draw.process(draw.user("a") + draw.user("b") + draw.gateway("g", default="f4"), LOOP)


@pytest.fixture
def parallel(draw: Any) -> CompiledProcess:
    tasks = "".join(draw.user(name) for name in ("before", "a", "b", "c", "after"))
    return draw.process(
        tasks + draw.gateway("fork", "parallel") + draw.gateway("join", "parallel"),
        """start>before
        before>fork
        fork>a
        fork>b
        a>c
        c>join
        b>join
        join>after
        after>end""",
    )


def test_a_step_cannot_be_completed_twice(loop: CompiledProcess) -> None:
    first = run.start(loop, {})
    second = do(loop, first, "a")
    with pytest.raises(run.TaskNotReadyError):
        run.complete(loop, second.state, first.open_tasks[0].id, {})


@pytest.mark.parametrize("task_id", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_task_is_refused(loop: CompiledProcess, task_id: str) -> None:
    with pytest.raises(run.TaskNotReadyError):
        run.complete(loop, run.start(loop, {}).state, task_id, {})


def test_a_thousand_rounds_leave_the_state_small_and_the_data_right(loop: CompiledProcess) -> None:
    snapshot = run.start(loop, {"kind": "cong_van"})
    size = len(snapshot.state)
    for number in range(1_000):
        snapshot = do(loop, do(loop, snapshot, "a", n=number), "b", again=True)
        assert open_steps(snapshot) == ["a"]
        assert not snapshot.finished
    assert snapshot.data == {"kind": "cong_van", "n": 999, "again": True}
    assert len(snapshot.state) < size + 100
    assert do(loop, do(loop, snapshot, "a"), "b", again=False).finished


@pytest.mark.parametrize(
    "data", [{"again": "x" + "y" * 100_000}, {"again": object()}, {"again": {1, 2}}]
)
def test_data_that_does_not_belong_in_a_process_is_refused(
    loop: CompiledProcess, data: dict[str, Any]
) -> None:
    snapshot = do(loop, run.start(loop, {}), "a")
    with pytest.raises(run.StepError):
        run.complete(loop, snapshot.state, snapshot.open_tasks[0].id, data)
    assert do(loop, snapshot, "b", again=False).finished


def test_a_step_that_fails_leaves_the_bytes_as_they_were(loop: CompiledProcess) -> None:
    snapshot = do(loop, run.start(loop, {}), "a")
    before = bytes(snapshot.state)
    with pytest.raises(WorkflowError, match="again"):
        do(loop, snapshot, "b")
    assert snapshot.state == before
    assert do(loop, snapshot, "b", again=False).finished


@pytest.mark.parametrize(
    "state",
    [b"", b"{}", b"[]", b"null", b"\x00", b'{"v":1}', b'{"v":2}', b'{"v":1,"of":"x","data":{}}'],
)
def test_a_broken_state_is_one_readable_error(loop: CompiledProcess, state: bytes) -> None:
    with pytest.raises(WorkflowError):
        run.complete(loop, state, "00000000-0000-0000-0000-000000000000", {})


def test_every_truncation_and_many_changes_of_a_state_are_readable_errors(
    loop: CompiledProcess,
) -> None:
    snapshot = run.start(loop, {})
    for length in range(0, len(snapshot.state), 7):
        with pytest.raises(StateError):
            run.tick(loop, snapshot.state[:length], NOW)
    whole = orjson.loads(snapshot.state)
    for key in whole:
        for value in (None, [], {}, "x", 5):
            try:
                run.tick(loop, orjson.dumps({**whole, key: value}), NOW)
            except WorkflowError as error:
                assert str(error)  # noqa: PT017 – some changes are harmless


def test_a_state_of_another_version_is_refused(
    loop: CompiledProcess, parallel: CompiledProcess
) -> None:
    with pytest.raises(StateError, match="phiên bản"):
        run.tick(loop, run.start(parallel, {}).state, NOW)


def test_branches_join_without_losing_what_either_changed(parallel: CompiledProcess) -> None:
    snapshot = do(parallel, run.start(parallel, {"x": 0, "y": 0, "items": ["x"]}), "before")
    assert open_steps(snapshot) == ["a", "b"]
    snapshot = do(parallel, snapshot, "b", y=2, items=["b"])
    snapshot = do(parallel, snapshot, "a", x=1)
    snapshot = do(parallel, snapshot, "c", items=["b", "c"])
    assert open_steps(snapshot) == ["after"]
    assert dict(snapshot.data) == {"x": 1, "y": 2, "items": ["b", "c"]}
    assert do(parallel, snapshot, "after").finished


@pytest.mark.parametrize("order", ["abc", "acb", "bac"])
def test_branches_join_in_any_order(parallel: CompiledProcess, order: str) -> None:
    snapshot = do(parallel, run.start(parallel, {}), "before")
    for step in order:
        assert step in open_steps(snapshot)
        snapshot = do(parallel, snapshot, step, **{step: 1})
    assert open_steps(snapshot) == ["after"]
    assert dict(snapshot.data) == {"a": 1, "b": 1, "c": 1}


def test_sending_back_before_a_fork_cancels_every_branch(parallel: CompiledProcess) -> None:
    snapshot = do(parallel, do(parallel, run.start(parallel, {}), "before"), "a")
    back = run.send_back(parallel, snapshot.state, "before", {"why": "x"})
    assert open_steps(back) == ["before"]
    assert back.data["why"] == "x"
    again = do(parallel, back, "before")
    for step in "abc":
        again = do(parallel, again, step)
    assert open_steps(again) == ["after"]


def test_sending_back_into_a_parallel_block_starts_the_block_again(
    parallel: CompiledProcess,
) -> None:
    snapshot = do(parallel, run.start(parallel, {}), "before")
    for step in "abc":
        snapshot = do(parallel, snapshot, step)
    back = run.send_back(parallel, snapshot.state, "c", {})
    assert open_steps(back) == ["a", "b"]
    for step in "abc":
        back = do(parallel, back, step)
    assert do(parallel, back, "after").finished


def test_going_back_never_jumps_over_a_step(draw: Any) -> None:
    names = ("one", "two", "three", "four")
    line = draw.process(
        "".join(map(draw.user, names)),
        "start>one\none>two\ntwo>three\nthree>four\nfour>end",
    )
    snapshot = run.start(line, {})
    for step in names[:3]:
        snapshot = do(line, snapshot, step)
    assert run.sendable_steps(line, snapshot.state) == ("three", "two", "one")
    back = run.send_back(line, snapshot.state, "two", {})
    assert open_steps(back) == ["two"]
    assert run.sendable_steps(line, back.state) == ("one",)
    for step in ("three", "four", "nowhere", "end", "start"):
        with pytest.raises(run.SendBackError):
            run.send_back(line, back.state, step, {})


def test_a_finished_process_cannot_be_sent_back(loop: CompiledProcess) -> None:
    done = do(loop, do(loop, run.start(loop, {}), "a"), "b", again=False)
    with pytest.raises(run.SendBackError):
        run.send_back(loop, done.state, "a", {})
    assert run.sendable_steps(loop, done.state) == ()


def timed(draw: Any, timer: str, *, interrupting: bool) -> CompiledProcess:
    cancel = "true" if interrupting else "false"
    return draw.process(
        draw.user("a")
        + draw.user("late")
        + draw.service("remind")
        + f'<bpmn:boundaryEvent id="due" attachedToRef="a" cancelActivity="{cancel}">'
        f"<bpmn:timerEventDefinition>{timer}</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:endEvent id="end2"/>',
        f"start>a\na>late\nlate>end\ndue>{'late' if interrupting else 'remind'}\nremind>end2",
    )


@pytest.mark.parametrize(
    ("timer", "data", "due"),
    [
        ('<bpmn:timeDuration>"P3D"</bpmn:timeDuration>', {}, NOW + timedelta(days=3)),
        ("<bpmn:timeDuration>days(3)</bpmn:timeDuration>", {}, NOW + timedelta(days=3)),
        (
            "<bpmn:timeDate>due_at</bpmn:timeDate>",
            {"due_at": "2026-03-09T17:00:00+07:00"},
            datetime(2026, 3, 9, 10, tzinfo=UTC),
        ),
        ('<bpmn:timeCycle>"R3/PT24H"</bpmn:timeCycle>', {}, NOW + timedelta(days=1)),
    ],
)
def test_a_timer_is_due_by_the_clock_of_the_step(
    draw: Any, timer: str, data: dict[str, Any], due: datetime
) -> None:
    process = timed(draw, timer, interrupting=False)
    snapshot = run.start(process, data, now=NOW)
    assert snapshot.next_due_at == due
    early = run.tick(process, snapshot.state, due - timedelta(seconds=1))
    assert not early.service_calls
    assert early.state == snapshot.state
    late = run.tick(process, snapshot.state, due)
    assert [call.step for call in late.service_calls] == ["remind"]
    assert open_steps(late) == ["a"]
    assert late.open_tasks[0].id == snapshot.open_tasks[0].id


def test_a_repeating_reminder_comes_as_often_as_it_says(draw: Any) -> None:
    process = timed(draw, '<bpmn:timeCycle>"R3/PT24H"</bpmn:timeCycle>', interrupting=False)
    snapshot = run.start(process, {}, now=NOW)
    seen = 0
    for day in range(1, 6):
        snapshot = run.tick(process, snapshot.state, NOW + timedelta(days=day))
        for call in snapshot.service_calls:
            seen += 1
            snapshot = run.complete(
                process, snapshot.state, call.id, {}, now=NOW + timedelta(days=day)
            )
    assert seen == 3
    assert snapshot.next_due_at is None
    assert open_steps(do(process, snapshot, "a")) == ["late"]


def test_an_interrupting_timer_takes_the_step_away(draw: Any) -> None:
    process = timed(draw, '<bpmn:timeDuration>"PT1H"</bpmn:timeDuration>', interrupting=True)
    snapshot = run.start(process, {}, now=NOW)
    late = run.tick(process, snapshot.state, NOW + timedelta(hours=2))
    assert open_steps(late) == ["late"]
    with pytest.raises(run.TaskNotReadyError):
        run.complete(process, late.state, snapshot.open_tasks[0].id, {})


def test_timers_are_armed_again_when_a_step_is_gone_back_to(draw: Any) -> None:
    process = timed(draw, '<bpmn:timeDuration>"P3D"</bpmn:timeDuration>', interrupting=False)
    snapshot = do(process, run.start(process, {}, now=NOW), "a")
    assert snapshot.next_due_at is None
    later = NOW + timedelta(days=10)
    back = run.send_back(process, snapshot.state, "a", {}, now=later)
    assert back.next_due_at == later + timedelta(days=3)
    assert [c.step for c in run.tick(process, back.state, back.next_due_at).service_calls] == [
        "remind"
    ]


def test_a_timer_without_a_time_zone_clock_is_refused(loop: CompiledProcess) -> None:
    with pytest.raises(run.StepError, match="múi giờ"):
        run.tick(loop, run.start(loop, {}).state, datetime(2026, 1, 1))  # noqa: DTZ001


def test_several_people_each_get_their_own_item(draw: Any) -> None:
    process = draw.process(
        draw.user(
            "ask",
            "<bpmn:multiInstanceLoopCharacteristics>"
            "<bpmn:loopDataInputRef>units</bpmn:loopDataInputRef>"
            "<bpmn:loopDataOutputRef>answers</bpmn:loopDataOutputRef>"
            '<bpmn:inputDataItem id="unit"/><bpmn:outputDataItem id="answer"/>'
            "</bpmn:multiInstanceLoopCharacteristics>",
        )
        + draw.user("again")
        + draw.gateway("g", default="f4"),
        "start>ask\nask>again\nagain>g\ng>ask: more\ng>end",
    )
    snapshot = run.start(process, {"units": ["X", "Y", "Z"]})
    for _ in range(3):
        assert sorted(task.data["unit"] for task in snapshot.open_tasks) == ["X", "Y", "Z"]
        while len(snapshot.open_tasks) and snapshot.open_tasks[0].step == "ask":
            task = snapshot.open_tasks[-1]
            snapshot = run.complete(
                process, snapshot.state, task.id, {"answer": f"yes {task.data['unit']}"}
            )
        assert sorted(snapshot.data["answers"]) == ["yes X", "yes Y", "yes Z"]
        assert "unit" not in snapshot.data
        snapshot = do(process, snapshot, "again", more=True)


def test_a_subprocess_runs_and_its_data_comes_back(draw: Any) -> None:
    process = draw.process(
        draw.user("a")
        + '<bpmn:subProcess id="sub"><bpmn:startEvent id="s2"/>'
        + draw.user("inner")
        + '<bpmn:endEvent id="e2"/><bpmn:sequenceFlow id="x1" sourceRef="s2" targetRef="inner"/>'
        '<bpmn:sequenceFlow id="x2" sourceRef="inner" targetRef="e2"/></bpmn:subProcess>'
        + draw.user("z"),
        "start>a\na>sub\nsub>z\nz>end",
    )
    snapshot = do(process, run.start(process, {"x": 1}), "a")
    assert open_steps(snapshot) == ["inner"]
    assert snapshot.open_tasks[0].data["x"] == 1
    after = do(process, snapshot, "inner", y=2)
    assert open_steps(after) == ["z"]
    assert dict(after.data) == {"x": 1, "y": 2}
    back = run.send_back(process, snapshot.state, "a", {})
    assert open_steps(back) == ["a"]
    assert do(process, after, "z").finished


def test_a_called_process_of_the_same_file_runs(draw: Any) -> None:
    called = (
        '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="s2"/>'
        + draw.user("inner")
        + '<bpmn:endEvent id="e2"/><bpmn:sequenceFlow id="x1" sourceRef="s2" targetRef="inner"/>'
        '<bpmn:sequenceFlow id="x2" sourceRef="inner" targetRef="e2"/></bpmn:process>'
    )
    process = draw.process(
        '<bpmn:callActivity id="call" calledElement="q"/>', "start>call\ncall>end", rest=called
    )
    snapshot = run.start(process, {})
    assert open_steps(snapshot) == ["inner"]
    assert do(process, snapshot, "inner").finished


def test_a_loop_inside_a_parallel_branch_stays_bounded(draw: Any) -> None:
    process = draw.process(
        draw.gateway("fork", "parallel")
        + draw.gateway("join", "parallel")
        + "".join(map(draw.user, "abc"))
        + draw.gateway("g", default="f5"),
        """start>fork
        fork>a
        fork>c
        a>b
        b>g
        g>join
        g>a: again
        c>join
        join>end""",
    )
    snapshot = run.start(process, {})
    sizes = []
    for _ in range(400):
        snapshot = do(process, do(process, snapshot, "a"), "b", again=True)
        assert open_steps(snapshot) == ["a", "c"]
        sizes.append(len(snapshot.state))
    assert max(sizes) < 16_000
    snapshot = do(process, do(process, snapshot, "a"), "b", again=False)
    assert open_steps(snapshot) == ["c"]
    assert do(process, snapshot, "c").finished


def test_a_loop_of_machines_is_stopped(draw: Any) -> None:
    process = draw.process(
        draw.gateway("g", default="f2") + draw.gateway("t") + draw.user("a"),
        "start>g\ng>a: stop\ng>t\nt>g\na>end",
    )
    with pytest.raises(run.StepError, match="lặp mãi"):
        run.start(process, {"stop": False})


def test_a_join_that_can_never_open_is_said_at_once(draw: Any) -> None:
    process = draw.process(
        draw.user("a")
        + draw.user("b")
        + draw.gateway("g", default="f3")
        + draw.gateway("join", "parallel"),
        "start>a\na>g\ng>join: x\ng>b\nb>join\njoin>end",
    )
    with pytest.raises(run.StepError, match="không còn bước nào"):
        do(process, run.start(process, {}), "a", x=True)


@pytest.mark.parametrize(
    "body",
    [
        '<bpmn:scriptTask id="t"><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>',
        '<bpmn:serviceTask id="t"/>',
        '<bpmn:businessRuleTask id="t"/>',
        """<bpmn:userTask id="t"><bpmn:extensionElements><spiffworkflow:preScript>x = 1
        </spiffworkflow:preScript></bpmn:extensionElements></bpmn:userTask>""",
        '<bpmn:receiveTask id="t"/>',
        '<bpmn:callActivity id="t" calledElement="nowhere"/>',
    ],
)
def test_what_cannot_run_is_refused_before_anything_runs(draw: Any, body: str) -> None:
    with pytest.raises(ProcessError) as caught:
        draw.process(body, "start>t\nt>end")
    assert str(caught.value)


def test_a_version_is_parsed_once(draw: Any) -> None:
    bpmn = draw.write(draw.start + draw.user("a") + draw.end, flows="start>a\na>end")
    assert compile_process(ProcessSource(bpmn)) is compile_process(ProcessSource(bytes(bpmn)))
    assert ProcessSource(bpmn).sha256 != ProcessSource(bpmn, (b"x",)).sha256
