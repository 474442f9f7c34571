"""Files of other tools: each is told the element, the reason and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflows.engine.lint import lint_file, lint_files

VENDORS = Path(__file__).parent / "vendors"
#: What each file of another tool is told, besides that it lacks roles, forms and lanes of ours.
EXPECTED: dict[str, set[tuple[str, str]]] = {
    "activiti.bpmn": {("calculate", "unsupported_element"), ("late", "unquoted_timer")},
    "adonis.bpmn": {("_adonis", "no_executable_process"), ("_t", "unsupported_element")},
    "aris.bpmn": {("ID-aris", "no_executable_process")},
    "bizagi.bpmn": {("_20260101", "no_executable_process")},
    "camunda_11.dmn": set(),
    "camunda_modeler.bpmn": set(),
    "drools_13.dmn": {("_sum", "decision_unsupported")},
    "enterprise_architect.bpmn": {
        ("EAID_tx", "unsupported_element"),
        ("EAID_undo", "unsupported_element"),
        ("EAID_b", "unsupported_element"),
        ("EAID_tx", "no_start"),
        ("EAID_tx", "no_end"),
    },
    "flowable.bpmn": {("yes", "foreign_expression"), ("tell", "missing_operation")},
    "ibm.bpmn": {("ibm-g", "unsupported_element")},
    "jbpm.bpmn2": {("_2", "unsupported_element")},
    "oracle.bpmn": {
        ("ORA_g", "unsupported_element"),
        ("ORA_paid", "unsupported_element"),
        ("ORA_r", "unsupported_element"),
    },
    "oryx.bpmn": {("", "no_diagram")},
    "sap.bpmn": {("SAP_send", "unsupported_element"), ("SAP_e", "unsupported_element")},
    "signavio.bpmn": {("sid-1f", "no_executable_process")},
    "trisotech.bpmn": {("_triso", "no_executable_process")},
    "trisotech_15.dmn": set(),
    "visual_paradigm.bpmn": {("vp3", "unsupported_element")},
    "w4.bpmn": {("W4", "no_executable_process"), ("W4_p", "unsupported_element")},
}
OURS = {"missing_role", "missing_form", "no_lane", "no_shape", "untyped_task"}
#: Runs as it is.
RUNS = {"camunda_11.dmn", "camunda_modeler.bpmn", "oryx.bpmn", "trisotech_15.dmn"}
#: Not only another tool's: scripts and processes without an order are refused wherever they are.
REFUSED = {"activiti.bpmn", "visual_paradigm.bpmn", "enterprise_architect.bpmn"}

DEFINITIONS = (
    (
        '<d xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
        '<process id="p"><task id="t" name="Ký">{}</task>{}</process></d>'
    )
    .replace("<d ", "<definitions ")
    .replace("</d>", "</definitions>")
)


def test_every_file_of_another_tool_is_expected_here() -> None:
    assert {path.name for path in VENDORS.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_file_of_another_tool_is_answered(name: str) -> None:
    (report,) = lint_files([VENDORS / name])
    told = {(each.element, each.code) for each in report.problems if each.code not in OURS}
    assert told == EXPECTED[name]
    assert report.deployable == (name in RUNS)
    assert report.ok == (name not in REFUSED)


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16"])
def test_encoding_that_the_file_names_is_read(encoding: str) -> None:
    text = (VENDORS / "enterprise_architect.bpmn").read_text(encoding="utf-8")
    data = text.replace("UTF-8", encoding).encode(encoding)
    assert lint_file("x.bpmn", data).problems == lint_file("x.bpmn", text.encode()).problems


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_refusal_names_the_element_and_says_what_to_do(name: str) -> None:
    data = (VENDORS / name).read_bytes()
    ids = set(re.findall(r'id="([^"]+)"', data.decode()))
    for problem in lint_file(name, data).problems:
        assert problem.element in ids | {""}
        assert "ãy " in problem.message or "hãy" in problem.message, problem.message
        assert problem.message.endswith(".")


@pytest.mark.parametrize(
    ("inner", "beside", "element", "words"),
    [
        ("<foreign/>", "", "t", "<foreign> đặt không đúng chỗ"),
        ("", '<sequenceFlow id="f" sourceRef="t"/>', "f", "không nối vào phần tử nào (targetRef)"),
        ("", '<task id="1 2"/>', "1 2", "mã “1 2” không hợp lệ"),
        ("", '<task id="u" startQuantity="x"/>', "u", "“startQuantity” có giá trị “x”"),
        ("", '<task id="u" colour="red"/>', "u", "“colour” không có trong chuẩn"),
        ("", '<callActivity id="u" calledElement="a:b"/>', "u", "tiền tố trong “a:b”"),
        ("chữ", "", "t", "<task> có chữ"),
        ("", "<association id='a' targetRef='t'/>", "a", "(sourceRef)"),
        ("", "<dataInputAssociation id='a'/>", "a", "<dataInputAssociation> đặt không đúng chỗ"),
        ("<ioSpecification id='io'/>", "", "io", "thiếu phần bên trong"),
    ],
)
def test_departure_from_the_standard_is_told_at_its_element(
    inner: str, beside: str, element: str, words: str
) -> None:
    report = lint_file("x.bpmn", DEFINITIONS.format(inner, beside).encode())
    told = [each for each in report.problems if each.code == "schema"]
    assert any(each.element == element and words in each.message for each in told), told
    assert all("ãy " in each.message for each in told)
    assert not any("Element '" in each.message for each in told)


def test_extensions_are_left_to_the_tool_that_wrote_them() -> None:
    inner = (
        '<extensionElements><s:Scenario xmlns:s="urn:sim" xsi:type="s:Unknown"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/></extensionElements>'
    )
    assert lint_file("x.bpmn", DEFINITIONS.format(inner, "").encode()).ok


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<a><b></a>", "thẻ mở <b> không khớp thẻ đóng <a>"),
        ("<x:a/>", "tiền tố “x” chưa được khai báo"),
        ("sơ đồ", "không bắt đầu bằng một thẻ"),
        ("<a/><b/>", "nội dung thừa"),
        ("<a>&who;</a>", "“&who;” chưa được khai báo"),
        ("<a b='1' b='2'/>", "“b” ghi hai lần"),
        ("<a>", "bị cắt giữa chừng"),
        ("<a>\x01</a>", "ký tự không được phép"),
        ("<a b=1/>", "sai cú pháp"),
    ],
)
def test_what_is_no_xml_is_told_in_vietnamese(text: str, words: str) -> None:
    (problem,) = lint_file("x.bpmn", text.encode()).problems
    assert words in problem.message
    assert "Hãy xuất lại" in problem.message
    assert "(dòng 1, cột " in problem.message
