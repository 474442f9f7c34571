"""Edits that change the flow: a step put in, taken out, moved to another lane."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflows.engine.draft import Draft, EditError
from workflows.engine.drawing import Box
from workflows.engine.expressions import ExpressionError, compile_expression
from workflows.engine.graph import TASKS, bpmn_name
from workflows.engine.rules.steps import OUTCOME
from workflows.engine.xml import BPMN

if TYPE_CHECKING:
    from lxml import etree

    from workflows.engine.edits import InsertStepAfter

#: Forms that end in more than one way, so that a gateway has to look at the outcome.
_DECIDING: Final = frozenset({"check", "sign"})
_TASK: Final = (120.0, 80.0)
_GATEWAY: Final = 50.0
_GAP: Final = 30.0
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")


@dataclass(frozen=True, slots=True)
class _Link:
    """A new flow."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


def insert_step(draft: Draft, edit: InsertStepAfter) -> None:
    """Put a new user step behind another; the rules stand at ``edits.InsertStepAfter``."""
    before = draft.step(edit.after)
    out = draft.flows(sourceRef=edit.after)
    if bpmn_name(before) not in TASKS | {"startEvent"} or len(out) != 1:
        raise EditError(because="hãy chọn một bước có đúng một luồng ra để thêm bước mới vào sau")
    if edit.step and not (_ID.fullmatch(edit.step) and draft.is_free(edit.step)):
        raise EditError(because=f"mã “{edit.step[:60]}” không hợp lệ hoặc đã có trong sơ đồ")
    step = edit.step or draft.new_id("step")
    place = _lane(draft, edit.lane, edit.after)
    gateway = _own_gateway(draft, out[0])
    agreed = None if gateway is None else _agreed(draft, gateway)
    way = out[0] if agreed is None else agreed
    links = [_Link(draft.new_id(f"{step}_onward"), step, way.get("targetRef", ""))]
    result = ""
    if gateway is not None and agreed is not None and edit.properties.get("form") in _DECIDING:
        result = draft.new_id(f"{step}_result")
        links = _decided(draft, gateway, agreed, links[0], result)
    onward = next(link for link in links if link.target == way.get("targetRef"))
    new = [_user_task(draft, edit, step, way, links[0])]
    if result:
        new.append(_result_gateway(draft, edit, result, links))
    draft.source.put_after(before, *new)
    draft.source.put_after(way, *(_flow(draft, link) for link in links))
    draft.source.set_attribute(way, "targetRef", step)
    for link in links:
        if link.target != result:
            _list_incoming(draft, link.target, way.get("id", "") if link is onward else "", link.id)
    if place is not None:
        named = (draft.tag("flowNodeRef", text=each) for each in (step, result) if each)
        draft.source.append(place, *named)
    _draw_inserted(draft, way, (step, result), place, links)


def _decided(
    draft: Draft, gateway: etree._Element, agreed: etree._Element, onward: _Link, result: str
) -> list[_Link]:
    """The flows of a step with its own gateway, after the pattern of the gateway before."""
    step = onward.source
    links = [_Link(draft.new_id(f"{step}_done"), step, result)]
    links.append(
        _Link(onward.id, result, onward.target, agreed.get("name", ""), _condition(agreed))
    )
    links += [
        _Link(
            draft.new_id(f"{step}_other"),
            result,
            flow.get("targetRef", ""),
            flow.get("name", ""),
            _condition(flow),
        )
        for flow in draft.flows(sourceRef=gateway.get("id", ""))
        if flow is not agreed
    ]
    return links


def _user_task(
    draft: Draft, edit: InsertStepAfter, step: str, way: etree._Element, out: _Link
) -> str:
    inner = ""
    if edit.properties:
        inner = draft.tag("extensionElements", inner=draft.properties_tag(edit.properties))
    inner += draft.tag("incoming", text=way.get("id", "")) + draft.tag("outgoing", text=out.id)
    return draft.tag("userTask", inner=inner, id=step, name=edit.name)


