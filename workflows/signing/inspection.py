"""One signature in a PDF: does it hold, who made it, what happened to the file since."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.generic import DictionaryObject, TextStringObject
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from workflows.signing.certificates import kind_of, signer_name
from workflows.signing.changes import AFTER_SIGNING, changed_after, covers_soundly
from workflows.signing.keys import load_certificate
from workflows.signing.reading import LOCKED_FIELDS, entry, find_field
from workflows.signing.report import SignatureReport
from workflows.signing.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.rw_common import PdfHandler
    from pyhanko.sign.validation import PdfSignatureStatus

    from workflows.signing.certificates import Kind

logger = logging.getLogger(__name__)

#: Clocks of different machines may differ by this much.
_CLOCK_TOLERANCE = timedelta(minutes=5)
_EXPECTED_KIND: dict[str, Kind] = {"SIG": "person", "SEAL": "seal"}


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file under examination: its bytes, its structure, whom to trust, and the time."""

    pdf: bytes
    reader: PdfFileReader
    trust_roots: tuple[bytes, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Inspection:
    """A signature's report, the codes of its problems, and the revision that it signs."""

    report: SignatureReport
    codes: tuple[str, ...]
    revision: int


def inspect(file: SignedFile, name: str, field: DictionaryObject) -> Inspection:
    """Examine the signature in ``field``; a malformed one is a problem, never an exception."""
    try:
        # Hostile bytes raise anything here, up to RecursionError.
        return _inspect(file, name, field)
    except Exception as error:
        logger.info("unreadable signature", exc_info=error)
        report = SignatureReport(name, "unknown", "", "", None, valid=False, changed_after="other")
        return Inspection(report, ("broken_signature",), file.reader.xrefs.total_revisions)


def _inspect(file: SignedFile, name: str, field: DictionaryObject) -> Inspection:
    signature = EmbeddedPdfSignature(file.reader, field, name)
    certificate = signature.signer_cert
    signed_at = _signing_time(signature)
    status = validate_pdf_signature(
        signature,
        ValidationContext(
            trust_roots=list(_parsed(file.trust_roots)),
            moment=signed_at or file.now,
            allow_fetching=False,
        ),
        diff_policy=AFTER_SIGNING,
    )
    changed = changed_after(status.diff_result)
    kind = kind_of(certificate)
    codes: list[str] = []
    if not (status.intact and status.valid):
        codes.append("content_altered")
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or not covers_soundly(
        file.pdf, signature
    ):
        codes.append("incomplete_coverage")
    codes += _certificate_problems(status, certificate, signed_at, file.now)
    if _EXPECTED_KIND.get(name.rstrip("0123456789"), kind) != kind:
        codes.append("wrong_certificate_kind")
    codes += _change_problems(file.reader, signature, status, seal=kind == "seal")
    report = SignatureReport(
        field=name,
        kind=kind,
        signer=signer_name(certificate),
        capacity=_text(signature.sig_object, "/Reason"),
        signed_at=signed_at.astimezone(VIETNAM) if signed_at else None,
        valid=not codes,
        changed_after=changed,
    )
    return Inspection(report, tuple(codes), signature.signed_revision)


def _certificate_problems(
    status: PdfSignatureStatus,
    certificate: asn1_x509.Certificate,
    signed_at: datetime | None,
    now: datetime,
) -> Iterator[str]:
    """Judge the certificate at the time the signature states.

    Without a time-stamping service that time is the signer's own word; the server signs with
    its own clock, and a time to come is refused.
    """
    if signed_at is None or signed_at > now + _CLOCK_TOLERANCE:
        yield "signed_in_future"
    moment = signed_at or now
    if not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        yield "expired"
    elif status.intact and status.valid and not status.trusted:
        yield "untrusted_certificate"


def _change_problems(
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    *,
    seal: bool,
) -> Iterator[str]:
    changed = changed_after(status.diff_result)
    if changed == "other" or not status.docmdp_ok or (seal and changed != "none"):
        yield "changed_after_signing"
    else:
        return
    if signature.signed_revision + 1 >= reader.xrefs.total_revisions:
        return
    then = reader.get_historical_resolver(signature.signed_revision)
    if _page_count(then) != _page_count(reader):
        yield "page_added"
    if seal and any(_look(then, name) != _look(reader, name) for name in LOCKED_FIELDS):
        yield "number_changed_after_seal"


def _look(handler: PdfHandler, name: str) -> tuple[str, ...]:
    """Return what decides how a field looks: its value, appearance, style and place."""
    field = find_field(handler, name)
    if field is None:
        return ()
    keys = ("/V", "/AP", "/DA", "/F", "/Rect", "/MK")
    return tuple(repr(field.raw_get(key)) if key in field else "" for key in keys)


def _page_count(handler: PdfHandler) -> int:
    return int(handler.root["/Pages"]["/Count"])


def _signing_time(signature: EmbeddedPdfSignature) -> datetime | None:
    stated = signature.self_reported_timestamp
    if stated is None:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _text(entries: DictionaryObject, key: str) -> str:
    value = entry(entries, key)
    return str(value) if isinstance(value, TextStringObject) else ""


@lru_cache(maxsize=16)
def _parsed(trust_roots: tuple[bytes, ...]) -> tuple[asn1_x509.Certificate, ...]:
    return tuple(load_certificate(pem) for pem in trust_roots)
