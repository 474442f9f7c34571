"""The list editor: the same edits as with the mouse, written into the file where they belong.

Every edit takes the bytes of a diagram and gives new ones; what an edit does not touch stays byte
for byte. New shapes never lie on others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workflows.engine.draft import Draft, EditError
from workflows.engine.drafting import insert_step, move_to_lane, remove_step
from workflows.engine.edits import (
    Edit,
    InsertStepAfter,
    MoveToLane,
    RemoveStep,
    Rename,
    SetCondition,
    SetProperties,
)
from workflows.engine.expressions import ExpressionError, compile_expression
from workflows.engine.graph import bpmn_name
from workflows.engine.xml import BPMN, SPIFF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

__all__ = [
    "Edit",
    "EditError",
    "InsertStepAfter",
    "MoveToLane",
    "RemoveStep",
    "Rename",
    "SetCondition",
    "SetProperties",
    "apply_edit",
]

#: Longest name or value.
MAX_TEXT: Final = 500
_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMED: Final = frozenset({"laneSet", "definitions", "conditionExpression"})


def apply_edit(bpmn: bytes, edit: Edit) -> bytes:
    """The diagram after one edit.

    Raises XmlError when the file cannot be read, EditError with a sentence when the edit does not
    suit the diagram. The result is not checked further: ``lint_file`` does that.
    """
    draft = Draft(bpmn)
    match edit:
        case Rename():
            _rename(draft, edit)
        case SetProperties():
            _set_properties(draft, draft.step(edit.step), edit.properties)
        case InsertStepAfter():
            given = _checked(edit.properties)
            properties = {key: value for key, value in given.items() if value}
            insert_step(draft, replace(edit, name=_text(edit.name), properties=properties))
        case RemoveStep():
            remove_step(draft, edit.step)
        case SetCondition():
            _set_condition(draft, edit)
        case MoveToLane():
            move_to_lane(draft, edit.step, edit.lane)
    return draft.source.written()


def _rename(draft: Draft, edit: Rename) -> None:
    element = draft.element(edit.element)
    if not bpmn_name(element) or bpmn_name(element) in _NAMED:
        raise EditError(because=f"phần tử “{edit.element}” không có tên")
    draft.source.set_attribute(element, "name", _text(edit.name))


def _set_properties(draft: Draft, step: etree._Element, properties: Mapping[str, str]) -> None:
    wanted = _checked(properties)
    holder = step.find(f"{{{BPMN}}}extensionElements")
    operator = None if holder is None else holder.find(f"{{{SPIFF}}}serviceTaskOperator")
    if operator is not None and wanted.get("operation"):
        draft.source.set_attribute(operator, "id", wanted.pop("operation"))
    group = None if holder is None else holder.find(f"{{{SPIFF}}}properties")
    known = {} if group is None else {each.get("name", ""): each for each in group}
    new: dict[str, str] = {}
    for key, value in wanted.items():
        if key in known and value:
            draft.source.set_attribute(known[key], "value", value)
        elif key in known:
            draft.source.remove(known[key])
        elif value:
            new[key] = value
    if new:
        _add_properties(draft, step, holder, group, new)


def _add_properties(
    draft: Draft,
    step: etree._Element,
    holder: etree._Element | None,
    group: etree._Element | None,
    new: Mapping[str, str],
) -> None:
    """Write settings that a step did not have, into the innermost part that is there already."""
    if group is not None:
        draft.source.append(group, *draft.property_tags(new))
    elif holder is not None:
        draft.source.append(holder, draft.properties_tag(new))
    else:
        inner = draft.tag("extensionElements", inner=draft.properties_tag(new))
        documentation = step.findall(f"{{{BPMN}}}documentation")
        if documentation:
            draft.source.put_after(documentation[-1], inner)
        elif len(step):
            draft.source.put_before(step[0], inner)
        else:
            draft.source.append(step, inner)


def _set_condition(draft: Draft, edit: SetCondition) -> None:
    flow = draft.element(edit.flow)
    gateway = draft.element(flow.get("sourceRef", ""))
    if bpmn_name(flow) != "sequenceFlow" or not bpmn_name(gateway).endswith("Gateway"):
        raise EditError(because="chỉ luồng ra khỏi cổng mới có điều kiện")
    if bpmn_name(gateway) not in {"exclusiveGateway", "inclusiveGateway"}:
        raise EditError(because="cổng này không chọn theo điều kiện")
    known = flow.find(f"{{{BPMN}}}conditionExpression")
    if edit.condition is None:
        if known is not None:
            draft.source.remove(known)
        draft.source.set_attribute(gateway, "default", edit.flow)
        return
    if gateway.get("default") == edit.flow:
        because = "đây là luồng mặc định; hãy chọn luồng khác làm mặc định trước"
        raise EditError(because=because)
    condition = _text(edit.condition)
    try:
        compile_expression(condition)
    except ExpressionError as error:
        raise EditError(because=str(error).rstrip(".")) from error
    if known is not None:
        draft.source.set_text(known, condition)
        return
    draft.source.append(flow, draft.tag("conditionExpression", text=condition))


def _checked(properties: Mapping[str, str]) -> dict[str, str]:
    """Settings as they may be written; a blank value is empty."""
    for key in properties:
        if not _KEY.fullmatch(key):
            raise EditError(because=f"tên thuộc tính “{key[:60]}” không hợp lệ")
    return {key: _text(value) if value.strip(" ") else "" for key, value in properties.items()}


def _text(text: str) -> str:
    """One line of text that XML can hold."""
    line = " ".join(text.split())
    if not line or len(line) > MAX_TEXT or _FORBIDDEN.search(text):
        raise EditError(because=f"nội dung phải có từ 1 đến {MAX_TEXT} ký tự đọc được")
    return line
