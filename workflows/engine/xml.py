"""Reads BPMN and DMN files that strangers wrote, within fixed limits and nothing from outside.

Nothing here follows a reference: no DOCTYPE, no entities, no network, no schema locations. The
file is decoded here and parsed as UTF-8, so that an exotic encoding cannot hide a DOCTYPE.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from workflows.errors import WorkflowError
from workflows.text import Sentence

#: BPMN 2.0 model namespace (OMG formal/2011-01-03).
BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
#: Namespace of our settings inside BPMN (``spiffworkflow:properties``).
SPIFF: Final = "http://spiffworkflow.org/bpmn/schema/1.0/core"
#: DMN model namespaces, versions 1.1 to 1.6.
DMN: Final = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
)

MAX_BYTES: Final = 5_000_000
MAX_TAGS: Final = 60_000
MAX_ATTRIBUTES: Final = 150_000
MAX_DEPTH: Final = 64

_ENCODINGS: Final = frozenset(
    {"utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "cp1252", "cp1258"}
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What the parser says, and what people are told.
_PARSER_SAYS: Final = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"Namespace prefix (?P<name>\S+)", Sentence("tiền tố “{name}” chưa được khai báo")),
        (r"Start tag expected|Document is empty", Sentence("tệp không bắt đầu bằng một thẻ")),
        (
            r"mismatch: (?P<opened>\S+) line \d+ and (?P<closed>[^\s,]+)",
            Sentence("thẻ mở <{opened}> không khớp thẻ đóng <{closed}>"),
        ),
        (r"Extra content", Sentence("còn nội dung thừa sau thẻ cuối cùng")),
        (r"Entity '(?P<name>[^']*)'", Sentence("ký hiệu “&{name};” chưa được khai báo")),
        (r"'(?P<name>.*)' is not a valid URI", Sentence("địa chỉ “{name}” không hợp lệ")),
        (r"Attribute (?P<name>\S+) redefined", Sentence("thuộc tính “{name}” ghi hai lần")),
        (r"Premature end", Sentence("tệp bị cắt giữa chừng")),
        (r"[Ii]nvalid (?:Char|char)", Sentence("có ký tự không được phép")),
    )
)
_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]*\?>")
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")


class XmlError(WorkflowError):
    """Tệp không phải là XML hợp lệ: {because}. Hãy xuất lại tệp từ công cụ đã vẽ."""

    code = "xml_invalid"
    #: Line of the file where the reader stopped, counted from 1; None when unknown.
    line: int | None = None


class XmlEmptyError(XmlError):
    """Tệp rỗng, không có nội dung. Hãy xuất lại sơ đồ rồi nộp lại."""

    code = "xml_empty"


class XmlTooLargeError(XmlError):
    """Tệp quá lớn hoặc quá nhiều phần tử ({because}). Hãy chia nhỏ sơ đồ."""

    code = "xml_too_large"


class XmlForbiddenError(XmlError):
    """Tệp có khai báo DOCTYPE hoặc ENTITY, không an toàn nên bị từ chối. Hãy xóa khai báo đó."""

    code = "xml_doctype"


class XmlEncodingError(XmlError):
    """Không đọc được bảng mã của tệp ({because}). Hãy lưu tệp ở dạng UTF-8."""

    code = "xml_encoding"


def read_xml(data: bytes, *, notes: bool = False) -> etree._Element:
    """Parse bytes into an element tree, or raise an XmlError that says what is wrong.

    Limits: 5 MB, 60,000 tags, 150,000 attributes, 64 levels. Comments and processing
    instructions are dropped unless ``notes`` are wanted.
    """
    if len(data) > MAX_BYTES:
        raise XmlTooLargeError(because=f"giới hạn {MAX_BYTES // 1_000_000} MB")
    if not data.strip():
        raise XmlEmptyError
    text = decode_xml(data)
    _refuse_bombs(text)
    clean = _DECLARATION.sub(_keep_lines, text, count=1)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=not notes,
        remove_pis=not notes,
    )
    try:
        root = etree.fromstring(clean.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        wrong = XmlError(because=_reason(error))
        wrong.line = getattr(error, "lineno", None)
        raise wrong from error
    _refuse_depth(root)
    return root


def local_name(element: etree._Element) -> str:
    """Tag without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    """Namespace of the tag, empty when it has none."""
    return etree.QName(element).namespace or ""


def line_of(element: etree._Element) -> int | None:
    """Line of the start tag in the file, counted from 1; None when unknown."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def decode_xml(data: bytes) -> str:
    """The text of a file in the encoding that it declares; XmlEncodingError when it has another."""
    name = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if name is None:
        declared = _DECLARED.match(data[:400])
        name = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        known = codecs.lookup(name).name
    except LookupError as error:
        raise XmlEncodingError(because=name) from error
    if known not in _ENCODINGS:
        raise XmlEncodingError(because=name)
    try:
        return data.decode(known).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise XmlEncodingError(because=f"{name}, byte thứ {error.start}") from error


def _refuse_bombs(text: str) -> None:
    if text.count("<") > 2 * MAX_TAGS:
        raise XmlTooLargeError(because=f"hơn {MAX_TAGS} thẻ")
    if text.count("=") > MAX_ATTRIBUTES:
        raise XmlTooLargeError(because=f"hơn {MAX_ATTRIBUTES} thuộc tính")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise XmlForbiddenError


def _keep_lines(declaration: re.Match[str]) -> str:
    return "\n" * declaration.group().count("\n")


def _refuse_depth(root: etree._Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise XmlTooLargeError(because=f"lồng nhau quá {MAX_DEPTH} cấp")


def _reason(error: Exception) -> Sentence:
    """What the parser says, in the words of people; where, as far as it knows."""
    message = str(error)
    for pattern, sentence in _PARSER_SAYS:
        said = pattern.search(message)
        if said is not None:
            facts = {name: value[:60] for name, value in said.groupdict().items()}
            because = Sentence(sentence.template, **facts)
            break
    else:
        because = Sentence("sai cú pháp")
    line, column = getattr(error, "position", (None, None))
    if not line:
        return because
    return Sentence(
        "{because} (dòng {line}, cột {column})", because=because, line=line, column=column
    )
