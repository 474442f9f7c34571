"""Whether a token that stands in one version of a diagram fits into another, just as it is.

A lone token fits where the same step is still a step of the same sort. While branches live, the
block that holds them must be the same but for steps drawn into or taken out of its branches:
otherwise the gateway that gathers them could wait for a branch that nobody ever started.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import orjson
from lxml import etree
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from workflows.engine.graph import FORKS, TASKS, USER_TASKS, bpmn_name

if TYPE_CHECKING:
    from typing import Any

    from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.graph import FlowGraph, Node
    from workflows.engine.standing import Standing

_LOOPS: Final = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})


def misfit_of_lone(standing: Standing, new: CompiledProcess, step: str) -> str | None:
    """Why the one token cannot stand at the same step of the new version; None when it can."""
    node, before = new.graph.nodes.get(step), standing.process.graph.nodes.get(step)
    if node is None or before is None:
        return f"phiên bản mới không còn bước “{_name(standing.process, step)}”"
    if not _same_sort(before, node):
        return f"bước “{node.name}” nay là loại bước khác"
    if new.graph.block_of(step) is not None:
        return f"bước “{node.name}” nay nằm trong các nhánh song song"
    return None


def misfit_of_branches(standing: Standing, new: CompiledProcess) -> str | None:
    """Why several tokens cannot stand in the new version as they do; None when they can."""
    old = standing.process
    for step in standing.steps:
        if not any(step in graph.nodes for graph in new.graphs):
            return f"phiên bản mới không còn bước “{_name(old, step)}”"
    if not (_same_blocks(standing, new) and _same_subprocesses(standing, new)):
        return "các nhánh song song hoặc tiến trình con nơi hồ sơ đang chờ đã được vẽ lại"
    if any(_boundaries(old.graph, step) != _boundaries(new.graph, step) for step in standing.steps):
        return "sự kiện hẹn giờ gắn vào bước đang chờ đã thay đổi"
    return None


def fitted_state(state: bytes, old: CompiledProcess, new: CompiledProcess) -> bytes | None:
    """The state written for the new version; None when its history does not fit."""
    dct = orjson.loads(state)
    rows = _without_removed(dct["tasks"], old.spec, new.spec)
    if not _rows_fit(rows, old.spec, new.spec):
        return None
    return orjson.dumps({**dct, "of": new.sha256[:16], "tasks": rows})


def _same_sort(before: Node, after: Node) -> bool:
    same_tag = before.tag == after.tag or {before.tag, after.tag} <= USER_TASKS
    return same_tag and _loop(before) == _loop(after)


def _loop(node: Node) -> bytes:
    """How a step is repeated, as it is written; empty for a step that is done once."""
    return b"".join(
        etree.tostring(child, method="c14n", with_tail=False)
        for child in node.element
        if bpmn_name(child) in _LOOPS
    )


def _boundaries(graph: FlowGraph, step: str) -> set[tuple[str, str]]:
    return {
        (node.id, node.element.get("cancelActivity", "true"))
        for node in graph.nodes.values()
        if node.element.get("attachedToRef") == step
    }


def _same_blocks(standing: Standing, new: CompiledProcess) -> bool:
    old = standing.process.graph
    for task in standing.live:
        step = task.task_spec.bpmn_id
        if step not in old.nodes:
            continue
        if step not in new.graph.nodes or not _same_sort(old.nodes[step], new.graph.nodes[step]):
            return False
        fork = old.block_of(step)
        if fork != new.graph.block_of(step):
            return False
        if fork is not None and not _same_block(old, new.graph, fork):
            return False
    return True


def _same_block(old: FlowGraph, new: FlowGraph, fork: str) -> bool:
    before, after = _block(old, fork), _block(new, fork)
    kept = before & after
    if not all(
        graph.nodes[node].tag in TASKS
        for graph, nodes in ((old, before - kept), (new, after - kept))
        for node in nodes
    ):
        return False
    return _drawn(old, before, kept) == _drawn(new, after, kept)


def _block(graph: FlowGraph, fork: str) -> frozenset[str]:
    """The fork, its branches, and the gateway that gathers all of them."""
    preceding = graph.preceding()
    joins = [
        node.id
        for node in graph.nodes.values()
        if node.tag in FORKS
        and node.id != fork
        and len(preceding[node.id]) > 1
        and graph.leads_through(fork, node.id)
    ]
    sizes = {join: graph.reach([fork], without=join) for join in joins}
    if not sizes:
        return frozenset(graph.reach([fork]))
    join = min(sizes, key=lambda each: len(sizes[each]))
    return frozenset(sizes[join] | {join})


def _drawn(graph: FlowGraph, block: frozenset[str], kept: frozenset[str]) -> Counter[Any]:
    """Edges of a block; steps that stand in one version only count as part of the edge."""
    edges: Counter[Any] = Counter()
    for node in sorted(kept):
        for after in graph.following[node]:
            seen = {node}
            target = after
            while target in block and target not in kept and target not in seen:
                seen.add(target)
                (target,) = graph.following[target] if len(graph.following[target]) == 1 else ("?",)
            if target in block or target == "?":
                edges[node, target] += 1
    for node in kept:
        edges[graph.nodes[node].tag, node] += 1
    return edges


def _same_subprocesses(standing: Standing, new: CompiledProcess) -> bool:
    old = standing.process
    for scope in standing.running.workflow.get_active_subprocesses():
        if scope is standing.running.workflow:
            continue
        name = scope.spec.name
        after = new.subprocess_specs.get(name)
        if after is None or _shape(old.subprocess_specs[name]) != _shape(after):
            return False
    return True


def _shape(spec: BpmnProcessSpec) -> dict[str, tuple[type, tuple[str, ...]]]:
    return {
        name: (type(each), tuple(output.name for output in each.outputs))
        for name, each in spec.task_specs.items()
    }


def _without_removed(
    rows: list[list[Any]], old: BpmnProcessSpec, new: BpmnProcessSpec
) -> list[list[Any]]:
    """Rows without finished plain steps that the new version no longer has."""
    places: dict[int, int] = {-1: -1}
    kept: list[list[Any]] = []
    for number, row in enumerate(rows):
        gone = row[3] not in new.task_specs and row[2] == TaskState.COMPLETED
        if gone and len(old.task_specs[row[3]].outputs) == 1:
            places[number] = places[row[1]]
        else:
            places[number] = len(kept)
            kept.append([row[0], places[row[1]], *row[2:]])
    return kept


def _rows_fit(rows: list[list[Any]], old: BpmnProcessSpec, new: BpmnProcessSpec) -> bool:
    for row in rows:
        before, after = old.task_specs[row[3]], new.task_specs.get(row[3])
        if after is None or type(before) is not type(after):
            return False
        if isinstance(before, LoopTask) and before.task_spec not in new.task_specs:
            return False
        waits = isinstance(after, UnstructuredJoin) and row[2] != TaskState.COMPLETED
        if waits and rows[row[1]][3] not in {each.name for each in after.inputs}:
            return False
    return True


def _name(process: CompiledProcess, step: str) -> str:
    return next((each.name for each in process.steps if each.id == step), step)
