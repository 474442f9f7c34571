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
        "role": Sentence("Vai trò"),
        "form": Sentence("Biểu mẫu"),
        "due_working_days": Sentence("Hạn xử lý (ngày làm việc)"),
        "article": Sentence("Căn cứ"),
        "operation": Sentence("Việc của hệ thống"),
        "reminder_ladder": Sentence("Cách nhắc việc"),
    }
)
#: Attributes of elements that people can see or set.
ATTRIBUTE_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": Sentence("Tên"),
        "sourceRef": Sentence("Từ"),
        "targetRef": Sentence("Đến"),
        "default": Sentence("Luồng mặc định"),
        "attachedToRef": Sentence("Gắn vào bước"),
        "cancelActivity": Sentence("Ngắt bước khi đến hạn"),
        "calledElement": Sentence("Quy trình được gọi"),
        "isExecutable": Sentence("Chạy được"),
        "processRef": Sentence("Quy trình"),
    }
)
#: Elements of a diagram (loại phần tử), by their tag; the drawing board calls them the same.
TAG_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "process": Sentence("Quy trình"),
        "collaboration": Sentence("Sơ đồ phối hợp"),
        "participant": Sentence("Khung quy trình"),
        "laneSet": Sentence("Nhóm làn"),
        "lane": Sentence("Làn"),
        "sequenceFlow": Sentence("Luồng"),
        "task": Sentence("Bước chưa rõ loại"),
        "userTask": Sentence("Bước xử lý"),
        "manualTask": Sentence("Việc làm ngoài hệ thống"),
        "serviceTask": Sentence("Việc tự động"),
        "businessRuleTask": Sentence("Bảng quyết định"),
        "subProcess": Sentence("Tiến trình con"),
        "callActivity": Sentence("Gọi quy trình khác"),
        "exclusiveGateway": Sentence("Cổng quyết định"),
        "inclusiveGateway": Sentence("Cổng nhiều nhánh"),
        "parallelGateway": Sentence("Cổng song song"),
        "startEvent": Sentence("Sự kiện bắt đầu"),
        "endEvent": Sentence("Sự kiện kết thúc"),
        "boundaryEvent": Sentence("Sự kiện gắn vào bước"),
        "intermediateCatchEvent": Sentence("Sự kiện chờ"),
        "intermediateThrowEvent": Sentence("Sự kiện phát"),
        "textAnnotation": Sentence("Ghi chú"),
        "association": Sentence("Đường nối ghi chú"),
        "dataObject": Sentence("Dữ liệu"),
        "dataObjectReference": Sentence("Dữ liệu"),
        "group": Sentence("Nhóm"),
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
