"""Signing, numbering and sealing a PDF, each as an increment: signed bytes are only added to.

The order is the law's (Decree 30/2020, Điều 14–17): the person signs, the clerk fills in number
and date, the body signs with its seal. All fields exist before the first signature, and the
seal locks number and date; so both signatures stay valid and a changed number shows.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part.

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.generic import (
    BooleanObject,
    DictionaryObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from workflows.signing.certificates import kind_of, signer_name
from workflows.signing.errors import (
    AlreadySignedError,
    CertificateExpiredError,
    FieldLockedError,
    FieldMissingError,
    SealRefusedError,
    SigningError,
    WrongCertificateKindError,
)
from workflows.signing.keys import load_certificate
from workflows.signing.picture import ink_style
from workflows.signing.reading import (
    LOCKED_FIELDS,
    SEAL_FIELD,
    SIGNATURE_FIELD,
    entry,
    find_field,
    open_pdf,
    reading,
)
from workflows.signing.seal_gate import check_sealable
from workflows.signing.zone import VIETNAM
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers import Signer
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession
    from pyhanko.stamp import BaseStampStyle

    from workflows.signing.certificates import Kind
    from workflows.signing.keys import KeySource

logger = logging.getLogger(__name__)

__all__ = ["Box", "SealRefusedError", "apply_seal", "fill_fields", "prepare", "sign_person"]

#: Page from 0, then left, bottom, right, top in points.
Box = tuple[int, float, float, float, float]

#: Bytes for the signed attributes and a signature value of up to 4096 bits.
_ROOM_BESIDE_CERTIFICATES = 2048
_NEEDED = {
    "person": Sentence("cần chứng thư cho chữ ký cá nhân."),
    "seal": Sentence("cần chứng thư cho chữ ký cơ quan, tổ chức."),
}


def prepare(pdf: bytes, signature_box: Box, seal_box: Box) -> bytes:
    """Add the empty signature and seal fields to a PDF that has number and date fields.

    The seal field carries the lock on number and date (FieldMDP, ISO 32000-2, 12.8.2.4).
    """
    with reading():
        writer = _open(pdf)
        for name in LOCKED_FIELDS:
            _require_field(writer, name)
        for name in (SIGNATURE_FIELD, SEAL_FIELD):
            if find_field(writer, name) is not None:
                raise AlreadySignedError(field=name)
        form = writer.root["/AcroForm"]
        if entry(form, "/NeedAppearances"):
            # Viewers must show the appearances we write, not draw their own.
            form["/NeedAppearances"] = BooleanObject(False)  # noqa: FBT003 - the PDF value false
            writer.update_container(form)
        lock = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=list(LOCKED_FIELDS))
        append_signature_field(writer, _field(SIGNATURE_FIELD, signature_box))
        append_signature_field(writer, _field(SEAL_FIELD, seal_box, field_mdp_spec=lock))
        return _written(pdf, writer)


def sign_person(  # noqa: PLR0913 - all but three named at the call
    pdf: bytes,
    key: KeySource,
    pin: str,
    *,
    capacity: str,
    image_png: bytes,
    at: datetime,
    location: str,
) -> bytes:
    """Sign as a person (chữ ký số cá nhân): certifies the text, leaves form filling open.

    ``capacity`` is the post in which the person signs; ``at`` must carry a time zone.
    """
    _check_key(key, "person", at)
    return _sign(
        pdf,
        key,
        pin,
        style=ink_style(image_png),
        at=at,
        metadata={
            "field_name": SIGNATURE_FIELD,
            "reason": capacity,
            "location": location,
            "certify": True,
            "docmdp_permissions": MDPPerm.FILL_FORMS,
        },
    )


def fill_fields(pdf: bytes, values: Mapping[str, tuple[str, bytes]]) -> bytes:
    """Fill form fields, each with its text and a one-page PDF that shows it in the field's size."""
    with reading():
        writer = _open(pdf)
        if _is_signed(find_field(writer, SEAL_FIELD)):
            raise FieldLockedError(field=next(iter(values)))
        for name, (text, appearance) in values.items():
            field = _require_field(writer, name)
            picture = writer.import_page_as_xobject(open_pdf(appearance))
            field["/V"] = pdf_string(text)
            field["/AP"] = DictionaryObject({pdf_name("/N"): picture})
            writer.update_container(field)
        return _written(pdf, writer)


