"""Uploaded images of ink: checked, re-encoded, transparent, cropped to what is drawn."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageChops

from workflows.errors import InvalidInputError
from workflows.text import Sentence

#: Larger pictures are opened by nobody: a small file may hold a huge picture.
_MOST_PIXELS: Final = 16_000_000
#: Enough for a seal of 60 mm at 600 dpi.
_LONGEST_SIDE: Final = 1_500
_SHORTEST_SIDE: Final = 60
#: Paler than this is paper.
_FAINT: Final = 24


def recoded_ink(data: bytes, field: str, largest: int, *, square: bool = False) -> bytes:
    """Return the ink of a PNG as a fresh transparent PNG, without anything else the file held.

    A picture without transparency is taken as ink on white paper; the paper goes.

    Args:
        data: the file as uploaded.
        field: the form's field that a refusal names.
        largest: bytes allowed.
        square: whether what is drawn must be as wide as high, as a round seal is.

    Raises:
        InvalidInputError: not a PNG, too large, empty, or not square.
    """
    if not data:
        raise InvalidInputError(field=field, because="chưa chọn tệp")
    if len(data) > largest:
        megabytes = f"{largest / 1024 / 1024:.0f}"
        raise InvalidInputError(
            field=field, because=Sentence("tệp lớn quá {megabytes} MB", megabytes=megabytes)
        )
    ink = _transparent(_opened(data, field))
    box = ink.getchannel("A").point(lambda value: 255 if value > _FAINT else 0).getbbox()
    if box is None:
        raise InvalidInputError(field=field, because="ảnh trắng, không có nét nào")
    ink = ink.crop(box)
    if min(ink.size) < _SHORTEST_SIDE:
        raise InvalidInputError(field=field, because="ảnh quá nhỏ nên khi in sẽ bị vỡ nét")
    width, height = ink.size
    if square and not 0.93 < width / height < 1.07:  # noqa: PLR2004 - a scan is never exact
        raise InvalidInputError(
            field=field, because="hình con dấu phải tròn: chiều ngang và chiều dọc bằng nhau"
        )
    ink.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    output = BytesIO()
    ink.save(output, "PNG", optimize=True)
    return output.getvalue()


def _opened(data: bytes, field: str) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise InvalidInputError(field=field, because="ảnh có quá nhiều điểm ảnh")
            return image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise InvalidInputError(field=field, because="tệp không phải ảnh PNG đọc được") from None


def _transparent(image: Image.Image) -> Image.Image:
    lowest, _ = image.getchannel("A").getextrema()
    if lowest == 255:  # noqa: PLR2004 - opaque throughout
        red, green, blue, _ = image.split()
        darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
        image.putalpha(ImageChops.invert(darkest))
    return image
