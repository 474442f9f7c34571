"""The forms of an import: the file, and the agreement to what it would do."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Final

import orjson
from flask_babel import lazy_gettext
from wtforms import HiddenField

from webapp.forms.base import Form
from webapp.forms.fields import Day, Image
from workflows.commands.import_people import FileChangedError
from workflows.sheets import MOST_LINES, Line

#: Bytes of the lines once unpacked: what a form carries is never trusted.
_LARGEST: Final = 32 * 1024 * 1024


class UploadForm(Form):
    """A file, and the day from which it holds."""

    file = Image(
        lazy_gettext("Tệp danh sách"),
        description=lazy_gettext("Tệp .xlsx hoặc .csv theo mẫu, tối đa 10 MB và 10.000 dòng."),
    )
    day = Day(
        lazy_gettext("Có hiệu lực từ ngày"),
        description=lazy_gettext(
            "Chức vụ mới, thay đổi chức vụ và lượt giữ không ghi ngày sẽ tính từ ngày này."
        ),
    )


class AgreeForm(Form):
    """What was shown, carried along: nothing is kept until it is agreed to."""

    lines = HiddenField()
    day = Day(lazy_gettext("Có hiệu lực từ ngày"))
    lines_sha256 = HiddenField()
    plan_sha256 = HiddenField()

    def read_lines(self) -> tuple[Line, ...]:
        """Unpack the lines.

        Raises:
            FileChangedError: they are not what was sent out.
        """
        return unpack(self.lines.data or "")


def pack(lines: tuple[Line, ...]) -> str:
    """Write the lines as text that a form carries."""
    rows = [[line.number, *line.cells] for line in lines]
    return base64.b64encode(zlib.compress(orjson.dumps(rows), 9)).decode()


def unpack(text: str) -> tuple[Line, ...]:
    """Read what ``pack`` wrote.

    Raises:
        FileChangedError: it is anything else.
    """
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text, validate=True), _LARGEST)
        rows = orjson.loads(data)
        lines = tuple(Line(int(row[0]), tuple(map(str, row[1:]))) for row in rows)
    except (binascii.Error, zlib.error, ValueError, TypeError, LookupError) as error:
        raise FileChangedError from error
    if not 1 <= len(lines) <= MOST_LINES:
        raise FileChangedError
    return lines
