"""Rows of a decision table changed without a mouse: nothing else of the file changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflows.engine.comparing import compare_tables
from workflows.engine.decisions import compile_decision
from workflows.engine.lint import lint_file
from workflows.engine.table_editing import (
    AddRow,
    MoveRow,
    RemoveRow,
    SetRow,
    TableEditError,
    edit_table,
    read_sheet,
)

TABLES = sorted((Path(__file__).parents[3] / "bpmn" / "decisions").glob("*.dmn"))
ROUTE = next(path for path in TABLES if path.stem == "signer_route").read_bytes()
FOREIGN = b"""<?xml version="1.0" encoding="UTF-8"?>
<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:x="urn:x" id="f"
  name="F" namespace="n"><!-- kept -->
  <d:decision id="who" name="Who"><d:extensionElements><x:colour value='red'/></d:extensionElements>
    <d:decisionTable id="t"><d:input id="i" label="Kind"><d:inputExpression typeRef="string">
      <d:text>kind</d:text></d:inputExpression></d:input><d:output id="o" name="who"/>
      <d:annotation name="Why"/>
      <d:rule id="a"><d:inputEntry id="ai"><d:text><![CDATA["x"]]></d:text></d:inputEntry>
        <d:outputEntry id="ao"><d:text>"one"</d:text></d:outputEntry>
        <d:annotationEntry><d:text>first &amp; last</d:text></d:annotationEntry></d:rule>
      <d:rule id="b"><d:inputEntry id="bi"><d:text/></d:inputEntry><d:outputEntry id="bo"/></d:rule>
    </d:decisionTable></d:decision></d:definitions>"""


def _texts(dmn: bytes, number: int) -> tuple[str, ...]:
    return tuple(cell.text for cell in read_sheet(dmn).rows[number - 1].cells)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_row_saved_as_it_was_changes_no_byte(path: Path) -> None:
    dmn = path.read_bytes()
    sheet = read_sheet(dmn)
    assert len(sheet.rows) == len(compile_decision(dmn).rules)
    for row in sheet.rows:
        same = SetRow(row.number, tuple(cell.text for cell in row.cells), row.note)
        assert edit_table(dmn, same) == dmn


def test_a_row_gets_other_cells_and_another_note() -> None:
    row = read_sheet(ROUTE).rows[0]
    cells = ("true", *(cell.text for cell in row.cells[1:]))
    after = edit_table(ROUTE, SetRow(1, cells, "Theo <quy chế> & phân công"))
    (change,) = compare_tables(ROUTE, after)
    assert [(label, before, now) for label, before, now in change.cells] == [
        ("Phó Trưởng Ban Thường trực được ký?", "-", "true"),
        (
            "Ghi chú",
            "Đã đề nghị Trưởng Ban ký thì chuyển Trưởng Ban.",
            "Theo <quy chế> & phân công",
        ),
    ]
    assert edit_table(after, SetRow(1, ("-", *cells[1:]), row.note)) == ROUTE


def test_rows_are_added_moved_and_removed_and_come_back_as_they_were() -> None:
    cells = ("true", "true", "", '"chair"')
    after = edit_table(ROUTE, AddRow(2, cells, ""))
    sheet = read_sheet(after)
    assert _texts(after, 3) == ("true", "true", "-", '"chair"')
    assert sheet.rows[2].id == "row_1"
    assert len({cell.id for row in sheet.rows for cell in row.cells}) == 5 * 4
    assert not [p for p in lint_file("x", after).problems if p.code in {"schema", "duplicate_id"}]
    assert edit_table(after, RemoveRow(3)) == ROUTE
    assert read_sheet(edit_table(after, AddRow(0, cells, "Đầu bảng"))).rows[0].note == "Đầu bảng"

    up = edit_table(after, MoveRow(3, up=True))
    assert [row.id for row in read_sheet(up).rows][1:3] == ["row_1", sheet.rows[1].id]
    assert edit_table(up, MoveRow(2, up=False)) == after


def test_a_file_of_another_tool_keeps_what_it_carried() -> None:
    assert _texts(FOREIGN, 1) == ('"x"', '"one"')
    after = edit_table(FOREIGN, SetRow(1, ('"x"', '"two"'), "first & last"))
    assert after == FOREIGN.replace(b'"one"', b'"two"')
    filled = edit_table(FOREIGN, SetRow(2, ('"y"', '"three"'), "note"))
    assert _texts(filled, 2) == ('"y"', '"three"')
    assert b"<!-- kept -->" in filled
    assert b"<x:colour value='red'/>" in filled
    added = edit_table(FOREIGN, AddRow(2, ('"z"', '"four"'), "n"))
    assert b'<d:rule id="row_1">' in added
    assert compile_decision(added).rules[2].annotation == "n"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (SetRow(9, (), ""), "không có dòng 9"),
        (MoveRow(1, up=True), "không có dòng 0"),
        (MoveRow(4, up=False), "không có dòng 5"),
        (RemoveRow(-1), "không có dòng -1"),
        (SetRow(1, ("true",), ""), "số ô của dòng khác số cột"),
        (AddRow(0, ("x" * 1001, "", "", ""), ""), "1000 ký tự"),
        (AddRow(0, ("\x00", "", "", ""), ""), "ký tự đọc được"),
        (AddRow(0, ("", "", "", ""), "x" * 2001), "2000 ký tự"),
    ],
)
def test_what_does_not_suit_the_table_is_refused_in_a_sentence(edit: Any, said: str) -> None:
    with pytest.raises(TableEditError, match=said):
        edit_table(ROUTE, edit)


def test_the_last_row_stays_and_a_file_without_a_table_is_refused() -> None:
    one = edit_table(FOREIGN, RemoveRow(2))
    with pytest.raises(TableEditError, match="ít nhất một dòng"):
        edit_table(one, RemoveRow(1))
    with pytest.raises(TableEditError, match="đúng một bảng"):
        read_sheet(b"<definitions/>")