def apply_seal(  # noqa: PLR0913 - all but three named at the call
    pdf: bytes,
    key: KeySource,
    pin: str,
    *,
    image_png: bytes,
    at: datetime,
    trust_roots: Sequence[bytes],
    capacity: str,
) -> bytes:
    """Sign as a body, with its seal (chữ ký số của cơ quan, tổ chức).

    First the bytes themselves must prove that exactly one person signed, that only number and
    date were filled in since, and that both are there; else `SealRefusedError`.
    """
    check_sealable(pdf, trust_roots, at)
    _check_key(key, "seal", at)
    return _sign(
        pdf,
        key,
        pin,
        style=ink_style(image_png),
        at=at,
        metadata={"field_name": SEAL_FIELD, "reason": capacity},
    )


class _DatedSigner(PdfSigner):
    """A signer that writes the time it is told instead of reading the clock."""

    def __init__(self, at: datetime, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._at = at.astimezone(VIETNAM)

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _sign(  # noqa: PLR0913 - all but three named at the call
    pdf: bytes,
    key: KeySource,
    pin: str,
    *,
    style: BaseStampStyle,
    at: datetime,
    metadata: Mapping[str, Any],
) -> bytes:
    name = metadata["field_name"]
    with reading():
        writer = _open(pdf)
        if _is_signed(_require_field(writer, name)):
            raise AlreadySignedError(field=name)
    signer = key.unlock(pin)
    described = PdfSignatureMetadata(
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        name=signer_name(load_certificate(key.certificate_pem)),
        **metadata,
    )
    output = BytesIO()
    try:
        _DatedSigner(at, described, signer=signer, stamp_style=style).sign_pdf(
            writer,
            existing_fields_only=True,
            bytes_reserved=_room_for_signature(signer),
            output=output,
        )
    except SigningError:
        raise
    except Exception as error:
        # The structure was readable; what still fails is the file's depths or the key's service.
        logger.exception("signing failed")
        raise SigningError from error
    return _extended(pdf, output.getvalue())


def _room_for_signature(signer: Signer) -> int:
    """Reckon the hexadecimal digits a signature may take, without a trial signature."""
    certificates = [signer.signing_cert, *signer.cert_registry]
    return 2 * (_ROOM_BESIDE_CERTIFICATES + sum(len(item.dump()) for item in certificates if item))


def _check_key(key: KeySource, kind: Kind, at: datetime) -> None:
    certificate = load_certificate(key.certificate_pem)
    signer = signer_name(certificate)
    if kind_of(certificate) != kind:
        raise WrongCertificateKindError(signer=signer, because=_NEEDED[kind])
    start, end = certificate.not_valid_before, certificate.not_valid_after
    if not start <= at <= end:
        raise CertificateExpiredError(
            signer=signer,
            valid_from=f"{start.astimezone(VIETNAM):%d/%m/%Y}",
            valid_to=f"{end.astimezone(VIETNAM):%d/%m/%Y}",
        )


def _open(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter.from_reader(open_pdf(pdf))


def _require_field(writer: IncrementalPdfFileWriter, name: str) -> DictionaryObject:
    field = find_field(writer, name)
    if field is None:
        raise FieldMissingError(field=name)
    return field


def _is_signed(field: DictionaryObject | None) -> bool:
    return field is not None and "/V" in field


def _field(name: str, box: Box, **more: Any) -> SigFieldSpec:
    page, *corners = box
    return SigFieldSpec(name, on_page=page, box=tuple(corners), **more)  # type: ignore[arg-type]


def _written(pdf: bytes, writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return _extended(pdf, output.getvalue())


def _extended(before: bytes, after: bytes) -> bytes:
    """Hold to the rule that bytes once written are never rewritten."""
    if not after.startswith(before):
        raise SigningError
    return after
