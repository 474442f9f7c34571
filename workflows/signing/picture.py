"""A PNG of a signature or a seal as a signature's appearance: the ink only, no text."""

# mypy: allow-untyped-calls
# pyHanko is typed in part.

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import NameObject, NumberObject, StreamObject, pdf_name
from pyhanko.stamp import StaticStampStyle

from workflows.signing.errors import InvalidImageError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import IndirectObject

_MAX_BYTES = 4 * 1024 * 1024
_MAX_PIXELS = 4_000_000


@dataclass(frozen=True, slots=True)
class _Ink:
    """An image's colours and transparency, compressed as a PDF wants them."""

    width: int
    height: int
    colours: bytes
    opacity: bytes


class _InkContent(PdfContent):
    """Draws an `_Ink` over its whole box."""

    def __init__(self, ink: _Ink) -> None:
        super().__init__(box=layout.BoxConstraints(ink.width, ink.height))
        self._ink = ink

    def render(self) -> bytes:
        ink = self._ink
        mask = self._image("/DeviceGray", ink.opacity)
        colours = self._image("/DeviceRGB", ink.colours, mask)
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Ink"), colours)
        return b"%d 0 0 %d 0 0 cm /Ink Do" % (ink.width, ink.height)

    def _image(
        self, space: str, compressed: bytes, mask: IndirectObject | None = None
    ) -> IndirectObject:
        entries: dict[NameObject, object] = {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): NumberObject(self._ink.width),
            pdf_name("/Height"): NumberObject(self._ink.height),
            pdf_name("/ColorSpace"): pdf_name(space),
            pdf_name("/BitsPerComponent"): NumberObject(8),
            pdf_name("/Filter"): pdf_name("/FlateDecode"),
        }
        if mask is not None:
            entries[pdf_name("/SMask")] = mask
        if self.writer is None:
            message = "the content has no writer yet"
            raise ValueError(message)
        return self.writer.add_object(StreamObject(entries, encoded_data=compressed))


def ink_style(png: bytes) -> StaticStampStyle:
    """Show the image as large as the field allows, in its proportions, without frame or text."""
    return StaticStampStyle(
        border_width=0,
        background=_InkContent(_compressed(png)),
        background_opacity=1.0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins(0, 0, 0, 0),
            inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
        ),
    )


@lru_cache(maxsize=32)
def _compressed(png: bytes) -> _Ink:
    """Read and compress an image once; the same few signatures and seals come again and again."""
    if len(png) > _MAX_BYTES:
        raise InvalidImageError
    try:
        with Image.open(BytesIO(png), formats=("PNG",)) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise InvalidImageError
            pixels = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise InvalidImageError from None
    colours = zlib.compress(pixels.convert("RGB").tobytes())
    opacity = zlib.compress(pixels.getchannel("A").tobytes())
    return _Ink(pixels.width, pixels.height, colours, opacity)
