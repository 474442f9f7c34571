from __future__ import annotations

import time
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.authority.purposes import PURPOSES
from workflows.engine.decisions import NoRuleError, SeveralRulesError, compile_decision
from workflows.engine.lint import lint_file

if TYPE_CHECKING:
    from workflows.engine.problems import Problem

BPMN = Path(__file__).parents[3] / "bpmn"
POSTS = ("chair", "standing_deputy", "deputy", "chairman", "vice_chairman")
KNOWN: dict[str, Any] = {"kind": list(PURPOSES), "post": POSTS, "signer": POSTS}


def table(
    *rows: str, policy: str = "UNIQUE", columns: tuple[str, ...] = ("kind", "superior")
) -> bytes:
    """A table; a row is "cell | cell > result", a column "name" or "name: values"."""
    heads = ""
    for at, column in enumerate(columns):
        name, _, values = column.partition(":")
        listed = f"<inputValues id='v{at}'><text>{values}</text></inputValues>" if values else ""
        kind = "boolean" if name in {"superior", "vote"} else "string"
        heads += (
            f"<input id='c{at}' label='Cột {name}'><inputExpression id='e{at}' typeRef='{kind}'>"
            f"<text>{name}</text></inputExpression>{listed}</input>"
        )
    body = ""
    for number, row in enumerate(rows, 1):
        asks, _, gives = row.partition(" > ")
        cells = "".join(
            f"<inputEntry id='i{number}_{at}'><text>{escape(cell.strip())}</text></inputEntry>"
            for at, cell in enumerate(asks.split("|"))
        )
        body += (
            f"<rule id='r{number}'>{cells}<outputEntry id='o{number}'><text>{escape(gives)}</text>"
            f"</outputEntry></rule>"
        )
    return (
        "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' "
        "namespace='n'><decision id='x' name='Ai ký'><decisionTable id='t' "
        f"hitPolicy='{policy}'>{heads}<output id='o' label='Người ký' name='signer'/>{body}"
        "</decisionTable></decision></definitions>"
    ).encode()


def lint(dmn: bytes, **known: Any) -> tuple[Problem, ...]:
    return lint_file("x.dmn", dmn, known=known).problems


TWO = ('kind:"cong_van","bao_cao"', "superior")


def test_a_table_that_covers_everything_once_has_no_problem() -> None:
    sound = table('"cong_van" | - > "a"', '"bao_cao" | true > "b"', '"bao_cao" | false > "c"',
                  columns=TWO)  # fmt: skip
    assert lint(sound) == ()
    assert lint(table('"cong_van" | - > "a"', "- | - > b", policy="FIRST", columns=TWO)) == ()


def test_two_rows_that_fire_together_are_shown_with_the_input() -> None:
    (problem,) = lint(
        table('"cong_van","bao_cao" | true > "a"', '"bao_cao" | - > "b"',
              '"cong_van" | false > "c"', columns=TWO)
    )  # fmt: skip
    assert (problem.code, problem.element, problem.severity) == ("overlapping_rows", "r2", "deploy")
    assert problem.message.startswith(
        "Dòng 2 và dòng 1 cùng áp dụng, ví dụ khi Cột kind là bao_cao, Cột superior là có."
    )


def test_rows_of_any_may_meet_when_they_agree() -> None:
    rows = ('"cong_van" | - > "a"', "- | true > {}", '"bao_cao" | false > "a"')
    agree = table(*(row.format('"a"') for row in rows), policy="ANY", columns=TWO)
    assert lint(agree) == ()
    differ = table(*(row.format('"b"') for row in rows), policy="ANY", columns=TWO)
    assert [problem.code for problem in lint(differ)] == ["overlapping_rows"]


def test_an_input_without_a_row_is_shown() -> None:
    (problem,) = lint(table('"cong_van" | - > "a"', '"bao_cao" | true > "b"', columns=TWO))
    assert (problem.code, problem.element, problem.severity) == ("gap", "t", "warning")
    assert "ví dụ khi Cột kind là bao_cao, Cột superior là không." in problem.message


def test_rows_that_never_apply_are_shown_with_the_reason() -> None:
    covered = table('"cong_van" | - > "a"', '"cong_van" | true > "b"', "- | - > c",
                    policy="FIRST", columns=TWO)  # fmt: skip
    (problem,) = lint(covered)
    assert (problem.code, problem.element) == ("idle_row", "r2")
    assert "dòng đứng trước đã áp dụng hết (dòng 1)" in problem.message
    together = table("- | true > a", "- | false > b", '"bao_cao" | - > "c"',
                     policy="FIRST", columns=TWO)  # fmt: skip
    (problem,) = lint(together)
    assert "các dòng đứng trước gộp lại" in problem.message
    never = lint(table('"thu" | - > "a"', "- | - > b", policy="FIRST", columns=TWO))
    assert {each.code for each in never} == {"idle_row", "unknown_value"}