def _result_gateway(draft: Draft, edit: InsertStepAfter, result: str, links: list[_Link]) -> str:
    inner = draft.tag("incoming", text=links[0].id)
    inner += "".join(draft.tag("outgoing", text=link.id) for link in links[1:])
    default = next((link.id for link in links[1:] if not link.condition), "")
    attributes = {"default": default} if default else {}
    name = f"{edit.name}?"
    return draft.tag("exclusiveGateway", inner=inner, id=result, name=name, **attributes)


def remove_step(draft: Draft, step: str) -> None:
    """Take a step out and join its ends; the rules stand at ``editing.RemoveStep``."""
    element = draft.step(step)
    out = draft.flows(sourceRef=step)
    if bpmn_name(element) not in TASKS or len(out) != 1:
        raise EditError(because="chỉ xóa được bước có đúng một luồng ra")
    attached = [each for each in draft.root.iter("*") if each.get("attachedToRef") == step]
    if attached:
        raise EditError(because="bước còn có sự kiện hẹn giờ gắn vào; hãy xóa sự kiện đó trước")
    gateway = _own_gateway(draft, out[0])
    agreed = _agreed(draft, gateway) if gateway is not None else None
    gone = {step}
    if gateway is not None and agreed is not None:
        gone.add(gateway.get("id", ""))
    onward = agreed if agreed is not None else out[0]
    target = onward.get("targetRef", "")
    if target in gone:
        raise EditError(because="bước này quay lại chính nó nên không nối tiếp được")
    flows = [flow for each in gone for flow in draft.flows(sourceRef=each)]
    incoming = [flow for flow in draft.flows(targetRef=step) if flow not in flows]
    gone |= _orphans(draft, flows, target)
    for flow in flows:
        draft.source.remove(flow)
        draft.erase(flow.get("id", ""))
        _unlist(draft, flow, gone)
    for node in gone:
        draft.source.remove(draft.element(node))
        draft.erase(node)
        for reference in draft.lane_references(node):
            draft.source.remove(reference)
    for flow in incoming:
        draft.source.set_attribute(flow, "targetRef", target)
        _list_incoming(draft, target, "", flow.get("id", ""))
        _redraw(draft, flow.get("id", ""), flow.get("sourceRef", ""), target)


def move_to_lane(draft: Draft, step: str, lane: str) -> None:
    """Put a node into another lane, in the picture too."""
    draft.step(step)
    place = draft.element(lane)
    if bpmn_name(place) != "lane":
        raise EditError(because=f"“{lane[:60]}” không phải là làn")
    if draft.lane_of(step) is place:
        return
    for reference in draft.lane_references(step):
        draft.source.remove(reference)
    draft.source.append(place, draft.tag("flowNodeRef", text=step))
    box, area = draft.picture.boxes.pop(step, None), draft.picture.areas.get(lane)
    if box is None or area is None:
        return
    wanted = Box(box.x - box.width - _GAP, area.y + 20, box.width, box.height)
    free = draft.picture.free_place(box.width, box.height, wanted, area)
    draft.put_shape(step, free)
    draft.widen(free.right + _GAP)
    for flow in {*draft.flows(sourceRef=step), *draft.flows(targetRef=step)}:
        _redraw(draft, flow.get("id", ""), flow.get("sourceRef", ""), flow.get("targetRef", ""))


def _own_gateway(draft: Draft, flow: etree._Element) -> etree._Element | None:
    """The gateway that looks at nothing but the outcome of the step before it."""
    gateway = draft.element(flow.get("targetRef", ""))
    identity = gateway.get("id", "")
    if bpmn_name(gateway) != "exclusiveGateway" or len(draft.flows(targetRef=identity)) != 1:
        return None
    read: set[str] = set()
    for each in draft.flows(sourceRef=identity):
        try:
            read |= compile_expression(_condition(each)).names if _condition(each) else set()
        except ExpressionError:
            return None
    return gateway if read == {OUTCOME} else None


