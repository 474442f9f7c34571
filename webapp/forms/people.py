"""Forms about people and their keys."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.forms.base import Form
from webapp.forms.fields import Check, Image, Line, Secret

_PIN_HINT = _l("6 đến 12 chữ số do người ký tự nhập. Để trống thì hệ thống tạo mã, hiện một lần.")


class NewPersonForm(Form):
    """A new account."""

    full_name = Line(_l("Họ và tên"), description=_l("Đúng như in dưới chữ ký, không ghi học vị."))
    username = Line(_l("Tên đăng nhập"), description=_l("Chữ thường không dấu, ví dụ lan.nguyen."))
    email = Line(_l("Thư điện tử"), required=False)
    with_key = Check(_l("Cấp khóa ký số"), default=True)
    pin = Secret(_l("Mã PIN ban đầu"), required=False, description=_PIN_HINT)


class PersonForm(Form):
    """A person's name and address."""

    full_name = Line(_l("Họ và tên"), description=_l("Đúng như in dưới chữ ký, không ghi học vị."))
    email = Line(_l("Thư điện tử"), required=False)


class KeyForm(Form):
    """A new signing key."""

    pin = Secret(_l("Mã PIN của khóa mới"), required=False, description=_PIN_HINT)


class ConfirmForm(Form):
    """Nothing but the act itself."""


class SignatureImageForm(Form):
    """A person's signature as an image."""

    image = Image(
        _l("Ảnh chữ ký"),
        description=_l("Tệp PNG, không quá 1 MB, mực xanh trên nền trắng hoặc nền trong suốt."),
    )
