"""Rules of the file: ids, picture, and what this product runs at all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workflows.engine.compile import MAX_NODES, main_process
from workflows.engine.graph import NODES, bpmn_name
from workflows.engine.rules.catalogue import found
from workflows.engine.rules.diagram import executable_processes
from workflows.engine.support import unsupported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from workflows.engine.problems import Problem
    from workflows.engine.rules.diagram import Diagram

#: Namespace of the picture in a BPMN file.
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"


def file_problems(diagram: Diagram) -> Iterator[Problem]:
    """All problems of one BPMN file as a file."""
    yield from duplicate_ids(diagram.root)
    yield from unsupported(diagram.root)
    if main_process(diagram.root) is None:
        yield found(
            "no_executable_process", diagram.root, count=len(executable_processes(diagram.root))
        )
    nodes = sum(len(graph.nodes) for graph in diagram.graphs)
    if nodes > MAX_NODES:
        yield found("too_many_nodes", diagram.root, count=nodes, most=MAX_NODES)
    yield from _picture(diagram)


def duplicate_ids(root: etree._Element) -> Iterator[Problem]:
    """Ids that more than one element carries."""
    first: dict[str, etree._Element] = {}
    count: Counter[str] = Counter()
    for element in root.iter("*"):
        identity = element.get("id")
        if identity:
            count[identity] += 1
            first.setdefault(identity, element)
    for identity, times in count.items():
        if times > 1:
            yield found("duplicate_id", first[identity], name=identity[:60], count=times)


def _picture(diagram: Diagram) -> Iterator[Problem]:
    shown = {each.get("bpmnElement") for each in diagram.root.iter(f"{{{BPMNDI}}}BPMNShape")}
    if not shown:
        yield found("no_diagram")
        return
    for graph in diagram.graphs:
        for node in graph.nodes.values():
            if node.id not in shown and bpmn_name(node.element) in NODES:
                yield found("no_shape", node.element)
