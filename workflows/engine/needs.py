"""What a version of a process asks of the data of a case, so that no gateway meets a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflows.engine.compile import CACHE_SIZE
from workflows.engine.expressions import ExpressionError, compile_expression
from workflows.engine.graph import SUBPROCESSES, USER_TASKS
from workflows.engine.rules.steps import OPERATION_RESULTS, OUTCOME, decision_of, operation_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.graph import FlowGraph, Node
    from workflows.engine.standing import Standing


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of the data that a node reads when the case leaves it, and those that it supplies."""

    read: frozenset[str]
    given: frozenset[str]


#: What was worked out before, by version; a version never changes.
_known: Final[dict[str, Mapping[str, _Names]]] = {}


def missing_names(
    standing: Standing, new: CompiledProcess, steps: Iterable[str]
) -> tuple[str, ...]:
    """Names that conditions and tables ahead in the new version read and nothing will supply.

    The old version is taken to supply what it reads itself from where the case stands.
    """
    ahead = _names_ahead(new, steps)
    needed = frozenset[str]().union(*(each.read for each in ahead))
    lacking = needed - standing.running.data.keys()
    if not lacking:
        return ()
    expected = (each.read for each in _names_ahead(standing.process, standing.steps))
    return tuple(sorted(lacking.difference(*expected, *(each.given for each in ahead))))


def _names_ahead(process: CompiledProcess, steps: Iterable[str]) -> list[_Names]:
    """Of the nodes that the case may still come to; of subprocesses once one is among them."""
    top, names = process.graph, _names_of(process)
    inside = [step for step in steps if step not in top.nodes]
    reached = set(top.nodes) if inside else top.reach(steps)
    found = [names[node] for node in reached]
    if inside or any(top.nodes[node].tag in SUBPROCESSES for node in reached):
        found += [names[node] for graph in process.graphs[1:] for node in graph.nodes]
    return found


def _names_of(process: CompiledProcess) -> Mapping[str, _Names]:
    names = _known.get(process.sha256)
    if names is None:
        names = {
            node.id: _Names(_read(process, graph, node), _given(process, node))
            for graph in process.graphs
            for node in graph.nodes.values()
        }
        if len(_known) >= CACHE_SIZE:
            _known.clear()
        _known[process.sha256] = names
    return names


def _read(process: CompiledProcess, graph: FlowGraph, node: Node) -> frozenset[str]:
    names: set[str] = set()
    default = node.element.get("default")
    for flow in graph.flows:
        if flow.source == node.id and flow.id != default and flow.condition:
            names |= _names_in(flow.condition)
    decision = process.decisions.get(decision_of(node.element))
    if node.tag == "businessRuleTask" and decision is not None:
        names |= decision.input_names
    return frozenset(names - process.local_names)


def _given(process: CompiledProcess, node: Node) -> frozenset[str]:
    if node.tag in USER_TASKS:
        return frozenset({OUTCOME})
    if node.tag == "serviceTask":
        operation = operation_of(node.element, dict(node.properties))
        return OPERATION_RESULTS.get(operation, frozenset())
    decision = process.decisions.get(decision_of(node.element))
    return frozenset(decision.output_names) if decision is not None else frozenset()


def _names_in(condition: str) -> frozenset[str]:
    try:
        return compile_expression(condition).names
    except ExpressionError:
        return frozenset()
