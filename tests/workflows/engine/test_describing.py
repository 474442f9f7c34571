from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from workflows.engine.compile import main_process
from workflows.engine.describing import describe_process
from workflows.engine.graph import GATEWAYS, read_graphs
from workflows.engine.phrases import in_words
from workflows.engine.rules.steps import FORMS, OPERATIONS, ROLES
from workflows.engine.wording import FORM_NAMES, OPERATION_NAMES, ROLE_NAMES
from workflows.engine.xml import XmlError, read_xml

BPMN = Path(__file__).parents[3] / "bpmn"
DIAGRAMS = sorted((BPMN / "processes").glob("*/*.bpmn"))
TABLES = [path.read_bytes() for path in sorted((BPMN / "decisions").glob("*.dmn"))]


def told(key: str) -> tuple[str, ...]:
    return describe_process((BPMN / "processes" / key / f"{key}.bpmn").read_bytes(), TABLES)


def test_a_step_reads_as_an_official_would_write_it() -> None:
    sentences = told("van_ban_ban")
    assert sentences[0].startswith(
        "Quy trình “Trình, ký và ban hành văn bản của Ban” có 13 bước. Tham gia: Người soạn thảo, "
    )
    assert sentences[1] == "Bắt đầu: “Trình văn bản”; sau đó sang bước 1."
    assert sentences[3] == (
        "Bước 2. Người kiểm tra thể thức kiểm tra thể thức trong 1 ngày làm việc (Nghị định "
        "30/2020/NĐ-CP, Điều 12 khoản 2). Xét “Thể thức?”: nếu đồng ý thì sang bước 3; nếu từ chối "
        "thì kết thúc: “Từ chối”; còn lại (“Trả lại”) thì văn bản về bước 13 của người soạn thảo."
    )
    assert any("Hệ thống tra bảng “Chuyển ai ký” để biết: Ai ký? Xét" in each for each in sentences)
    assert any("văn bản không phải biểu quyết hoặc biểu quyết đã" in each for each in sentences)
    assert any(each.startswith("Bước 7. Trưởng Ban ký trong 2 ngày") for each in sentences)
    assert sentences[-1] == "Kết thúc A: “Từ chối”."


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_every_node_and_every_condition_is_told_exactly_once(path: Path) -> None:
    whole = "\n".join(describe_process(path.read_bytes(), TABLES))
    process = main_process(read_xml(path.read_bytes()))
    assert process is not None
    (graph,) = read_graphs(process)
    nodes = graph.nodes.values()
    named = Counter(node.name for node in nodes if node.tag in GATEWAYS)
    for name, count in named.items():
        assert whole.count(f"“{name}”:") == count
    ends = Counter(node.name for node in nodes if node.tag == "endEvent")
    for name, count in ends.items():
        assert whole.count(f": “{name}”") == count
    tasks = [node for node in nodes if node.tag.endswith("Task")]
    assert whole.count("\nBước ") == len(tasks)
    for task in tasks:
        name = f"{task.name[0].lower()}{task.name[1:]}"
        lines = [line.split(". ", 1)[1] for line in whole.splitlines() if line.startswith("Bước")]
        openings = (task.name, f"{task.lane} {name}", f"Hệ thống {name}")
        told_in = [
            each for each in lines if each.startswith(openings) or task.name + " Xét" in each
        ]
        assert len(told_in) == 1, task.name
    conditional = [flow for flow in graph.flows if flow.condition]
    assert whole.lower().count("nếu ") == len(conditional)


def test_every_role_form_and_operation_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(ROLES)
    assert set(FORM_NAMES) == set(FORMS)
    assert set(OPERATION_NAMES) == set(OPERATIONS)


def test_the_same_file_always_reads_the_same() -> None:
    assert told("van_ban_ubnd") == told("van_ban_ubnd")


def test_branches_timers_subprocesses_and_ends_in_common_are_told(draw: Any) -> None:
    body = (
        draw.start
        + draw.gateway("fork", "parallel")
        + draw.gateway("join", "parallel")
        + draw.user("a", due_working_days="3")
        + draw.user("c")
        + draw.service("remind")
        + '<bpmn:boundaryEvent id="late" name="Chậm" attachedToRef="c" cancelActivity="false">'
        '<bpmn:timerEventDefinition><bpmn:timeDuration>"P3D"</bpmn:timeDuration>'
        '</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="end2"/>'
        '<bpmn:subProcess id="sub" name="Lấy ý kiến"><bpmn:startEvent id="s1"/>'
        + draw.user("asked")
        + '<bpmn:endEvent id="e1"/><bpmn:sequenceFlow id="i1" sourceRef="s1" targetRef="asked"/>'
        '<bpmn:sequenceFlow id="i2" sourceRef="asked" targetRef="e1"/></bpmn:subProcess>'
        + '<bpmn:task id="lost" name="Lạc"/>'
        + draw.end
    )
    flows = """start>fork
    fork>a
    fork>c
    a>join
    c>join
    join>sub
    sub>end
    late>remind
    remind>end2"""
    whole = "\n".join(describe_process(draw.write(body, flows=flows)))
    assert "đồng thời sang bước" in whole
    assert "chờ đủ các nhánh, rồi sang bước" in whole
    assert 'Khi quá hạn "P3D" (“Chậm”), bước này vẫn chờ, đồng thời sang bước' in whole
    assert "Tiến trình con “Lấy ý kiến” gồm các bước ghi ngay dưới đây" in whole
    assert ".1. Người soạn thảo asked" in whole
    assert "Lạc. Dừng ở đây." in whole.replace("lạc", "Lạc")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('outcome == "approve"', "đồng ý"),
        ('outcome != "return"', "không trả lại"),
        ('outcome == "perhaps"', "kết quả là “perhaps”"),
        ('signer == "chair"', "người ký là Trưởng Ban"),
        ("not vote_required", "văn bản không phải biểu quyết"),
        ("amount > 5", "“amount” lớn hơn 5"),
        (
            "(superior or to_chair) and vote_passed",
            "(văn bản gửi cấp trên hoặc đã đề nghị người đứng đầu ký) và biểu quyết đã thông qua",
        ),
        ('kind in ["a", "b"]', "loại văn bản thuộc “a”, “b”"),
        ("urgent", "“urgent” đúng"),
        ("not urgent", "“urgent” không đúng"),
        ("f(x)", "“f(x)”"),
        ("x ===", "“x ===”"),
    ],
)
def test_conditions_have_words_or_stand_as_they_are_written(condition: str, words: str) -> None:
    assert in_words(condition) == words


def test_files_without_a_process_have_an_answer_too() -> None:
    empty = etree.tostring(
        etree.Element("{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions")
    )
    assert describe_process(empty) == ("Tệp không có quy trình nào.",)
    with pytest.raises(XmlError):
        describe_process(b"<!DOCTYPE a><a/>")
