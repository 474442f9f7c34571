"""Opening a PDF that may come from anyone: bounded in cost, and with one kind of error."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, TextStringObject
from pyhanko.pdf_utils.reader import PdfFileReader

from workflows.signing.errors import (
    DataAfterEndError,
    EncryptedPdfError,
    NotAPdfError,
    PdfTooLargeError,
    SigningError,
    UnreadablePdfError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils.generic import PdfObject
    from pyhanko.pdf_utils.rw_common import PdfHandler

logger = logging.getLogger(__name__)

#: Field names, fixed by the layout: signature, seal, number (số), date (ngày, tháng, năm).
SIGNATURE_FIELD = "SIG001"
SEAL_FIELD = "SEAL001"
NUMBER_FIELD = "SO"
DATE_FIELD = "NGAY"
LOCKED_FIELDS = (NUMBER_FIELD, DATE_FIELD)

MEBIBYTE = 1024 * 1024
MAX_BYTES = 64 * MEBIBYTE
MAX_OBJECTS = 20_000
MAX_REVISIONS = 32
_BLANK = b"\0\t\n\f\r "

_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=32 * MEBIBYTE),
    document_budget=DocumentDecodeBudget(base_allowance=128 * MEBIBYTE, max_ratio=4),
)


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever a malformed file makes the parser raise into `UnreadablePdfError`."""
    try:
        # Hostile bytes raise anything here, up to RecursionError.
        yield
    except SigningError:
        raise
    except Exception as error:
        logger.info("unreadable PDF", exc_info=error)
        raise UnreadablePdfError from None


def open_pdf(pdf: bytes) -> PdfFileReader:
    """Read a PDF's structure strictly; `UnreadablePdfError` or a subclass when it is unfit."""
    if not pdf.startswith(b"%PDF-"):
        raise NotAPdfError
    if len(pdf) > MAX_BYTES:
        raise PdfTooLargeError
    with reading():
        reader = PdfFileReader(BytesIO(pdf), strict=True, decode_limits=_LIMITS)
        if reader.encrypted:
            raise EncryptedPdfError
        revisions = reader.xrefs.total_revisions
        if revisions > MAX_REVISIONS:
            raise PdfTooLargeError
        objects = sum(len(reader.xrefs.explicit_refs_in_revision(at)) for at in range(revisions))
        if objects > MAX_OBJECTS:
            raise PdfTooLargeError
        if not pdf.rstrip(_BLANK).endswith(b"%%EOF"):
            raise DataAfterEndError
        reader.root  # noqa: B018 - a file without a catalog fails here, not later
    return reader


def refuse_copies(pdf: bytes, reader: PdfFileReader) -> None:
    """Refuse what stands behind the last table of objects, such as the same file once more.

    A reader that follows the table never sees it; one that mends files might.
    """
    end = pdf.find(b"%%EOF", reader.last_startxref) + len(b"%%EOF")
    if pdf[end:].strip(_BLANK):
        raise DataAfterEndError


def find_field(handler: PdfHandler, name: str) -> DictionaryObject | None:
    """Return the top-level form field called ``name``."""
    fields = entry(entry(handler.root, "/AcroForm"), "/Fields")
    for item in fields if isinstance(fields, ArrayObject) else ():
        field = item.get_object()
        if isinstance(field, DictionaryObject) and str(entry(field, "/T")) == name:
            return field
    return None


def entry(container: PdfObject | None, key: str) -> PdfObject | None:
    """Return a dictionary's entry with references followed, None when there is none."""
    if isinstance(container, DictionaryObject) and key in container:
        value: PdfObject = container[key]
        return value
    return None


def field_values(pdf: bytes) -> dict[str, str]:
    """Return what the number and date fields hold; a missing or empty field as ''."""
    with reading():
        return values_in(open_pdf(pdf))


def values_in(handler: PdfHandler) -> dict[str, str]:
    """Return the values of the number and date fields in an open file or revision."""
    values = {}
    for name in LOCKED_FIELDS:
        field = find_field(handler, name)
        value = entry(field, "/V")
        values[name] = str(value).strip() if isinstance(value, TextStringObject) else ""
    return values


def field_boxes(pdf: bytes) -> dict[str, tuple[int, float, float, float, float]]:
    """Return where number and date stand: page 0, then left, bottom, right, top in points."""
    reader = open_pdf(pdf)
    boxes: dict[str, tuple[int, float, float, float, float]] = {}
    with reading():
        for name in LOCKED_FIELDS:
            field = find_field(reader, name)
            if field is not None:
                left, bottom, right, top = (float(corner) for corner in field["/Rect"])
                boxes[name] = (0, left, bottom, right, top)
    return boxes
