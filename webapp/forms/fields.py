"""The kinds of field that the forms use, with their refusals in plain words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from workflows.calendar import ZONE
from workflows.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Check", "Choice", "Choices", "Day", "Image", "Line", "Moment", "Radio", "Secret"]

_MISSING = lazy_gettext("Chưa nhập mục này.")
_NOT_CHOSEN = lazy_gettext("Chưa chọn mục này.")
_NOT_LISTED = lazy_gettext("Lựa chọn này không có trong danh sách.")
_NO_DATE = lazy_gettext("Ngày không đúng; hãy nhập ngày, tháng, năm có thật.")
_NO_NUMBER = lazy_gettext("Phải là một số.")


def _rules(*, required: bool, message: Any = _MISSING) -> list[Any]:
    return [InputRequired(message)] if required else [Optional()]


def _clean(value: str | None) -> str:
    return nfc(value or "").strip()


class Line(StringField):
    """One line of text, NFC."""

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(label, _rules(required=required), filters=[_clean], **arguments)


class Text(TextAreaField):
    """Several lines of text, NFC."""

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(label, _rules(required=required), filters=[_clean], **arguments)


class Secret(PasswordField):
    """A password or PIN: never shown again."""

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(label, _rules(required=required), **arguments)


class Check(BooleanField):
    """A tick."""


class Day(DateField):
    """A date, as browsers send it or as people write it."""

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(
            label,
            _rules(required=required),
            format=["%Y-%m-%d", "%d/%m/%Y"],
            **arguments,
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; ValueError with our own words."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(_NO_DATE) from None


class Moment(StringField):
    """A date with its time, in Vietnam's zone."""

    data: Any

    _FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the instant; ValueError with our own words."""
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        if not written:
            return
        for pattern in self._FORMATS:
            try:
                self.data = datetime.strptime(written, pattern).replace(tzinfo=ZONE)
            except ValueError:
                continue
            return
        raise ValueError(_NO_DATE)

    def process_data(self, value: datetime | None) -> None:
        """Take an instant as it is."""
        self.data = value

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(label, _rules(required=required), **arguments)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.astimezone(ZONE):%Y-%m-%dT%H:%M}" if self.data else ""


class Whole(StringField):
    """A whole number, with or without dots between the thousands."""

    data: Any

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(label, _rules(required=required), **arguments)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; ValueError with our own words."""
        self.data = None
        digits = "".join(valuelist[:1]).replace(".", "").replace(" ", "")
        if not digits:
            return
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):  # noqa: PLR2004
            raise ValueError(_NO_NUMBER)
        self.data = int(digits)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class Measure(StringField):
    """A number with a decimal comma or point."""

    data: Any

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(label, _rules(required=required), **arguments)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; ValueError with our own words."""
        self.data = None
        written = "".join(valuelist[:1]).strip().replace(",", ".")
        if not written:
            return
        try:
            self.data = float(written)
        except ValueError:
            raise ValueError(_NO_NUMBER) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}".replace(".", ",")


def _number_or_none(value: Any) -> int | None:
    return int(value) if value not in {None, "", "None"} else None


def _options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


_WORDS: Final = {"invalid_value_message": _NOT_LISTED, "invalid_choice_message": _NOT_LISTED}


class Choice(SelectField):
    """One of a list."""

    def __init__(self, label: Any, *, required: bool = True, **arguments: Any) -> None:
        super().__init__(
            label, _rules(required=required, message=_NOT_CHOSEN), **_WORDS | arguments
        )

    def offer(self, options: Iterable[tuple[Any, Any]], nothing: Any = None) -> None:
        """Set what may be chosen; ``nothing`` is the word for choosing none of them."""
        first = [("", nothing)] if nothing is not None else []
        self.choices = _options([*first, *options])

    def pre_validate(self, form: Any) -> None:
        """Leave choosing nothing at all to the rule on missing fields."""
        if self.raw_data and self.raw_data != [""]:
            super().pre_validate(form)


class RowChoice(Choice):
    """One row of a table, by its id; None when nothing is chosen."""

    def __init__(self, label: Any, **arguments: Any) -> None:
        super().__init__(label, coerce=_number_or_none, **arguments)


class Radio(RadioField):
    """One of a few, all of them in sight."""

    def __init__(self, label: Any, choices: Iterable[tuple[Any, Any]], **arguments: Any) -> None:
        rules = _rules(required=True, message=_NOT_CHOSEN)
        super().__init__(label, rules, choices=_options(choices), **_WORDS | arguments)

    def pre_validate(self, form: Any) -> None:
        """Leave choosing nothing at all to the rule on missing fields."""
        if self.raw_data:
            super().pre_validate(form)


class Choices(SelectMultipleField):
    """Any of a few, as ticks."""

    def __init__(self, label: Any, **arguments: Any) -> None:
        super().__init__(label, **_WORDS | arguments)

    def offer(self, options: Iterable[tuple[Any, Any]]) -> None:
        """Set what may be ticked."""
        self.choices = _options(options)


class Image(FileField):
    """An uploaded file."""

    def __init__(self, label: Any, **arguments: Any) -> None:
        super().__init__(label, [], **arguments)

    def bytes(self) -> bytes:
        """Return what was uploaded; empty when nothing was."""
        upload = self.data
        return upload.read() if upload and hasattr(upload, "read") else b""
