"""How the pages name the acts of the audit trail and what they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Every act that commands record.
ACTS: Final = {
    "absence.end": _l("Kết thúc vắng mặt"),
    "absence.record": _l("Ghi vắng mặt"),
    "account.change_password": _l("Tự đổi mật khẩu"),
    "attachment.add": _l("Đính kèm tệp"),
    "attachment.remove": _l("Bỏ tệp đính kèm"),
    "delegation.record": _l("Ghi văn bản ủy quyền"),
    "delegation.revoke": _l("Thu hồi ủy quyền"),
    "document.file": _l("Lưu hồ sơ"),
    "document.issue": _l("Ban hành"),
    "document.number": _l("Cấp số"),
    "document.reroute": _l("Chuyển người ký"),
    "document.resubmit": _l("Trình lại"),
    "document.save_version": _l("Lưu phiên bản"),
    "document.seal": _l("Đóng dấu"),
    "document.sign": _l("Ký"),
    "document.start": _l("Bắt đầu soạn"),
    "document.submit": _l("Trình"),
    "document.withdraw": _l("Rút lại"),
    "exception.grant": _l("Cho ngoại lệ tách vai trò"),
    "key.change_pin": _l("Tự đổi mã PIN"),
    "key.wrong_pin": _l("Nhập sai mã PIN"),
    "number.set_first": _l("Đặt số đầu tiên của năm"),
    "opinion.ask": _l("Xin ý kiến"),
    "opinion.give": _l("Cho ý kiến"),
    "organisation.load": _l("Nạp cấu hình cơ quan"),
    "person.change": _l("Sửa thông tin người dùng"),
    "person.deactivate": _l("Ngừng tài khoản"),
    "person.reactivate": _l("Mở lại tài khoản"),
    "person.register": _l("Cấp tài khoản"),
    "person.renew_key": _l("Cấp khóa ký số"),
    "person.reset_password": _l("Đặt lại mật khẩu"),
    "person.set_signature_image": _l("Đổi ảnh chữ ký"),
    "post.change": _l("Sửa chức vụ"),
    "post.close": _l("Kết thúc chức vụ"),
    "post.end_holding": _l("Thôi giữ chức vụ"),
    "post.hold": _l("Giao chức vụ"),
    "post.open": _l("Lập chức vụ"),
    "post.withdraw_holding": _l("Hủy việc giao chức vụ chưa bắt đầu"),
    "process.deploy": _l("Triển khai quy trình"),
    "role.fill": _l("Gán chức vụ vào vai trò"),
    "seal.change": _l("Sửa con dấu"),
    "seal.equip": _l("Cấp khóa cho con dấu"),
    "seal.register": _l("Khai báo con dấu"),
    "seal.set_image": _l("Đổi ảnh con dấu"),
    "seal_rule.end": _l("Kết thúc quy tắc dùng dấu"),
    "seal_rule.record": _l("Ghi quy tắc dùng dấu"),
    "signature.confirm": _l("Xác nhận chữ ký sau khi thu hồi ủy quyền"),
    "task.approve": _l("Đồng ý"),
    "task.claim": _l("Nhận xử lý"),
    "task.reject": _l("Từ chối"),
    "task.release": _l("Bỏ nhận xử lý"),
    "task.return": _l("Trả lại"),
    "vote.record": _l("Ghi kết quả biểu quyết"),
}
_FIELDS: Final = {
    "active": _l("đang hoạt động"),
    "amount": _l("hạn mức"),
    "because": _l("lý do"),
    "comment": _l("ý kiến"),
    "content": _l("mã băm nội dung"),
    "dated_on": _l("ngày văn bản"),
    "delegation": _l("văn bản ủy quyền"),
    "diameter_mm": _l("đường kính (mm)"),
    "email": _l("thư điện tử"),
    "ends_at": _l("đến"),
    "evidence": _l("minh chứng"),
    "file": _l("mã băm tệp"),
    "first_number": _l("số đầu tiên"),
    "from": _l("chức vụ ủy quyền"),
    "full_name": _l("họ và tên"),
    "holdings": _l("lượt giữ chức vụ"),
    "id": _l("mã"),
    "image": _l("mã băm ảnh"),
    "image_sha256": _l("mã băm ảnh"),
    "keeper_post_id": _l("chức vụ giữ dấu"),
    "key": _l("mã"),
    "kinds": _l("loại văn bản"),
    "mode": _l("hình thức"),
    "name": _l("tên"),
    "number": _l("số"),
    "post": _l("chức vụ"),
    "posts": _l("các chức vụ"),
    "profile": _l("mã băm cấu hình"),
    "reason": _l("lý do"),
    "released": _l("việc trả về hàng chờ"),
    "rerouted": _l("văn bản chuyển người ký"),
    "resolution": _l("kết quả biểu quyết"),
    "revoked_at": _l("thu hồi lúc"),
    "role": _l("vai trò"),
    "seal": _l("con dấu"),
    "second_office": _l("chức vụ kiêm nhiệm"),
    "signature_image_sha256": _l("mã băm ảnh chữ ký"),
    "signed_on": _l("ngày ký"),
    "starts_at": _l("từ"),
    "step": _l("bước"),
    "steps": _l("các bước"),
    "substitute": _l("người thay thế"),
    "title": _l("tên chức vụ"),
    "to": _l("chức vụ được ủy quyền"),
    "unit_id": _l("đơn vị"),
    "user": _l("tài khoản"),
    "user_id": _l("tài khoản"),
    "username": _l("tên đăng nhập"),
    "valid_from": _l("từ ngày"),
    "valid_to": _l("đến ngày"),
    "versions": _l("phiên bản"),
    "votes": _l("được biểu quyết"),
    "year": _l("năm"),
}


def act_name(act: str) -> str:
    """Name an act; a new one that nobody has named yet by its key."""
    return str(ACTS.get(act, act))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what an act changed: (field, old, new), the old empty when it was not there."""
    names = dict.fromkeys((*after, *before))
    return [
        (str(_FIELDS.get(name, name)), _written(before.get(name)), _written(after.get(name)))
        for name in names
        if before.get(name) != after.get(name) or name in after
    ]


def _written(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(_written(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{_FIELDS.get(name, name)}: {_written(each)}" for name, each in value.items()
        )
    return str(value)
