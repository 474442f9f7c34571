"""Every rule of the checks: its code, how grave it is, what it tells people to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflows.engine.problems import Problem, Severity
from workflows.engine.xml import line_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from lxml import etree


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; the message has ``{name}`` for the element and further placeholders."""

    code: str
    severity: Severity
    message: str


_ALL: Final = (
    # The file as a whole
    Rule("not_bpmn", "error", "Tệp không phải là sơ đồ BPMN hay bảng DMN. Hãy chọn đúng tệp."),
    Rule(
        "not_bpmn_but_dmn",
        "error",
        "Đây là bảng quyết định (DMN), không phải sơ đồ. Hãy mở tệp ở mục “Bảng quyết định”.",
    ),
    Rule("schema", "error", "“{name}” không đúng chuẩn {standard}: {detail}."),
    Rule("check_failed", "error", "Không kiểm tra hết được tệp này ({detail}). Hãy vẽ lại sơ đồ."),
    Rule("unreadable_file", "error", "Không đọc được tệp: {detail}."),
    Rule(
        "duplicate_id",
        "error",
        "Mã “{name}” bị dùng {count} lần. Hãy đổi để mỗi phần tử có mã riêng.",
    ),
    Rule("too_many_problems", "warning", "Còn {count} lỗi nữa. Hãy sửa các lỗi trên trước."),
    # What can be run at all
    Rule(
        "no_executable_process",
        "deploy",
        "Tệp phải có đúng một quy trình được đưa vào chạy; tệp này có {count}. "
        "Hãy chọn “Quy trình này được đưa vào chạy” cho một quy trình.",
    ),
    Rule("too_many_nodes", "deploy", "Sơ đồ có {count} phần tử, tối đa {most}. Hãy chia nhỏ."),
    Rule("not_runnable", "deploy", "Sơ đồ chưa chạy được: {detail}."),
    Rule(
        "unknown_called_process",
        "deploy",
        "“{name}” gọi quy trình “{called}” không có trong tệp. Hãy đưa quy trình đó vào cùng tệp.",
    ),
    Rule("called_in_circle", "deploy", "“{name}” gọi vòng tròn các quy trình. Hãy bỏ vòng gọi."),
    # The flow
    Rule(
        "no_start",
        "error",
        "“{name}” cần đúng một sự kiện bắt đầu, hiện có {count}. Hãy vẽ thêm hoặc xóa bớt.",
    ),
    Rule("no_end", "error", "“{name}” chưa có sự kiện kết thúc. Hãy vẽ thêm."),
    Rule("broken_flow", "error", "Luồng “{name}” không nối hai phần tử có thật. Hãy nối lại."),
    Rule("unreachable", "error", "Không có đường nào từ bắt đầu đến “{name}”. Hãy nối hoặc xóa."),
    Rule("dead_end", "error", "Từ “{name}” không đi đến kết thúc nào. Hãy nối tiếp luồng."),
    Rule(
        "missing_default",
        "error",
        "Cổng “{name}” có điều kiện nhưng không có luồng mặc định; hồ sơ sẽ kẹt khi không "
        "điều kiện nào đúng. Hãy chọn một luồng làm mặc định.",
    ),
    Rule(
        "missing_condition",
        "error",
        "Luồng từ cổng “{name}” đến “{target}” chưa có điều kiện. Hãy chọn ở mục “Đi luồng này "
        "khi người xử lý” hoặc ghi ở mục “Điều kiện”.",
    ),
    Rule(
        "several_outgoing",
        "deploy",
        "“{name}” có nhiều luồng ra. Hãy dùng cổng để tách luồng.",
    ),
    Rule(
        "endless_flow",
        "error",
        "Từ “{name}” luồng quay vòng mà không qua cổng lựa chọn nào. Hãy thêm cổng loại trừ.",
    ),
    Rule(
        "too_branched",
        "deploy",
        "Từ “{name}” các nhánh song song nhân lên quá nhiều. Hãy bớt nhánh hoặc chia nhỏ.",
    ),
    Rule(
        "join_in_loop",
        "error",
        "Cổng song song “{name}” nằm ở đầu vòng quay lại nên chờ mãi. Hãy nối luồng quay lại "
        "vào một cổng loại trừ đặt trước cổng này.",
    ),
    Rule("default_with_condition", "warning", "Luồng mặc định “{name}” có điều kiện thừa."),
    # The steps
    Rule(
        "missing_role",
        "deploy",
        "Bước “{name}” chưa giao cho ai. Hãy chọn ở mục “Ai xử lý”.",
    ),
    Rule(
        "unknown_role",
        "warning",
        "Bước “{name}” giao cho vai trò lạ “{value}”. Hãy chọn lại ở mục “Ai xử lý”.",
    ),
    Rule(
        "missing_form",
        "deploy",
        "Bước “{name}” chưa có biểu mẫu. Hãy chọn ở mục “Biểu mẫu”: {known}.",
    ),
    Rule(
        "unknown_form",
        "deploy",
        "Bước “{name}” dùng biểu mẫu “{value}” không có. Hãy chọn ở mục “Biểu mẫu”: {known}.",
    ),
    Rule(
        "bad_due",
        "deploy",
        "Hạn xử lý “{value}” của bước “{name}” phải là số ngày làm việc từ 1 đến {most}.",
    ),
    Rule(
        "unknown_ladder",
        "deploy",
        "Bước “{name}” chọn cách nhắc việc “{value}” không có. Hãy chọn ở mục “Cách nhắc việc”: "
        "{known}.",
    ),
    Rule("no_lane", "warning", "Bước “{name}” không nằm trong làn nào. Hãy đặt vào làn."),
    Rule(
        "missing_operation",
        "deploy",
        "Việc tự động “{name}” chưa rõ làm gì. Hãy chọn ở mục “Việc cần làm”: {known}.",
    ),
    Rule(
        "unknown_operation",
        "deploy",
        "Việc tự động “{name}” gọi việc “{value}” không có. Hãy chọn ở mục “Việc cần làm”: "
        "{known}.",
    ),
    Rule(
        "missing_decision",
        "deploy",
        "Bước “{name}” chưa chọn bảng quyết định. Hãy chọn ở mục “Tra bảng nào”.",
    ),
    Rule(
        "unknown_decision",
        "deploy",
        "Bước “{name}” gọi bảng quyết định “{value}” không có trong các tệp kèm theo.",
    ),
    Rule(
        "decision_not_given",
        "warning",
        "Bước “{name}” gọi bảng quyết định “{value}”; chưa kiểm tra được vì không có tệp DMN kèm.",
    ),
    Rule(
        "untyped_task",
        "warning",
        "“{name}” chưa có loại. Hãy đổi thành bước xử lý của người hoặc việc tự động.",
    ),
    Rule(
        "seal_before_sign",
        "error",
        "Có đường đến bước đóng dấu “{name}” mà chưa qua bước ký nào. Chỉ đóng dấu văn bản đã "
        "được người có thẩm quyền ký (Nghị định 30/2020/NĐ-CP, Điều 33). Hãy đặt bước ký trước.",
    ),
    Rule(
        "role_not_here",
        "deploy",
        "Bước “{name}” giao cho vai trò “{role}” chưa có trong cơ quan. Hãy chọn lại ở mục “Ai xử "
        "lý”.",
    ),
    Rule(
        "role_not_held",
        "deploy",
        "Bước “{name}” giao cho vai trò “{role}” nhưng hôm nay ({day}) không có ai giữ vai trò "
        "này; hồ sơ sẽ chờ mãi ở đây. Hãy cử người giữ hoặc giao bước cho vai trò khác.",
    ),
    # On another day it is a thing to prepare for, not a hindrance.
    Rule(
        "role_not_held_then",
        "warning",
        "Bước “{name}” giao cho vai trò “{role}” nhưng ngày {day} không có ai giữ vai trò này; hồ "
        "sơ đến bước này ngày đó sẽ chờ. Hãy cử người giữ hoặc giao bước cho vai trò khác.",
    ),
    Rule(
        "one_drafts_checks_signs",
        "warning",
        "{person} có thể soạn thảo, kiểm tra rồi ký cùng một văn bản, theo đường: {way}. Hệ thống "
        "sẽ không cho ký. Hãy giao một trong các việc này cho người khác.",
    ),
    Rule(
        "one_signs_seals",
        "warning",
        "{person} có thể ký rồi đóng dấu cùng một văn bản, theo đường: {way}. Hệ thống sẽ không "
        "cho đóng dấu. Hãy giao một trong hai việc này cho người khác.",
    ),
    Rule(
        "only_one_for_two",
        "warning",
        "{person} là người duy nhất làm được cả bước “{first}” và bước “{name}”, theo đường: "
        "{way}. Người đã kiểm tra văn bản không được làm bước sau, nên hồ sơ sẽ dừng ở đó "
        "(Nghị định 30/2020/NĐ-CP, Điều 10 đến 12 và Điều 32). Hãy cử thêm người.",
    ),
    # The language
    Rule("expression", "error", "“{name}”: {detail} Hãy viết lại."),
    Rule(
        "foreign_expression",
        "deploy",
        "“{name}” viết điều kiện theo kiểu của phần mềm khác (“{value}”). Hãy viết lại, ví dụ: "
        'outcome == "approve".',
    ),
    Rule(
        "unquoted_timer",
        "error",
        'Thời hạn ở “{name}” thiếu dấu ngoặc kép. Hãy viết "{value}".',
    ),
    Rule("timer", "error", '“{name}”: thời hạn “{value}” chưa đúng. Hãy viết như "P3D" (3 ngày).'),
    # The picture
    Rule(
        "no_diagram",
        "warning",
        "Tệp không có hình vẽ nên không mở được ở trang vẽ. Hãy xuất lại tệp kèm hình vẽ, hoặc sửa "
        "ở danh sách các bước.",
    ),
    Rule("no_shape", "warning", "“{name}” không có trên hình vẽ. Hãy vẽ lại phần tử này."),
    # Decision tables
    Rule(
        "decision_unsupported",
        "deploy",
        "Quyết định “{name}” không phải là bảng quyết định đơn. Hãy dùng một bảng trong mỗi tệp.",
    ),
    Rule("decision_table", "error", "Bảng “{name}”: {detail} Hãy sửa lại bảng."),
    Rule("hit_policy", "deploy", "Bảng “{name}” chọn dòng theo “{value}”. Hãy chọn: {known}."),
    Rule(
        "overlapping_rows",
        "deploy",
        "Dòng {name} và dòng {other} cùng áp dụng, ví dụ khi {witness}. Hãy thu hẹp điều kiện của "
        "một trong hai dòng.",
    ),
    Rule(
        "gap",
        "warning",
        "Có trường hợp không dòng nào áp dụng, ví dụ khi {witness}. Hãy thêm dòng cho trường hợp "
        "này.",
    ),
    Rule("idle_row", "warning", "Dòng {name} không bao giờ được dùng: {detail}. Hãy sửa lại."),
    Rule(
        "unknown_value",
        "warning",
        "Dòng {row}, cột “{column}”: không có giá trị “{value}”. Hãy chọn trong danh sách.",
    ),
    Rule(
        "coverage_unknown",
        "warning",
        "Chưa kiểm tra được các dòng có chồng nhau hay bỏ sót không ({detail}).",
    ),
    Rule(
        "table_too_wide",
        "warning",
        "Bảng có quá nhiều trường hợp (hơn {most} nhóm) nên chưa kiểm tra hết chồng lấn và bỏ sót. "
        "Hãy chia bảng hoặc liệt kê giá trị của các cột.",
    ),
    Rule("duplicate_row", "warning", "Hai dòng giống hệt điều kiện nhau: {name} và {other}."),
)
RULES: Final = {rule.code: rule for rule in _ALL}


def found(code: str, element: etree._Element | None = None, **facts: object) -> Problem:
    """A problem by the rule of that code, at an element or for the file as a whole."""
    rule = RULES[code]
    identity = "" if element is None else element.get("id", "")
    name = "" if element is None else " ".join(element.get("name", "").split()) or identity
    if element is not None and not name:
        name = str(element.tag).rpartition("}")[2]
    facts = {"name": name[:120], **facts}
    return Problem(
        element=identity,
        code=code,
        message=Sentence(rule.message, **facts),
        line=None if element is None else line_of(element),
        severity=rule.severity,
    )
