"""Forms about seals."""

from __future__ import annotations

from flask_babel import lazy_gettext

from webapp.forms.base import Form
from webapp.forms.fields import Day, Image, Line, Measure, RowChoice, Secret


class SealForm(Form):
    """What a seal is."""

    name = Line(lazy_gettext("Tên con dấu"))
    diameter_mm = Measure(
        lazy_gettext("Đường kính (mm)"),
        description=lazy_gettext("Đo trên con dấu thật; dấu được in đúng kích thước."),
    )
    keeper_post_id = RowChoice(lazy_gettext("Chức vụ giữ dấu"))


class ChangeSealForm(SealForm):
    """A seal in use."""

    valid_to = Day(
        lazy_gettext("Thôi dùng từ ngày"),
        required=False,
        description=lazy_gettext("Để trống nếu đang dùng."),
    )


class NewSealForm(SealForm):
    """A new seal."""

    key = Line(
        lazy_gettext("Mã con dấu"),
        description=lazy_gettext(
            "Tên mà bảng quyết định dùng, ví dụ UBND_TINH. Không đổi được sau khi lập."
        ),
    )
    valid_from = Day(lazy_gettext("Dùng từ ngày"))


class SealImageForm(Form):
    """The imprint."""

    image = Image(
        lazy_gettext("Ảnh con dấu"),
        description=lazy_gettext(
            "Tệp PNG, không quá 2 MB, mực đỏ trên nền trắng hoặc nền trong suốt."
        ),
    )


class SealKeyForm(Form):
    """A new key for a seal."""

    pin = Secret(
        lazy_gettext("Mã PIN của con dấu"),
        required=False,
        description=lazy_gettext(
            "6 đến 12 chữ số do người giữ dấu tự nhập. Để trống thì hệ thống tạo mã, hiện một lần."
        ),
    )


class SealRuleForm(Form):
    """Which seal a signer brings."""

    post_id = RowChoice(lazy_gettext("Chức vụ ký"))
    second_office = Line(
        lazy_gettext("Chức vụ kiêm nhiệm"),
        required=False,
        description=lazy_gettext(
            "Đúng như ghi ở chức vụ; đổi chức vụ kiêm nhiệm thì cần quy tắc mới."
        ),
    )
    seal_id = RowChoice(lazy_gettext("Con dấu"))
    article = Line(
        lazy_gettext("Căn cứ"), description=lazy_gettext("Số, ngày, điều khoản của quyết định.")
    )
    valid_from = Day(lazy_gettext("Từ ngày"))
    valid_to = Day(
        lazy_gettext("Đến ngày"),
        required=False,
        description=lazy_gettext("Ngày đầu tiên thôi áp dụng; có thể để trống."),
    )


class EndRuleForm(Form):
    """The end of a rule."""

    valid_to = Day(lazy_gettext("Thôi áp dụng từ ngày"))
