"""Forms about units."""

from __future__ import annotations

from flask_babel import lazy_gettext

from webapp.forms.base import Form
from webapp.forms.fields import Day, Line, RowChoice


class UnitForm(Form):
    """What a unit is from a day on."""

    name = Line(
        lazy_gettext("Tên đơn vị"), description=lazy_gettext("Ví dụ: Phòng Văn hóa - Xã hội.")
    )
    code = Line(
        lazy_gettext("Ký hiệu"),
        description=lazy_gettext(
            "Chữ viết tắt đứng cuối số, ký hiệu văn bản và dòng Lưu, ví dụ VX."
        ),
    )
    parent_id = RowChoice(lazy_gettext("Đơn vị cấp trên"), required=False)
    valid_from = Day(
        lazy_gettext("Từ ngày"),
        description=lazy_gettext(
            "Chọn ngày sắp tới thì thay đổi tự có hiệu lực đúng ngày đó; văn bản trước ngày này "
            "giữ tên và ký hiệu cũ."
        ),
    )


class CloseUnitForm(Form):
    """The end of a unit."""

    valid_to = Day(
        lazy_gettext("Kết thúc từ ngày"),
        description=lazy_gettext("Ngày đầu tiên không còn đơn vị này."),
    )
