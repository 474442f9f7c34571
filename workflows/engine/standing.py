"""Where a running case stands, and what it has surely been through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.util.task import TaskState

from workflows.engine.codec import load
from workflows.engine.graph import SUBPROCESSES, USER_TASKS, spread
from workflows.engine.parser import is_live
from workflows.engine.picture import waiting_tasks
from workflows.engine.script import SafeEngine

if TYPE_CHECKING:
    from datetime import datetime

    from SpiffWorkflow.task import Task

    from workflows.engine.codec import Running
    from workflows.engine.compile import CompiledProcess
    from workflows.engine.graph import FlowGraph, Node

#: Nodes that do something without a person.
AUTOMATIC: Final = frozenset({"serviceTask", "businessRuleTask", "callActivity"}) | SUBPROCESSES


@dataclass(frozen=True)
class Standing:
    """A case as its own version of the process has it."""

    process: CompiledProcess
    running: Running

    @cached_property
    def live(self) -> tuple[Task, ...]:
        """Tasks of the process itself at which a token stands."""
        return tuple(task for task in self.running.workflow.tasks.values() if is_live(task))

    @cached_property
    def open_tasks(self) -> tuple[Task, ...]:
        """Tasks that wait for a person or for the product, those of subprocesses included."""
        return tuple(waiting_tasks(self.running.workflow))

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Ids of the open steps; of the waiting events when no step is open."""
        waiting = self.open_tasks or tuple(
            task for task in self.live if task.has_state(TaskState.WAITING)
        )
        return tuple(dict.fromkeys(task.task_spec.bpmn_id for task in waiting))

    @cached_property
    def lone_task(self) -> Task | None:
        """The one task that holds the whole case; None while branches or subprocesses live."""
        workflow = self.running.workflow
        if any(isinstance(task.task_spec, LoopTask) for task in self.live):
            return None
        if workflow.get_active_subprocesses():
            return None
        if len(self.open_tasks) == 1 and len(self.live) == 1 + len(self._timers_of_lone()):
            return self.open_tasks[0]
        return self.live[0] if not self.open_tasks and len(self.live) == 1 else None

    @cached_property
    def done(self) -> frozenset[str]:
        """Nodes that the case went through: passed steps, and what no way to them avoids."""
        graph = self.process.graph
        passed = {*self.running.passed, *self.steps} & graph.nodes.keys()
        before = {
            node.id
            for node in graph.nodes.values()
            if node.tag in AUTOMATIC
            and node.id not in self.steps
            and not passed - {node.id} <= graph.reach(graph.starts, without=node.id)
        }
        return frozenset(before | set(self.running.passed))

    @property
    def signed(self) -> bool:
        """Whether the case passed a step of signing (bước ký)."""
        return bool(self.done & forms(self.process, "sign"))

    def _timers_of_lone(self) -> list[Task]:
        parent = self.open_tasks[0].parent
        return [
            task
            for task in self.live
            if task.has_state(TaskState.WAITING)
            and task.parent is parent
            and hasattr(task.task_spec, "event_definition")
        ]


def read_standing(process: CompiledProcess, state: bytes, now: datetime) -> Standing:
    """Read a state by the version that wrote it; StateError when it cannot be read."""
    return Standing(process, load(process, state, SafeEngine(now)))


def forms(process: CompiledProcess, form: str) -> frozenset[str]:
    """Nodes of the process itself at which a form is filled in, within subprocesses too."""
    inner = {
        graph.id
        for graph in process.graphs[1:]
        if any(node.properties.get("form") == form for node in graph.nodes.values())
    }
    return frozenset(
        node.id
        for node in process.graph.nodes.values()
        if node.properties.get("form") == form or node.id in inner
    )


def seals_unsigned(process: CompiledProcess, step: str) -> bool:
    """Whether a document without a signature could come from the step to a seal."""
    graph = process.graph
    signing = forms(process, "sign")
    if step in signing:
        return False
    ahead = spread(
        {node: [each for each in after if each not in signing] for node, after in _edges(graph)},
        [step],
    )
    return bool(ahead & forms(process, "seal"))


def is_user_step(node: Node | None) -> bool:
    """Whether a person works at the node."""
    return node is not None and node.tag in USER_TASKS


def _edges(graph: FlowGraph) -> list[tuple[str, tuple[str, ...]]]:
    return list(graph.following.items())
