"""Rules of the file: standard, ids, picture, and what this product runs at all."""

from __future__ import annotations

import threading
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.dmn.parser.BpmnDmnParser import SCHEMAS

from workflows.engine.compile import MAX_NODES, main_process
from workflows.engine.graph import NODES, bpmn_name
from workflows.engine.problems import Problem
from workflows.engine.rules.catalogue import RULES, found
from workflows.engine.rules.diagram import executable_processes
from workflows.engine.support import unsupported
from workflows.engine.xml import BPMN, namespace
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.engine.rules.diagram import Diagram

#: Namespace of the picture in a BPMN file.
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
#: Most problems reported against the standard; the first ones usually cause the others.
MAX_SCHEMA: Final = 20
_schema_lock: Final = threading.Lock()


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


def schema_problems(root: etree._Element) -> Iterator[Problem]:
    """Where a BPMN or DMN file departs from the standard's own schema."""
    bpmn = namespace(root) == BPMN
    path = None if bpmn else SCHEMAS.get(namespace(root))
    if not bpmn and path is None:
        return
    schema = _bpmn_schema() if bpmn else _dmn_schema(str(path))
    if schema is None:
        return
    # A schema object keeps the log of its last run: one thread at a time.
    with _schema_lock:
        if schema.validate(root):
            return
        log: Any = schema.error_log
        entries = [(entry.line, entry.message.rstrip(".")) for entry in log][:MAX_SCHEMA]
    rule = RULES["schema"]
    for line, message in entries:
        text = message.replace(f"{{{namespace(root)}}}", "")
        yield Problem(
            element="",
            code=rule.code,
            message=Sentence(
                rule.message,
                name=_named(text),
                standard="BPMN 2.0" if bpmn else "DMN",
                detail=text[:300],
            ),
            line=line or None,
            severity=rule.severity,
        )


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


@cache
def _bpmn_schema() -> etree.XMLSchema:
    schema: etree.XMLSchema = BpmnValidator().validator
    return schema


@cache
def _dmn_schema(path: str) -> etree.XMLSchema | None:
    try:
        schema: etree.XMLSchema = BpmnValidator(path).validator
    except etree.XMLSchemaParseError:
        # The library's copy of DMN 1.2 imports a file that it does not bring.
        return None
    return schema


def _named(message: str) -> str:
    parts = message.split("'")
    return parts[1] if len(parts) > 1 else "?"
