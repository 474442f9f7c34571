from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine.lint import lint_file, lint_files

if TYPE_CHECKING:
    from workflows.engine.problems import LintReport

ROOT = Path(__file__).parents[3]
SHIPPED = (ROOT / "bpmn/processes/van_ban_ban/van_ban_ban.bpmn").read_bytes()


def codes(report: LintReport) -> set[str]:
    return {problem.code for problem in report.problems}


def bomb(levels: int = 10) -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)
    )
    return f"<!DOCTYPE x [{entities}]><x>&a{levels - 1};</x>".encode()


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t ",
    "binary": bytes(range(256)) * 50,
    "zeros": b"\x00" * 10_000,
    "png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
    "zip": b"PK\x03\x04" + b"\x14" * 500,
    "text": "Kính gửi: các sở, ban, ngành".encode(),
    "html": b"<!DOCTYPE html><html><body>x</body></html>",
    "json": b'{"bpmn": true}',
    "cut off": SHIPPED[:3_000],
    "cut in a tag": SHIPPED[:3_011],
    "two roots": SHIPPED + SHIPPED,
    "bad entity": b"<a>&unknown;</a>",
    "bad bytes": SHIPPED.replace("Kiểm".encode(), b"\xff\xfe\xfd"),
    "xxe file": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "xxe http": b'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]><x>&e;</x>',
    "xxe parameter": b'<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]><x/>',
    "external dtd": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    "billion laughs": bomb(),
    "quadratic": b'<!DOCTYPE x [<!ENTITY a "'
    + b"x" * 50_000
    + b'">]><x>'
    + b"&a;" * 9_999
    + b"</x>",
    "utf-16 doctype": "<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>".encode("utf-16"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4APA-x/+AD4-',
    "unknown encoding": b'<?xml version="1.0" encoding="x-secret"?><x/>',
    "codec that decodes nothing": b'<?xml version="1.0" encoding="rot13"?><k/>',
    "deep": b"<a>" * 5_000 + b"</a>" * 5_000,
    "wide": b"<a>" + b"<b/>" * 400_000 + b"</a>",
    "attributes": b"<a " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>",
    "same attribute": b'<a x="1" x="2"/>',
    "fifty megabytes": b"<a>" + b"x" * 50_000_000 + b"</a>",
    "long name": b"<" + b"a" * 1_000_000 + b"/>",
    "processing": b"<?xml-stylesheet href='http://127.0.0.1:9/'?><x/>",
    "xinclude": b'<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></x>',
    "wrong namespace": b'<definitions xmlns="http://example.org/other"/>',
    "no namespace": b"<definitions><process/></definitions>",
    "entity in cdata": b"<a><![CDATA[<!ENTITY]]></a>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_any_bytes_get_an_answer_in_time(name: str) -> None:
    begun = time.monotonic()
    report = lint_file(name, HOSTILE[name])
    assert time.monotonic() - begun < 5
    assert not report.ok
    assert not report.deployable
    assert report.problems[0].message
    assert "root:" not in json.dumps(report.to_json())


def test_the_largest_files_that_are_read_stay_within_time_and_memory(
    draw: Any, tmp_path: Path
) -> None:
    tasks = "".join(f'<bpmn:userTask id="t{n}"/>' for n in range(20_000))
    flows = "\n".join(f"t{n}>t{n + 1}" for n in range(19_999))
    chain = draw.write(draw.start + tasks + draw.end, flows=f"start>t0\n{flows}\nt19999>end")
    nested = draw.write('<bpmn:subProcess id="s">' * 50 + "</bpmn:subProcess>" * 50)
    cells = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}"><text>x{n}.y</text></inputEntry>'
        f'<outputEntry id="o{n}"><text>{n} {n}</text></outputEntry></rule>'
        for n in range(9_000)
    )
    table = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
        'namespace="n"><decision id="x" name="x"><decisionTable id="t"><input id="i">'
        '<inputExpression id="e"><text>k</text></inputExpression></input>'
        f'<output id="o" name="o"/>{cells}</decisionTable></decision></definitions>'
    ).encode()
    files = {"chain": chain, "nested": nested, "table": table, "plain": b"<a>" + b"<b/>" * 149_000}
    program = (
        "import re,sys,time,pathlib;from workflows.engine.lint import lint_file\n"
        "for p in sys.argv[1:]:\n"
        "  t=time.process_time(); r=lint_file(p,pathlib.Path(p).read_bytes())\n"
        # Not getrusage: its peak begins at what the process that started this one had.
        "  m=re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1]\n"
        "  print(r.deployable,time.process_time()-t,m)\n"
    )
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        out = subprocess.run(  # noqa: S603 – our own program
            [sys.executable, "-c", program, str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        deployable, seconds, kilobytes = out.stdout.split()
        assert deployable == "False", name
        assert float(seconds) < 5, name
        assert int(kilobytes) < 300_000, name


def test_paths_that_are_no_files_get_an_answer(tmp_path: Path) -> None:
    secret = tmp_path / "closed.bpmn"
    secret.write_bytes(SHIPPED)
    secret.chmod(0)
    pipe = tmp_path / "pipe.bpmn"
    os.mkfifo(pipe)
    big = tmp_path / "big.bpmn"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    loop = tmp_path / "loop.bpmn"
    loop.symlink_to(loop)
    files = [tmp_path, tmp_path / "nowhere.bpmn", pipe, big, loop, "/dev/zero", "x\x00y", ""]
    reports = list(lint_files(files))
    assert [report.ok for report in reports] == [False] * 8
    assert codes(reports[3]) == {"xml_too_large"}
    assert codes(next(lint_files([secret]))) <= {"unreadable_file", "decision_not_given"}


def test_the_report_is_plain_data_for_programs(draw: Any) -> None:
    report = lint_file("x.bpmn", draw.write(draw.start + "<bpmn:userTask id='t'/>" + draw.end))
    data = report.to_json()
    assert list(data) == ["file", "ok", "deployable", "problems"]
    assert {"element", "code", "message", "line"} <= set(data["problems"][0])
    assert json.loads(json.dumps(data)) == data


def sound(draw: Any, body: str, flows: str) -> LintReport:
    return lint_file("x.bpmn", draw.write(draw.start + body + draw.end, flows=flows))


def one(draw: Any, task: str) -> LintReport:
    return sound(draw, task, "start>t\nt>end")


RULES_OF_STEPS = {
    "unsupported_element": '<bpmn:scriptTask id="t"><bpmn:script>x</bpmn:script></bpmn:scriptTask>',
    "missing_role": '<bpmn:userTask id="t"/>',
    "missing_form": '<bpmn:userTask id="t"/>',
    "untyped_task": '<bpmn:task id="t"/>',
    "missing_operation": '<bpmn:serviceTask id="t"/>',
    "missing_decision": '<bpmn:businessRuleTask id="t"/>',
    "unknown_called_process": '<bpmn:callActivity id="t" calledElement="q"/>',
}


@pytest.mark.parametrize("code", RULES_OF_STEPS)
def test_each_rule_of_a_step_names_the_step_and_its_line(draw: Any, code: str) -> None:
    report = one(draw, RULES_OF_STEPS[code])
    problem = next(problem for problem in report.problems if problem.code == code)
    assert (problem.element, problem.line) == ("t", 1)
    assert not report.deployable or code == "untyped_task"


@pytest.mark.parametrize(
    ("settings_of_step", "code"),
    [
        ({"role": " "}, "missing_role"),
        ({"role": "king"}, "unknown_role"),
        ({"form": "poem"}, "unknown_form"),
        ({"due_working_days": "0"}, "bad_due"),
        ({"due_working_days": "soon"}, "bad_due"),
        ({"due_working_days": "²"}, "bad_due"),
        ({"due_working_days": "99999999999"}, "bad_due"),
    ],
)
def test_settings_of_a_user_step_are_checked(
    draw: Any, settings_of_step: dict[str, str], code: str
) -> None:
    assert code in codes(one(draw, draw.user("t", **settings_of_step)))


def test_operations_and_decisions_must_be_known(draw: Any) -> None:
    assert "unknown_operation" in codes(one(draw, draw.service("t", "rm.rf")))
    bpmn = draw.write(
        draw.start + draw.decision_step("t", "who") + draw.end, flows="start>t\nt>end"
    )
    assert "decision_not_given" in codes(lint_file("x", bpmn))
    assert lint_file("x", bpmn).deployable
    assert "unknown_decision" in codes(lint_file("x", bpmn, {}))
    assert not lint_file("x", bpmn, {}).deployable


CONDITIONS = {
    "x ===": "expression",
    "__import__('os').system('id')": "expression",
    "().__class__": "expression",
    "${approved}": "foreign_expression",
    "= approved": "foreign_expression",
    "#{approved}": "foreign_expression",
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_are_checked_without_being_run(draw: Any, condition: str) -> None:
    report = sound(
        draw,
        draw.user("a") + draw.gateway("g", default="f2"),
        f"start>a\na>g\ng>end\ng>a: {condition}",
    )
    assert CONDITIONS[condition] in codes(report)
    assert not report.deployable


@pytest.mark.parametrize(
    ("body", "flows", "code", "element"),
    [
        ("a", "start>a\na>end\nb>end", "unreachable", "b"),
        ("a", "start>a\na>b\nb>a", "dead_end", "start"),
        ("ag", "start>a\na>g\ng>end: x\ng>a: y", "missing_default", "g"),
        ("ag", "start>a\na>g\ng>end\ng>a", "missing_condition", "g"),
        ("a", "start>a\na>end\na>b\nb>end", "several_outgoing", "a"),
        ("a", "start>a\na>nowhere\na>end", "broken_flow", "f1"),
        ("ap", "start>a\na>p\np>a\np>end", "endless_flow", None),
        ("apg", "start>p\np>a\na>g\ng>p: x\ng>end", "join_in_loop", "p"),
    ],
)
def test_the_flow_is_checked(
    draw: Any, body: str, flows: str, code: str, element: str | None
) -> None:
    drawn = draw.user("a") + ("" if "b>" not in flows else draw.user("b"))
    drawn += (
        draw.gateway("g", default="f4" if code == "join_in_loop" else "") if "g" in body else ""
    )
    drawn += draw.gateway("p", "parallel") if "p" in body else ""
    report = sound(draw, drawn, flows)
    assert code in codes(report)
    named = {problem.element for problem in report.problems if problem.code == code}
    assert element is None or element in named
    assert not report.deployable


def test_parallel_branches_that_multiply_are_refused_before_they_run(draw: Any) -> None:
    body, flows, last = "", "", "start"
    for number in range(12):
        body += draw.gateway(f"s{number}", "parallel") + draw.gateway(f"j{number}", "parallel")
        body += "".join(draw.user(f"{side}{number}") for side in "abc")
        flows += f"{last}>s{number}\n"
        flows += "".join(f"s{number}>{x}{number}\n{x}{number}>j{number}\n" for x in "abc")
        last = f"j{number}"
    report = sound(draw, body, f"{flows}{last}>end")
    assert "too_branched" in codes(report)


def test_a_seal_must_come_after_a_signature(draw: Any) -> None:
    early = sound(
        draw,
        draw.user("sign", form="sign")
        + draw.user("seal", form="seal")
        + draw.gateway("g", default="f1"),
        "start>g\ng>sign\ng>seal: urgent\nsign>seal\nseal>end",
    )
    problem = next(each for each in early.problems if each.code == "seal_before_sign")
    assert problem.element == "seal"
    assert not early.ok
    never = sound(draw, draw.user("seal", form="seal"), "start>seal\nseal>end")
    assert "seal_before_sign" in codes(never)
    right = sound(
        draw,
        draw.user("sign", form="sign") + draw.user("seal", form="seal"),
        "start>sign\nsign>seal\nseal>end",
    )
    assert "seal_before_sign" not in codes(right)


@pytest.mark.parametrize("inner", ['"P3D"', "days(3)", "due_at", '"2026-01-05T08:00:00+07:00"'])
def test_timers_that_can_be_understood_pass(draw: Any, inner: str) -> None:
    kind = "timeDate" if inner.startswith('"2') or inner == "due_at" else "timeDuration"
    assert "timer" not in codes(timed(draw, kind, inner))
    assert "expression" not in codes(timed(draw, kind, inner))


@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("timeDuration", "P3D"),
        ("timeDuration", '"three days"'),
        ("timeDuration", '"P"'),
        ("timeDate", '"tomorrow"'),
        ("timeCycle", '"R3"'),
        ("timeCycle", '"R/PT0S"'),
        ("timeCycle", '"0 0 * * *"'),
        ("timeDuration", '"P99999999999Y"'),
        ("timeDuration", '"P1Y99999999999M"'),
        ("timeDuration", '"99999999999,5y"'),
        ("timeCycle", '"R3/2026-01-05T08:00/P99999999999Y"'),
        ("timeDuration", "1" * 4_000_000),
    ],
)
def test_timers_that_nobody_could_understand_are_named(draw: Any, kind: str, inner: str) -> None:
    report = timed(draw, kind, inner)
    assert {"timer", "unquoted_timer", "expression"} & codes(report)
    assert not report.deployable


def timed(draw: Any, kind: str, inner: str) -> LintReport:
    return sound(
        draw,
        draw.user("a") + draw.service("s") + '<bpmn:boundaryEvent id="due" attachedToRef="a" '
        f'cancelActivity="false"><bpmn:timerEventDefinition id="td"><bpmn:{kind}>{inner}'
        f"</bpmn:{kind}></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
        "start>a\na>end\ndue>s\ns>end",
    )


UNSUPPORTED = {
    "ad hoc": '<bpmn:adHocSubProcess id="t"/>',
    "compensation": '<bpmn:userTask id="t" isForCompensation="true"/>',
    "receive": '<bpmn:receiveTask id="t"/>',
    "send": '<bpmn:sendTask id="t"/>',
    "transaction": '<bpmn:transaction id="t"/>',
    "event gateway": '<bpmn:eventBasedGateway id="t"/>',
    "complex gateway": '<bpmn:complexGateway id="t"/>',
    "event subprocess": '<bpmn:subProcess id="t" triggeredByEvent="true"/>',
    "message": '<bpmn:intermediateCatchEvent id="t"><bpmn:messageEventDefinition id="m"/>'
    "</bpmn:intermediateCatchEvent>",
    "link": '<bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition id="m" name="x"/>'
    "</bpmn:intermediateThrowEvent>",
    "cardinality": '<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics>'
    "<bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:loopDataOutputRef>x"
    "</bpmn:loopDataOutputRef></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>",
    "endless loop": '<bpmn:userTask id="t"><bpmn:standardLoopCharacteristics/></bpmn:userTask>',
    "pre-script": '<bpmn:userTask id="t"><bpmn:extensionElements><spiffworkflow:preScript>x = 1'
    "</spiffworkflow:preScript></bpmn:extensionElements></bpmn:userTask>",
    "post-script": '<bpmn:userTask id="t"><bpmn:extensionElements><spiffworkflow:postScript>x = 1'
    "</spiffworkflow:postScript></bpmn:extensionElements></bpmn:userTask>",
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_parts_of_bpmn_that_do_not_run_here_are_said_with_a_way_out(draw: Any, name: str) -> None:
    report = one(draw, UNSUPPORTED[name])
    found = [each for each in report.problems if each.code == "unsupported_element"]
    assert found
    assert found[0].element == "t"
    assert not report.deployable


def test_ids_used_twice_are_found(draw: Any) -> None:
    assert "duplicate_id" in codes(sound(draw, draw.user("a") * 2, "start>a\na>end"))


def test_tables_say_every_wrong_cell() -> None:
    dmn = draw_table(
        '<rule id="r1"><inputEntry id="i1"><text>x ===</text></inputEntry>'
        '<outputEntry id="o1"><text>__import__("os")</text></outputEntry></rule>'
        '<rule id="r2"><inputEntry id="i2"><text>"a"</text></inputEntry>'
        '<outputEntry id="o2"><text>"b" "c" +</text></outputEntry></rule>'
    )
    report = lint_file("x.dmn", dmn)
    assert {each.element for each in report.problems} >= {"i1", "o1", "o2"}
    assert not report.ok


def test_tables_with_the_same_conditions_twice_are_warned_about() -> None:
    row = (
        '<rule id="r{0}"><inputEntry id="i{0}"><text>"a"</text></inputEntry>'
        '<outputEntry id="o{0}"><text>"b"</text></outputEntry></rule>'
    )
    report = lint_file("x.dmn", draw_table(row.format(1) + row.format(2)))
    assert codes(report) == {"duplicate_row"}
    assert report.deployable


def draw_table(rules: str) -> bytes:
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
        'namespace="n"><decision id="x" name="x"><decisionTable id="t"><input id="i">'
        '<inputExpression id="e"><text>k</text></inputExpression></input>'
        f'<output id="o" name="o"/>{rules}</decisionTable></decision></definitions>'
    ).encode()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(SHIPPED)), st.integers(0, 400))
def test_a_shipped_file_with_any_damage_gets_an_answer(junk: bytes, at: int, cut: int) -> None:
    report = lint_file("x.bpmn", SHIPPED[:at] + junk + SHIPPED[at + cut :])
    assert isinstance(report.ok, bool)
    assert "check_failed" not in codes(report)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["userTask", "serviceTask", "subProcess", "endEvent", "lane"]), max_size=6
    ),
    st.sampled_from(["id", "name", "sourceRef", "targetRef", "default", "attachedToRef"]),
    st.text(alphabet="abc {}%&'\u0300", max_size=8),
)
def test_elements_in_odd_places_get_an_answer(
    draw: Any, tags: list[str], attribute: str, value: str
) -> None:
    safe = value.replace("&", "&amp;")
    body = "".join(f'<bpmn:{tag} id="e{n}" {attribute}2="{safe}">' for n, tag in enumerate(tags))
    body += "".join(f"</bpmn:{tag}>" for tag in reversed(tags))
    report = lint_file(value, draw.write(draw.start + body + draw.end, flows="start>e0\ne0>end"))
    assert "check_failed" not in codes(report)
