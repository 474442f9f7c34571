"""What kind of file an attachment really is: read from its first bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from workflows.errors import InvalidInputError
from workflows.text import Sentence

_OFFICE = {
    ".docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_SIGNATURES = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}
ACCEPTED = (*_SIGNATURES, *_OFFICE)


def recognise(filename: str, data: bytes) -> str:
    """Return the media type, when name and bytes agree on an accepted one.

    Raises:
        InvalidInputError: the type is not accepted, or the bytes are of another.
    """
    ending = PurePath(filename).suffix.lower()
    if ending in _SIGNATURES:
        start, media_type = _SIGNATURES[ending]
        if data.startswith(start):
            return media_type
    elif ending in _OFFICE:
        folder, media_type = _OFFICE[ending]
        if _has_folder(data, folder):
            return media_type
    else:
        accepted = ", ".join(ending.lstrip(".") for ending in ACCEPTED)
        raise InvalidInputError(
            field="Tài liệu kèm theo",
            because=Sentence(
                "tệp “{filename}” không thuộc loại được nhận ({accepted})",
                filename=filename,
                accepted=accepted,
            ),
        )
    raise InvalidInputError(
        field="Tài liệu kèm theo",
        because=Sentence(
            "tệp “{filename}” không đúng định dạng {ending} như tên gọi",
            filename=filename,
            ending=ending.lstrip("."),
        ),
    )


def _has_folder(data: bytes, folder: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith(folder) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
