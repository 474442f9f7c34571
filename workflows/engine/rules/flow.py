"""Rules of the flow: does every way lead somewhere, and from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workflows.engine.compile import MAX_NODES
from workflows.engine.graph import spread
from workflows.engine.rules.catalogue import found
from workflows.engine.xml import BPMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.engine.graph import Flow, FlowGraph, Node
    from workflows.engine.problems import Problem
    from workflows.engine.rules.diagram import Diagram

#: Tasks that the library may foresee from one step; it doubles them with every parallel branch.
MAX_FORESEEN: Final = 1_000
_CHOICES: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})
_MAY_BRANCH: Final = _CHOICES | {"parallelGateway", "eventBasedGateway", "complexGateway"}


def flow_problems(diagram: Diagram) -> Iterator[Problem]:
    """All problems of the flow of one file."""
    for graph in diagram.graphs:
        yield from _ends(graph)
        yield from _flows(graph)
        yield from _ways(graph)
        yield from _branches(graph)
        if len(graph.nodes) <= MAX_NODES:
            yield from _foreseen(graph)
            yield from _joins(graph)


def _ends(graph: FlowGraph) -> Iterator[Problem]:
    if graph.element.get("triggeredByEvent") == "true" or _is_ad_hoc(graph):
        return
    if len(graph.starts) != 1:
        yield found("no_start", graph.element, count=len(graph.starts))
    if not graph.ends:
        yield found("no_end", graph.element)


def _flows(graph: FlowGraph) -> Iterator[Problem]:
    elements = {each.get("id"): each for each in graph.element.iterfind(f"{{{BPMN}}}sequenceFlow")}
    for flow in graph.flows:
        if flow.source not in graph.nodes or flow.target not in graph.nodes:
            yield found("broken_flow", elements[flow.id])


def _ways(graph: FlowGraph) -> Iterator[Problem]:
    if not graph.starts or _is_ad_hoc(graph):
        return
    own = _own_starts(graph)
    reached = graph.reach([*graph.starts, *own])
    finishing = spread(graph.preceding(), graph.ends)
    for node in graph.nodes.values():
        if node.id not in reached:
            yield found("unreachable", node.element)
        elif graph.ends and node.id not in finishing and node.id not in own:
            yield found("dead_end", node.element)


def _own_starts(graph: FlowGraph) -> set[str]:
    """Nodes that begin by themselves: handlers of events and of compensation, link targets."""
    return {
        node.id
        for node in graph.nodes.values()
        if node.element.get("triggeredByEvent") == "true"
        or node.element.get("isForCompensation") == "true"
        or node.element.find(f"{{{BPMN}}}linkEventDefinition") is not None
        or node.element.find(f"{{{BPMN}}}compensateEventDefinition") is not None
    }


def _is_ad_hoc(graph: FlowGraph) -> bool:
    return graph.element.tag == f"{{{BPMN}}}adHocSubProcess"


def _branches(graph: FlowGraph) -> Iterator[Problem]:
    outgoing: dict[str, list[Flow]] = {}
    for flow in graph.flows:
        outgoing.setdefault(flow.source, []).append(flow)
    for node in graph.nodes.values():
        yield from _branching(graph, node, outgoing.get(node.id, []))


def _branching(graph: FlowGraph, node: Node, outgoing: list[Flow]) -> Iterator[Problem]:
    if len(outgoing) < 2:  # noqa: PLR2004 – one way out leaves no choice
        return
    if node.tag not in _MAY_BRANCH:
        yield found("several_outgoing", node.element)
        return
    if node.tag not in _CHOICES:
        return
    default = node.element.get("default")
    if default not in {flow.id for flow in outgoing}:
        yield found("missing_default", node.element)
    for flow in outgoing:
        if flow.id != default and not (flow.condition or "").strip():
            target = graph.nodes.get(flow.target)
            named = flow.target if target is None else target.name or target.id
            yield found("missing_condition", node.element, target=named[:60])


def _foreseen(graph: FlowGraph) -> Iterator[Problem]:
    """How much the library works out ahead: all of it up to the next choice, once per branch."""
    sizes: dict[str, int] = {}

    def size(name: str, above: frozenset[str]) -> int:
        if name in above:
            raise _EndlessError(name)
        if name not in sizes:
            after = graph.following[name]
            if graph.nodes[name].tag in _CHOICES:
                sizes[name] = 1 + len(after) ** 2
            else:
                sizes[name] = 1 + sum(size(each, above | {name}) for each in after)
        return sizes[name]

    for node in graph.nodes.values():
        try:
            if size(node.id, frozenset()) > MAX_FORESEEN:
                yield found("too_branched", node.element)
                return
        except _EndlessError as error:
            yield found("endless_flow", graph.nodes[str(error)].element)
            return


def _joins(graph: FlowGraph) -> Iterator[Problem]:
    """A parallel gateway waits for every flow; one that comes from behind it never comes first."""
    preceding = graph.preceding()
    for node in graph.nodes.values():
        before = preceding[node.id]
        if node.tag == "parallelGateway" and len(before) > 1:
            first = graph.reach(graph.starts, without=node.id)
            if any(each in graph.reach([node.id]) and each not in first for each in before):
                yield found("join_in_loop", node.element)


class _EndlessError(Exception):
    """A flow comes back to a node without any choice in between."""
