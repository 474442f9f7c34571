"""A diagram that is being edited: its text, its flow and its picture together."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from workflows.engine.drawing import BPMNDI, DC, DI, Box, read_picture, shown
from workflows.engine.graph import NODES, bpmn_name
from workflows.engine.source import Source
from workflows.engine.xml import BPMN, SPIFF
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from workflows.engine.drawing import Point

_PREFIXES: Final = {BPMN: "bpmn", SPIFF: "spiffworkflow", BPMNDI: "bpmndi", DC: "dc", DI: "di"}


class EditError(WorkflowError):
    """Không sửa được sơ đồ: {because}."""

    code = "edit_refused"


class Draft:
    """One file in the hands of an edit. Raises XmlError when it cannot be read."""

    def __init__(self, bpmn: bytes) -> None:
        self.source = Source(bpmn)
        self.root = self.source.root
        self.picture = read_picture(self.root)
        self._by_id = {each.get("id", ""): each for each in self.root.iter("*") if each.get("id")}
        self._drawn = {
            each.get("bpmnElement", ""): each
            for each in self.root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge")
        }

    def element(self, identity: str) -> etree._Element:
        """The element of that id; EditError when there is none."""
        element = self._by_id.get(identity)
        if element is None:
            raise EditError(because=f"sơ đồ không có phần tử “{identity[:60]}”")
        return element

    def step(self, identity: str) -> etree._Element:
        """The flow node of that id; EditError when it is none."""
        element = self.element(identity)
        if bpmn_name(element) not in NODES:
            raise EditError(because=f"“{identity[:60]}” không phải là bước của quy trình")
        return element

    def flows(self, **ends: str) -> list[etree._Element]:
        """Sequence flows with these ends (``sourceRef``, ``targetRef``)."""
        return [
            flow
            for flow in self.root.iter(f"{{{BPMN}}}sequenceFlow")
            if all(flow.get(end) == node for end, node in ends.items())
        ]

    def new_id(self, stem: str) -> str:
        """An id that no element has; reserved from now on."""
        number = 1
        while f"{stem}_{number}" in self._by_id:
            number += 1
        identity = f"{stem}_{number}"
        self._by_id[identity] = self.root
        return identity

    def is_free(self, identity: str) -> bool:
        """Whether no element has that id."""
        return identity not in self._by_id

    def lane_of(self, node: str) -> etree._Element | None:
        """The innermost lane of a node."""
        found = None
        for reference in self.lane_references(node):
            found = reference.getparent()
        return found

    def lane_references(self, node: str) -> list[etree._Element]:
        """Where lanes name a node."""
        return [
            each
            for each in self.root.iter(f"{{{BPMN}}}flowNodeRef")
            if (each.text or "").strip() == node
        ]

    def tag(
        self, name: str, /, *, text: str = "", inner: str = "", of: str = BPMN, **attributes: str
    ) -> str:
        """A new element as text, with the prefix that the file has for its namespace."""
        prefix, declared = self._prefix(of)
        listed = "".join(
            f' {key}="{html.escape(value).replace("&#x27;", chr(39))}"'
            for key, value in attributes.items()
        )
        content = html.escape(text, quote=False) or inner
        if not content:
            return f"<{prefix}{name}{declared}{listed} />"
        return f"<{prefix}{name}{declared}{listed}>{content}</{prefix}{name}>"

    def property_tags(self, properties: Mapping[str, str]) -> list[str]:
        """Settings of a step as elements."""
        return [
            self.tag("property", of=SPIFF, name=key, value=value)
            for key, value in properties.items()
        ]

    def properties_tag(self, properties: Mapping[str, str]) -> str:
        """All settings of a new step as one element."""
        return self.tag("properties", of=SPIFF, inner="".join(self.property_tags(properties)))

    def put_shape(self, node: str, box: Box, *, marked: bool = False) -> None:
        """Draw a new node, or move the shape of one; nothing in a file without a picture.

        ``marked`` draws the cross of an exclusive gateway.
        """
        self.picture.boxes[node] = box
        known = self._drawn.get(node)
        values = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
        sides = {key: shown(value) for key, value in values.items()}
        if known is None:
            bounds = self.tag("Bounds", of=DC, **sides)
            named = self._named(node) | ({"isMarkerVisible": "true"} if marked else {})
            self._draw(self.tag("BPMNShape", of=BPMNDI, inner=bounds, **named))
            return
        bounds_now = known.find(f"{{{DC}}}Bounds")
        if bounds_now is not None:
            for key, value in sides.items():
                self.source.set_attribute(bounds_now, key, value)
        for label in known.iterfind(f"{{{BPMNDI}}}BPMNLabel"):
            self.source.remove(label)

    def put_line(self, flow: str, points: Iterable[Point]) -> None:
        """Draw a new flow, or another way for one."""
        line = tuple(points)
        self.picture.lines[flow] = line
        parts = [self.tag("waypoint", of=DI, x=shown(x), y=shown(y)) for x, y in line]
        known = self._drawn.get(flow)
        if known is None:
            inner = "".join(parts)
            self._draw(self.tag("BPMNEdge", of=BPMNDI, inner=inner, **self._named(flow)))
            return
        for old in known.iterfind(f"{{{BPMNDI}}}BPMNLabel"):
            self.source.remove(old)
        waypoints = known.findall(f"{{{DI}}}waypoint")
        if waypoints:
            self.source.replace(waypoints[0], *parts)
        for old in waypoints[1:]:
            self.source.remove(old)

    def erase(self, identity: str) -> None:
        """Take an element out of the picture."""
        self.picture.boxes.pop(identity, None)
        self.picture.lines.pop(identity, None)
        drawn = self._drawn.pop(identity, None)
        if drawn is not None:
            self.source.remove(drawn)

    def widen(self, right: float) -> None:
        """Let lanes and pools reach at least that far to the right."""
        for name, box in self.picture.areas.items():
            bounds = self._drawn[name].find(f"{{{DC}}}Bounds")
            if bounds is not None and box.right < right:
                self.source.set_attribute(bounds, "width", shown(right - box.x))

    def _named(self, element: str) -> dict[str, str]:
        return {"id": self.new_id(f"{element}_di"), "bpmnElement": element}

    def _draw(self, part: str) -> None:
        plane = self.root.find(f".//{{{BPMNDI}}}BPMNPlane")
        if plane is not None:
            self.source.append(plane, part)

    def _prefix(self, uri: str) -> tuple[str, str]:
        """The prefix of a namespace; with its declaration where the file has none for it."""
        for prefix, known in self.root.nsmap.items():
            if known == uri:
                return (f"{prefix}:" if prefix else ""), ""
        prefix = _PREFIXES[uri]
        return f"{prefix}:", f' xmlns:{prefix}="{uri}"'
