"""Makes one step of a process: bytes in, a snapshot out.

Every function works on a copy that it reads from the given bytes. When it raises, the caller's
bytes are still the truth and nothing was half done.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.dmn.specs import BusinessRuleTaskMixin
from SpiffWorkflow.util.task import TaskState

from workflows.engine.codec import Running, fresh, load
from workflows.engine.compaction import MAX_DEPTH, compact, depth, place
from workflows.engine.parser import ParkedServiceTask
from workflows.engine.picture import next_due_at, take_snapshot, waiting_tasks
from workflows.engine.returning import forget_undone, remember, sendable
from workflows.engine.script import SafeEngine
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from SpiffWorkflow.task import Task

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import Snapshot, StepInfo

#: Most automatic tasks in one step; a loop without people in it would run for ever.
MAX_AUTOMATIC: Final = 1_000
#: Most data of one process, in bytes of JSON: texts and files belong in tables, not here.
MAX_DATA: Final = 64_000
#: Most rounds of one repeating timer that a single tick makes up for.
MAX_ROUNDS: Final = 100


class StepError(WorkflowError):
    """Không thực hiện được bước này của quy trình: {because}. Hồ sơ vẫn giữ nguyên như trước."""

    code = "step_failed"


class TaskNotReadyError(StepError):
    """Bước này đã được xử lý hoặc không còn chờ xử lý. Hãy tải lại trang để xem bước hiện tại."""

    code = "task_not_ready"


class SendBackError(StepError):
    """Không trả về bước “{step}” được: {because}. Hồ sơ vẫn giữ nguyên như trước."""

    code = "send_back_refused"


def start(
    process: CompiledProcess, data: Mapping[str, Any], *, now: datetime | None = None
) -> Snapshot:
    """Start a process and run it up to the first steps that wait.

    ``data`` holds routing scalars only. ``now`` (aware) is the moment for timers, by default
    the present.
    """
    with whole_step():
        workflow = BpmnWorkflow(
            process.spec, process.subprocess_specs, script_engine=SafeEngine(utc(now))
        )
        running = Running(process, workflow, {}, [])
        _put(running, data)
        return _advance(running)


def complete(
    process: CompiledProcess,
    state: bytes,
    task_id: str,
    data: Mapping[str, Any],
    *,
    now: datetime | None = None,
) -> Snapshot:
    """Complete a user task or a parked service call and run on.

    Raises TaskNotReadyError when the task was already completed or was cancelled.
    """
    with whole_step():
        running = load(process, state, SafeEngine(utc(now)))
        task = _ready_task(running, task_id)
        local = {name: data[name] for name in process.local_names & data.keys()}
        _put(running, {name: value for name, value in data.items() if name not in local})
        own = {name: task.data[name] for name in process.local_names if name in task.data}
        task.data = {**fresh(running.data), **own, **local}
        if not isinstance(task.task_spec, ParkedServiceTask):
            remember(running, task)
        task.run()
        return _advance(running)


def send_back(
    process: CompiledProcess,
    state: bytes,
    step: str,
    data: Mapping[str, Any],
    *,
    now: datetime | None = None,
) -> Snapshot:
    """Put the process back to a user step that it passed before; all that followed is cancelled.

    A step inside a parallel block is gone back to by starting the block again. Raises
    SendBackError when the step was not passed, or was passed only before a step that is open.
    """
    with whole_step():
        running = load(process, state, SafeEngine(utc(now)))
        if running.workflow.completed:
            raise SendBackError(step=step, because="quy trình đã kết thúc")
        if step not in sendable(running):
            raise SendBackError(step=step, because="hồ sơ chưa qua bước này")
        _put(running, data)
        running.workflow.task_tree.data = fresh(running.data)
        place(running.workflow, process.graph.block_of(step) or step)
        return _advance(running)


def tick(process: CompiledProcess, state: bytes, now: datetime) -> Snapshot:
    """Fire the timers that are due at ``now`` (aware); the same state when none is."""
    with whole_step():
        running = load(process, state, SafeEngine(utc(now)))
        for _ in range(MAX_ROUNDS):
            running.workflow.refresh_timers()
            run_automatic(running)
            due = next_due_at(running.workflow)
            if due is None or due > utc(now):
                break
        return _advance(running)


def steps(process: CompiledProcess) -> tuple[StepInfo, ...]:
    """The nodes of a diagram in the order of the flow, those of subprocesses after it."""
    return process.steps


def sendable_steps(process: CompiledProcess, state: bytes) -> tuple[str, ...]:
    """Steps that ``send_back`` would accept now, the latest passed first."""
    with whole_step():
        return sendable(load(process, state, SafeEngine(utc(None))))


def reached_ends(process: CompiledProcess, state: bytes) -> tuple[str, ...]:
    """End events of the process itself that the case has come to, the latest last."""
    with whole_step():
        workflow = load(process, state, SafeEngine(utc(None))).workflow
        ended = [
            task
            for task in workflow.tasks.values()
            if task.has_state(TaskState.COMPLETED)
            and getattr(task.task_spec, "bpmn_id", None) in process.graph.ends
        ]
        ended.sort(key=lambda task: task.last_state_change)
        return tuple(task.task_spec.bpmn_id for task in ended)


@contextmanager
def whole_step() -> Iterator[None]:
    """Let readable errors through and turn what the library raises into one of them."""
    try:
        yield
    except WorkflowError:
        raise
    except Exception as error:
        # The library raises its own and plain Python exceptions; the caller keeps its bytes.
        cause = error.__cause__ if isinstance(error.__cause__, WorkflowError) else error
        raise StepError(because=str(cause)[:300] or type(error).__name__) from error


def _advance(running: Running) -> Snapshot:
    run_automatic(running)
    return settle(running)


def settle(running: Running) -> Snapshot:
    """The snapshot of a process that rests; StepError when it can never go on from here."""
    workflow = running.workflow
    compact(workflow)
    if depth(workflow) > MAX_DEPTH:
        raise StepError(because="quy trình đã lặp quá nhiều lần trong các nhánh song song")
    # The library's own answer fails beyond depth 1,000: ask every task.
    workflow.completed = not any(
        task.has_state(TaskState.NOT_FINISHED_MASK)
        for scope in (workflow, *workflow.subprocesses.values())
        for task in scope.tasks.values()
    )
    forget_undone(running)
    if not workflow.completed and not waiting_tasks(workflow) and next_due_at(workflow) is None:
        raise StepError(because="quy trình không còn bước nào để đi tiếp; hãy kiểm tra sơ đồ")
    return take_snapshot(running)


def run_automatic(running: Running) -> None:
    """Run everything that neither a person nor the product does."""
    count = 0

    def before(task: Task) -> None:
        nonlocal count
        count += 1
        if count > MAX_AUTOMATIC:
            raise StepError(because="quy trình lặp mãi mà không qua bước nào có người xử lý")
        _share(running, task)

    running.workflow.do_engine_steps(before, lambda task: _gather(running, task))


def _share(running: Running, task: Task) -> None:
    """Give an automatic task the data of the process, so that no join brings back old values."""
    if isinstance(task.task_spec, MultiInstanceTask) and task.task_spec.data_output is not None:
        name = task.task_spec.data_output.bpmn_id
        running.data[name] = task.data.get(name, [])
    names = running.process.local_names
    keep = task.workflow is not running.workflow or task.task_spec.name.endswith(" [child]")
    own = {name: task.data[name] for name in names if keep and name in task.data}
    task.data = {**fresh(running.data), **own}


def _gather(running: Running, task: Task) -> None:
    if isinstance(task.task_spec, BusinessRuleTaskMixin):
        running.data.update(task.task_spec.dmnEngine.outputs_in(task.data))


def _put(running: Running, data: Mapping[str, Any]) -> None:
    try:
        size = len(orjson.dumps(dict(data))) + len(orjson.dumps(running.data))
    except orjson.JSONEncodeError as error:
        raise StepError(because="dữ liệu của bước không phải là chữ, số hay danh sách") from error
    if size > MAX_DATA:
        raise StepError(because=f"dữ liệu của quy trình quá {MAX_DATA // 1000} KB")
    running.data.update(orjson.loads(orjson.dumps(dict(data))))
    running.workflow.task_tree.data = fresh(running.data)


def _ready_task(running: Running, task_id: str) -> Task:
    try:
        wanted = UUID(task_id)
    except ValueError as error:
        raise TaskNotReadyError from error
    for scope in (running.workflow, *running.workflow.subprocesses.values()):
        task = scope.tasks.get(wanted)
        if task is not None and task.state == TaskState.READY and task.task_spec.manual:
            return task
    raise TaskNotReadyError


def utc(now: datetime | None) -> datetime:
    """The given moment, or the present, in UTC; StepError when it has no time zone."""
    if now is None:
        return datetime.now(UTC)
    if now.tzinfo is None:
        raise StepError(because="thời điểm không có múi giờ")
    return now.astimezone(UTC)
