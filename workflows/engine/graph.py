"""The flow of a diagram as a graph: what follows what, read straight from the XML.

The engine uses it to know where a case may be sent back to, the checks to find dead ends. It
knows nothing of SpiffWorkflow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from workflows.engine.xml import BPMN, SPIFF, line_of, local_name, namespace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

TASKS: Final = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "businessRuleTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    }
)
GATEWAYS: Final = frozenset(
    {
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
EVENTS: Final = frozenset(
    {
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
    }
)
NODES: Final = TASKS | GATEWAYS | EVENTS
#: Tasks that wait for a person; one without a type waits as well.
USER_TASKS: Final = frozenset({"userTask", "manualTask", "task"})
SUBPROCESSES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
#: Gateways that may send one token along several flows.
FORKS: Final = frozenset({"parallelGateway", "inclusiveGateway"})


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node: task, gateway or event."""

    id: str
    tag: str
    name: str
    lane: str | None
    properties: Mapping[str, str]
    line: int | None
    element: etree._Element = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None
    line: int | None


@dataclass(frozen=True)
class FlowGraph:
    """One process or one embedded subprocess."""

    id: str
    element: etree._Element = field(repr=False, compare=False)
    nodes: Mapping[str, Node] = field(repr=False)
    flows: tuple[Flow, ...] = field(repr=False)
    #: Successors of each node; a boundary event follows the task that it is attached to.
    following: Mapping[str, tuple[str, ...]] = field(repr=False)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Ids of the start events."""
        return tuple(node.id for node in self.nodes.values() if node.tag == "startEvent")

    @cached_property
    def ends(self) -> frozenset[str]:
        """Ids of the end events."""
        return frozenset(node.id for node in self.nodes.values() if node.tag == "endEvent")

    def preceding(self) -> dict[str, list[str]]:
        """Predecessors of each node."""
        before: dict[str, list[str]] = {node: [] for node in self.nodes}
        for source, targets in self.following.items():
            for target in targets:
                before[target].append(source)
        return before

    def reach(self, origins: Iterable[str], *, without: str | None = None) -> set[str]:
        """Nodes that a token at the origins can come to, the origins included."""
        return spread(self.following, origins, without=without)

    def leads_through(self, step: str, gate: str) -> bool:
        """Whether every way from the step to an end goes through the gate."""
        return not self.reach([step], without=gate) & self.ends

    def block_of(self, step: str) -> str | None:
        """The outermost fork of the parallel block that holds the step; None outside of blocks.

        A fork holds the step when every way from the start to the step goes through it and some
        join gathers its branches again later.
        """
        start = self.starts
        forks = [
            node.id
            for node in self.nodes.values()
            if node.tag in FORKS and len(self.following[node.id]) > 1 and node.id != step
        ]
        joins = [
            node
            for node, before in self.preceding().items()
            if self.nodes[node].tag in FORKS and len(before) > 1
        ]
        holding = [
            fork
            for fork in forks
            if step not in self.reach(start, without=fork)
            and any(self._holds(fork, join, step) for join in joins)
        ]
        return min(holding, key=lambda fork: len(self.reach(start, without=fork)), default=None)

    def _holds(self, fork: str, join: str, step: str) -> bool:
        start = self.starts
        return (
            join not in self.reach(start, without=fork)
            and step in self.reach(start, without=join)
            and join in self.reach([step])
        )

    def reading_order(self) -> tuple[Node, ...]:
        """Nodes in the order of the flow from the start, then those that it never reaches."""
        order: list[str] = []
        seen: set[str] = set()
        for start in reversed(self.starts):
            if start in seen:
                continue
            seen.add(start)
            stack: list[tuple[str, Iterator[str]]] = [(start, reversed(self.following[start]))]
            while stack:
                node, targets = stack[-1]
                for target in targets:
                    if target not in seen:
                        seen.add(target)
                        stack.append((target, reversed(self.following[target])))
                        break
                else:
                    order.append(node)
                    stack.pop()
        rest = [node for node in self.nodes.values() if node.id not in seen]
        return (*(self.nodes[node] for node in reversed(order)), *rest)


def spread(
    following: Mapping[str, Iterable[str]], origins: Iterable[str], *, without: str | None = None
) -> set[str]:
    """Everything that can be reached along the edges without stepping on one node."""
    seen: set[str] = set()
    waiting = [origin for origin in origins if origin != without]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        waiting += [each for each in following.get(node, ()) if each != without]
    return seen


def read_graphs(process: etree._Element) -> tuple[FlowGraph, ...]:
    """The process itself first, then its embedded subprocesses, outer before inner."""
    lanes = _lanes(process)
    graphs: list[FlowGraph] = []
    waiting = [process]
    while waiting:
        scope = waiting.pop(0)
        graphs.append(_read_scope(scope, lanes))
        waiting += [child for child in scope if bpmn_name(child) in SUBPROCESSES]
    return tuple(graphs)


def _read_scope(scope: etree._Element, lanes: Mapping[str, str]) -> FlowGraph:
    nodes: dict[str, Node] = {}
    flows: list[Flow] = []
    for child in scope:
        tag = bpmn_name(child)
        identity = child.get("id", "")
        if tag in NODES and identity:
            nodes[identity] = Node(
                id=identity,
                tag=tag,
                name=" ".join(child.get("name", "").split()) or identity,
                lane=lanes.get(identity),
                properties=MappingProxyType(read_properties(child)),
                line=line_of(child),
                element=child,
            )
        elif tag == "sequenceFlow":
            flows.append(
                Flow(
                    id=identity,
                    source=child.get("sourceRef", ""),
                    target=child.get("targetRef", ""),
                    condition=_condition(child),
                    line=line_of(child),
                )
            )
    following: dict[str, list[str]] = {node: [] for node in nodes}
    for flow in flows:
        if flow.source in nodes and flow.target in nodes:
            following[flow.source].append(flow.target)
    for node in nodes.values():
        attached = node.element.get("attachedToRef", "")
        if node.tag == "boundaryEvent" and attached in nodes:
            following[attached].append(node.id)
    return FlowGraph(
        id=scope.get("id", ""),
        element=scope,
        nodes=MappingProxyType(nodes),
        flows=tuple(flows),
        following=MappingProxyType({node: tuple(after) for node, after in following.items()}),
    )


def read_properties(element: etree._Element) -> dict[str, str]:
    """Settings in ``spiffworkflow:properties`` of an element."""
    return {
        each.get("name", ""): each.get("value", "")
        for each in element.iterfind(
            f"{{{BPMN}}}extensionElements/{{{SPIFF}}}properties/{{{SPIFF}}}property"
        )
    }


def bpmn_name(element: etree._Element) -> str:
    """Local name of an element of the BPMN model namespace, empty for any other."""
    return local_name(element) if namespace(element) == BPMN else ""


def _lanes(process: etree._Element) -> dict[str, str]:
    lanes: dict[str, str] = {}
    # Inner lanes come later in the document and win over the lanes that hold them.
    for lane in process.iter(f"{{{BPMN}}}lane"):
        for reference in lane.iterfind(f"{{{BPMN}}}flowNodeRef"):
            if reference.text and lane.get("name"):
                lanes[reference.text.strip()] = lane.get("name", "")
    return lanes


def _condition(flow: etree._Element) -> str | None:
    expression = flow.find(f"{{{BPMN}}}conditionExpression")
    return None if expression is None else (expression.text or "")
