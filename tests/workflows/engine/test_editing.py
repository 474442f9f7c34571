from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from workflows.engine import run
from workflows.engine.comparing import compare_processes
from workflows.engine.compile import ProcessSource, compile_process
from workflows.engine.decisions import compile_decision
from workflows.engine.drawing import read_picture
from workflows.engine.editing import (
    EditError,
    InsertStepAfter,
    MoveToLane,
    RemoveStep,
    Rename,
    SetCondition,
    SetProperties,
    apply_edit,
)
from workflows.engine.lint import lint_file
from workflows.engine.xml import XmlError

if TYPE_CHECKING:
    from workflows.engine.editing import Edit

BPMN = Path(__file__).parents[3] / "bpmn"
DIAGRAM = (BPMN / "processes" / "van_ban_ban" / "van_ban_ban.bpmn").read_bytes()
TABLE = (BPMN / "decisions" / "signer_route.dmn").read_bytes()
TABLES = {"signer_route": compile_decision(TABLE)}
REVIEW = InsertStepAfter(
    "format_check",
    "Pháp chế thẩm định",
    {"role": "secretariat", "form": "check", "due_working_days": "1"},
)
STEPS = ("content_check", "format_check", "secretariat_review", "number", "seal", "issue", "assess")
LANES = ("lane_drafter", "lane_secretariat", "lane_chair", "lane_seal_keeper")


def problems(bpmn: bytes) -> list[str]:
    return [each.code for each in lint_file("x", bpmn, TABLES).problems]


def touched(before: bytes, after: bytes) -> list[str]:
    """Lines that are new or other than before."""
    lines = difflib.unified_diff(
        before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0
    )
    return [line[1:].strip() for line in lines if line[:1] == "+" and line[:3] != "+++"]


def overlapping(bpmn: bytes) -> list[tuple[str, str]]:
    boxes = list(read_picture(etree.fromstring(bpmn)).boxes.items())
    return [
        (a, b)
        for place, (a, box) in enumerate(boxes)
        for b, other in boxes[:place]
        if box.meets(other)
    ]


def test_a_new_name_changes_one_line_and_stays_text() -> None:
    after = apply_edit(DIAGRAM, Rename("seal", 'Đóng "dấu" <b>&'))
    assert touched(DIAGRAM, after) == [
        '<bpmn:userTask id="seal" name="Đóng &quot;dấu&quot; &lt;b&gt;&amp;">'
    ]
    (change,) = compare_processes(DIAGRAM, after)
    assert change.details == (("Tên", "Đóng dấu", 'Đóng "dấu" <b>&'),)
    assert apply_edit(after, Rename("seal", "Đóng dấu")) == DIAGRAM
    unnamed = apply_edit(DIAGRAM, Rename("submitted", "Đã trình"))
    assert compare_processes(DIAGRAM, unnamed)[0].details == (("Tên", "", "Đã trình"),)


def test_settings_are_written_where_they_belong() -> None:
    after = apply_edit(
        DIAGRAM,
        SetProperties("issue", {"due_working_days": "2", "article": "", "reminder_ladder": "gap"}),
    )
    (change,) = compare_processes(DIAGRAM, after)
    assert change.element == "issue"
    assert {label for label, _, _ in change.details} == {
        "Hạn xử lý (ngày làm việc)",
        "Cách nhắc việc",
        "Căn cứ",
    }
    assert len(touched(DIAGRAM, after)) == 2
    assert problems(after) == []
    service = apply_edit(DIAGRAM, SetProperties("assess", {"operation": "document.file"}))
    assert len(touched(DIAGRAM, service)) == 1
    start = apply_edit(DIAGRAM, SetProperties("start", {"note": "x"}))
    assert problems(start) == []


def test_a_new_check_takes_the_ways_of_the_check_before_it() -> None:
    after = apply_edit(DIAGRAM, REVIEW)
    assert problems(after) == []
    assert overlapping(after) == []
    process = compile_process(ProcessSource(after, (TABLE,)))
    case = run.start(process, {"kind": "cong_van"})
    for step in ("content_check", "format_check"):
        assert [task.step for task in case.open_tasks] == [step]
        case = run.complete(process, case.state, case.open_tasks[0].id, {"outcome": "approve"})
    (task,) = case.open_tasks
    assert (task.name, task.lane) == ("Pháp chế thẩm định", "Người kiểm tra thể thức")
    assert task.properties["due_working_days"] == "1"
    ends = {
        outcome: run.complete(process, case.state, task.id, {"outcome": outcome})
        for outcome in ("approve", "return", "reject")
    }
    assert [each.step for each in ends["approve"].open_tasks] == ["secretariat_review"]
    assert [each.step for each in ends["return"].open_tasks] == ["revise"]
    assert ends["reject"].finished


