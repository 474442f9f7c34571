"""Quality of the shipped tables, over their whole input space."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from workflows.authority.delegation import GROUNDS
from workflows.authority.explain import TABLES
from workflows.authority.purposes import PURPOSES
from workflows.engine.decisions import Decision, compile_decision

FOLDER = Path(__file__).parents[3] / "bpmn" / "decisions"
FILES = sorted(FOLDER.glob("*.dmn"))
DMN = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}
DI = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}"


def declared_values(root: Any) -> list[list[Any]]:
    """Every value that each column declares; a boolean column has two."""
    columns = []
    for column in root.iterfind(".//d:input", DMN):
        text = column.findtext("d:inputValues/d:text", namespaces=DMN)
        columns.append(re.findall(r'"([^"]*)"', text) if text else [True, False])
    return columns


def outcomes(decision: Decision, columns: list[list[Any]]) -> set[frozenset[int]]:
    """The sets of rows that apply together somewhere in the product of all column values.

    Values that the same rows accept behave alike, so the product is walked by row sets.
    """
    alive = {frozenset(range(len(decision.rules)))}
    for index, values in enumerate(columns):
        accepted = {
            frozenset(
                number for number, rule in enumerate(decision.rules) if rule.tests[index](value, {})
            )
            for value in values
        }
        alive = {rows & more for rows in alive for more in accepted}
    return alive


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_input_finds_a_row_and_every_row_is_found(file: Path) -> None:
    decision = compile_decision(file.read_bytes())
    found = outcomes(decision, declared_values(etree.parse(file).getroot()))
    assert frozenset() not in found, "a gap: some input has no row"
    if decision.hit_policy == "UNIQUE":
        assert all(len(rows) == 1 for rows in found), "an overlap: two rows apply at once"
    deciding = {min(rows) for rows in found}
    idle = [rule.id for number, rule in enumerate(decision.rules) if number not in deciding]
    assert not idle, "rows that no input reaches"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_says_its_reason_and_its_source(file: Path) -> None:
    for rule in compile_decision(file.read_bytes()).rules:
        assert len(rule.annotation) > 30, rule.id
        if not file.stem.startswith("signer_route"):
            source = r"Điều \d|Phụ lục|[CG]\d|Dòng|Nghị định|Quy chế|quy chế|quy định|quy tắc"
            assert re.search(source, rule.annotation), rule.id


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_editor_can_show_the_table(file: Path) -> None:
    root = etree.parse(file).getroot()
    (decision,) = root.iterfind("d:decision", DMN)
    assert decision.get("id") == file.stem
    shapes = [shape.get("dmnElementRef") for shape in root.iter(f"{DI}DMNShape")]
    assert shapes == [file.stem]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for column in (*root.iterfind(".//d:input", DMN), *root.iterfind(".//d:output", DMN)):
        assert column.get("label")


def test_the_tables_know_every_kind_and_every_ground() -> None:
    for name in ("vote_required", "who_may_sign"):
        root = etree.parse(FOLDER / f"{name}.dmn").getroot()
        columns = {
            column.findtext("d:inputExpression/d:text", namespaces=DMN): values
            for column, values in zip(
                root.iterfind(".//d:input", DMN), declared_values(root), strict=True
            )
        }
        assert set(columns["kind"]) == set(PURPOSES)
        assert set(columns.get("ground", GROUNDS)) == set(GROUNDS)


def test_the_matrix_rows_1_to_27_are_all_named_in_the_tables() -> None:
    named: set[int] = set()
    for name in ("vote_required", "who_may_sign"):
        for rule in compile_decision((FOLDER / f"{name}.dmn").read_bytes()).rules:
            for numbers in re.findall(r"[Dd]òng ([\d, ]+) của ma trận", rule.annotation):
                named.update(map(int, re.findall(r"\d+", numbers)))
    assert named == set(range(1, 28))


@pytest.mark.parametrize(
    ("table", "deputy", "chair"),
    [
        ("signer_route", "standing_deputy", "chair"),
        ("signer_route_ubnd", "vice_chairman", "chairman"),
    ],
)
def test_the_route_prefers_the_deputy_unless_the_head_was_asked_for(
    table: str, deputy: str, chair: str
) -> None:
    decision = compile_decision((FOLDER / f"{table}.dmn").read_bytes())

    def signer(*, deputy_may: bool, chair_may: bool, to_chair: bool) -> Any:
        facts = {
            "deputy_may_sign": deputy_may,
            "chair_may_sign": chair_may,
            "to_chair": to_chair,
        }
        return decision.decide(facts).outputs["signer"]

    assert signer(deputy_may=True, chair_may=True, to_chair=False) == deputy
    assert signer(deputy_may=True, chair_may=True, to_chair=True) == chair
    assert signer(deputy_may=False, chair_may=True, to_chair=False) == chair
    assert signer(deputy_may=False, chair_may=False, to_chair=False) == chair


def test_all_tables_of_an_answer_are_shipped() -> None:
    assert {file.stem for file in FILES} >= set(TABLES)
