"""What the drawing libraries leave out of a file is put back when their drawing is saved.

bpmn-js and dmn-js write a file anew from what they understood of it: comments, processing
instructions, attributes that only say the default, and foreign parts in unforeseen places are
gone. The text that the drawing was opened from still has them. What people removed themselves
stays removed: an element that is gone takes with it what it held.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from lxml import etree

from workflows.engine.drawing import BPMNDI, DC, DI
from workflows.engine.source import Source
from workflows.engine.xml import BPMN, DMN, SPIFF, XmlError, local_name, namespace, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Attributes with the value that the standards give them anyway (BPMN 2.0, DMN 1.3).
DEFAULTS: Final = frozenset(
    {
        ("behavior", "All"),
        ("cancelActivity", "true"),
        ("cancelRemainingInstances", "true"),
        ("completionQuantity", "1"),
        ("eventGatewayType", "Exclusive"),
        ("expressionLanguage", "http://www.w3.org/1999/XPath"),
        ("gatewayDirection", "Unspecified"),
        ("hitPolicy", "UNIQUE"),
        ("instantiate", "false"),
        ("isCollection", "false"),
        ("isForCompensation", "false"),
        ("isInterrupting", "true"),
        ("isReference", "false"),
        ("isSequential", "false"),
        ("isUnlimited", "true"),
        ("loopType", "None"),
        ("maximum", "1"),
        ("messageVisibleKind", "initiating"),
        ("minimum", "0"),
        ("mustUnderstand", "false"),
        ("parallelMultiple", "false"),
        ("startQuantity", "1"),
        ("testBefore", "false"),
        ("textFormat", "text/plain"),
        ("triggeredByEvent", "false"),
        ("typeLanguage", "http://www.w3.org/2001/XMLSchema"),
        ("waitForCompletion", "true"),
    }
)
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
#: What the libraries and our own panel write as it is meant to be.
_OWN: Final = frozenset({BPMN, BPMNDI, DC, DI, SPIFF, _XML, _XSI, *DMN})
_BLANKS: Final = re.compile(r"[\r\t]")
_PREFIXED: Final = re.compile(r"\b([A-Za-z_][\w.-]*):(?=[A-Za-z_])")


def put_back(before: bytes, after: bytes) -> bytes:
    """The drawing ``after``, with what its library left out of the text ``before``.

    Never raises for what was drawn: a text that cannot be read has nothing to give.
    """
    try:
        old = read_xml(before, notes=True)
        kept = _Kept(old, read_xml(after, notes=True), Source(after))
        kept.put_back(old)
        written = kept.source.written()
        read_xml(written)
    except (XmlError, etree.LxmlError):
        return after
    return written


class _Kept:
    """One text, and the drawing that was made from it."""

    def __init__(self, old: etree._Element, noted: etree._Element, source: Source) -> None:
        self.source = source
        self.there = Counter(_written(note) for note in _notes(noted))
        self.known = _by_identity(source.root)
        self.before = {_identity(element) for element in old.iter("*")} - {None}
        self.ids = {element.get("id") for element in source.root.iter("*")}
        self.partners = {old: source.root} if _kind(old) == _kind(source.root) else {}
        self.taken = set(self.partners.values())

    def put_back(self, old: etree._Element) -> None:
        """Go through the text from its beginning to its end."""
        if old not in self.partners:
            return
        for element in old.iter("*"):
            new = self.partners.get(element)
            if new is not None:
                self._pair(element, new)
                self._attributes(element, new)
                self._parts(element, new)
        for note in _notes(old):
            self._note(note)

    def _pair(self, element: etree._Element, new: etree._Element) -> None:
        """Find what each child has become: by its id, else by its place among its like."""
        alike: dict[Any, list[etree._Element]] = {}
        for child in new:
            alike.setdefault(_kind(child), []).append(child)
        same = Counter(_kind(child) for child in element if _is_element(child))
        at: Counter[Any] = Counter()
        for child in element:
            if not _is_element(child):
                continue
            kind = _kind(child)
            identity = _identity(child)
            found = None if identity is None else self.known.get(identity)
            others = alike.get(kind, [])
            if found is None and len(others) == same[kind] and self._renamed(identity, others):
                found = others[at[kind]]
            at[kind] += 1
            if found is not None and _kind(found) == kind and found not in self.taken:
                self.partners[child] = found
                self.taken.add(found)

    def _renamed(self, identity: tuple[str, str] | None, others: list[etree._Element]) -> bool:
        """Whether the place alone says who it is: without an id, or the only one under a new."""
        return identity is None or (len(others) == 1 and _identity(others[0]) not in self.before)

    def _attributes(self, element: etree._Element, new: etree._Element) -> None:
        for name, value in element.attrib.items():
            if name in new.attrib:
                self._line_breaks(new, str(name), str(value))
                continue
            place, plain = namespace_of(name)
            if place == _XSI and namespace(element) == DI:
                prefix, _, type_name = str(value).rpartition(":")
                uri = element.nsmap.get(prefix or None, "")
                typed = f"{self._prefix(new, uri, element)}:{type_name}"
                self.source.set_attribute(
                    new, f"{self._prefix(new, place, element)}:{plain}", typed
                )
            elif place and place not in _OWN:
                written = f"{self._prefix(new, place, element)}:{plain}"
                self.source.set_attribute(new, written, str(value))
            elif not place and self._is_unseen(str(name), str(value)):
                self.source.set_attribute(new, str(name), str(value))

    def _line_breaks(self, new: etree._Element, name: str, value: str) -> None:
        """The libraries write a carriage return or a tab as it is, which XML reads as a blank."""
        if new.get(name) != value and new.get(name) == _BLANKS.sub(" ", value):
            self.source.set_attribute(new, name, value)

    def _is_unseen(self, name: str, value: str) -> bool:
        """Whether nobody can have removed an attribute: the board neither shows nor asks for it."""
        return (
            (name, value) in DEFAULTS
            or name == "labelStyle"
            or (name == "id" and value not in self.ids)
        )

    def _prefix(self, new: etree._Element, uri: str, element: etree._Element) -> str:
        """A prefix of the namespace in the drawing, declared there when it has none."""
        for prefix, known in new.nsmap.items():
            if known == uri and prefix:
                return prefix
        wanted = [prefix for prefix, known in element.nsmap.items() if known == uri and prefix]
        prefix = wanted[0]
        self.source.set_attribute(new, f"xmlns:{prefix}", uri)
        return prefix

    def _parts(self, element: etree._Element, new: etree._Element) -> None:
        """Foreign parts that the drawing has fewer of, pictures of what is still there."""
        left = Counter(_kind(child) for child in new)
        for child in element:
            if not _is_element(child) or child in self.partners:
                continue
            if namespace(child) == BPMNDI and child.get("bpmnElement"):
                shown = child.get("bpmnElement", "").rpartition(":")[2]
                if shown in self.ids and _identity(child) not in self.known:
                    self._insert(child, element, _with_namespaces(child))
            elif namespace(child) not in _OWN:
                if left[_kind(child)] > 0:
                    left[_kind(child)] -= 1
                else:
                    self._insert(child, element, _with_namespaces(child))

    def _note(self, note: etree._Element) -> None:
        text = _written(note)
        if self.there[text] > 0:
            self.there[text] -= 1
            return
        parent = note.getparent()
        if parent is None:
            following = any(_is_element(each) for each in note.itersiblings())
            put = self.source.put_before if following else self.source.put_after
            put(self.source.root, text)
        elif parent in self.partners:
            self._insert(note, parent, text)

    def _insert(self, part: etree._Element, parent: etree._Element, text: str) -> None:
        """Write a part beside the nearest neighbour that is still where it was."""
        home = self.partners[parent]
        for siblings, put in (
            (part.itersiblings(), self.source.put_before),
            (part.itersiblings(preceding=True), self.source.put_after),
        ):
            for sibling in siblings:
                neighbour = self.partners.get(sibling)
                if neighbour is not None and neighbour.getparent() is home:
                    put(neighbour, text)
                    return
        if not len(home) and not (home.text or "").strip():
            self.source.append(home, text)


def namespace_of(name: str | bytes) -> tuple[str, str]:
    """Namespace and local name of an attribute."""
    parts = etree.QName(name)
    return parts.namespace or "", parts.localname


def _is_element(node: etree._Element) -> TypeGuard[etree._Element]:
    return isinstance(node.tag, str)


def _notes(root: etree._Element) -> Iterator[etree._Element]:
    """Comments and instructions in their order, those around the root as well."""
    yield from reversed(list(root.itersiblings(preceding=True)))
    yield from root.iter(etree.Comment, etree.ProcessingInstruction)
    yield from root.itersiblings()


def _written(note: etree._Element) -> str:
    return etree.tostring(note, encoding="unicode", with_tail=False)


def _kind(element: etree._Element) -> tuple[str, str]:
    """Tag; the versions of DMN count as one, since a table is written in the newest."""
    place = namespace(element)
    return ("DMN" if "/spec/DMN/" in place else place), local_name(element)


def _identity(element: etree._Element) -> tuple[str, str] | None:
    """By what an element is known: its id; a picture by what it shows."""
    shown = element.get("bpmnElement")
    if shown and namespace(element) == BPMNDI:
        return local_name(element), shown.rpartition(":")[2]
    identity = element.get("id")
    return ("", identity) if identity else None


def _by_identity(root: etree._Element) -> dict[tuple[str, str], etree._Element]:
    known: dict[tuple[str, str], etree._Element] = {}
    twice: set[tuple[str, str]] = set()
    for element in root.iter("*"):
        identity = _identity(element)
        if identity in known:
            twice.add(identity)
        elif identity is not None:
            known[identity] = element
    return {identity: element for identity, element in known.items() if identity not in twice}


def _with_namespaces(part: etree._Element) -> str:
    """A part as text that stands by itself: with the namespaces that it names, and no others."""
    alone = deepcopy(part)
    alone.tail = None
    texts = [text for each in alone.iter("*") for text in (each.text or "", *each.attrib.values())]
    named = {str(prefix) for text in texts for prefix in _PREFIXED.findall(str(text))}
    etree.cleanup_namespaces(alone, keep_ns_prefixes=sorted(named))
    return etree.tostring(alone, encoding="unicode")
