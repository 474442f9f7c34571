"""A decision table as labelled values, so that two versions can be laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.engine.decisions import DecisionError
from workflows.engine.fields import Field
from workflows.engine.xml import DMN, line_of, local_name, namespace, read_xml
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    id: str
    #: Place in the table, counted from 1.
    number: int
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Table:
    """One decision table."""

    #: Name, hit policy and columns.
    settings: Mapping[str, Field]
    rows: tuple[Row, ...]


def read_table(dmn: bytes) -> Table:
    """Read the one table of a DMN file; XmlError or DecisionError when there is none."""
    root = read_xml(dmn)
    tables = [each for each in root.iter() if _named(each, "decisionTable")]
    if namespace(root) not in DMN or len(tables) != 1:
        raise DecisionError(decision=root.get("name", "?"), because="tệp phải có đúng một bảng")
    table = tables[0]
    decision = table.getparent()
    name = "" if decision is None else decision.get("name", "")
    policy = table.get("hitPolicy", "UNIQUE")
    settings = {
        "name": Field(Sentence("Tên bảng"), name, name),
        "policy": Field(Sentence("Cách chọn dòng"), policy, policy),
    }
    columns: dict[str, list[tuple[str, str]]] = {"inputEntry": [], "outputEntry": []}
    for entry, tag in (("inputEntry", "input"), ("outputEntry", "output")):
        for number, column in enumerate(children(table, tag)):
            key = column.get("id") or f"{tag} {number}"
            columns[entry].append((key, label_of(column)))
            settings |= _column(column, key)
    rows = tuple(
        Row(row.get("id") or f"dòng {line_of(row)}", number, _cells(row, columns))
        for number, row in enumerate(children(table, "rule"), 1)
    )
    return Table(settings, rows)


def label_of(column: etree._Element) -> str:
    """The heading of a column as people read it."""
    expression = next((text_of(each) for each in children(column, "inputExpression")), "")
    return column.get("label") or column.get("name") or expression or column.get("id") or "?"


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children with that local name."""
    return (child for child in element if _named(child, name))


def text_of(element: etree._Element) -> str:
    """What the ``text`` of a cell or an expression says."""
    return next(((each.text or "").strip() for each in children(element, "text")), "")


def _column(column: etree._Element, key: str) -> dict[str, Field]:
    label = label_of(column)
    parts = {
        "": (Sentence("Cột"), label),
        ".name": (Sentence("Tên dữ liệu của cột “{label}”", label=label), column.get("name", "")),
    }
    for tag, title in (
        ("inputExpression", Sentence("Biểu thức của cột “{label}”", label=label)),
        ("inputValues", Sentence("Các giá trị của cột “{label}”", label=label)),
    ):
        text = next((text_of(each) for each in children(column, tag)), "")
        parts[f".{tag}"] = (title, text)
    return {f"column.{key}{part}": Field(name, text, text) for part, (name, text) in parts.items()}


def _cells(row: etree._Element, columns: Mapping[str, list[tuple[str, str]]]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for entry, known in columns.items():
        for (key, label), cell in zip(known, children(row, entry), strict=False):
            text = text_of(cell) or ("-" if entry == "inputEntry" else "")
            fields[f"{entry}.{key}"] = Field(label, text, text)
    notes = [(each.text or "").strip() for each in children(row, "description")]
    notes += [text_of(each) for each in children(row, "annotationEntry")]
    note = "\n".join(each for each in notes if each)
    fields["note"] = Field(Sentence("Ghi chú"), note, note)
    return fields


def _named(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and local_name(element) == name
