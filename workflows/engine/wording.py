"""Vietnamese names of what diagrams and tables hold, as an official calls them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Roles of lanes and steps (vai trò).
ROLE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "drafter": "Người soạn thảo",
        "drafting_unit_head": "Trưởng đơn vị soạn thảo",
        "format_checker": "Người kiểm tra thể thức",
        "secretariat": "Tổ thư ký",
        "standing_deputy": "Phó Trưởng Ban Thường trực",
        "chair": "Trưởng Ban",
        "vice_chairman": "Phó Chủ tịch",
        "chairman": "Chủ tịch",
        "seal_keeper": "Văn thư giữ dấu",
    }
)
#: Forms of user steps (biểu mẫu xử lý).
FORM_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "revise": Sentence("Hoàn thiện dự thảo"),
        "check": Sentence("Kiểm tra"),
        "vote": Sentence("Ghi kết quả biểu quyết"),
        "sign": Sentence("Ký"),
        "number": Sentence("Cấp số, ngày"),
        "seal": Sentence("Đóng dấu"),
        "issue": Sentence("Phát hành"),
    }
)
#: What the product does in service steps.
OPERATION_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "authority.assess": Sentence("Xác định căn cứ thẩm quyền"),
        "document.file": Sentence("Lưu hồ sơ"),
    }
)
#: How a table chooses among its rows (hit policy).
POLICY_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "UNIQUE": Sentence("chỉ một dòng áp dụng (Unique)"),
        "FIRST": Sentence("dòng áp dụng đầu tiên (First)"),
        "ANY": Sentence("các dòng áp dụng cho cùng kết quả (Any)"),
    }
)
#: Settings of a step, by the name of the property.
PROPERTY_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "role": "Vai trò",
        "form": "Biểu mẫu",
        "due_working_days": "Hạn xử lý (ngày làm việc)",
        "article": "Căn cứ",
        "operation": "Việc của hệ thống",
        "reminder_ladder": "Cách nhắc việc",
    }
)
#: Attributes of elements that people can see or set.
ATTRIBUTE_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "Tên",
        "sourceRef": "Từ",
        "targetRef": "Đến",
        "default": "Luồng mặc định",
        "attachedToRef": "Gắn vào bước",
        "cancelActivity": "Ngắt bước khi đến hạn",
        "calledElement": "Quy trình được gọi",
        "isExecutable": "Chạy được",
        "processRef": "Quy trình",
    }
)
#: Elements of a diagram (loại phần tử), by their tag.
TAG_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "process": "Quy trình",
        "collaboration": "Sơ đồ cộng tác",
        "participant": "Bể (pool)",
        "laneSet": "Nhóm làn",
        "lane": "Làn",
        "sequenceFlow": "Luồng",
        "task": "Bước chưa có loại",
        "userTask": "Bước người dùng",
        "manualTask": "Bước thủ công",
        "serviceTask": "Bước dịch vụ",
        "businessRuleTask": "Bước quyết định",
        "subProcess": "Tiến trình con",
        "callActivity": "Gọi quy trình",
        "exclusiveGateway": "Cổng loại trừ",
        "inclusiveGateway": "Cổng bao hàm",
        "parallelGateway": "Cổng song song",
        "startEvent": "Sự kiện bắt đầu",
        "endEvent": "Sự kiện kết thúc",
        "boundaryEvent": "Sự kiện gắn vào bước",
        "intermediateCatchEvent": "Sự kiện chờ",
        "intermediateThrowEvent": "Sự kiện phát",
        "textAnnotation": "Ghi chú",
        "association": "Đường ghi chú",
        "dataObject": "Dữ liệu",
        "dataObjectReference": "Dữ liệu",
        "group": "Nhóm",
    }
)
#: How a step ends, as conditions compare it (kết quả xử lý).
OUTCOME_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "approve": "đồng ý",
        "return": "trả lại",
        "reject": "từ chối",
        "reroute": "chuyển người ký",
    }
)
#: Facts that conditions ask about, as they read when true and when false.
FACT_NAMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "vote_required": ("văn bản phải biểu quyết", "văn bản không phải biểu quyết"),
        "vote_passed": ("biểu quyết đã thông qua", "biểu quyết chưa thông qua"),
        "deputy_may_sign": ("cấp phó được ký", "cấp phó không được ký"),
        "chair_may_sign": ("người đứng đầu được ký", "người đứng đầu không được ký"),
        "to_chair": ("đã đề nghị người đứng đầu ký", "chưa đề nghị người đứng đầu ký"),
        "superior": ("văn bản gửi cấp trên", "văn bản không gửi cấp trên"),
    }
)
