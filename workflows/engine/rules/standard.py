"""Where a file departs from the standard's own schema, said so that it can be mended."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.dmn.parser.BpmnDmnParser import SCHEMAS

from workflows.engine.rules.catalogue import found
from workflows.engine.xml import BPMN, local_name, namespace
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.engine.problems import Problem

#: Most problems reported against the standard; the first ones usually cause the others.
MAX_SCHEMA: Final = 20
#: Longest part of a file that a sentence repeats.
_SHOWN: Final = 60
_NAMED: Final = re.compile(r"\{[^{}]*\}(?=[A-Za-z])")
#: What the schema says of an element, and what people are told. The first that fits is told.
_SAID: Final = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (
            r"The attribute '(?P<what>(?:source|target)Ref)' is required",
            Sentence("không nối vào phần tử nào ({what}). Hãy nối lại hoặc xóa"),
        ),
        (
            r"The attribute '(?P<what>[^']*)' is required",
            Sentence("thiếu thuộc tính “{what}”. Hãy ghi thêm thuộc tính này"),
        ),
        (
            r"The attribute '(?P<what>[^']*)' is not allowed",
            Sentence("thuộc tính “{what}” không có trong chuẩn. Hãy xóa thuộc tính này"),
        ),
        (
            r"'(?P<what>[^']*)' is not a valid value of the atomic type 'xs:ID'",
            Sentence(
                "mã “{what}” không hợp lệ. Hãy đổi thành mã chỉ có chữ cái, chữ số, dấu gạch và "
                "bắt đầu bằng chữ cái hoặc dấu gạch dưới"
            ),
        ),
        (
            r"The QName value '(?P<what>[^']*)' has no corresponding namespace",
            Sentence("tiền tố trong “{what}” chưa được khai báo. Hãy khai báo hoặc bỏ tiền tố"),
        ),
        (
            r"The QName value '(?P<what>[^']*)' of the xsi:type attribute",
            Sentence("loại “{what}” không có trong chuẩn. Hãy bỏ thuộc tính xsi:type"),
        ),
        (
            r"attribute '(?P<where>[^']*)': (?:\[.*\] )?(?:The value )?'(?P<what>[^']*)' is not",
            Sentence("thuộc tính “{where}” có giá trị “{what}” không hợp lệ. Hãy ghi lại"),
        ),
        (
            r"'(?P<what>[^']*)' is not a valid value",
            Sentence("giá trị “{what}” không hợp lệ. Hãy ghi lại"),
        ),
        (
            r"Missing child element\(s\)\. Expected is (?:one of )?\( (?P<what>.*) \)",
            Sentence("thiếu phần bên trong (cần {what}). Hãy vẽ lại phần tử này"),
        ),
        (
            r"This element is not expected|No matching global element",
            Sentence(
                "<{tag}> đặt không đúng chỗ hoặc không có trong chuẩn. Hãy xóa, hoặc chuyển vào "
                "phần mở rộng (extensionElements)"
            ),
        ),
        (
            r"Character content",
            Sentence("<{tag}> có chữ ở chỗ chỉ được có phần tử. Hãy xóa phần chữ đó"),
        ),
    )
)
_OTHER: Final = Sentence("<{tag}> có nội dung không hợp lệ. Hãy vẽ lại phần tử này")
_schema_lock: Final = threading.Lock()


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
        entries = [(entry.path, entry.line, entry.message) for entry in log]
    told: set[tuple[str, str]] = set()
    known = {prefix: uri for each in root.iter("*") for prefix, uri in each.nsmap.items() if prefix}
    for where, line, message in entries:
        element = _element_at(root, where, known)
        if _is_foreign(element, root):
            continue
        owner = _owner(element, root)
        detail = _in_words(_NAMED.sub("", message), local_name(element))
        if (owner.get("id", ""), detail) in told:
            continue
        told.add((owner.get("id", ""), detail))
        standard = "BPMN 2.0" if bpmn else "DMN"
        problem = found("schema", owner, standard=standard, detail=detail)
        yield replace(problem, line=line or problem.line)
        if len(told) == MAX_SCHEMA:
            return


def _in_words(message: str, tag: str) -> Sentence:
    for pattern, sentence in _SAID:
        said = pattern.search(message)
        if said is not None:
            facts = {name: value[:_SHOWN] for name, value in said.groupdict().items()}
            return Sentence(sentence.template, **{"tag": tag, **facts})
    return Sentence(_OTHER.template, tag=tag)


def _element_at(root: etree._Element, path: str | None, known: Mapping[str, str]) -> etree._Element:
    """The element that the schema speaks of; the root when it cannot be told."""
    try:
        at: Any = root.getroottree().xpath(path or "/*", namespaces=dict(known))
    except etree.XPathError:
        return root
    return at[0] if at else root


def _owner(element: etree._Element, root: etree._Element) -> etree._Element:
    """The nearest element that people find by its id; what a part of the picture shows."""
    for owner in (element, *element.iterancestors()):
        if shown := owner.get("bpmnElement", "").rpartition(":")[2]:
            drawn = (each for each in root.iter("*") if each.get("id") == shown)
            return next(drawn, owner)
        if owner.get("id"):
            return owner
    return element


def _is_foreign(element: etree._Element, root: etree._Element) -> bool:
    """Whether it is an extension of another tool, which the standard leaves to that tool."""
    return namespace(element) != namespace(root) and any(
        local_name(parent) == "extensionElements" for parent in element.iterancestors()
    )


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
