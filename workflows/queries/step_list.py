"""A diagram as a list: steps in the order of the flow, and where each gateway leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.engine.compile import main_process
from workflows.engine.graph import GATEWAYS, USER_TASKS, read_graphs
from workflows.engine.phrases import in_words
from workflows.engine.wording import TAG_NAMES
from workflows.engine.xml import BPMN, read_xml
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.engine.graph import FlowGraph, Node


@dataclass(frozen=True, slots=True)
class Way:
    """A flow out of a node."""

    id: str
    name: str
    target: str
    condition: str
    #: The condition as an official says it.
    meaning: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One node of the diagram."""

    id: str
    name: str
    #: What it is, as an official calls it.
    sort: str
    #: A person works here.
    is_step: bool
    #: Its ways out are chosen by conditions.
    is_choice: bool
    #: Id of the lane.
    lane: str
    properties: Mapping[str, str]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class StepList:
    """A diagram as a list."""

    steps: tuple[StepLine, ...]
    #: (id, name) of the lanes.
    lanes: tuple[tuple[str, str], ...]


def step_list(bpmn: bytes) -> StepList:
    """Read a diagram as a list; what is still unfinished in it is listed as it is.

    Raises:
        XmlError, InvalidInputError: the file cannot be read, or holds no one process to run.
    """
    process = main_process(read_xml(bpmn))
    if process is None:
        raise InvalidInputError(
            field="Sơ đồ", because="cần đúng một quy trình được đưa vào chạy; hãy mở trang vẽ"
        )
    lanes = [
        (lane.get("id", ""), lane.get("name", "") or lane.get("id", ""))
        for lane in process.iter(f"{{{BPMN}}}lane")
    ]
    held = {
        (reference.text or "").strip(): lane.get("id", "")
        for lane in process.iter(f"{{{BPMN}}}lane")
        for reference in lane.iterfind(f"{{{BPMN}}}flowNodeRef")
    }
    lines = [
        _line(graph, node, held.get(node.id, ""))
        for graph in read_graphs(process)
        for node in graph.reading_order()
    ]
    return StepList(tuple(lines), tuple(lanes))


def _line(graph: FlowGraph, node: Node, lane: str) -> StepLine:
    default = node.element.get("default", "")
    names = {
        element.get("id", ""): element.get("name", "")
        for element in graph.element.iterfind(f"{{{BPMN}}}sequenceFlow")
    }
    return StepLine(
        node.id,
        node.name,
        TAG_NAMES.get(node.tag, node.tag),
        node.tag in USER_TASKS,
        node.tag in GATEWAYS,
        lane,
        node.properties,
        tuple(
            Way(
                flow.id,
                names.get(flow.id, ""),
                graph.nodes[flow.target].name if flow.target in graph.nodes else flow.target,
                flow.condition or "",
                in_words(flow.condition) if flow.condition else "",
                flow.id == default,
            )
            for flow in graph.flows
            if flow.source == node.id
        ),
    )