def test_a_new_step_without_a_decision_stands_between_two_others() -> None:
    edit = InsertStepAfter(
        "number", "Lưu bản gốc", {"role": "seal_keeper", "form": "issue"}, step="keep_original"
    )
    after = apply_edit(DIAGRAM, edit)
    assert problems(after) == []
    assert overlapping(after) == []
    changed = {change.element: change for change in compare_processes(DIAGRAM, after)}
    assert set(changed) == {"keep_original", "keep_original_onward_1", "numbered"}
    assert changed["numbered"].details == (("Đến", "Đóng dấu", "Lưu bản gốc"),)


def test_removing_a_check_takes_its_gateway_and_its_end_along() -> None:
    after = apply_edit(DIAGRAM, RemoveStep("format_check"))
    assert problems(after) == []
    gone = {each.element for each in compare_processes(DIAGRAM, after) if each.kind == "removed"}
    assert gone >= {"format_check", "format_result", "format_rejected", "format_return"}
    assert b"format_result" not in after
    assert overlapping(after) == []
    back = apply_edit(apply_edit(DIAGRAM, REVIEW), RemoveStep("step_1"))
    assert problems(back) == []
    assert b"step_1" not in back.replace(b"step_1_onward", b"")


def test_conditions_and_defaults() -> None:
    other = apply_edit(DIAGRAM, SetCondition("to_deputy", 'signer in ["standing_deputy"]'))
    assert len(touched(DIAGRAM, other)) == 1
    default = apply_edit(DIAGRAM, SetCondition("to_deputy", None))
    assert problems(default) == ["missing_condition"]
    mended = apply_edit(default, SetCondition("to_chair", 'signer == "chair"'))
    assert problems(mended) == []


def test_another_lane_moves_the_shape_into_it() -> None:
    after = apply_edit(DIAGRAM, MoveToLane("issue", "lane_secretariat"))
    assert problems(after) == []
    assert overlapping(after) == []
    picture = read_picture(etree.fromstring(after))
    lane, box = picture.areas["lane_secretariat"], picture.boxes["issue"]
    assert lane.y <= box.y
    assert box.bottom <= lane.bottom
    assert box.right <= lane.right
    assert apply_edit(after, MoveToLane("issue", "lane_secretariat")) == after


def test_a_full_lane_grows_to_the_right() -> None:
    after = DIAGRAM
    for number in range(12):
        after = apply_edit(after, InsertStepAfter("number", f"Việc {number}", {"form": "issue"}))
    assert overlapping(after) == []
    picture = read_picture(etree.fromstring(after))
    lane = picture.areas["lane_seal_keeper"]
    assert all(
        box.right < lane.right and lane.y <= box.y and box.bottom <= lane.bottom
        for name, box in picture.boxes.items()
        if name.startswith("step_")
    )


STRANGE = (
    "<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- của hãng khác -->\r\n"
    "<definitions  xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:v='urn:vendor'\r\n"
    "   id='d' targetNamespace='x' v:b=\"1>0\">\r\n"
    "  <process id='p' isExecutable='true' name='Quy trình'>\r\n"
    "\t<startEvent   id='s'/>\r\n"
    "\t<userTask id='a' name='Một'  v:color = 'red' ><extensionElements>"
    "<v:data ><![CDATA[<a name='x'>]]></v:data><v:empty   /></extensionElements></userTask>\r\n"
    "\t<userTask id='b'/><endEvent id='e' />\r\n"
    "    <sequenceFlow id='f1' sourceRef='s' targetRef='a'/>\r\n"
    "    <sequenceFlow id='f2' sourceRef='a' targetRef='b' /><?tool hint?>\r\n"
    "    <sequenceFlow id='f3' sourceRef='b' targetRef='e'></sequenceFlow>\r\n"
    "  </process>\r\n</definitions>\r\n"
).encode()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_other_tools_wrote_stays_byte_for_byte(mark: bytes) -> None:
    strange = mark + STRANGE
    renamed = apply_edit(strange, Rename("a", "Hai"))
    assert renamed == strange.replace("'Một'".encode(), b'"Hai"')
    role = apply_edit(strange, SetProperties("a", {"role": "chair"}))
    added = (
        b'<spiffworkflow:properties xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/'
        b'core"><spiffworkflow:property '
    )
    assert added in role
    for part in (b"<v:data ><![CDATA[<a name='x'>]]></v:data><v:empty   />", b"<?tool hint?>\r\n"):
        assert part in role
    bare = apply_edit(strange, SetProperties("b", {"role": "chair"}))
    assert b"<userTask id='b'>\r\n\t  <extensionElements>" in bare
    assert bare.split(b"<userTask id='b'")[0] == strange.split(b"<userTask id='b'")[0]
    inserted = apply_edit(strange, InsertStepAfter("a", "Giữa"))
    assert inserted.startswith(strange.split(b"\t<userTask id='b'")[0])
    read = compile_process(ProcessSource(inserted))
    assert [step.name for step in read.steps] == ["s", "Một", "Giữa", "b", "e"]
    removed = apply_edit(strange, RemoveStep("a"))
    assert [step.name for step in compile_process(ProcessSource(removed)).steps] == ["s", "b", "e"]
    assert removed.count(b"\r\n") == strange.count(b"\r\n") - 2


