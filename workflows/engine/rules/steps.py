"""Rules of the steps: who does them, with which form, operation or table, and in which order."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from workflows.engine.graph import USER_TASKS, bpmn_name, spread
from workflows.engine.rules.catalogue import found
from workflows.engine.wording import FORM_NAMES, OPERATION_NAMES
from workflows.engine.xml import BPMN, SPIFF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from lxml import etree

    from workflows.engine.graph import FlowGraph
    from workflows.engine.problems import Problem
    from workflows.engine.rules.diagram import Diagram

#: Roles that lanes and steps may name (vai trò).
ROLES: Final = (
    "drafter",
    "drafting_unit_head",
    "format_checker",
    "secretariat",
    "standing_deputy",
    "chair",
    "vice_chairman",
    "chairman",
    "seal_keeper",
)
#: Forms of user steps (biểu mẫu xử lý).
FORMS: Final = ("revise", "check", "vote", "sign", "number", "seal", "issue")
#: Operations that the product performs for service steps.
OPERATIONS: Final = ("authority.assess", "document.file")
#: What each operation puts into the data of the case.
OPERATION_RESULTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "authority.assess": frozenset(
            {
                "kind",
                "purpose",
                "vote_required",
                "vote_passed",
                "chair_may_sign",
                "deputy_may_sign",
                "to_chair",
            }
        ),
        "document.file": frozenset({"filed"}),
    }
)
#: What a person's step puts into the data of the case: how it ended.
OUTCOME: Final = "outcome"
#: Longest time for a step, in working days.
MAX_DUE: Final = 365


def step_problems(diagram: Diagram) -> Iterator[Problem]:
    """All problems of the steps of one file."""
    yield from _user_steps(diagram)
    yield from _service_steps(diagram)
    yield from _rule_steps(diagram)
    for _, node in diagram.nodes("task"):
        yield found("untyped_task", node.element)
    for graph in diagram.graphs:
        yield from _sealing(graph)
    yield from _calls(diagram)


def ladder_problems(
    graphs: Iterable[FlowGraph], ladders: Collection[str], names: Iterable[str]
) -> Iterator[Problem]:
    """Steps that choose a way of reminding that there is not; ``names`` are those there are."""
    for graph in graphs:
        for node in graph.nodes.values():
            chosen = node.properties.get("reminder_ladder", "").strip()
            if chosen and node.tag in USER_TASKS and chosen not in ladders:
                yield found("unknown_ladder", node.element, value=chosen[:60], known=tuple(names))


def operation_of(element: etree._Element, properties: dict[str, str]) -> str:
    """Operation of a service step, empty when it names none."""
    operator = element.find(f"{{{BPMN}}}extensionElements/{{{SPIFF}}}serviceTaskOperator")
    named = "" if operator is None else operator.get("id", "")
    return named or properties.get("operation", "")


def decision_of(element: etree._Element) -> str:
    """Id of the table that a business rule step calls, empty when it names none."""
    called = element.find(f"{{{BPMN}}}extensionElements/{{{SPIFF}}}calledDecisionId")
    return "" if called is None else (called.text or "").strip()


def _user_steps(diagram: Diagram) -> Iterator[Problem]:
    for graph, node in diagram.nodes(*USER_TASKS):
        role = node.properties.get("role", "").strip()
        form = node.properties.get("form", "").strip()
        due = node.properties.get("due_working_days", "").strip()
        if not role:
            yield found("missing_role", node.element)
        elif role not in ROLES:
            yield found("unknown_role", node.element, value=role[:60])
        if not form:
            yield found("missing_form", node.element, known=tuple(FORM_NAMES.values()))
        elif form not in FORMS:
            yield found(
                "unknown_form", node.element, value=form[:60], known=tuple(FORM_NAMES.values())
            )
        if due and not (due.isascii() and due.isdigit() and 1 <= int(due[:6]) <= MAX_DUE):
            yield found("bad_due", node.element, value=due[:60], most=MAX_DUE)
        if node.lane is None and bpmn_name(graph.element) == "process":
            yield found("no_lane", node.element)


def _service_steps(diagram: Diagram) -> Iterator[Problem]:
    known = tuple(OPERATION_NAMES.values())
    for _, node in diagram.nodes("serviceTask"):
        operation = operation_of(node.element, dict(node.properties))
        if not operation:
            yield found("missing_operation", node.element, known=known)
        elif operation not in OPERATIONS:
            yield found("unknown_operation", node.element, value=operation[:60], known=known)


def _rule_steps(diagram: Diagram) -> Iterator[Problem]:
    for _, node in diagram.nodes("businessRuleTask"):
        decision = decision_of(node.element)
        if not decision:
            yield found("missing_decision", node.element)
        elif diagram.decisions is None:
            yield found("decision_not_given", node.element, value=decision[:60])
        elif decision not in diagram.decisions:
            yield found("unknown_decision", node.element, value=decision[:60])


def _sealing(graph: FlowGraph) -> Iterator[Problem]:
    signing = {
        node.id for node in graph.nodes.values() if node.properties.get("form", "") == "sign"
    }
    unsigned = spread(
        {
            node: [each for each in after if each not in signing]
            for node, after in graph.following.items()
        },
        graph.starts,
    )
    for node in graph.nodes.values():
        if node.properties.get("form") == "seal" and node.id in unsigned:
            yield found("seal_before_sign", node.element)


def _calls(diagram: Diagram) -> Iterator[Problem]:
    known = {each.get("id") for each in diagram.root.iterfind(f"{{{BPMN}}}process")}
    calls: dict[str, list[str]] = {}
    for process in diagram.root.iterfind(f"{{{BPMN}}}process"):
        for call in process.iter(f"{{{BPMN}}}callActivity"):
            calls.setdefault(process.get("id", ""), []).append(call.get("calledElement", ""))
    for graph, node in diagram.nodes("callActivity"):
        called = node.element.get("calledElement", "")
        if called not in known:
            yield found("unknown_called_process", node.element, called=called[:60])
        elif graph.id in spread(calls, [called]):
            yield found("called_in_circle", node.element)
