"""A decision table as a list of rows, and the edits of its rows that need no mouse.

Every edit takes the bytes of a table and gives new ones; what an edit does not touch stays byte
for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from xml.sax.saxutils import escape

from workflows.engine.expressions import MAX_LENGTH
from workflows.engine.rows import children, label_of, text_of
from workflows.engine.source import Source
from workflows.engine.xml import DMN, namespace
from workflows.errors import WorkflowError
from workflows.text import Sentence

if TYPE_CHECKING:
    from lxml import etree

#: Longest note of a row.
MAX_NOTE: Final = 2_000
#: A condition that every value meets.
ANY: Final = "-"
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTED: Final = re.compile(r'"([^"]*)"')


class TableEditError(WorkflowError):
    """Không sửa được bảng: {because}."""

    code = "table_edit_refused"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what is asked (điều kiện) or what comes out (kết quả)."""

    id: str
    label: str
    #: The name of the data that it asks about or gives.
    name: str
    #: As the file says: string, boolean, number; empty when it does not.
    type: str
    #: The values that it lists, empty for any.
    values: tuple[str, ...]
    is_condition: bool


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell; the id is empty where the file gives none."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its conditions, its results, its note."""

    #: Place in the table, counted from 1.
    number: int
    id: str
    cells: tuple[SheetCell, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be read and edited: the conditions first, in every row as in the head."""

    table_id: str
    policy: str
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class SetRow:
    """Other cells and another note for a row."""

    number: int
    cells: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class AddRow:
    """A new row behind another one; behind none (0) it is the first."""

    after: int
    cells: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A row one place up or down: where the first row counts, the order decides."""

    number: int
    up: bool


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take a row away."""

    number: int


TableEdit: TypeAlias = SetRow | AddRow | MoveRow | RemoveRow


def read_sheet(dmn: bytes) -> Sheet:
    """Read a table as rows; XmlError or TableEditError when there is none."""
    return _sheet(_table(Source(dmn).root))


def edit_table(dmn: bytes, edit: TableEdit) -> bytes:
    """The table after one edit.

    Raises XmlError when the file cannot be read, TableEditError with a sentence when the edit does
    not suit it. The result is not checked further: ``lint_file`` does that.
    """
    source = Source(dmn)
    table = _table(source.root)
    rows = list(children(table, "rule"))
    match edit:
        case SetRow():
            _set(source, _row(rows, edit.number), _checked(table, edit.cells), edit.note)
        case AddRow():
            new = _written(source, table, _checked(table, edit.cells), edit.note)
            if edit.after:
                source.put_after(_row(rows, edit.after), new)
            elif rows:
                source.put_before(rows[0], new)
            else:
                source.append(table, new)
        case MoveRow():
            other = edit.number - 1 if edit.up else edit.number + 1
            one, two = _row(rows, edit.number), _row(rows, other)
            source.replace(one, source.markup(two))
            source.replace(two, source.markup(one))
        case RemoveRow():
            row = _row(rows, edit.number)
            if len(rows) == 1:
                raise TableEditError(because="bảng phải còn ít nhất một dòng")
            source.remove(row)
    return source.written()


def _table(root: etree._Element) -> etree._Element:
    tables = [
        table
        for decision in children(root, "decision")
        for table in children(decision, "decisionTable")
    ]
    if namespace(root) not in DMN or len(tables) != 1:
        raise TableEditError(because="tệp phải có đúng một bảng")
    return tables[0]


def _row(rows: list[etree._Element], number: int) -> etree._Element:
    if not 1 <= number <= len(rows):
        raise TableEditError(because=Sentence("bảng không có dòng {number}", number=number))
    return rows[number - 1]


def _sheet(table: etree._Element) -> Sheet:
    columns = [
        *(_column(each, "input") for each in children(table, "input")),
        *(_column(each, "output") for each in children(table, "output")),
    ]
    rows = tuple(
        SheetRow(
            number,
            row.get("id", ""),
            tuple(SheetCell(cell.get("id", ""), text_of(cell)) for cell in _cells(row)),
            _note_text(_note(row)),
        )
        for number, row in enumerate(children(table, "rule"), 1)
    )
    policy = table.get("hitPolicy", "UNIQUE").upper()
    return Sheet(table.get("id", ""), policy, tuple(columns), rows)


def _column(column: etree._Element, kind: Literal["input", "output"]) -> Column:
    """A condition names what it asks in an expression of its own, a result on the column."""
    is_condition = kind == "input"
    asked = next(children(column, "inputExpression"), None) if is_condition else column
    name = type_ = ""
    if asked is not None:
        name = text_of(asked) if is_condition else asked.get("name", "")
        type_ = asked.get("typeRef", "")
    listed = next((text_of(each) for each in children(column, f"{kind}Values")), "")
    values = tuple(_QUOTED.findall(listed))
    return Column(column.get("id", ""), label_of(column), name, type_, values, is_condition)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [*children(row, "inputEntry"), *children(row, "outputEntry")]


def _note(row: etree._Element) -> etree._Element | None:
    """Where the note of a row stands: in its description, else in its first annotation."""
    notes = [*children(row, "description"), *children(row, "annotationEntry")]
    return notes[0] if notes else None


def _note_text(note: etree._Element | None) -> str:
    return "" if note is None else text_of(note) or (note.text or "").strip()


def _checked(table: etree._Element, cells: tuple[str, ...]) -> list[str]:
    """One text for each cell, as it may be written; an empty condition accepts everything."""
    conditions = sum(1 for _ in children(table, "input"))
    if len(cells) != conditions + sum(1 for _ in children(table, "output")):
        raise TableEditError(because="số ô của dòng khác số cột của bảng")
    texts = [_one_line(text) for text in cells]
    if any(len(text) > MAX_LENGTH or _FORBIDDEN.search(text) for text in texts):
        because = Sentence("mỗi ô có nhiều nhất {most} ký tự đọc được", most=MAX_LENGTH)
        raise TableEditError(because=because)
    return [text or (ANY if at < conditions else "") for at, text in enumerate(texts)]


def _checked_note(note: str) -> str:
    text = _lines(note)
    if len(text) > MAX_NOTE or _FORBIDDEN.search(text):
        because = Sentence("ghi chú có nhiều nhất {most} ký tự đọc được", most=MAX_NOTE)
        raise TableEditError(because=because)
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _set(source: Source, row: etree._Element, texts: list[str], note: str) -> None:
    for cell, text in zip_longest(_cells(row), texts):
        if cell is None or text is None:
            raise TableEditError(because="dòng này có số ô khác số cột; hãy bỏ dòng và thêm lại")
        if (_one_line(text_of(cell)) or ANY) != (text or ANY):
            holder = next(children(cell, "text"), None)
            if holder is None:
                source.append(cell, _tag(row, "text", escape(text)))
            else:
                source.set_text(holder, text)
    _set_note(source, row, _checked_note(note))


def _set_note(source: Source, row: etree._Element, text: str) -> None:
    known = _note(row)
    if text == _lines(_note_text(known)):
        return
    if known is not None:
        source.set_text(next(children(known, "text"), known), text)
    else:
        source.put_before(row[0], _tag(row, "description", escape(text)))


def _written(source: Source, table: etree._Element, texts: list[str], note: str) -> str:
    """A new row as text, laid out as the rows of the file are."""
    taken = {each.get("id") for each in source.root.iter("*")}
    number = 1
    while {f"row_{number}", f"row_{number}_1"} & taken:
        number += 1
    conditions = sum(1 for _ in children(table, "input"))
    kept = _checked_note(note)
    parts = [_tag(table, "description", escape(kept))] if kept else []
    for at, text in enumerate(texts):
        name = "inputEntry" if at < conditions else "outputEntry"
        inner = _tag(table, "text", escape(text))
        parts.append(_tag(table, name, inner, f"row_{number}_{at + 1}"))
    inner = "".join(f"\n        {part}" for part in parts)
    return _tag(table, "rule", f"{inner}\n      ", f"row_{number}")


def _tag(beside: etree._Element, name: str, inner: str, identity: str = "") -> str:
    """An element as text, with the prefix of the element beside it."""
    prefix = f"{beside.prefix}:" if beside.prefix else ""
    listed = f' id="{identity}"' if identity else ""
    return f"<{prefix}{name}{listed}>{inner}</{prefix}{name}>"
