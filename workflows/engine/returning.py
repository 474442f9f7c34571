"""Where a case may be sent back to, so that going back never jumps over a step that still waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.graph import USER_TASKS
from workflows.engine.picture import waiting_tasks

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from workflows.engine.codec import Running


def remember(running: Running, task: Task) -> None:
    """Note that a user step was passed."""
    step = task.task_spec.bpmn_id
    if step in running.process.graph.nodes and step not in running.passed:
        running.passed.append(step)


def forget_undone(running: Running) -> None:
    """Drop passed steps that would now let a case jump over a step that it stands before.

    A step that is open again makes those passed after it open again too, except those from which
    every way leads through it anyway (the drafter's revision before the first check).
    """
    graph, passed = running.process.graph, running.passed
    open_steps = _open_steps(running)
    for step in [each for each in passed if each in open_steps]:
        if step not in passed:
            # Dropped already, because of a step before it.
            continue
        place = passed.index(step)
        passed[place:] = [
            later for later in passed[place + 1 :] if graph.leads_through(later, step)
        ]


def sendable(running: Running) -> tuple[str, ...]:
    """Steps that the case may be sent back to now, the latest passed first.

    Passed steps, then steps that were not passed yet but lie before the first that was: from
    the drafter's revision every way leads through the first check, so nothing is jumped over.
    """
    if running.workflow.completed:
        return ()
    graph, passed = running.process.graph, running.passed
    open_steps = _open_steps(running)
    before = [
        node.id
        for node in graph.reading_order()
        if node.tag in USER_TASKS
        and node.id not in passed
        and node.id not in open_steps
        and any(graph.leads_through(node.id, step) for step in passed[:1] or open_steps)
    ]
    return (*reversed(passed), *before)


def _open_steps(running: Running) -> set[str]:
    return {
        task.task_spec.bpmn_id
        for task in waiting_tasks(running.workflow)
        if task.workflow is running.workflow
    }
