"""Turns a stored diagram and its tables into something that runs, once per version and thread."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from workflows.engine.decisions import Decision, DecisionError, compile_decision
from workflows.engine.graph import (
    GATEWAYS,
    SUBPROCESSES,
    USER_TASKS,
    FlowGraph,
    bpmn_name,
    read_graphs,
)
from workflows.engine.parser import ProcessParser, prepare_specs
from workflows.engine.problems import in_words
from workflows.engine.snapshot import StepInfo, StepKind
from workflows.engine.support import unsupported
from workflows.engine.xml import BPMN, XmlError, read_xml
from workflows.errors import WorkflowError
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree
    from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

#: Versions that one thread keeps ready; a version takes about 1 MB.
CACHE_SIZE: Final = 64
#: Most flow nodes of one file: more would exhaust the library's recursive parser.
MAX_NODES: Final = 200


class ProcessError(WorkflowError):
    """Quy trình không chạy được: {because}."""

    code = "process_invalid"


@dataclass(frozen=True)
class ProcessSource:
    """The immutable text of one version: a BPMN file and the DMN files that it calls."""

    bpmn: bytes = field(repr=False)
    decisions: tuple[bytes, ...] = field(default=(), repr=False)

    @cached_property
    def sha256(self) -> str:
        """Identity of the version: the hash over all files, in order."""
        whole = sha256()
        for part in (self.bpmn, *self.decisions):
            whole.update(sha256(part).digest())
        return whole.hexdigest()


@dataclass(frozen=True)
class CompiledProcess:
    """A process ready to run. Belongs to the thread that compiled it: get it anew in another."""

    id: str
    name: str
    sha256: str
    graphs: tuple[FlowGraph, ...] = field(repr=False)
    decisions: Mapping[str, Decision] = field(repr=False)
    #: SpiffWorkflow's spec of the process and of those it calls; only the engine looks inside.
    spec: BpmnProcessSpec = field(repr=False)
    subprocess_specs: Mapping[str, BpmnProcessSpec] = field(repr=False)
    local_names: frozenset[str] = field(repr=False)

    @property
    def graph(self) -> FlowGraph:
        """The flow of the process itself, without its subprocesses."""
        return self.graphs[0]

    @cached_property
    def steps(self) -> tuple[StepInfo, ...]:
        """The nodes in the order of the flow, those of subprocesses after it."""
        return tuple(
            StepInfo(node.id, node.name, _kind(node.tag), node.lane, node.properties)
            for graph in self.graphs
            for node in graph.reading_order()
            if node.tag not in SUBPROCESSES and node.tag != "callActivity"
        )


_local: Final = threading.local()


def compile_process(source: ProcessSource) -> CompiledProcess:
    """Parse a version, or take it from the cache of this thread.

    Raises ProcessError when the files cannot be run; ``lint_file`` says everything that is wrong.
    """
    cache: OrderedDict[str, CompiledProcess] | None = getattr(_local, "cache", None)
    if cache is None:
        cache = _local.cache = OrderedDict()
    known = cache.get(source.sha256)
    if known is not None:
        cache.move_to_end(source.sha256)
        return known
    compiled = _compile(source)
    cache[source.sha256] = compiled
    if len(cache) > CACHE_SIZE:
        cache.popitem(last=False)
    return compiled


def _compile(source: ProcessSource) -> CompiledProcess:
    try:
        root = read_xml(source.bpmn)
        tables = [compile_decision(table) for table in source.decisions]
    except (XmlError, DecisionError) as error:
        raise ProcessError(because=in_words(error)) from error
    return build_process(root, {table.id: table for table in tables}, source.sha256)


def build_process(
    root: etree._Element, decisions: Mapping[str, Decision], identity_hash: str
) -> CompiledProcess:
    """Build a process from a parsed file; ProcessError when it cannot be run."""
    main = main_process(root)
    if main is None:
        raise ProcessError(because="tệp không có đúng một quy trình được đưa vào chạy")
    for problem in unsupported(root):
        raise ProcessError(because=problem.message)
    graphs = read_graphs(main)
    if sum(len(graph.nodes) for graph in graphs) > MAX_NODES:
        raise ProcessError(because=Sentence("sơ đồ có hơn {most} phần tử", most=MAX_NODES))
    identity = main.get("id", "")
    parser = ProcessParser(decisions)
    try:
        parser.add_bpmn_xml(root)
        spec = parser.get_spec(identity)
        subprocess_specs = parser.get_subprocess_specs(identity)
    except ValidationException as error:
        because = Sentence("sơ đồ chưa đúng ({where}: {detail})", where=error.id, detail=error)
        raise ProcessError(because=because) from error
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ProcessError(because="sơ đồ chưa đúng cấu trúc BPMN") from error
    return CompiledProcess(
        id=identity,
        name=main.get("name", "") or identity,
        sha256=identity_hash,
        graphs=graphs,
        decisions=MappingProxyType(dict(decisions)),
        spec=spec,
        subprocess_specs=MappingProxyType(subprocess_specs),
        local_names=prepare_specs([spec, *subprocess_specs.values()]),
    )


def _kind(tag: str) -> StepKind:
    if tag in GATEWAYS:
        return "gateway"
    if tag in USER_TASKS:
        return "user"
    if tag == "serviceTask":
        return "service"
    return "rule" if tag == "businessRuleTask" else "event"


def main_process(root: etree._Element) -> etree._Element | None:
    """The one executable process that no other calls; None when there is none or several."""
    called = {each.get("calledElement") for each in root.iter(f"{{{BPMN}}}callActivity")}
    processes = [
        child
        for child in root
        if bpmn_name(child) == "process"
        and child.get("isExecutable") == "true"
        and child.get("id")
        and child.get("id") not in called
    ]
    return processes[0] if len(processes) == 1 else None
