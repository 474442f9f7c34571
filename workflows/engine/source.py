"""The text of a BPMN or DMN file, changed only where an edit touches it.

Everything else stays byte for byte as it came: extensions of other tools, comments, the order and
the spelling of attributes. Edits are noted first and written together.
"""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflows.engine.xml import decode_xml, read_xml

if TYPE_CHECKING:
    from lxml import etree

#: Comments, instructions, CDATA (skipped) and tags of a file that is known to be well-formed.
_TOKEN: Final = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(?P<close>/?)[^>"'/!?](?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)
_ENCODING: Final = re.compile(r"""^(\s*<\?xml\b[^>]*?encoding\s*=\s*)(["'])([A-Za-z0-9._-]+)\2""")


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element stands in the text; the inside of ``<a/>`` is empty and at its end."""

    start: int
    inside: int
    inside_end: int
    end: int

    @property
    def is_closed(self) -> bool:
        """Whether the element is written as ``<a/>``."""
        return self.inside == self.end


class Source:
    """A file that is being edited. Raises XmlError when it cannot be read."""

    def __init__(self, data: bytes) -> None:
        self.root = read_xml(data)
        self._text = decode_xml(data)
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self._spans: dict[etree._Element, Span] = {}
        self._patches: list[tuple[int, int, str]] = []
        self._locate()

    def set_attribute(self, element: etree._Element, name: str, value: str) -> None:
        """Write an attribute, in its place if it is there already."""
        start, inside = self._spans[element].start, self._spans[element].inside
        known = re.compile(rf"""(\s{re.escape(name)}\s*=\s*)("[^"]*"|'[^']*')""")
        found = known.search(self._text, start, inside)
        if found is not None:
            self._patches.append((found.start(2), found.end(2), f'"{_escaped(value)}"'))
            return
        at = inside - (2 if self._text[inside - 2] == "/" else 1)
        while self._text[at - 1].isspace():
            at -= 1
        self._patches.append((at, at, f' {name}="{_escaped(value)}"'))

    def remove_attribute(self, element: etree._Element, name: str) -> None:
        """Take an attribute away."""
        span = self._spans[element]
        known = re.compile(rf"""\s{re.escape(name)}\s*=\s*("[^"]*"|'[^']*')""")
        found = known.search(self._text, span.start, span.inside)
        if found is not None:
            self._patches.append((found.start(), found.end(), ""))

    def set_text(self, element: etree._Element, text: str) -> None:
        """Write the text of an element without children."""
        span = self._spans[element]
        if span.is_closed:
            self._open(element, html.escape(text, quote=False))
        else:
            self._patches.append((span.inside, span.inside_end, html.escape(text, quote=False)))

    def markup(self, element: etree._Element) -> str:
        """An element as it came."""
        span = self._spans[element]
        return self._text[span.start : span.end]

    def remove(self, element: etree._Element) -> None:
        """Take an element away with the line break before it."""
        span = self._spans[element]
        start = span.start
        while start and self._text[start - 1] in " \t":
            start -= 1
        start -= self._text[start - 1] == "\n"
        start -= self._text[start - 1] == "\r"
        self._patches.append((start, span.end, ""))

    def replace(self, element: etree._Element, *parts: str) -> None:
        """Write parts in the place of an element."""
        span = self._spans[element]
        self._patches.append((span.start, span.end, self._indent(element).join(parts)))

    def append(self, element: etree._Element, *parts: str) -> None:
        """Write parts as the last children of an element."""
        span = self._spans[element]
        children = [child for child in element if child in self._spans]
        if children:
            self.put_after(children[-1], *parts)
            return
        own = self._indent(element)
        inner = "".join(f"{own}  {part}" for part in parts) + own
        if span.is_closed:
            self._open(element, inner)
        else:
            self._patches.append((span.inside, span.inside_end, inner))

    def put_after(self, element: etree._Element, *parts: str) -> None:
        """Write parts behind an element, on lines of their own."""
        end, indent = self._spans[element].end, self._indent(element)
        self._patches += [(end, end, f"{indent}{part}") for part in parts]

    def put_before(self, element: etree._Element, *parts: str) -> None:
        """Write parts before an element, on lines of their own."""
        start, indent = self._spans[element].start, self._indent(element)
        self._patches += [(start, start, f"{part}{indent}") for part in parts]

    def written(self) -> bytes:
        """The whole file with all edits, as UTF-8."""
        out: list[str] = []
        place = 0
        removed = [(start, end) for start, end, text in self._patches if start < end and not text]
        for start, end, text in sorted(self._patches, key=lambda patch: patch[:2]):
            if start < place or any(a < start and end < b for a, b in removed):
                continue
            out += [self._text[place:start], text]
            place = end
        text = "".join([*out, self._text[place:]])
        return self._mark + _ENCODING.sub(_in_utf8, text, count=1).encode()

    def _open(self, element: etree._Element, inner: str) -> None:
        """Write ``<a/>`` as ``<a>…</a>``."""
        span = self._spans[element]
        at = span.end - 2
        while self._text[at - 1].isspace():
            at -= 1
        tag = re.match(r"<([^\s/>]+)", self._text[span.start : span.end])
        name = tag[1] if tag else ""
        self._patches.append((at, span.end, f">{inner}</{name}>"))

    def _indent(self, element: etree._Element) -> str:
        """The line break and the blanks before an element; nothing in a file without lines."""
        start = self._spans[element].start
        blank = start
        while blank and self._text[blank - 1] in " \t":
            blank -= 1
        if not blank or self._text[blank - 1] != "\n":
            return ""
        line = "\r\n" if self._text[blank - 2 : blank] == "\r\n" else "\n"
        return line + self._text[blank:start]

    def _locate(self) -> None:
        elements = self.root.iter("*")
        waiting: list[tuple[etree._Element, int, int]] = []
        for token in _TOKEN.finditer(self._text):
            if token["close"] is None:
                continue
            if token["close"]:
                element, start, inside = waiting.pop()
                self._spans[element] = Span(start, inside, token.start(), token.end())
            elif token.group().endswith("/>"):
                end = token.end()
                self._spans[next(elements)] = Span(token.start(), end, end, end)
            else:
                waiting.append((next(elements), token.start(), token.end()))


def _in_utf8(declaration: re.Match[str]) -> str:
    """The declaration as it stands when it names UTF-8 already, else with UTF-8 in it."""
    named = declaration[3].lower() in {"utf-8", "us-ascii", "ascii"}
    return declaration[0] if named else f"{declaration[1]}{declaration[2]}UTF-8{declaration[2]}"


def _escaped(text: str) -> str:
    escaped = html.escape(text, quote=True).replace("&#x27;", "'")
    return escaped.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
