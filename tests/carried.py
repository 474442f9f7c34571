"""What a BPMN or DMN file carries, however it is written: to see that nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_QNAME = re.compile(r"([A-Za-z_][\w.-]*):([\w.-]+)")
#: A table is saved in DMN 1.3, whichever version it came in.
_DMN = re.compile(r"https?://www\.omg\.org/spec/DMN/\d+/(?:MODEL/|dmn\.xsd)")


def carried(data: bytes) -> Counter[tuple[str, ...]]:
    """Count every element, attribute, text, comment and instruction with the place it has."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    around = [*root.itersiblings(preceding=True), *root.itersiblings()]
    return Counter([*_facts(root, ""), *(_note(each, "") for each in around)])


def lost(before: bytes, after: bytes) -> list[tuple[str, ...]]:
    """What the second file no longer carries, or carries at another place."""
    return sorted((carried(before) - carried(after)).elements())


def _facts(element: etree._Element, place: str) -> Iterator[tuple[str, ...]]:
    tag = _DMN.sub("DMN", str(element.tag))
    known = element.get("bpmnElement") or element.get("id")
    here = f"{place}/{tag}" if known is None else f"{tag}#{known}"
    yield ("element", place, tag)
    for name, value in element.attrib.items():
        yield ("attribute", here, str(name), _value(element, str(value)))
    texts = [element.text or "", *(child.tail or "" for child in element)]
    if text := "".join(texts).strip():
        yield ("text", here, _value(element, text))
    for child in element:
        if isinstance(child.tag, str):
            yield from _facts(child, here)
        else:
            yield _note(child, here)


def _note(note: etree._Element, place: str) -> tuple[str, ...]:
    return ("note", place, etree.tostring(note, encoding="unicode", with_tail=False))


def _value(element: etree._Element, value: str) -> str:
    """A value with its namespace instead of a prefix, a number without idle digits."""
    qname = _QNAME.fullmatch(value)
    if qname and qname[1] in element.nsmap:
        return f"{{{element.nsmap[qname[1]]}}}{qname[2]}"
    return str(float(value)) if _NUMBER.fullmatch(value) else value
