"""Forms about number series and exceptions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.forms.base import Form
from webapp.forms.fields import Choice, Line, RowChoice, Text, Whole


class FirstNumberForm(Form):
    """Where a series begins."""

    scope = Choice(_l("Sổ"), required=False)
    year = Whole(_l("Năm"))
    first_number = Whole(_l("Số đầu tiên"))


class ExceptionForm(Form):
    """Leave to act twice."""

    document = Line(
        _l("Văn bản"), description=_l("Số hồ sơ trên địa chỉ trang văn bản, hoặc số, ký hiệu.")
    )
    user_id = RowChoice(_l("Người được ngoại lệ"))
    reason = Text(_l("Lý do"))
