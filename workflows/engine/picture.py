"""Draws the immutable picture of a process after a step, for the rest of the product."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from workflows.engine.clock import due_at
from workflows.engine.codec import Running, dump
from workflows.engine.parser import ParkedServiceTask
from workflows.engine.snapshot import OpenTask, ServiceCall, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.task import Task


def take_snapshot(running: Running) -> Snapshot:
    """The snapshot of a process that has run up to its waiting steps."""
    ready = waiting_tasks(running.workflow)
    parked = [task for task in ready if isinstance(task.task_spec, ParkedServiceTask)]
    return Snapshot(
        state=dump(running),
        open_tasks=tuple(_open_task(running, task) for task in ready if task not in parked),
        service_calls=tuple(_service_call(running, task) for task in parked),
        next_due_at=next_due_at(running.workflow),
        finished=running.workflow.completed,
        data=MappingProxyType(dict(running.data)),
    )


def waiting_tasks(workflow: BpmnWorkflow) -> list[Task]:
    """Tasks that wait for a person or for the product, in the order of the flow."""
    return [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]


def next_due_at(workflow: BpmnWorkflow) -> datetime | None:
    """When the earliest waiting timer is due."""
    return min(
        (
            due
            for task in workflow.event_manager.tasks.values()
            if task.has_state(TaskState.WAITING) and (due := due_at(task)) is not None
        ),
        default=None,
    )


def _open_task(running: Running, task: Task) -> OpenTask:
    spec = task.task_spec
    return OpenTask(
        id=str(task.id),
        step=spec.bpmn_id,
        name=spec.bpmn_name or spec.bpmn_id,
        lane=spec.lane,
        properties=_properties(task),
        data=_data_of(running, task),
    )


def _service_call(running: Running, task: Task) -> ServiceCall:
    spec = task.task_spec
    return ServiceCall(
        id=str(task.id),
        step=spec.bpmn_id,
        operation=spec.operation,
        properties=_properties(task),
        data=_data_of(running, task),
    )


def _properties(task: Task) -> Mapping[str, str]:
    return MappingProxyType(dict(task.task_spec.extensions.get("properties", {})))


def _data_of(running: Running, task: Task) -> Mapping[str, Any]:
    names = running.process.local_names
    own = {name: task.data[name] for name in names if name in task.data}
    return MappingProxyType({**running.data, **own})
