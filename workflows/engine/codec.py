"""Writes a running process as bytes and reads it back; the diagram itself is never in it.

Only what has happened or waits is written. What may come later (the tree that SpiffWorkflow
predicts) is worked out again from the diagram. All tasks share one set of data, so it is written
once; names that belong to single instances of a loop are written with the task.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.parser import is_live
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.script import SafeEngine

#: Number of the format below; another number is another layout.
FORMAT: Final = 1

Row: TypeAlias = list[Any]
_PREDICTED: Final = TaskState.PREDICTED_MASK | TaskState.FUTURE


class StateError(WorkflowError):
    """Không đọc được trạng thái đã lưu của hồ sơ: {because}."""

    code = "state_unreadable"


@dataclass(slots=True)
class Running:
    """A process in memory for the length of one step."""

    process: CompiledProcess
    workflow: BpmnWorkflow
    #: Data of the whole process; a task's own data is only a copy of it.
    data: dict[str, Any]
    #: User steps that were passed and may be gone back to, oldest first.
    passed: list[str]


def fresh(data: Mapping[str, Any]) -> dict[str, Any]:
    """A copy for one task; the library merges into lists and mappings in place."""
    return {
        key: deepcopy(value) if isinstance(value, (list, dict)) else value
        for key, value in data.items()
    }


def dump(running: Running) -> bytes:
    """The state as bytes."""
    workflow = running.workflow
    names = running.process.local_names
    return orjson.dumps(
        {
            "v": FORMAT,
            "of": running.process.sha256[:16],
            "data": running.data,
            "passed": running.passed,
            "done": workflow.completed,
            "tasks": _rows(workflow, names),
            "subs": [
                [str(parent), sub.completed, _rows(sub, names)]
                for parent, sub in sorted(
                    workflow.subprocesses.items(), key=lambda item: item[1].depth
                )
            ],
        },
        option=orjson.OPT_NON_STR_KEYS,
    )


def load(process: CompiledProcess, state: bytes, engine: SafeEngine) -> Running:
    """The process as it was; StateError when the bytes are not a state of this version."""
    try:
        dct = orjson.loads(state)
        if dct["v"] != FORMAT:
            raise StateError(because=f"định dạng {dct['v']}")
        if dct["of"] != process.sha256[:16]:
            raise StateError(because="trạng thái thuộc về một phiên bản quy trình khác")
        workflow = BpmnWorkflow(
            process.spec, process.subprocess_specs, script_engine=engine, deserializing=True
        )
        data: dict[str, Any] = dct["data"]
        _restore(workflow, dct["tasks"], data)
        workflow.completed = dct["done"]
        for parent, done, rows in dct["subs"]:
            _restore_sub(workflow, UUID(parent), done, rows, data)
        return Running(process, workflow, data, dct["passed"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise StateError(because="dữ liệu bị hỏng") from error


def _rows(workflow: BpmnWorkflow, names: frozenset[str]) -> list[Row]:
    places: dict[UUID, int] = {}
    rows: list[Row] = []
    for task, parent in _walk(workflow.task_tree):
        places[task.id] = len(rows)
        row: Row = [
            str(task.id),
            -1 if parent is None else places[parent],
            task.state,
            task.task_spec.name,
            int(task.triggered),
            round(task.last_state_change, 3),
        ]
        own = _own(task, names)
        if task.internal_data or own:
            row.append(task.internal_data)
        if own:
            row.append(own)
        rows.append(row)
    return rows


def _own(task: Task, names: frozenset[str]) -> dict[str, Any]:
    if not is_live(task):
        return {}
    result = getattr(task.task_spec, "data_output", None)
    wanted = names if result is None else names | {result.bpmn_id}
    return {name: task.data[name] for name in wanted if name in task.data}


def _walk(root: Task) -> Iterator[tuple[Task, UUID | None]]:
    """Tasks from the root, parents first, without what is only predicted below live ones."""
    waiting: list[tuple[Task, UUID | None]] = [(root, None)]
    while waiting:
        task, parent = waiting.pop()
        yield task, parent
        live = is_live(task)
        waiting += [
            (child, task.id)
            for child in reversed(task.children)
            if not (live and child.has_state(_PREDICTED))
        ]


def _restore(workflow: BpmnWorkflow, rows: list[Row], data: dict[str, Any]) -> None:
    specs = workflow.spec.task_specs
    tasks: list[Task] = []
    events = workflow.top_workflow.event_manager
    for row in rows:
        identity, place, state, name, triggered, changed = row[:6]
        spec = specs[name]
        task = Task(
            workflow, spec, tasks[place] if place >= 0 else None, state=state, id=UUID(identity)
        )
        task.triggered = bool(triggered)
        task.last_state_change = changed
        task.internal_data = row[6] if len(row) > 6 else {}  # noqa: PLR2004 – short rows end here
        task.data = fresh(data)
        if len(row) > 7:  # noqa: PLR2004
            task.data |= row[7]
        if state == TaskState.WAITING and isinstance(spec, CatchingEvent):
            events.add_task(task)
        tasks.append(task)
    workflow.task_tree = tasks[0]
    for task in tasks:
        if is_live(task):
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)  # noqa: SLF001 – no public name


def _restore_sub(
    top: BpmnWorkflow, parent: UUID, done: Any, rows: list[Row], data: dict[str, Any]
) -> None:
    task = top.get_task_from_id(parent)
    if not isinstance(task.task_spec, SubWorkflowTask):
        raise TypeError(task.task_spec.name)
    spec = top.subprocess_specs[task.task_spec.spec]
    sub = BpmnSubWorkflow(spec, task.id, top, deserializing=True)
    _restore(sub, rows, data)
    sub.completed = done
    top.subprocesses[task.id] = sub
    sub.completed_event.connect(task.task_spec._on_subworkflow_completed, task)  # noqa: SLF001 – as the library's own converter does
