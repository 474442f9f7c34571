"""The gate before the seal: what the document's own bytes must prove.

Decree 30/2020, Điều 32.2.c: the clerk seals only what an authorised person has signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.signing.errors import (
    SealRefusedAlreadySealedError,
    SealRefusedChangedError,
    SealRefusedInvalidSignatureError,
    SealRefusedManySignersError,
    SealRefusedUnnumberedError,
    SealRefusedUnreadableError,
    SealRefusedUnsignedError,
    SealRefusedUntrustedError,
    UnreadablePdfError,
)
from workflows.signing.reading import SEAL_FIELD, field_values
from workflows.signing.report import Problem
from workflows.signing.verify import inspections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from workflows.signing.inspection import Inspection

_CHANGED = frozenset({"changed_after_signing", "page_added", "incomplete_coverage"})
_UNTRUSTED = frozenset({"untrusted_certificate", "expired"})


def check_sealable(pdf: bytes, trust_roots: Sequence[bytes], at: datetime) -> None:
    """Raise `SealRefusedError` unless the document may be sealed."""
    try:
        found = inspections(pdf, trust_roots, at)
        values = field_values(pdf)
    except UnreadablePdfError:
        raise SealRefusedUnreadableError from None
    if any(item.report.kind == "seal" or item.report.field == SEAL_FIELD for item in found):
        raise SealRefusedAlreadySealedError
    if not found:
        raise SealRefusedUnsignedError
    if len(found) != 1:
        raise SealRefusedManySignersError(count=len(found))
    _check_signature(found[0])
    if not all(values.values()):
        raise SealRefusedUnnumberedError


def _check_signature(item: Inspection) -> None:
    codes = frozenset(item.codes)
    if codes & _CHANGED:
        raise SealRefusedChangedError
    if codes & _UNTRUSTED:
        raise SealRefusedUntrustedError
    if codes or item.report.kind != "person":
        code = item.codes[0] if item.codes else "wrong_certificate_kind"
        raise SealRefusedInvalidSignatureError(because=Problem.of(code, item.report.field).message)
