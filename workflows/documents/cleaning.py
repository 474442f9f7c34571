"""Make typed or pasted text plain: Unicode NFC, no Word or HTML rubbish, ordinary spaces."""

from __future__ import annotations

import html
import re
import unicodedata

_TAGS = (
    "a|abbr|b|body|br|center|code|col|colgroup|dd|del|div|dl|dt|em|font|h[1-6]|head|hr|html|i|img|"
    "ins|li|link|meta|o:p|ol|p|pre|s|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|"
    "th|thead|title|tr|tt|u|ul|xml|[ovwm]:[a-z]+|st1:[a-z]+"
)
_ATTRIBUTES = r"(?:\s+[\w:-]{1,40}\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*\s*"
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_TAGS}){_ATTRIBUTES}/?>", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<!--.*?-->|<(?P<name>style|script)\b[^>]*>.*?</(?P=name)\s*>", re.IGNORECASE | re.DOTALL
)
_LINE_TAGS = frozenset(
    ["br", "p", "div", "li", "tr", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "table"]
)
_CELL_TAGS = frozenset({"td", "th"})
_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|nbsp|lt|gt|amp|quot|apos|ndash|mdash|hellip|"
    r"ldquo|rdquo|lsquo|rsquo|[a-z]{1,6}(?:grave|acute|tilde|circ));",
    re.IGNORECASE,
)

#: Spaces of every width → one ordinary space.
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
#: Line and page breaks of Word → newline.
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
#: Soft hyphen, zero-width and direction marks, byte-order mark: nothing.
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x034F,
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        0xFFF9,
        0xFFFA,
        0xFFFB,
    ],
    None,
)
#: Word's bullets from Symbol and Wingdings, hyphens that only look different, and the
#: PDF-extraction slip ƣ for ư, which is never a Vietnamese letter.
_LOOKALIKES = {
    **dict.fromkeys([0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF02D, 0x2010, 0x2011], "-"),
    0x01A3: "ư",
    0x01A2: "Ư",
}
_CHARACTERS = {**_SPACES, **_BREAKS, **_INVISIBLE, **_LOOKALIKES}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_RUN_OF_SPACES = re.compile(r" {2,}")
_AROUND_TAB = re.compile(r" *\t[ \t]*")
_BLANK_LINES = re.compile(r"\n{3,}")
_PASSES = 6


def clean_text(text: str) -> str:
    """Return several lines of plain text: NFC, one space between words, tabs kept for tables.

    Cleaning twice gives the same as cleaning once, save for markup nested more than six deep.
    """
    for _ in range(_PASSES):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def clean_line(text: str) -> str:
    """Return one line of plain text: as `clean_text`, with line breaks and tabs as spaces."""
    return " ".join(clean_text(text).split())


def _clean_once(text: str) -> str:
    if "<" in text:
        text = _TAG.sub(_tag_as_text, _HIDDEN.sub("", text))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CHARACTERS)
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text))
    text = _RUN_OF_SPACES.sub(" ", _AROUND_TAB.sub("\t", text))
    lines = (line.strip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip(" \n")


def _tag_as_text(match: re.Match[str]) -> str:
    name = match["name"].lower()
    if name in _LINE_TAGS:
        return "\n"
    if name in _CELL_TAGS and match["close"]:
        return "\t"
    return ""
