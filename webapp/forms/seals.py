"""Forms about seals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.forms.base import Form
from webapp.forms.fields import Day, Image, Line, Measure, RowChoice, Secret


class SealForm(Form):
    """What a seal is."""

    name = Line(_l("Tên con dấu"))
    diameter_mm = Measure(
        _l("Đường kính (mm)"), description=_l("Đo trên con dấu thật; dấu được in đúng kích thước.")
    )
    keeper_post_id = RowChoice(_l("Chức vụ giữ dấu"))


class ChangeSealForm(SealForm):
    """A seal in use."""

    valid_to = Day(
        _l("Thôi dùng từ ngày"), required=False, description=_l("Để trống nếu đang dùng.")
    )


class NewSealForm(SealForm):
    """A new seal."""

    key = Line(
        _l("Mã con dấu"),
        description=_l("Tên mà bảng quyết định dùng, ví dụ UBND_TINH. Không đổi được sau khi lập."),
    )
    valid_from = Day(_l("Dùng từ ngày"))


class SealImageForm(Form):
    """The imprint."""

    image = Image(
        _l("Ảnh con dấu"),
        description=_l("Tệp PNG, không quá 2 MB, mực đỏ trên nền trắng hoặc nền trong suốt."),
    )


class SealKeyForm(Form):
    """A new key for a seal."""

    pin = Secret(
        _l("Mã PIN của con dấu"),
        required=False,
        description=_l(
            "6 đến 12 chữ số do người giữ dấu tự nhập. Để trống thì hệ thống tạo mã, hiện một lần."
        ),
    )


class SealRuleForm(Form):
    """Which seal a signer brings."""

    post_id = RowChoice(_l("Chức vụ ký"))
    second_office = Line(
        _l("Chức vụ kiêm nhiệm"),
        required=False,
        description=_l("Đúng như ghi ở chức vụ; đổi chức vụ kiêm nhiệm thì cần quy tắc mới."),
    )
    seal_id = RowChoice(_l("Con dấu"))
    article = Line(_l("Căn cứ"), description=_l("Số, ngày, điều khoản của quyết định."))
    valid_from = Day(_l("Từ ngày"))
    valid_to = Day(
        _l("Đến ngày"),
        required=False,
        description=_l("Ngày đầu tiên thôi áp dụng; có thể để trống."),
    )


class EndRuleForm(Form):
    """The end of a rule."""

    valid_to = Day(_l("Thôi áp dụng từ ngày"))