def test_values_that_nobody_knows_are_shown_with_row_and_column() -> None:
    dmn = table('"cong_van" | - > "chair"', 'not("cong_vann") | - > "sếp"', policy="FIRST",
                columns=("kind", "superior"))  # fmt: skip
    unknown = [each for each in lint(dmn, **KNOWN) if each.code == "unknown_value"]
    assert [(each.element, each.message) for each in unknown] == [
        (
            "i2_0",
            ("Dòng 2, cột “Cột kind”: không có giá trị “cong_vann”. "
            "Hãy chọn trong danh sách."),
        ),
        ("o2", "Dòng 2, cột “Người ký”: không có giá trị “sếp”. Hãy chọn trong danh sách."),
    ]  # fmt: skip
    assert not [each for each in lint(dmn) if each.code == "unknown_value"]


def test_a_cell_outside_the_language_names_row_and_column() -> None:
    report = lint_file("x", table('x.y | - > "a"', '"b" | true > open("f")'))
    assert [(each.element, each.message.split("”")[0]) for each in report.problems] == [
        ("i1_0", "“Ai ký, dòng 1, cột Cột kind"),
        ("o2", "“Ai ký, dòng 2, cột Người ký"),
    ]


def test_what_cannot_be_walked_is_said() -> None:
    (other_data,) = lint(table("? == other | true > a", "- | - > b", policy="FIRST"))
    assert other_data.code == "coverage_unknown"
    twice = table('"a" | - > "x"', "- | - > y", policy="FIRST", columns=("kind", "lower(kind)"))
    assert [each.code for each in lint(twice)] == ["coverage_unknown"]
    names = [f"c{number}" for number in range(16)]
    wide = table(
        *(" | ".join("true" if at == place else "-" for at in range(16)) + " > 1"
          for place in range(16)),
        policy="ANY", columns=tuple(names),
    )  # fmt: skip
    begun = time.process_time()
    assert [each.code for each in lint(wide)] == ["table_too_wide"]
    assert time.process_time() - begun < 2


def test_columns_without_a_list_are_walked_over_what_their_cells_name() -> None:
    assert lint(table('"a" | - > 1', 'not("a") | - > 2')) == ()
    amounts = ("amount", "superior")
    assert lint(table("< 10 | - > 1", "[10..20] | - > 2", "> 20 | - > 3", columns=amounts)) == ()
    (gap,) = lint(table("< 10 | - > 1", "> 10 | - > 3", columns=amounts))
    assert "Cột amount là 10" in gap.message
    (clash,) = lint(table("<= 10 | - > 1", ">= 10 | - > 3", columns=amounts))
    assert clash.code == "overlapping_rows"


@pytest.mark.parametrize(
    "path", sorted((BPMN / "decisions").glob("*.dmn")), ids=lambda path: path.stem
)
def test_the_shipped_tables_have_no_problem_and_are_checked_to_the_end(path: Path) -> None:
    report = lint_file(path.name, path.read_bytes(), known=KNOWN)
    assert report.problems == ()
    assert report.deployable


CELLS = st.sampled_from(["-", '"a"', '"b"', '"a","b"', 'not("a")', '"c"'])
FLAGS = st.sampled_from(["-", "true", "false"])


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, FLAGS, CELLS), min_size=1, max_size=5, unique=True),
    policy=st.sampled_from(["UNIQUE", "FIRST"]),
)
def test_the_checks_agree_with_every_single_input(
    rows: list[tuple[str, str, str]], policy: str
) -> None:
    listed = 'kind:"a","b","c"', "superior", 'post:"a","b","c"'
    dmn = table(*(f"{' | '.join(row)} > {n}" for n, row in enumerate(rows)), policy=policy,
                columns=listed)  # fmt: skip
    found = {problem.code for problem in lint(dmn)}
    idle = {problem.element for problem in lint(dmn) if problem.code == "idle_row"}
    decision = compile_decision(dmn)
    gap = clash = False
    fired: set[str] = set()
    for kind in "abc":
        for post in "abc":
            for superior in (True, False):
                facts = {"kind": kind, "post": post, "superior": superior}
                try:
                    fired.add(decision.decide(facts).rule_id)
                except NoRuleError:
                    gap = True
                except SeveralRulesError as error:
                    clash = True
                    fired.update(error.data["rules"].split(", "))
    assert ("gap" in found) == gap
    assert ("overlapping_rows" in found) == clash
    assert idle == {rule.id for rule in decision.rules} - fired
