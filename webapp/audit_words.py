"""How the pages name the acts of the audit trail and what they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Every act that commands record.
ACTS: Final = {
    "absence.end": lazy_gettext("Kết thúc vắng mặt"),
    "absence.record": lazy_gettext("Ghi vắng mặt"),
    "account.change_password": lazy_gettext("Tự đổi mật khẩu"),
    "account.choose_password": lazy_gettext("Tự chọn mật khẩu thay mật khẩu được trao"),
    "attachment.add": lazy_gettext("Đính kèm tệp"),
    "attachment.remove": lazy_gettext("Bỏ tệp đính kèm"),
    "case.move": lazy_gettext("Chuyển hồ sơ sang phiên bản quy trình khác"),
    "case.timer": lazy_gettext("Đến hẹn giờ của quy trình"),
    "delegation.record": lazy_gettext("Ghi văn bản ủy quyền"),
    "delegation.revoke": lazy_gettext("Thu hồi ủy quyền"),
    "deployment.approve": lazy_gettext("Duyệt triển khai"),
    "deployment.decline": lazy_gettext("Từ chối triển khai"),
    "deployment.request": lazy_gettext("Đề nghị triển khai"),
    "deployment.require_two": lazy_gettext("Đổi số người duyệt triển khai"),
    "deployment.withdraw": lazy_gettext("Rút đề nghị triển khai"),
    "document.discard": lazy_gettext("Bỏ bản nháp văn bản"),
    "document.file": lazy_gettext("Lưu hồ sơ"),
    "document.issue": lazy_gettext("Ban hành"),
    "document.number": lazy_gettext("Cấp số"),
    "document.reroute": lazy_gettext("Chuyển người ký"),
    "document.resubmit": lazy_gettext("Trình lại"),
    "document.save_version": lazy_gettext("Lưu phiên bản"),
    "document.seal": lazy_gettext("Đóng dấu"),
    "document.sign": lazy_gettext("Ký"),
    "document.start": lazy_gettext("Bắt đầu soạn"),
    "document.submit": lazy_gettext("Trình"),
    "document.withdraw": lazy_gettext("Rút lại"),
    "draft.discard": lazy_gettext("Bỏ bản nháp quy trình, bảng"),
    "draft.save": lazy_gettext("Lưu bản nháp quy trình, bảng"),
    "exception.grant": lazy_gettext("Cho ngoại lệ tách vai trò"),
    "key.change_pin": lazy_gettext("Tự đổi mã PIN"),
    "key.make": lazy_gettext("Tự tạo khóa ký số"),
    "key.wrong_pin": lazy_gettext("Nhập sai mã PIN"),
    "number.set_first": lazy_gettext("Đặt số đầu tiên của năm"),
    "opinion.ask": lazy_gettext("Xin ý kiến"),
    "opinion.give": lazy_gettext("Cho ý kiến"),
    "organisation.import": lazy_gettext("Nhập danh sách người, chức vụ"),
    "organisation.load": lazy_gettext("Nạp cấu hình cơ quan"),
    "person.change": lazy_gettext("Sửa thông tin người dùng"),
    "person.deactivate": lazy_gettext("Ngừng tài khoản"),
    "person.offer_key": lazy_gettext("Cho tự tạo khóa ký số"),
    "person.reactivate": lazy_gettext("Mở lại tài khoản"),
    "person.register": lazy_gettext("Cấp tài khoản"),
    "person.renew_key": lazy_gettext("Cấp khóa ký số"),
    "person.reset_password": lazy_gettext("Đặt lại mật khẩu"),
    "person.set_signature_image": lazy_gettext("Đổi ảnh chữ ký"),
    "post.cancel_change": lazy_gettext("Bỏ thay đổi chức vụ đã định"),
    "post.change": lazy_gettext("Sửa chức vụ"),
    "post.close": lazy_gettext("Kết thúc chức vụ"),
    "post.end_holding": lazy_gettext("Thôi giữ chức vụ"),
    "post.hold": lazy_gettext("Giao chức vụ"),
    "post.open": lazy_gettext("Lập chức vụ"),
    "post.withdraw_holding": lazy_gettext("Hủy việc giao chức vụ chưa bắt đầu"),
    "process.deploy": lazy_gettext("Triển khai quy trình"),
    "process.roll_back": lazy_gettext("Áp dụng lại phiên bản trước"),
    "role.fill": lazy_gettext("Gán chức vụ vào vai trò"),
    "scenarios.save": lazy_gettext("Lưu kịch bản"),
    "seal.change": lazy_gettext("Sửa con dấu"),
    "seal.equip": lazy_gettext("Cấp khóa cho con dấu"),
    "seal.register": lazy_gettext("Khai báo con dấu"),
    "seal.set_image": lazy_gettext("Đổi ảnh con dấu"),
    "seal_rule.end": lazy_gettext("Kết thúc quy tắc dùng dấu"),
    "seal_rule.record": lazy_gettext("Ghi quy tắc dùng dấu"),
    "signature.confirm": lazy_gettext("Xác nhận chữ ký sau khi thu hồi ủy quyền"),
    "task.approve": lazy_gettext("Đồng ý"),
    "task.claim": lazy_gettext("Nhận xử lý"),
    "task.reject": lazy_gettext("Từ chối"),
    "task.release": lazy_gettext("Bỏ nhận xử lý"),
    "task.return": lazy_gettext("Trả lại"),
    "unit.cancel_change": lazy_gettext("Bỏ thay đổi đơn vị đã định"),
    "unit.change": lazy_gettext("Sửa đơn vị"),
    "unit.close": lazy_gettext("Kết thúc đơn vị"),
    "unit.keep": lazy_gettext("Bỏ việc kết thúc đơn vị đã định"),
    "unit.open": lazy_gettext("Lập đơn vị"),
    "vote.record": lazy_gettext("Ghi kết quả biểu quyết"),
}
_FIELDS: Final = {
    "active": lazy_gettext("đang hoạt động"),
    "amount": lazy_gettext("hạn mức"),
    "because": lazy_gettext("lý do"),
    "cases": lazy_gettext("các hồ sơ"),
    "code": lazy_gettext("ký hiệu"),
    "comment": lazy_gettext("ý kiến"),
    "content": lazy_gettext("mã băm nội dung"),
    "dated_on": lazy_gettext("ngày văn bản"),
    "delegation": lazy_gettext("văn bản ủy quyền"),
    "diameter_mm": lazy_gettext("đường kính (mm)"),
    "draft": lazy_gettext("bản nháp"),
    "drafts": lazy_gettext("các bản nháp"),
    "email": lazy_gettext("thư điện tử"),
    "ends_at": lazy_gettext("đến"),
    "evidence": lazy_gettext("minh chứng"),
    "file": lazy_gettext("mã băm tệp"),
    "first_number": lazy_gettext("số đầu tiên"),
    "from": lazy_gettext("chức vụ ủy quyền"),
    "full_name": lazy_gettext("họ và tên"),
    "holdings": lazy_gettext("lượt giữ chức vụ"),
    "id": lazy_gettext("mã"),
    "image": lazy_gettext("mã băm ảnh"),
    "image_sha256": lazy_gettext("mã băm ảnh"),
    "keeper_post_id": lazy_gettext("chức vụ giữ dấu"),
    "key": lazy_gettext("mã"),
    "kinds": lazy_gettext("loại văn bản"),
    "mode": lazy_gettext("hình thức"),
    "name": lazy_gettext("tên"),
    "number": lazy_gettext("số"),
    "parent_id": lazy_gettext("đơn vị cấp trên"),
    "post": lazy_gettext("chức vụ"),
    "posts": lazy_gettext("các chức vụ"),
    "profile": lazy_gettext("mã băm cấu hình"),
    "reason": lazy_gettext("lý do"),
    "released": lazy_gettext("việc trả về hàng chờ"),
    "required": lazy_gettext("cần hai người"),
    "rerouted": lazy_gettext("văn bản chuyển người ký"),
    "resolution": lazy_gettext("kết quả biểu quyết"),
    "revision": lazy_gettext("lần lưu"),
    "revoked_at": lazy_gettext("thu hồi lúc"),
    "role": lazy_gettext("vai trò"),
    "scenarios": lazy_gettext("kịch bản"),
    "seal": lazy_gettext("con dấu"),
    "second_office": lazy_gettext("chức vụ kiêm nhiệm"),
    "signature_image_sha256": lazy_gettext("mã băm ảnh chữ ký"),
    "signed_on": lazy_gettext("ngày ký"),
    "starts_at": lazy_gettext("từ"),
    "step": lazy_gettext("bước"),
    "steps": lazy_gettext("các bước"),
    "substitute": lazy_gettext("người thay thế"),
    "tables": lazy_gettext("các bảng quyết định"),
    "title": lazy_gettext("tên chức vụ"),
    "to": lazy_gettext("chức vụ được ủy quyền"),
    "unit": lazy_gettext("đơn vị"),
    "unit_id": lazy_gettext("đơn vị"),
    "user": lazy_gettext("tài khoản"),
    "user_id": lazy_gettext("tài khoản"),
    "username": lazy_gettext("tên đăng nhập"),
    "valid_from": lazy_gettext("từ ngày"),
    "valid_to": lazy_gettext("đến ngày"),
    "version": lazy_gettext("phiên bản"),
    "versions": lazy_gettext("phiên bản"),
    "votes": lazy_gettext("được biểu quyết"),
    "year": lazy_gettext("năm"),
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
