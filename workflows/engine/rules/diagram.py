"""What a rule gets to see of a BPMN file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.engine.graph import bpmn_name, read_graphs
from workflows.engine.xml import BPMN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from workflows.engine.decisions import Decision
    from workflows.engine.graph import FlowGraph, Node


@dataclass(frozen=True)
class Diagram:
    """A BPMN file that is being checked."""

    root: etree._Element
    #: The processes that are meant to run, each with its subprocesses.
    graphs: tuple[FlowGraph, ...]
    #: Tables given beside the file; None when no table was given at all.
    decisions: Mapping[str, Decision] | None

    def nodes(self, *tags: str) -> Iterator[tuple[FlowGraph, Node]]:
        """Nodes of these kinds in the processes that are meant to run."""
        for graph in self.graphs:
            for node in graph.nodes.values():
                if node.tag in tags:
                    yield graph, node


def read_diagram(root: etree._Element, decisions: Mapping[str, Decision] | None) -> Diagram:
    """Gather the executable processes of a file."""
    graphs: list[FlowGraph] = []
    for process in executable_processes(root):
        graphs += read_graphs(process)
    return Diagram(root=root, graphs=tuple(graphs), decisions=decisions)


def executable_processes(root: etree._Element) -> list[etree._Element]:
    """Processes that are marked as executable."""
    return [
        process
        for process in root.iterfind(f"{{{BPMN}}}process")
        if bpmn_name(process) and process.get("isExecutable") == "true"
    ]