def _agreed(draft: Draft, gateway: etree._Element) -> etree._Element | None:
    for flow in draft.flows(sourceRef=gateway.get("id", "")):
        condition = _condition(flow)
        try:
            if condition and compile_expression(condition).evaluate({OUTCOME: "approve"}):
                return flow
        except ExpressionError:
            continue
    return None


def _condition(flow: etree._Element) -> str:
    return flow.findtext(f"{{{BPMN}}}conditionExpression", "").strip()


def _flow(draft: Draft, link: _Link) -> str:
    inner = draft.tag("conditionExpression", text=link.condition) if link.condition else ""
    named = {"name": link.name} if link.name else {}
    ends = {"sourceRef": link.source, "targetRef": link.target}
    return draft.tag("sequenceFlow", inner=inner, id=link.id, **named, **ends)


def _lane(draft: Draft, lane: str, after: str) -> etree._Element | None:
    if not lane:
        return draft.lane_of(after)
    place = draft.element(lane)
    if bpmn_name(place) != "lane":
        raise EditError(because=f"“{lane[:60]}” không phải là làn")
    return place


def _list_incoming(draft: Draft, node: str, old: str, new: str) -> None:
    """Keep the list of incoming flows that some tools write into a node."""
    element = draft.element(node)
    listed = element.findall(f"{{{BPMN}}}incoming")
    known = next((each for each in listed if old and (each.text or "").strip() == old), None)
    if known is not None:
        draft.source.set_text(known, new)
    elif listed:
        draft.source.put_after(listed[-1], draft.tag("incoming", text=new))


def _unlist(draft: Draft, flow: etree._Element, gone: set[str]) -> None:
    target = flow.get("targetRef", "")
    if target in gone:
        return
    for each in draft.element(target).iterfind(f"{{{BPMN}}}incoming"):
        if (each.text or "").strip() == flow.get("id"):
            draft.source.remove(each)


def _orphans(draft: Draft, flows: list[etree._Element], kept: str) -> set[str]:
    """End events that nothing leads to any more; EditError for anything else."""
    orphans: set[str] = set()
    for flow in flows:
        target = flow.get("targetRef", "")
        if target == kept or any(each not in flows for each in draft.flows(targetRef=target)):
            continue
        element = draft.element(target)
        if bpmn_name(element) == "endEvent":
            orphans.add(target)
        elif flow.get("sourceRef") != target and bpmn_name(element) in TASKS:
            name = element.get("name") or target
            raise EditError(because=f"sẽ không còn đường nào đến “{name}”")
    return orphans


def _draw_inserted(
    draft: Draft,
    way: etree._Element,
    new: tuple[str, str],
    lane: etree._Element | None,
    links: list[_Link],
) -> None:
    step, result = new
    near = draft.picture.boxes.get(way.get("sourceRef", ""))
    if near is None:
        return
    width = _TASK[0] + (_GAP + _GATEWAY if result else 0)
    area = None if lane is None else draft.picture.areas.get(lane.get("id", ""))
    draft.picture.lines.pop(way.get("id", ""), None)
    place = draft.picture.free_place(width, _TASK[1], near, area)
    draft.put_shape(step, Box(place.x, place.y, *_TASK))
    if result:
        middle = place.y + (_TASK[1] - _GATEWAY) / 2
        diamond = Box(place.right - _GATEWAY, middle, _GATEWAY, _GATEWAY)
        draft.put_shape(result, diamond, marked=True)
    draft.widen(place.right + _GAP)
    _redraw(draft, way.get("id", ""), way.get("sourceRef", ""), step)
    for link in links:
        _redraw(draft, link.id, link.source, link.target)


def _redraw(draft: Draft, flow: str, source: str, target: str) -> None:
    if source in draft.picture.boxes and target in draft.picture.boxes:
        draft.put_line(flow, draft.picture.route(source, target))
