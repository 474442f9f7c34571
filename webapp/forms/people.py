"""Forms about people and their keys."""

from __future__ import annotations

from flask_babel import lazy_gettext

from webapp.forms.base import Form
from webapp.forms.fields import Check, Image, Line, Secret

_PIN_HINT = lazy_gettext(
    "6 đến 12 chữ số do người ký tự nhập. Để trống thì hệ thống tạo mã, hiện một lần."
)


class NewPersonForm(Form):
    """A new account."""

    full_name = Line(
        lazy_gettext("Họ và tên"),
        description=lazy_gettext("Đúng như in dưới chữ ký, không ghi học vị."),
    )
    username = Line(
        lazy_gettext("Tên đăng nhập"),
        description=lazy_gettext("Chữ thường không dấu, ví dụ lan.nguyen."),
    )
    email = Line(lazy_gettext("Thư điện tử"), required=False)
    with_key = Check(lazy_gettext("Cấp khóa ký số"), default=True)
    pin = Secret(lazy_gettext("Mã PIN ban đầu"), required=False, description=_PIN_HINT)


class PersonForm(Form):
    """A person's name and address."""

    full_name = Line(
        lazy_gettext("Họ và tên"),
        description=lazy_gettext("Đúng như in dưới chữ ký, không ghi học vị."),
    )
    email = Line(lazy_gettext("Thư điện tử"), required=False)


class KeyForm(Form):
    """A new signing key."""

    pin = Secret(lazy_gettext("Mã PIN của khóa mới"), required=False, description=_PIN_HINT)


class ConfirmForm(Form):
    """Nothing but the act itself."""


class SignatureImageForm(Form):
    """A person's signature as an image."""

    image = Image(
        lazy_gettext("Ảnh chữ ký"),
        description=lazy_gettext(
            "Tệp PNG, không quá 1 MB, mực xanh trên nền trắng hoặc nền trong suốt."
        ),
    )
