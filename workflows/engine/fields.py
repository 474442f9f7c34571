"""The elements of a diagram as labelled values, so that two versions can be laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from workflows.engine.drawing import BPMNDI
from workflows.engine.graph import bpmn_name, read_properties
from workflows.engine.wording import (
    ATTRIBUTE_LABELS,
    FORM_NAMES,
    OPERATION_NAMES,
    PROPERTY_LABELS,
    ROLE_NAMES,
    TAG_NAMES,
)
from workflows.engine.xml import BPMN, SPIFF, local_name, namespace
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Longest value that is shown; what is compared is the whole.
MAX_SHOWN: Final = 200
_PROPERTIES: Final = f"{{{SPIFF}}}properties"
#: Parts of an element that repeat what other elements say, or that are elements of their own.
_SAID_ELSEWHERE: Final = frozenset({"incoming", "outgoing", "flowNodeRef", "extensionElements"})
#: Attributes that say nothing about the process: its id, and the tool that wrote the file.
_IGNORED: Final = frozenset({"id", "exporter", "exporterVersion"})
#: Parts that are compared as one text, with their label.
_PARTS: Final = {
    "conditionExpression": Sentence("Điều kiện"),
    "timerEventDefinition": Sentence("Hẹn giờ"),
    "multiInstanceLoopCharacteristics": Sentence("Lặp theo danh sách"),
    "standardLoopCharacteristics": Sentence("Lặp lại"),
    "documentation": Sentence("Mô tả"),
    "text": Sentence("Nội dung"),
}
_VALUE_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "role": ROLE_NAMES,
    "form": FORM_NAMES,
    "operation": OPERATION_NAMES,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One value of an element or a row."""

    label: str
    #: What is compared.
    value: str
    #: What people read.
    shown: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a diagram."""

    name: str
    fields: Mapping[str, Field]


def read_fields(root: etree._Element) -> dict[str, Element]:
    """Every element of the model that has an id, in the order of the file."""
    names = {each.get("id", ""): _called(each) for each in root.iter(f"{{{BPMN}}}*")}
    lanes = _lane_of(root)
    return {
        element.get("id", ""): Element(
            names[element.get("id", "")], _fields(element, names, lanes.get(element.get("id", "")))
        )
        for element in root.iter(f"{{{BPMN}}}*")
        if element.get("id") and not _is_part(element)
    }


def read_pictures(root: etree._Element) -> dict[str, str]:
    """Where each element stands in the picture, as a text that can be compared."""
    places: dict[str, str] = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        points = [
            f"({each.get('x')}, {each.get('y')})"
            + (f" {each.get('width')}x{each.get('height')}" if each.get("width") else "")
            for each in shape.iter()
            if isinstance(each.tag, str) and local_name(each) in {"Bounds", "waypoint"}
        ]
        places[shape.get("bpmnElement", "")] = " ".join(points)
    return places


def _is_part(element: etree._Element) -> bool:
    """Whether the element is shown as a value of the one that holds it."""
    return any(local_name(each) in _PARTS for each in (element, *element.iterancestors()))


def _fields(
    element: etree._Element, names: Mapping[str, str], lane: str | None
) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    tag = local_name(element)
    fields["tag"] = Field(Sentence("Loại phần tử"), tag, TAG_NAMES.get(tag, tag))
    for key, value in sorted(element.attrib.items()):
        attribute = str(key)
        if attribute not in _IGNORED:
            local = attribute.rpartition("}")[2]
            label = ATTRIBUTE_LABELS.get(attribute, Sentence("Thuộc tính “{name}”", name=local))
            # Names are of no account where a link says the same: ids are compared.
            shown = names.get(str(value), str(value)) if attribute.endswith("Ref") else str(value)
            shown = names.get(shown, shown) if attribute == "default" else shown
            fields[f"@{attribute}"] = Field(label, str(value), _short(shown))
    if lane is not None:
        fields["lane"] = Field(Sentence("Làn"), lane, names.get(lane, lane))
    for number, child in enumerate(_parts(element)):
        name = local_name(child)
        text = _text_of(child)
        fields[f"{name}.{number}"] = Field(_PARTS.get(name, name), text, _short(text))
    fields |= _extensions(element)
    return fields


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    """Children that belong to the element itself and have no place of their own in the list."""
    for child in element:
        if not isinstance(child.tag, str) or local_name(child) in _SAID_ELSEWHERE:
            continue
        if namespace(child) == BPMNDI:
            continue
        if local_name(child) in _PARTS or not (bpmn_name(child) and child.get("id")):
            yield child


def _extensions(element: etree._Element) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key, value in read_properties(element).items():
        label = PROPERTY_LABELS.get(key, Sentence("Thuộc tính “{name}”", name=key))
        shown = _VALUE_NAMES.get(key, {}).get(value, value)
        fields[f"property.{key}"] = Field(label, value, _short(shown))
    number = 0
    for child in element.iterfind(f"{{{BPMN}}}extensionElements/*"):
        if child.tag == _PROPERTIES or not isinstance(child.tag, str):
            continue
        name = local_name(child)
        if namespace(child) == SPIFF and name == "serviceTaskOperator":
            value = child.get("id", "")
            shown = OPERATION_NAMES.get(value, value)
            fields["operator"] = Field(Sentence("Việc của hệ thống"), _canonical(child), shown)
        elif namespace(child) == SPIFF and name == "calledDecisionId":
            value = (child.text or "").strip()
            fields["decision"] = Field(Sentence("Bảng quyết định"), value, value)
        else:
            text = _canonical(child)
            fields[f"extension.{name}.{number}"] = Field(
                Sentence("Phần mở rộng “{name}”", name=name), text, _short(text)
            )
            number += 1
    return fields


def _text_of(element: etree._Element) -> str:
    """The text of a simple part; the whole part as it is written when it holds others."""
    if len(element):
        texts = [text for part in element.itertext() if (text := str(part).strip())]
        written = _canonical(element)
        return " ".join(texts) if local_name(element) == "timerEventDefinition" else written
    text = (element.text or "").strip()
    return text or _canonical(element)


def _canonical(element: etree._Element) -> str:
    return str(etree.tostring(element, method="c14n", exclusive=True, with_tail=False), "utf-8")


def _called(element: etree._Element) -> str:
    """What people call an element: its name; for a flow without one, where it leads from and to."""
    name = " ".join(element.get("name", "").split())
    if name or bpmn_name(element) != "sequenceFlow":
        return name or element.get("id", "")
    holder = element.getparent()
    ends = {each.get("id"): each for each in (holder if holder is not None else ())}
    places = [ends.get(element.get(side)) for side in ("sourceRef", "targetRef")]
    return " → ".join(
        (place.get("name") or place.get("id") or "?") if place is not None else "?"
        for place in places
    )


def _lane_of(root: etree._Element) -> dict[str, str]:
    """Id of the innermost lane of each node; a lane's name may change without its nodes."""
    return {
        (reference.text or "").strip(): lane.get("id", "")
        for lane in root.iter(f"{{{BPMN}}}lane")
        for reference in lane.iterfind(f"{{{BPMN}}}flowNodeRef")
    }


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
