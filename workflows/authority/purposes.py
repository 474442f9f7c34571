"""What a document is for: the kinds that decide its route.

The decree names 29 kinds of administrative document (Nghị định 30/2020/NĐ-CP Điều 7). The rules
of authority are finer: an ordinary công văn and a công văn that guides the whole system of
committees share a layout, not a signer. A purpose is such a routing kind; its base kind gives
layout and symbol.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Purpose:
    """One routing kind (mục đích văn bản) and what follows from it by its nature."""

    key: str
    #: Kind of the decree that gives layout and abbreviation; empty for internal forms.
    base_kind: str
    #: Vietnamese name that people choose from.
    name: str
    is_report: bool = False
    is_submission: bool = False
    is_ad_hoc: bool = False
    guides_system: bool = False
    #: The content belongs to one calendar year (năm của nội dung).
    is_yearly: bool = False
    #: Takes a number in the register of outgoing documents and is sealed.
    is_issued: bool = True
    #: Kind that a delegation may name instead of this one; empty when only its own key counts.
    delegated_as: str = ""

    @property
    def delegation_kinds(self) -> frozenset[str]:
        """Kinds in a delegation that cover this purpose."""
        return frozenset(filter(None, (self.key, self.delegated_as)))


#: Base kinds of the decree that are routed under their own name.
_BASE: Final = {
    "nghi_quyet": "Nghị quyết (cá biệt)",
    "quyet_dinh": "Quyết định (cá biệt)",
    "chi_thi": "Chỉ thị",
    "quy_dinh": "Quy định",
    "thong_cao": "Thông cáo",
    "thong_bao": "Thông báo",
    "huong_dan": "Hướng dẫn nghiệp vụ",
    "ke_hoach": "Kế hoạch khác",
    "phuong_an": "Phương án",
    "du_an": "Dự án",
    "bien_ban": "Biên bản",
    "hop_dong": "Hợp đồng",
    "cong_van": "Công văn (đôn đốc, trả lời, cung cấp thông tin)",
    "cong_dien": "Công điện",
    "ban_ghi_nho": "Bản ghi nhớ",
    "ban_thoa_thuan": "Bản thỏa thuận",
    "giay_uy_quyen": "Giấy ủy quyền",
    "giay_moi": "Giấy mời",
    "giay_gioi_thieu": "Giấy giới thiệu",
    "giay_nghi_phep": "Giấy nghỉ phép",
    "phieu_gui": "Phiếu gửi",
    "phieu_chuyen": "Phiếu chuyển",
    "phieu_bao": "Phiếu báo",
    "thu_cong": "Thư công",
}

_ROUTED: Final = (
    Purpose("quy_che", "quy_che", "Quy chế", guides_system=True),
    Purpose("chuong_trinh", "chuong_trinh", "Chương trình theo giai đoạn"),
    Purpose("de_an", "de_an", "Đề án"),
    Purpose("bao_cao", "bao_cao", "Báo cáo khác", is_report=True),
    Purpose("to_trinh", "to_trinh", "Tờ trình", is_submission=True),
    Purpose(
        "huong_dan_to_chuc",
        "huong_dan",
        "Hướng dẫn về tổ chức và hoạt động của hệ thống Ban",
        guides_system=True,
        delegated_as="huong_dan",
    ),
    Purpose("ke_hoach_nam", "ke_hoach", "Kế hoạch hoạt động năm hoặc giai đoạn", is_yearly=True),
    Purpose("ke_hoach_kiem_tra", "ke_hoach", "Kế hoạch kiểm tra"),
    Purpose(
        "ke_hoach_hanh_dong",
        "ke_hoach",
        "Kế hoạch hành động bình đẳng giới và vì sự tiến bộ của phụ nữ của tỉnh",
    ),
    Purpose(
        "chuong_trinh_cong_tac_nam", "chuong_trinh", "Chương trình công tác năm", is_yearly=True
    ),
    Purpose("bao_cao_dinh_ky", "bao_cao", "Báo cáo định kỳ 6 tháng, năm", is_report=True),
    Purpose("bao_cao_dot_xuat", "bao_cao", "Báo cáo đột xuất", is_report=True, is_ad_hoc=True),
    Purpose("bao_cao_kiem_tra", "bao_cao", "Báo cáo kết quả công tác kiểm tra", is_report=True),
    Purpose("bao_cao_thu_chi", "bao_cao", "Báo cáo thu, chi cuối năm", is_report=True),
    Purpose("bao_cao_thanh_vien", "bao_cao", "Báo cáo của thành viên", is_report=True),
    Purpose(
        "bao_cao_doan_kiem_tra",
        "bao_cao",
        "Báo cáo tổng hợp kết quả kiểm tra của thành viên hoặc đoàn kiểm tra",
        is_report=True,
    ),
    Purpose("to_trinh_so", "to_trinh", "Tờ trình của Sở gửi Trưởng Ban", is_submission=True),
    Purpose("kien_toan", "quyet_dinh", "Quyết định kiện toàn, thay đổi thành viên Ban"),
    Purpose("du_toan", "to_trinh", "Dự toán kinh phí năm", is_submission=True, is_yearly=True),
    Purpose("duyet_chi", "", "Duyệt chi kinh phí hoạt động", is_issued=False),
    Purpose("de_nghi_khen_thuong", "to_trinh", "Đề nghị khen thưởng", is_submission=True),
    Purpose("phieu_lay_y_kien", "", "Phiếu lấy ý kiến thành viên", is_issued=False),
    Purpose("dinh_chinh", "cong_van", "Công văn đính chính", delegated_as="cong_van"),
    Purpose("thu_hoi", "cong_van", "Văn bản thu hồi", delegated_as="cong_van"),
    Purpose("ban_sao", "", "Bản sao y, bản sao lục, bản trích sao", is_issued=False),
)

#: Every routing kind by its key.
PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType(
    {purpose.key: purpose for purpose in _ROUTED}
    | {key: Purpose(key, key, name) for key, name in _BASE.items()}
)

#: In a delegation: every kind that the regulation opens, none of them named.
ALL_LISTED: Final = "all_listed"
