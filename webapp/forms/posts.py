"""Forms about posts, who holds them, and roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.forms.base import Form
from webapp.forms.fields import Check, Choices, Day, Line, Radio, RowChoice

#: How a person holds a post (models.HoldingMode).
MODES = {
    "full": _l("Chính thức"),
    "acting": _l("Quyền (ký với chữ Q.)"),
    "in_charge": _l("Phụ trách"),
}


class PostForm(Form):
    """What a post is."""

    title = Line(_l("Tên chức vụ"))
    second_office = Line(
        _l("Chức vụ kiêm nhiệm"),
        required=False,
        description=_l(
            "In trên họ tên người ký; con dấu đi theo chức vụ này. Ví dụ: PHÓ CHỦ TỊCH UBND TỈNH."
        ),
    )
    unit_id = RowChoice(_l("Đơn vị"), required=False)
    votes = Check(_l("Được biểu quyết (thành viên của Ban)"))


class NewPostForm(PostForm):
    """A new post."""

    key = Line(
        _l("Mã chức vụ"),
        description=_l(
            "Tên mà quy trình và bảng quyết định dùng, ví dụ deputy, clerk_so. Không đổi được sau "
            "khi lập."
        ),
    )
    valid_from = Day(_l("Từ ngày"))


class ClosePostForm(Form):
    """The end of a post."""

    valid_to = Day(_l("Kết thúc từ ngày"), description=_l("Ngày đầu tiên không còn chức vụ này."))


class HoldForm(Form):
    """Who holds a post."""

    user_id = RowChoice(_l("Người giữ"))
    mode = Radio(_l("Hình thức"), choices=list(MODES.items()), default="full")
    valid_from = Day(_l("Từ ngày"))
    valid_to = Day(
        _l("Đến ngày"),
        required=False,
        description=_l("Ngày đầu tiên thôi giữ; để trống nếu chưa rõ."),
    )
    way = Radio(
        _l("Cách giao"),
        choices=[
            ("hand_over", _l("Bàn giao: người đang giữ thôi giữ từ ngày đó")),
            ("vacant", _l("Chức vụ đang khuyết trong thời gian đó")),
            ("together", _l("Nhiều người cùng giữ, như ủy viên, chuyên viên")),
        ],
        default="hand_over",
    )


class EndHoldingForm(Form):
    """The end of a holding."""

    valid_to = Day(
        _l("Thôi giữ từ ngày"), description=_l("Ngày đầu tiên người này không còn giữ chức vụ.")
    )


class RoleForm(Form):
    """The posts of a role."""

    post_ids = Choices(_l("Chức vụ đảm nhận"), coerce=int)