def test_a_file_in_another_encoding_comes_back_in_utf8() -> None:
    wide = STRANGE.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    after = apply_edit(wide, Rename("a", "Hai"))
    assert b"encoding='UTF-8'" in after
    assert compile_process(ProcessSource(after)).steps[1].name == "Hai"


@pytest.mark.parametrize(
    ("edit", "because"),
    [
        (Rename("nowhere", "x"), "không có phần tử “nowhere”"),
        (Rename("seal", "  "), "từ 1 đến 500 ký tự"),
        (Rename("seal", "a\x07"), "ký tự đọc được"),
        (Rename("definitions_van_ban_ban", "x"), "không có tên"),
        (SetProperties("submitted", {"role": "x"}), "không phải là bước"),
        (SetProperties("seal", {"a b": "x"}), "thuộc tính “a b” không hợp lệ"),
        (InsertStepAfter("signer", "x"), "đúng một luồng ra"),
        (InsertStepAfter("issued", "x"), "đúng một luồng ra"),
        (InsertStepAfter("seal", "x", step="seal"), "đã có trong sơ đồ"),
        (InsertStepAfter("seal", "x", lane="seal"), "không phải là làn"),
        (RemoveStep("signer"), "đúng một luồng ra"),
        (RemoveStep("start"), "đúng một luồng ra"),
        (SetCondition("submitted", "x"), "luồng ra khỏi cổng"),
        (SetCondition("to_chair", "x"), "luồng mặc định"),
        (SetCondition("to_deputy", "x.y"), "không hợp lệ"),
        (MoveToLane("seal", "issue"), "không phải là làn"),
    ],
)
def test_an_edit_that_does_not_suit_is_refused_with_a_sentence(edit: Edit, because: str) -> None:
    with pytest.raises(EditError) as caught:
        apply_edit(DIAGRAM, edit)
    assert because in str(caught.value)


def test_hostile_files_are_refused() -> None:
    with pytest.raises(XmlError):
        apply_edit(b'<!DOCTYPE a [<!ENTITY x "y">]><a/>', Rename("a", "b"))


def test_a_step_with_a_timer_is_not_removed(draw: Any) -> None:
    timer = '<bpmn:boundaryEvent id="due" attachedToRef="a"/>'
    drawn = draw.write(draw.start + draw.user("a") + timer + draw.end, flows="start>a\na>end")
    with pytest.raises(EditError):
        apply_edit(drawn, RemoveStep("a"))


EDITS: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        InsertStepAfter,
        st.sampled_from(STEPS),
        st.sampled_from(["Bước mới", "Pháp chế"]),
        st.sampled_from([dict(REVIEW.properties), {"role": "chair", "form": "issue"}]),
        st.sampled_from(["", *LANES]),
    ),
    st.builds(RemoveStep, st.sampled_from(["format_check", "issue", "step_1", "step_2"])),
    st.builds(MoveToLane, st.sampled_from([*STEPS, "step_1"]), st.sampled_from(LANES)),
    st.builds(Rename, st.sampled_from([*STEPS, *LANES]), st.text(min_size=1, max_size=20)),
    st.builds(
        SetProperties,
        st.sampled_from(STEPS),
        st.dictionaries(st.sampled_from(["article", "reminder_ladder"]), st.text(max_size=9)),
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, max_size=6))
def test_any_row_of_edits_leaves_a_sound_diagram_without_overlaps(edits: list[Edit]) -> None:
    drawing = DIAGRAM
    for edit in edits:
        try:
            drawing = apply_edit(drawing, edit)
        except EditError:
            continue
    assert problems(drawing) == []
    assert overlapping(drawing) == []
