"""Forms about number series and exceptions."""

from __future__ import annotations

from flask_babel import lazy_gettext

from webapp.forms.base import Form
from webapp.forms.fields import Choice, Line, RowChoice, Text, Whole


class FirstNumberForm(Form):
    """Where a series begins."""

    scope = Choice(lazy_gettext("Sổ"), required=False)
    year = Whole(lazy_gettext("Năm"))
    first_number = Whole(lazy_gettext("Số đầu tiên"))


class ExceptionForm(Form):
    """Leave to act twice."""

    document = Line(
        lazy_gettext("Văn bản"),
        description=lazy_gettext("Số hồ sơ trên địa chỉ trang văn bản, hoặc số, ký hiệu."),
    )
    user_id = RowChoice(lazy_gettext("Người được ngoại lệ"))
    reason = Text(lazy_gettext("Lý do"))
