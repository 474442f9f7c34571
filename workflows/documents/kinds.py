"""The 29 kinds of administrative document (Nghị định 30/2020/NĐ-CP, Điều 7; Phụ lục III, Mục I)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Form(StrEnum):
    """The skeleton of page 1 (mẫu trình bày, Phụ lục III)."""

    #: Công văn: trích yếu under the number, Kính gửi (Mẫu 1.5).
    LETTER = "letter"
    #: Quyết định, nghị quyết: authority line, legal bases, operative word (Mẫu 1.1 to 1.3).
    DECISION = "decision"
    #: Giấy mời (Mẫu 1.7).
    INVITATION = "invitation"
    #: Every other kind with a name (Mẫu 1.4).
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document."""

    key: str
    #: Tên loại văn bản, in lower case.
    name: str
    #: Chữ viết tắt tên loại; empty for công văn and thư công.
    abbreviation: str
    form: Form = Form.NAMED
    #: This kind has its own full skeleton here, not only the general one for named types.
    full: bool = False
    #: The word before the operative part, such as “QUYẾT ĐỊNH:”.
    operative: str = ""
    #: Kính gửi is printed when the document goes to a superior body (Mục II, khoản 9, điểm b).
    upward_greeting: bool = False
    #: Legal bases must be stated (Mục II, khoản 6, điểm b).
    needs_bases: bool = False


_KINDS = (
    Kind(
        "nghi_quyet", "Nghị quyết", "NQ", Form.DECISION, operative="QUYẾT NGHỊ:", needs_bases=True
    ),
    Kind(
        "quyet_dinh",
        "Quyết định",
        "QĐ",
        Form.DECISION,
        full=True,
        operative="QUYẾT ĐỊNH:",
        needs_bases=True,
    ),
    Kind("chi_thi", "Chỉ thị", "CT"),
    Kind("quy_che", "Quy chế", "QC"),
    Kind("quy_dinh", "Quy định", "QyĐ"),
    Kind("thong_cao", "Thông cáo", "TC"),
    Kind("thong_bao", "Thông báo", "TB", full=True),
    Kind("huong_dan", "Hướng dẫn", "HD", full=True),
    Kind("chuong_trinh", "Chương trình", "CTr", full=True),
    Kind("ke_hoach", "Kế hoạch", "KH", full=True),
    Kind("phuong_an", "Phương án", "PA"),
    Kind("de_an", "Đề án", "ĐA"),
    Kind("du_an", "Dự án", "DA"),
    Kind("bao_cao", "Báo cáo", "BC", full=True, upward_greeting=True),
    Kind("bien_ban", "Biên bản", "BB"),
    Kind("to_trinh", "Tờ trình", "TTr", full=True, upward_greeting=True),
    Kind("hop_dong", "Hợp đồng", "HĐ"),
    Kind("cong_van", "Công văn", "", Form.LETTER, full=True),
    Kind("cong_dien", "Công điện", "CĐ"),
    Kind("ban_ghi_nho", "Bản ghi nhớ", "BGN"),
    Kind("ban_thoa_thuan", "Bản thỏa thuận", "BTT"),
    Kind("giay_uy_quyen", "Giấy ủy quyền", "GUQ"),
    Kind("giay_moi", "Giấy mời", "GM", Form.INVITATION, full=True),
    Kind("giay_gioi_thieu", "Giấy giới thiệu", "GGT"),
    Kind("giay_nghi_phep", "Giấy nghỉ phép", "GNP"),
    Kind("phieu_gui", "Phiếu gửi", "PG"),
    Kind("phieu_chuyen", "Phiếu chuyển", "PC"),
    Kind("phieu_bao", "Phiếu báo", "PB"),
    Kind("thu_cong", "Thư công", ""),
)

#: Key → kind, in the decree's order.
KINDS = MappingProxyType({kind.key: kind for kind in _KINDS})

#: Addressee codes of bodies above the issuer: reports and submissions to them carry Kính gửi.
SUPERIOR_CODES = frozenset({"TTTU", "UBND_TINH", "CT_UBND_TINH", "UBQG"})
