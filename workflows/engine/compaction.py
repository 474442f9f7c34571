"""Keeps a running process small, however often it goes round, and puts it back to earlier steps.

SpiffWorkflow's task tree only grows: each loop-back appends copies, and from depth 1,000 on the
library silently takes a process for finished. But once a single token is left, what came before
says nothing about what can come: the tree is cut down to the root and that token. While parallel
branches live, only long straight stretches behind a waiting step are cut out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from workflows.engine.parser import is_live

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.task import Task

#: Depth behind a waiting step from which straight stretches between parallel branches are cut.
LONG: Final = 60
#: Depth that no process may reach; the library's own silent limit is 1,000.
MAX_DEPTH: Final = 800


def compact(workflow: BpmnWorkflow) -> None:
    """Cut away the history that can no longer matter, at the top and in each subprocess."""
    for scope in (workflow, *workflow.get_active_subprocesses()):
        live = [task for task in scope.tasks.values() if is_live(task)]
        if not live:
            continue
        token = _only_token(live)
        if token is not None:
            if token.parent is not scope.task_tree:
                _keep_only(scope, token)
        elif max(task.depth for task in live) > LONG:
            for task in live:
                if task.has_state(TaskState.READY) and task.task_spec.manual:
                    _shorten(scope, _head(task))


def depth(workflow: BpmnWorkflow) -> int:
    """Depth of the deepest task that is reached, over all subprocesses."""
    scopes = (workflow, *workflow.subprocesses.values())
    return max(
        (task.depth for scope in scopes for task in scope.tasks.values() if is_live(task)),
        default=0,
    )


def place(workflow: BpmnWorkflow, spec_name: str) -> Task:
    """Cancel everything and put one token at a step; gives the task that is now reached."""
    for subprocess in list(workflow.subprocesses):
        workflow.subprocesses.pop(subprocess)
    root = workflow.task_tree
    for task in list(workflow.tasks.values()):
        if task is not root:
            workflow.event_manager.remove_task(task)
            del workflow.tasks[task.id]
    workflow.event_manager.tasks.clear()
    root.children = []
    workflow.last_task = root
    workflow.completed = False
    specs = workflow.spec.task_specs
    spec = specs.get(f"{spec_name}.BoundaryEventSplit") or specs[spec_name]
    # The private names below are what the library's own start of an event subprocess calls.
    head = root._add_child(spec, TaskState.FUTURE)  # noqa: SLF001
    head.task_spec._predict(head, mask=TaskState.NOT_FINISHED_MASK)  # noqa: SLF001
    head.data = dict(root.data)
    if isinstance(spec, UnstructuredJoin):
        # A fork may be a join as well and would wait for flows that nothing comes along.
        head._ready()  # noqa: SLF001
    else:
        head.task_spec._update(head)  # noqa: SLF001
    return head


def _only_token(live: list[Task]) -> Task | None:
    """The head of the one token that is left: a ready task, with its timers if it has any."""
    ready = [task for task in live if not _is_timer_of_ready(task)]
    if len(ready) != 1:
        return None
    task = ready[0]
    if isinstance(task.task_spec, LoopTask) or not _whole(task):
        return None
    return _head(task)


def _whole(task: Task) -> bool:
    """Whether the task stands for the whole token: a person's step or a running subprocess."""
    started = task.has_state(TaskState.STARTED)
    ready = task.has_state(TaskState.READY) and task.task_spec.manual
    event = task.has_state(TaskState.WAITING) and hasattr(task.task_spec, "event_definition")
    return bool(started or ready or event) and not isinstance(task.task_spec, BoundaryEvent)


def _is_timer_of_ready(task: Task) -> bool:
    return (
        isinstance(task.task_spec, BoundaryEvent)
        and task.has_state(TaskState.WAITING)
        and isinstance(task.parent.task_spec, BoundaryEventSplit)
        and any(is_live(each) for each in task.parent.children if each is not task)
        and not any(child.has_state(~_PREDICTED) for child in task.children)
    )


_PREDICTED: Final = TaskState.PREDICTED_MASK | TaskState.FUTURE


def _head(task: Task) -> Task:
    """The task itself, or the split that holds it together with its timers."""
    parent = task.parent
    return parent if isinstance(parent.task_spec, BoundaryEventSplit) else task


def _keep_only(scope: BpmnBaseWorkflow, head: Task) -> None:
    root = scope.task_tree
    kept = {root.id}
    waiting = [head]
    while waiting:
        task = waiting.pop()
        kept.add(task.id)
        waiting += task.children
    _forget(scope, [task for task in scope.tasks.values() if task.id not in kept])
    head.parent = root
    root.children = [head]
    scope.last_task = root


def _shorten(scope: BpmnBaseWorkflow, head: Task) -> None:
    """Cut the finished stretch behind a step, up to the first place where something branches."""
    stretch: list[Task] = []
    task = head.parent
    while (
        task.parent is not None
        and task.has_state(TaskState.COMPLETED)
        and all(child in (head, *stretch[-1:]) or _is_spent(child) for child in task.children)
        and not isinstance(task.parent.task_spec, (LoopTask, BoundaryEventSplit))
    ):
        stretch.append(task)
        task = task.parent
    if not stretch:
        return
    gone = [each for top in stretch for each in (top, *(c for c in top.children if c is not head))]
    children = [head if child is stretch[-1] else child for child in task.children]
    _forget(scope, gone)
    head.parent = task
    task.children = children
    scope.last_task = task


def _is_spent(task: Task) -> bool:
    return isinstance(task.task_spec, BoundaryEvent) and task.has_state(TaskState.CANCELLED)


def _forget(scope: BpmnBaseWorkflow, tasks: list[Task]) -> None:
    top = scope.top_workflow
    for task in tasks:
        top.event_manager.remove_task(task)
        top.subprocesses.pop(task.id, None)
        scope.tasks.pop(task.id, None)
