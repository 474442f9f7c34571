"""Moves running cases to another version of their process, after saying what that would do.

A check reads bytes and writes nothing. A case runs on when its open steps are still there and
nothing about the new version could leave it stuck or sealed without a signature; otherwise it
needs a step chosen, among those that jump over no work the case still owes; or it stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from workflows.engine.codec import Running, StateError, fresh, load
from workflows.engine.compaction import place
from workflows.engine.fitting import fitted_state, misfit_of_branches, misfit_of_lone
from workflows.engine.graph import EVENTS, GATEWAYS, spread
from workflows.engine.needs import missing_names
from workflows.engine.picture import waiting_tasks
from workflows.engine.run import StepError, run_automatic, settle, utc, whole_step
from workflows.engine.script import SafeEngine
from workflows.engine.standing import Standing, is_user_step, read_standing, seals_unsigned
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from SpiffWorkflow.task import Task

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import Snapshot, StepInfo

#: What a new version means for a case: it runs on, it needs a step chosen, it cannot be moved.
Movability: TypeAlias = Literal["runs_on", "choose_step", "cannot_move"]

_CHOOSE: Final = "Hãy chọn bước để hồ sơ đi tiếp."


class MoveError(StepError):
    """Không chuyển hồ sơ sang phiên bản này được: {because}. Hồ sơ vẫn giữ nguyên như trước."""

    code = "move_refused"


@dataclass(frozen=True, slots=True)
class MoveCheck:
    """What moving one case to another version would do."""

    kind: Movability
    #: Vietnamese sentence for the admin who decides.
    reason: str
    #: Steps of the new version that may be chosen, the natural way on first.
    steps: tuple[StepInfo, ...]
    #: Ids of the steps where the case stands now.
    from_steps: tuple[str, ...]


def check_move(
    old: CompiledProcess, state: bytes, new: CompiledProcess, *, now: datetime | None = None
) -> MoveCheck:
    """Say what moving a case would do; writes nothing and raises nothing for any case."""
    try:
        standing = read_standing(old, state, utc(now))
    except StateError as error:
        return MoveCheck("cannot_move", str(error), (), ())
    return _check(standing, state, new, utc(now))


def move(
    old: CompiledProcess,
    state: bytes,
    new: CompiledProcess,
    *,
    step: str | None = None,
    now: datetime | None = None,
) -> Snapshot:
    """The case in the new version, at its open steps or at the chosen one.

    Keeps the data, the passed steps that still exist, what is left of the time of timers, and the
    occurrence ids of open steps. A step inside parallel branches starts all of them. Raises
    MoveError when ``check_move`` says that the case cannot be moved this way, StateError when the
    state cannot be read. No timer fires here; the next tick does that.
    """
    moment = utc(now)
    standing = read_standing(old, state, moment)
    check = _check(standing, state, new, moment)
    if check.kind == "runs_on" and (step is None or standing.steps == (step,)):
        return _carry(standing, state, new, moment)
    if step is None or check.kind == "cannot_move":
        raise MoveError(because=check.reason.rstrip("."))
    if step not in {each.id for each in _choices(standing, new)}:
        raise MoveError(because=f"không đặt hồ sơ vào bước “{step}” của phiên bản mới được")
    return _put_at(standing, new, step, moment)


def _check(standing: Standing, state: bytes, new: CompiledProcess, now: datetime) -> MoveCheck:
    steps = standing.steps
    if standing.running.workflow.completed or not steps:
        return MoveCheck("cannot_move", "Hồ sơ đã kết thúc nên không cần chuyển.", (), steps)
    because = _misfit(standing, new)
    if because is None:
        lacking = missing_names(standing, new, steps)
        if not lacking:
            because = _trial(standing, state, new, now)
            if because is None:
                return MoveCheck("runs_on", _runs_on(standing, new), (), steps)
        else:
            because = f"phiên bản mới cần dữ liệu {_listed(lacking)} mà hồ sơ này chưa có"
    choices = _choices(standing, new)
    kind: Movability = "choose_step" if choices else "cannot_move"
    sentence = f"{because[0].upper()}{because[1:]}."
    return MoveCheck(kind, f"{sentence} {_CHOOSE}" if choices else sentence, choices, steps)


def _misfit(standing: Standing, new: CompiledProcess) -> str | None:
    lone = standing.lone_task
    if lone is None:
        because = misfit_of_branches(standing, new)
    else:
        because = misfit_of_lone(standing, new, lone.task_spec.bpmn_id)
    if because is None and not standing.signed:
        for step in standing.steps:
            if step in new.graph.nodes and seals_unsigned(new, step):
                name = new.graph.nodes[step].name
                return f"từ bước “{name}” văn bản sẽ đến chỗ đóng dấu mà chưa có chữ ký"
    return because


def _trial(standing: Standing, state: bytes, new: CompiledProcess, now: datetime) -> str | None:
    """Why the case does not run on after all; the move is made, looked at and thrown away."""
    try:
        moved = _carry(standing, state, new, now)
    except WorkflowError as error:
        return str(error).rstrip(".")
    open_now = {(task.step, task.id) for task in moved.open_tasks}
    open_now |= {(call.step, call.id) for call in moved.service_calls}
    open_before = {(task.task_spec.bpmn_id, str(task.id)) for task in standing.open_tasks}
    return None if open_now == open_before else "bước đang chờ sẽ bị mất"


def _runs_on(standing: Standing, new: CompiledProcess) -> str:
    """The sentence for a case that runs on; names new steps that it will not go through."""
    names = [each.name for each in new.steps if each.id in standing.steps]
    graph = new.graph
    skipped = [
        node.name
        for node in graph.nodes.values()
        if node.id not in standing.process.graph.nodes
        and is_user_step(node)
        and not set(standing.steps) & graph.reach(graph.starts, without=node.id)
    ]
    sentence = f"Hồ sơ chạy tiếp ở bước {_listed(names)}."
    if skipped:
        sentence += f" Hồ sơ đã đi quá chỗ của bước mới {_listed(skipped)} nên không qua bước đó."
    return sentence


def _choices(standing: Standing, new: CompiledProcess) -> tuple[StepInfo, ...]:
    """Steps that can be come to through nothing but what the case has already been through."""
    graph, done = new.graph, standing.done
    passable = GATEWAYS | EVENTS
    reached = spread(
        {
            node.id: graph.following[node.id]
            for node in graph.nodes.values()
            if node.tag in passable or node.id in done
        },
        graph.starts,
    )
    passed = [step for step in standing.running.passed if step in graph.nodes]
    infos = [
        each
        for each in new.steps
        if each.id in reached
        and is_user_step(graph.nodes.get(each.id))
        and (standing.signed or not seals_unsigned(new, each.id))
        and not missing_names(standing, new, (each.id,))
    ]
    return tuple(
        sorted(
            infos,
            key=lambda each: (
                each.id in passed or any(graph.leads_through(each.id, step) for step in passed)
            ),
        )
    )


def _carry(standing: Standing, state: bytes, new: CompiledProcess, now: datetime) -> Snapshot:
    with whole_step():
        lone = standing.lone_task
        if lone is not None:
            return _put_at(standing, new, lone.task_spec.bpmn_id, now)
        fitted = fitted_state(state, standing.process, new)
        if fitted is None:
            raise MoveError(because="các nhánh nơi hồ sơ đang chờ đã được vẽ lại")
        running = load(new, fitted, SafeEngine(now))
        running.passed = _still_steps(standing, new)
        return settle(running)


def _put_at(standing: Standing, new: CompiledProcess, step: str, now: datetime) -> Snapshot:
    with whole_step():
        workflow = BpmnWorkflow(new.spec, new.subprocess_specs, script_engine=SafeEngine(now))
        # ``standing`` may be asked again: its data stays its own.
        data = fresh(standing.running.data)
        running = Running(new, workflow, data, _still_steps(standing, new))
        workflow.task_tree.data = fresh(data)
        workflow.task_tree._set_state(TaskState.COMPLETED)  # noqa: SLF001 – as after the start
        place(workflow, new.graph.block_of(step) or step)
        run_automatic(running)
        _keep_identities(standing, workflow)
        _keep_timers(standing, workflow)
        return settle(running)


def _keep_identities(standing: Standing, workflow: BpmnWorkflow) -> None:
    """Let steps that were open before keep the id of their occurrence."""
    known = {task.task_spec.bpmn_id: task.id for task in standing.open_tasks}
    for task in waiting_tasks(workflow):
        identity = known.pop(task.task_spec.bpmn_id, None)
        if identity is not None and task.workflow is workflow:
            _rename(task, identity)


def _rename(task: Task, identity: UUID) -> None:
    parent, children = task.parent, task.children
    siblings = parent.children
    del task.workflow.tasks[task.id]
    task.id = identity
    task.workflow.tasks[identity] = task
    parent.children = siblings
    for child in children:
        child.parent = task


def _keep_timers(standing: Standing, workflow: BpmnWorkflow) -> None:
    """Let timers that ran before go on with the time that is left to them."""
    before = {
        task.task_spec.bpmn_id: task
        for task in standing.live
        if hasattr(task.task_spec, "event_definition")
    }
    for task in workflow.event_manager.tasks.values():
        old = before.get(task.task_spec.bpmn_id)
        if old is not None and type(old.task_spec.event_definition) is type(
            task.task_spec.event_definition
        ):
            task.internal_data = dict(old.internal_data)


def _still_steps(standing: Standing, new: CompiledProcess) -> list[str]:
    return [step for step in standing.running.passed if is_user_step(new.graph.nodes.get(step))]


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"“{name}”" for name in names)
