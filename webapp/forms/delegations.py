"""Forms about delegations and absences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.forms.base import Form
from webapp.forms.fields import Choices, Day, Line, Moment, RowChoice, Text, Whole


class DelegationForm(Form):
    """A written delegation."""

    number = Line(_l("Số, ký hiệu"), description=_l("Của văn bản ủy quyền, ví dụ 05/GUQ-BVSTBCPN."))
    signed_on = Day(_l("Ngày ký"))
    from_post_id = RowChoice(_l("Người ủy quyền"))
    to_post_id = RowChoice(_l("Người được ủy quyền"))
    kinds = Choices(_l("Loại văn bản"), description=_l("Chỉ những loại văn bản ủy quyền ghi rõ."))
    valid_from = Day(_l("Hiệu lực từ ngày"))
    valid_to = Day(_l("Đến hết ngày"))
    year = Whole(
        _l("Năm của nội dung"),
        required=False,
        description=_l("Bắt buộc khi ủy quyền ký chương trình công tác năm."),
    )
    amount = Whole(
        _l("Hạn mức (đồng)"),
        required=False,
        description=_l("Chi trên hạn mức thì người đứng đầu duyệt."),
    )


class RevokeForm(Form):
    """The end of a delegation."""

    because = Text(_l("Lý do thu hồi"))


class AbsenceForm(Form):
    """Somebody is away."""

    post_id = RowChoice(_l("Chức vụ vắng"))
    starts_at = Moment(_l("Từ"))
    ends_at = Moment(_l("Đến"))
    evidence = Text(
        _l("Lý do, minh chứng"),
        description=_l("Ví dụ: đi công tác theo Giấy đi đường số …; ốm, theo giấy của bệnh viện."),
    )
    substitute_post_id = RowChoice(
        _l("Người thay thế"),
        required=False,
        description=_l(
            "Thấy việc của người vắng để chuyển, trả lại; không ký, không đóng dấu thay."
        ),
    )
