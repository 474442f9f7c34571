from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.cells import compile_cell
from workflows.engine.decisions import (
    DecisionError,
    NoRuleError,
    SeveralRulesError,
    compile_decision,
)
from workflows.engine.expressions import ExpressionError
from workflows.engine.xml import XmlError


def table(rules: str, *, policy: str = "UNIQUE", extra: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <decision id="signer" name="Ai ký">
    <decisionTable id="t" hitPolicy="{policy}">
      <input id="i1"><inputExpression id="e1"><text>kind</text></inputExpression></input>
      <input id="i2"><inputExpression id="e2"><text>amount</text></inputExpression></input>
      <output id="o1" name="signer"/>
      {rules}
    </decisionTable>
  </decision>{extra}
</definitions>""".encode()


def row(name: str, kind: str, amount: str, signer: str, note: str = "") -> str:
    escape = {ord("<"): "&lt;", ord(">"): "&gt;"}
    description = f"<description>{note}</description>" if note else ""
    return f"""<rule id="{name}">{description}
      <inputEntry id="{name}a"><text>{kind.translate(escape)}</text></inputEntry>
      <inputEntry id="{name}b"><text>{amount.translate(escape)}</text></inputEntry>
      <outputEntry id="{name}c"><text>{signer}</text></outputEntry></rule>"""


RULES = row("r1", '"cong_van"', "<= 5", '"deputy"', "Điều 12 khoản 2") + row(
    "r2", '"cong_van"', "> 5", '"chair"', "Điều 12 khoản 1"
)


def test_the_rule_that_applies_gives_outputs_and_the_reason() -> None:
    decision = compile_decision(table(RULES))
    assert (decision.id, decision.name) == ("signer", "Ai ký")
    assert decision.input_names == {"kind", "amount"}
    decided = decision.decide({"kind": "cong_van", "amount": 3})
    assert dict(decided.outputs) == {"signer": "deputy"}
    assert (decided.rule_id, decided.annotation) == ("r1", "Điều 12 khoản 2")


def test_a_table_that_many_scenarios_ask_is_read_once() -> None:
    rules = row("r1", '"cong_van"', "-", '"chair"')
    assert compile_decision(table(rules)) is compile_decision(table(rules))
    assert compile_decision(table(rules, policy="FIRST")).hit_policy == "FIRST"


def test_no_rule_is_an_error_not_an_empty_answer() -> None:
    with pytest.raises(NoRuleError, match="Ai ký"):
        compile_decision(table(RULES)).decide({"kind": "to_trinh", "amount": 3})


def test_unique_refuses_two_rules_that_apply_at_once() -> None:
    overlapping = RULES + row("r3", "-", "", '"chair"')
    with pytest.raises(SeveralRulesError, match="r1, r3"):
        compile_decision(table(overlapping)).decide({"kind": "cong_van", "amount": 3})


def test_unique_refuses_even_when_the_rules_agree() -> None:
    overlapping = RULES + row("r3", "-", "", '"deputy"')
    with pytest.raises(SeveralRulesError):
        compile_decision(table(overlapping)).decide({"kind": "cong_van", "amount": 3})


def test_first_takes_the_upper_row() -> None:
    overlapping = row("r0", "-", "", '"chair"') + RULES
    decided = compile_decision(table(overlapping, policy="FIRST")).decide(
        {"kind": "cong_van", "amount": 3}
    )
    assert decided.rule_id == "r0"


def test_any_accepts_rules_that_agree_and_refuses_others() -> None:
    decision = compile_decision(
        table(
            row("a", "-", "< 5", '"x"') + row("b", "-", "< 3", '"x"') + row("c", "-", "1", '"y"'),
            policy="ANY",
        )
    )
    assert decision.decide({"kind": "k", "amount": 2}).rule_id == "a"
    with pytest.raises(SeveralRulesError, match="a, c"):
        decision.decide({"kind": "k", "amount": 1})


@pytest.mark.parametrize(
    "broken",
    [
        table(RULES, policy="COLLECT"),
        table(RULES, policy="PRIORITY"),
        table(""),
        table(RULES.replace('<outputEntry id="r1c"><text>"deputy"</text></outputEntry>', "")),
        table(row("r", "__import__('os')", "-", '"x"')),
        table(row("r", "-", "-", "__import__('os').system('id')")),
        table(row("r", "kind ===", "-", '"x"')),
        table(RULES, extra='<decision id="b"/>'),
        table(RULES).replace(b'name="signer"', b'name="1x"'),
        table(RULES).replace(b"<text>amount</text>", b"<text></text>"),
        table(RULES).replace(b'<decision id="signer"', b"<decision"),
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b"<html/>",
    ],
)
def test_a_table_that_cannot_be_used_says_why(broken: bytes) -> None:
    with pytest.raises(DecisionError) as caught:
        compile_decision(broken)
    # One sentence, with one full stop.
    assert re.fullmatch(r".*[^.]\.", str(caught.value), re.DOTALL)


def test_the_wrong_cell_is_named_with_its_line() -> None:
    with pytest.raises(DecisionError) as caught:
        compile_decision(table(row("r", "kind ===", "-", '"x"')))
    assert caught.value.element == "ra"
    assert caught.value.line == 9


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\x00\x01\x02",
        b"<a",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b"<a>" * 100 + b"</a>" * 100,
        b"<a/>" * 400_000,
    ],
)
def test_hostile_files_are_refused(hostile: bytes) -> None:
    with pytest.raises(XmlError):
        compile_decision(hostile)


@pytest.mark.parametrize(
    ("cell", "accepted", "refused"),
    [
        ("-", [1, "x", None], []),
        ("", [1], []),
        ('"a"', ["a"], ["b", None]),
        ('"a", "b"', ["a", "b"], ["c"]),
        ('"a,b"', ["a,b"], ["a"]),
        ('not("a", "b")', ["c"], ["a", "b"]),
        ('in ["a", "b"]', ["a"], ["c"]),
        ('not in ["a", "b"]', ["c"], ["a"]),
        ('["a", "b"]', ["a", "b"], ["c"]),
        (">= 5", [5, 6], [4]),
        ("< 5, > 10", [4, 11], [5, 10]),
        ("= 5", [5], [6]),
        ("!= 5", [4], [5]),
        ("[1..5]", [1, 5], [0, 6]),
        ("]1..5[", [2], [1, 5]),
        ("(1..5)", [2], [1, 5]),
        ("? > 3 and ? < limit", [4], [3, 10]),
        ('"?"', ["?"], ["x"]),
        ("true", [True], [False, 1]),
        ("False", [False], [True, 0, None]),
        ("null", [None], ["", False]),
        ("limit", [10], [9]),
        ("not(true)", [False], [True]),
        ("-5", [-5], [5]),
    ],
)
def test_cells_accept_what_the_standard_says(
    cell: str, accepted: list[object], refused: list[object]
) -> None:
    test = compile_cell(cell)
    assert all(test(value, {"limit": 10}) for value in accepted)
    assert not any(test(value, {"limit": 10}) for value in refused)


@given(st.text(alphabet="not()[]..,<>=?\"'ab15- ", max_size=120))
def test_any_cell_text_is_a_test_or_a_readable_error(cell: str) -> None:
    with suppress(ExpressionError):
        compile_cell(cell)(1, {})
