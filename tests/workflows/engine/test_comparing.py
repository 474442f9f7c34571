from __future__ import annotations

from pathlib import Path

import pytest

from workflows.engine.comparing import Change, RowChange, compare_processes, compare_tables
from workflows.engine.decisions import DecisionError
from workflows.engine.xml import XmlError

BPMN = Path(__file__).parents[3] / "bpmn"
DIAGRAM = (BPMN / "processes" / "van_ban_ban" / "van_ban_ban.bpmn").read_text()
TABLE = (BPMN / "decisions" / "seal.dmn").read_text()


def changes(*edits: tuple[str, str]) -> tuple[Change, ...]:
    new = DIAGRAM
    for before, after in edits:
        assert before in new
        new = new.replace(before, after, 1)
    return compare_processes(DIAGRAM.encode(), new.encode())


def rows(*edits: tuple[str, str]) -> tuple[RowChange, ...]:
    new = TABLE
    for before, after in edits:
        assert before in new
        new = new.replace(before, after, 1)
    return compare_tables(TABLE.encode(), new.encode())


def test_the_same_drawing_in_other_words_has_no_changes() -> None:
    assert not changes()
    assert not changes(
        ("<bpmn:definitions ", '<bpmn:definitions exporter="bpmn-js" exporterVersion="18" '),
        (' xsi:type="bpmn:tFormalExpression"', ""),
        ("<bpmn:outgoing>submitted</bpmn:outgoing>", ""),
    )
    assert not rows()
    assert not rows(("<text>-</text>", "<text></text>"), ("<!--", "<!-- khác"))


def test_a_renamed_lane_is_one_change_and_not_one_for_each_step_in_it() -> None:
    (change,) = changes(('name="Tổ thư ký"', 'name="Thư ký"'))
    assert change == Change(
        "lane_secretariat", "Thư ký", "changed", (("Tên", "Tổ thư ký", "Thư ký"),)
    )


@pytest.mark.parametrize(
    ("edit", "element", "detail"),
    [
        (
            ('name="due_working_days" value="5"', 'name="due_working_days" value="7"'),
            "record_vote",
            ("Hạn xử lý (ngày làm việc)", "5", "7"),
        ),
        (
            ("not vote_required or vote_passed", "vote_passed"),
            "vote_settled",
            ("Điều kiện", "not vote_required or vote_passed", "vote_passed"),
        ),
        (
            ('default="to_chair"', 'default="to_deputy"'),
            "signer",
            ("Luồng mặc định", "Trưởng Ban", "Phó Trưởng Ban Thường trực"),
        ),
        (
            ('name="role" value="secretariat"', 'name="role" value="chair"'),
            "secretariat_review",
            ("Vai trò", "Tổ thư ký", "Trưởng Ban"),
        ),
        (
            ('name="role" value="secretariat"', 'name="role" value="lạ"'),
            "secretariat_review",
            ("Vai trò", "Tổ thư ký", "lạ"),
        ),
        (
            ('serviceTaskOperator id="authority.assess"', 'serviceTaskOperator id="document.file"'),
            "assess",
            ("Việc của hệ thống", "Xác định căn cứ thẩm quyền", "Lưu hồ sơ"),
        ),
        (
            ("calledDecisionId>signer_route<", "calledDecisionId>other<"),
            "route",
            ("Bảng quyết định", "signer_route", "other"),
        ),
        (
            ('targetRef="number"', 'targetRef="seal"'),
            "deputy_approve",
            ("Đến", "Cấp số, ngày văn bản", "Đóng dấu"),
        ),
        (
            ('<bpmn:userTask id="seal"', '<bpmn:manualTask id="seal"'),
            "seal",
            ("Loại phần tử", "Bước xử lý", "Việc làm ngoài hệ thống"),
        ),
        (
            ('<bpmn:userTask id="seal"', '<bpmn:userTask xmlns:v="urn:v" v:risk="3" id="seal"'),
            "seal",
            ("Thuộc tính “risk”", "", "3"),
        ),
    ],
)
def test_what_nobody_sees_on_the_picture_is_found(
    edit: tuple[str, str], element: str, detail: tuple[str, str, str]
) -> None:
    if "manualTask" in edit[1]:
        new = DIAGRAM.replace(*edit)
        start = new.index(edit[1])
        end = new.index("</bpmn:userTask>", start)
        new = new[:end] + "</bpmn:manualTask>" + new[end + len("</bpmn:userTask>") :]
        found = compare_processes(DIAGRAM.encode(), new.encode())
    else:
        found = changes(edit)
    assert [(each.element, each.kind) for each in found] == [(element, "changed")]
    assert found[0].details == (detail,)


