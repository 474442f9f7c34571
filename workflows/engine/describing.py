"""Reads a diagram out in plain Vietnamese sentences, for people who read no diagrams.

Steps are numbered in the order of the flow; steps from which every way leads back come last. A
gateway right behind a step is told with the step. Every node and every condition is told once;
elsewhere it goes by its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workflows.engine.compile import main_process
from workflows.engine.decisions import DecisionError, compile_decision
from workflows.engine.graph import GATEWAYS, SUBPROCESSES, USER_TASKS, read_graphs
from workflows.engine.phrases import in_words
from workflows.engine.rules.steps import decision_of, operation_of
from workflows.engine.wording import OPERATION_NAMES, ROLE_NAMES
from workflows.engine.xml import BPMN, XmlError, local_name, read_xml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workflows.engine.graph import Flow, FlowGraph, Node

_PARALLEL: Final = "parallelGateway"
_CHOICES: Final = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})

#: People that are no office of their own and are written small inside a sentence.
_PLAIN_PEOPLE: Final = ("Người ", "Văn thư", "Trưởng đơn vị", "Chuyên viên", "Thành viên")


def describe_process(bpmn: bytes, decisions: Sequence[bytes] = ()) -> tuple[str, ...]:
    """The process of a BPMN file in sentences; the same file always gives the same ones.

    ``decisions`` are the DMN files that it calls, for their names. Raises XmlError when the file
    cannot be read.
    """
    root = read_xml(bpmn)
    process = main_process(root)
    if process is None:
        process = root.find(f"{{{BPMN}}}process")
    if process is None:
        return ("Tệp không có quy trình nào.",)
    names: dict[str, str] = {}
    for table in decisions:
        try:
            decision = compile_decision(table)
        except (XmlError, DecisionError):
            continue
        names[decision.id] = decision.name
    graphs = {graph.id: graph for graph in read_graphs(process)}
    top = graphs[process.get("id", "")]
    title = " ".join(process.get("name", "").split()) or top.id
    teller = _Teller(top, graphs, names, "")
    lanes = dict.fromkeys(node.lane for node in top.reading_order() if node.lane)
    people = f" Tham gia: {', '.join(lanes)}." if lanes else ""
    return (f"Quy trình “{title}” có {len(teller.numbers)} bước.{people}", *teller.tell())


class _Teller:
    """Tells one graph; subprocesses are told by tellers of their own."""

    def __init__(
        self,
        graph: FlowGraph,
        graphs: Mapping[str, FlowGraph],
        tables: Mapping[str, str],
        prefix: str,
    ) -> None:
        self.graph = graph
        self._graphs = graphs
        self._tables = tables
        self._before = graph.preceding()
        self._outgoing: dict[str, list[Flow]] = {}
        for flow in graph.flows:
            self._outgoing.setdefault(flow.source, []).append(flow)
        order = graph.reading_order()
        steps = [
            node
            for node in order
            if node.tag not in GATEWAYS | {"startEvent", "endEvent", "boundaryEvent"}
        ]
        self._steps = [n for n in steps if not self._is_return(n)]
        self._steps += [n for n in steps if self._is_return(n)]
        self.numbers = {node.id: f"{prefix}{at}" for at, node in enumerate(self._steps, 1)}
        told_apart = [
            node
            for node in order
            if (node.tag in GATEWAYS and not self._told_with_step(node))
            or (node.tag == "endEvent" and len(self._before[node.id]) > 1)
        ]
        self._marks = {node.id: f"{prefix}{_letters(at)}" for at, node in enumerate(told_apart)}
        self._apart = told_apart

    def tell(self) -> list[str]:
        """All sentences of the graph."""
        sentences = [
            self._start(node) for node in map(self.graph.nodes.__getitem__, self.graph.starts)
        ]
        for node in self._steps:
            sentences.append(f"Bước {self.numbers[node.id]}. {self._step(node)}")
            inner = self._graphs.get(node.id)
            if inner is not None and node.tag in SUBPROCESSES:
                number = f"{self.numbers[node.id]}."
                sentences += _Teller(inner, self._graphs, self._tables, number).tell()
        for node in self._apart:
            mark = self._marks[node.id]
            if node.tag == "endEvent":
                sentences.append(f"Kết thúc {mark}: “{node.name}”.")
            else:
                sentences.append(f"Điểm {mark} “{node.name}”: {self._choice(node)}.")
        return sentences

    def _is_return(self, node: Node) -> bool:
        """Whether every way from the step leads back to the first step of the flow."""
        first = next(
            (after for start in self.graph.starts for after in self.graph.following[start]), ""
        )
        if node.id == first or node.tag not in USER_TASKS:
            return False
        return self.graph.leads_through(node.id, first)

    def _told_with_step(self, gateway: Node) -> bool:
        before = self._before[gateway.id]
        return len(before) == 1 and self.graph.nodes[before[0]].tag not in GATEWAYS | {
            "startEvent",
            "boundaryEvent",
        }

    def _start(self, node: Node) -> str:
        return f"Bắt đầu: “{node.name}”; {self._onward(node)}."

    def _step(self, node: Node) -> str:
        sentence = _ended(self._work(node))
        onward = self._onward(node)
        if onward:
            sentence += f" {onward[0].upper()}{onward[1:]}."
        for event in self.graph.nodes.values():
            if event.element.get("attachedToRef") == node.id:
                sentence += f" {self._boundary(event)}."
        return sentence

    def _work(self, node: Node) -> str:
        properties = node.properties
        if node.tag in USER_TASKS:
            return self._persons_work(node)
        if node.tag == "serviceTask":
            operation = operation_of(node.element, dict(properties))
            known = OPERATION_NAMES.get(operation, operation)
            does = "" if known.casefold() == node.name.casefold() else f" ({known})"
            return f"Hệ thống {_lower(node.name)}{does}"
        if node.tag == "businessRuleTask":
            decision = decision_of(node.element)
            table = self._tables.get(decision, decision) or "chưa chọn"
            return f"Hệ thống tra bảng “{table}” để biết: {node.name}"
        if node.tag in SUBPROCESSES:
            return f"Tiến trình con “{node.name}” gồm các bước ghi ngay dưới đây"
        if node.tag == "callActivity":
            called = node.element.get("calledElement", "")
            return f"Chạy quy trình “{called}” ({node.name})"
        timer = _timer(node)
        return f"Chờ “{node.name}”" + (f" đến hạn {timer}" if timer else "")

    def _persons_work(self, node: Node) -> str:
        properties = node.properties
        role = ROLE_NAMES.get(properties.get("role", ""), properties.get("role", ""))
        person = node.lane or role or "Người chưa được chọn"
        starts_with_person = node.name.casefold().startswith(person.casefold())
        words = node.name if starts_with_person else f"{person} {_lower(node.name)}"
        if node.lane and role and role != node.lane:
            words += f" (vai trò {role})"
        due = properties.get("due_working_days", "")
        words += f" trong {due} ngày làm việc" if due else ""
        words += _each_item(node)
        article = properties.get("article", "")
        return words + (f" ({article})" if article else "")

    def _onward(self, node: Node) -> str:
        flows = self._outgoing.get(node.id, [])
        if not flows:
            return "dừng ở đây" if node.tag != "endEvent" else ""
        if len(flows) > 1:
            return self._several(flows, node.element.get("default"))
        target = self.graph.nodes.get(flows[0].target)
        if target is None:
            return ""
        if target.tag in GATEWAYS and self._told_with_step(target):
            return f"xét “{target.name}”: {self._choice(target)}"
        return f"sau đó {self._place(target, node)}"

    def _choice(self, gateway: Node) -> str:
        flows = self._outgoing.get(gateway.id, [])
        waits = ""
        if gateway.tag in {_PARALLEL, "inclusiveGateway"} and len(self._before[gateway.id]) > 1:
            waits = "chờ đủ các nhánh, rồi "
        if len(flows) == 1:
            target = self.graph.nodes.get(flows[0].target)
            return f"{waits}{self._place(target, gateway)}"
        if gateway.tag not in _CHOICES:
            places = [self._place(self.graph.nodes.get(flow.target), gateway) for flow in flows]
            return f"{waits}đồng thời {'; '.join(places)}"
        return waits + self._several(flows, gateway.element.get("default"))

    def _several(self, flows: Sequence[Flow], default: str | None) -> str:
        parts: list[str] = []
        for flow in sorted(flows, key=lambda each: each.id == default):
            source = self.graph.nodes[flow.source]
            place = self._place(self.graph.nodes.get(flow.target), source)
            if flow.id == default or not flow.condition:
                name = " ".join(_flow_name(self.graph, flow).split())
                parts.append(f"còn lại{f' (“{name}”)' if name else ''} thì {place}")
            else:
                parts.append(f"nếu {in_words(flow.condition)} thì {place}")
        return "; ".join(parts)

    def _place(self, target: Node | None, source: Node) -> str:
        """Where the document goes, by number."""
        if target is None:
            return "không đến đâu"
        mark = self._marks.get(target.id)
        if target.tag == "endEvent":
            return f"đến kết thúc {mark}" if mark else f"kết thúc: “{target.name}”"
        if mark is not None:
            return f"đến điểm {mark}"
        if target.tag in GATEWAYS:
            return f"xét “{target.name}”: {self._choice(target)}"
        number = self.numbers.get(target.id, "?")
        back = self._is_return(target) or self._earlier(target, source)
        person = f" của {_person(target.lane)}" if back and target.lane else ""
        return f"văn bản về bước {number}{person}" if back else f"sang bước {number}"

    def _earlier(self, target: Node, source: Node) -> bool:
        order = [node.id for node in self._steps]
        origin = source.id
        while origin not in order and len(self._before.get(origin, [])) == 1:
            (origin,) = self._before[origin]
        return origin in order and order.index(target.id) <= order.index(origin)

    def _boundary(self, event: Node) -> str:
        timer = _timer(event)
        when = f"Khi quá hạn {timer}" if timer else "Khi có sự kiện"
        named = "" if event.name == event.id else f" (“{event.name}”)"
        keeps = event.element.get("cancelActivity") == "false"
        how = "bước này vẫn chờ, đồng thời " if keeps else "bỏ bước này và "
        return f"{when}{named}, {how}{self._onward(event).removeprefix('sau đó ')}"


def _flow_name(graph: FlowGraph, flow: Flow) -> str:
    for element in graph.element.iterfind(f"{{{BPMN}}}sequenceFlow"):
        if element.get("id") == flow.id:
            return element.get("name", "")
    return ""


def _timer(node: Node) -> str:
    for definition in node.element.iterfind(f"{{{BPMN}}}timerEventDefinition"):
        return " ".join((part.text or "").strip() for part in definition)
    return ""


def _each_item(node: Node) -> str:
    for child in node.element:
        if isinstance(child.tag, str) and local_name(child) == "multiInstanceLoopCharacteristics":
            source = child.findtext(f"{{{BPMN}}}loopDataInputRef", "").strip()
            how = "lần lượt" if child.get("isSequential") == "true" else "đồng thời"
            return f", {how} cho từng phần tử của danh sách “{source}”"
    return ""


def _lower(text: str) -> str:
    """The text inside a sentence; words in capitals stay as they are."""
    first = text.split(" ", 1)[0]
    keeps = len(first) > 1 and first.isupper()
    return text if keeps or not text else f"{text[0].lower()}{text[1:]}"


def _person(lane: str) -> str:
    """A lane inside a sentence: titles and bodies keep their capital (Trưởng Ban, Tổ thư ký)."""
    return _lower(lane) if lane.startswith(_PLAIN_PEOPLE) else lane


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".", "!")) else f"{sentence}."


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
