"""Forms about posts, who holds them, and roles."""

from __future__ import annotations

from flask_babel import lazy_gettext

from webapp.forms.base import Form
from webapp.forms.fields import Check, Choices, Day, Line, Radio, RowChoice

#: How a person holds a post (models.HoldingMode).
MODES = {
    "full": lazy_gettext("Chính thức"),
    "acting": lazy_gettext("Quyền (ký với chữ Q.)"),
    "in_charge": lazy_gettext("Phụ trách"),
}


class PostForm(Form):
    """What a post is."""

    title = Line(lazy_gettext("Tên chức vụ"))
    second_office = Line(
        lazy_gettext("Chức vụ kiêm nhiệm"),
        required=False,
        description=lazy_gettext(
            "In trên họ tên người ký; con dấu đi theo chức vụ này. Ví dụ: PHÓ CHỦ TỊCH UBND TỈNH."
        ),
    )
    unit_id = RowChoice(lazy_gettext("Đơn vị"), required=False)
    votes = Check(lazy_gettext("Được biểu quyết (thành viên của Ban)"))


class ChangePostForm(PostForm):
    """What a post is from a day on."""

    valid_from = Day(
        lazy_gettext("Từ ngày"),
        description=lazy_gettext(
            "Trước ngày này chức vụ vẫn như cũ. Chọn ngày sắp tới thì thay đổi tự có hiệu lực "
            "đúng ngày đó."
        ),
    )


class PlannedForm(Form):
    """A change planned for a day."""

    valid_from = Day(lazy_gettext("Từ ngày"))


class NewPostForm(PostForm):
    """A new post."""

    key = Line(
        lazy_gettext("Mã chức vụ"),
        description=lazy_gettext(
            "Tên mà quy trình và bảng quyết định dùng, ví dụ deputy, clerk_so. Không đổi được sau "
            "khi lập."
        ),
    )
    valid_from = Day(lazy_gettext("Từ ngày"))


class ClosePostForm(Form):
    """The end of a post."""

    valid_to = Day(
        lazy_gettext("Kết thúc từ ngày"),
        description=lazy_gettext("Ngày đầu tiên không còn chức vụ này."),
    )


class HoldForm(Form):
    """Who holds a post."""

    user_id = RowChoice(lazy_gettext("Người giữ"))
    mode = Radio(lazy_gettext("Hình thức"), choices=list(MODES.items()), default="full")
    valid_from = Day(lazy_gettext("Từ ngày"))
    valid_to = Day(
        lazy_gettext("Đến ngày"),
        required=False,
        description=lazy_gettext("Ngày đầu tiên thôi giữ; để trống nếu chưa rõ."),
    )
    way = Radio(
        lazy_gettext("Cách giao"),
        choices=[
            ("hand_over", lazy_gettext("Bàn giao: người đang giữ thôi giữ từ ngày đó")),
            ("vacant", lazy_gettext("Chức vụ đang khuyết trong thời gian đó")),
            ("together", lazy_gettext("Nhiều người cùng giữ, như ủy viên, chuyên viên")),
        ],
        default="hand_over",
    )


class EndHoldingForm(Form):
    """The end of a holding."""

    valid_to = Day(
        lazy_gettext("Thôi giữ từ ngày"),
        description=lazy_gettext("Ngày đầu tiên người này không còn giữ chức vụ."),
    )


class RoleForm(Form):
    """The posts of a role."""

    post_ids = Choices(lazy_gettext("Chức vụ đảm nhận"), coerce=int)