def test_a_step_put_into_another_lane_changes_lane() -> None:
    reference = "<bpmn:flowNodeRef>seal</bpmn:flowNodeRef>"
    moved = DIAGRAM.replace(reference, "", 1).replace(
        "<bpmn:flowNodeRef>chair_sign<", f"{reference}<bpmn:flowNodeRef>chair_sign<", 1
    )
    (change,) = compare_processes(DIAGRAM.encode(), moved.encode())
    assert (change.element, change.details) == (
        "seal",
        (("Làn", "Văn thư giữ dấu", "Trưởng Ban"),),
    )


def test_a_foreign_extension_that_changed_is_found() -> None:
    note = '<v:note xmlns:v="urn:v">{}</v:note>'
    before, after = (
        DIAGRAM.replace(
            "<spiffworkflow:properties>", note.format(text) + "<spiffworkflow:properties>", 1
        )
        for text in ("cũ", "mới")
    )
    (change,) = compare_processes(before.encode(), after.encode())
    assert change.element == "revise"
    ((label, old, new),) = change.details
    assert label == "Phần mở rộng “note”"
    assert "cũ" in old
    assert "mới" in new


def test_the_picture_counts_only_where_nothing_else_changed() -> None:
    place = '<dc:Bounds x="310" y="100" width="120" height="80" />'
    (change,) = changes((place, place.replace("310", "400")))
    assert (change.element, change.kind, change.details) == ("revise", "moved", ())
    first, last = changes(
        (place, place.replace("310", "400")), ('name="Đóng dấu"', 'name="Đóng dấu đỏ"')
    )
    assert (first.element, last.element) == ("seal", "revise")
    (both,) = changes(
        (place, place.replace("310", "400")), ('name="Hoàn thiện dự thảo"', 'name="Sửa dự thảo"')
    )
    assert (both.kind, both.details) == ("changed", (("Tên", "Hoàn thiện dự thảo", "Sửa dự thảo"),))


def test_added_and_removed_elements_list_what_they_bring_and_take() -> None:
    new = DIAGRAM.replace('id="issue"', 'id="send"').replace('Ref="issue"', 'Ref="send"')
    new = new.replace("Ref>issue<", "Ref>send<")
    found = {each.element: each for each in compare_processes(DIAGRAM.encode(), new.encode())}
    assert found["send"].kind == "added"
    assert ("Biểu mẫu", "", "Phát hành") in found["send"].details
    assert found["issue"].kind == "removed"
    assert ("Làn", "Văn thư giữ dấu", "") in found["issue"].details
    assert found["sealed"].kind == "changed"
    assert list(found)[-1] == "issue"


def test_cells_columns_and_the_way_of_choosing_are_found_by_their_labels() -> None:
    assert rows(('<text>"UBND_HUYEN"</text>', '<text>"SO_LDTBXH"</text>')) == (
        RowChange("seal_ubnd_huyen", "changed", (("Con dấu", '"UBND_HUYEN"', '"SO_LDTBXH"'),)),
    )
    assert rows(('hitPolicy="FIRST"', 'hitPolicy="ANY"'), ('label="Cấp"', 'label="Bậc"')) == (
        RowChange(
            "",
            "changed",
            (
                ("Cách chọn dòng", "FIRST", "ANY"),
                ("Cột", "Cấp", "Bậc"),
            ),
        ),
    )
    ((note,),) = [row.cells for row in rows(("Quy chế Điều 3 khoản 3.", "Quy chế Điều 4."))]
    assert note[0] == "Ghi chú"


def test_rows_that_come_go_and_change_places_are_told_apart() -> None:
    first = TABLE.index('<rule id="seal_chair">')
    second = TABLE.index('<rule id="seal_standing_deputy">')
    third = TABLE.index('<rule id="seal_ubnd_tinh">')
    swapped = TABLE[:first] + TABLE[second:third] + TABLE[first:second] + TABLE[third:]
    (moved,) = compare_tables(TABLE.encode(), swapped.encode())
    assert (moved.kind, moved.cells[0][0]) == ("moved", "Thứ tự dòng")
    shorter = TABLE[:first] + TABLE[second:]
    (removed,) = compare_tables(TABLE.encode(), shorter.encode())
    assert (removed.rule, removed.kind) == ("seal_chair", "removed")
    (added,) = compare_tables(shorter.encode(), TABLE.encode())
    assert (added.rule, added.kind) == ("seal_chair", "added")
    assert ("Chức vụ ký", "", '"chair"') in added.cells


def test_files_that_cannot_be_read_are_refused_with_a_sentence() -> None:
    with pytest.raises(XmlError):
        compare_processes(DIAGRAM.encode(), b"<oops")
    with pytest.raises(DecisionError):
        compare_tables(TABLE.encode(), DIAGRAM.encode())
