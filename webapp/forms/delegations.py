"""Forms about delegations and absences."""

from __future__ import annotations

from flask_babel import lazy_gettext

from webapp.forms.base import Form
from webapp.forms.fields import Choices, Day, Line, Moment, RowChoice, Text, Whole


class DelegationForm(Form):
    """A written delegation."""

    number = Line(
        lazy_gettext("Số, ký hiệu"),
        description=lazy_gettext("Của văn bản ủy quyền, ví dụ 05/GUQ-BVSTBCPN."),
    )
    signed_on = Day(lazy_gettext("Ngày ký"))
    from_post_id = RowChoice(lazy_gettext("Người ủy quyền"))
    to_post_id = RowChoice(lazy_gettext("Người được ủy quyền"))
    kinds = Choices(
        lazy_gettext("Loại văn bản"),
        description=lazy_gettext("Chỉ những loại văn bản ủy quyền ghi rõ."),
    )
    valid_from = Day(lazy_gettext("Hiệu lực từ ngày"))
    valid_to = Day(lazy_gettext("Đến hết ngày"))
    year = Whole(
        lazy_gettext("Năm của nội dung"),
        required=False,
        description=lazy_gettext("Bắt buộc khi ủy quyền ký chương trình công tác năm."),
    )
    amount = Whole(
        lazy_gettext("Hạn mức (đồng)"),
        required=False,
        description=lazy_gettext("Chi trên hạn mức thì người đứng đầu duyệt."),
    )


class RevokeForm(Form):
    """The end of a delegation."""

    because = Text(lazy_gettext("Lý do thu hồi"))


class AbsenceForm(Form):
    """Somebody is away."""

    post_id = RowChoice(lazy_gettext("Chức vụ vắng"))
    starts_at = Moment(lazy_gettext("Từ"))
    ends_at = Moment(lazy_gettext("Đến"))
    evidence = Text(
        lazy_gettext("Lý do, minh chứng"),
        description=lazy_gettext(
            "Ví dụ: đi công tác theo Giấy đi đường số …; ốm, theo giấy của bệnh viện."
        ),
    )
    substitute_post_id = RowChoice(
        lazy_gettext("Người thay thế"),
        required=False,
        description=lazy_gettext(
            "Thấy việc của người vắng để chuyển, trả lại; không ký, không đóng dấu thay."
        ),
    )
