"""Verification of a signed document: every signature, then the document as a whole.

Takes any bytes and always answers; the cost is bounded by the limits of `reading`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from pyhanko.sign.fields import enumerate_sig_fields

from workflows.signing.errors import TooManySignaturesError, UnreadablePdfError
from workflows.signing.inspection import Inspection, SignedFile, inspect
from workflows.signing.reading import open_pdf, reading, refuse_copies
from workflows.signing.report import Problem, SignatureReport, Verification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Problem", "SignatureReport", "Verification", "inspections", "verify"]

MAX_SIGNATURES = 12

#: Problems that arose after the signature was made.
_LATER = frozenset({"changed_after_signing", "page_added"})


def verify(
    pdf: bytes, trust_roots: Sequence[bytes], *, now: datetime | None = None
) -> Verification:
    """Check all signatures of ``pdf`` against the trusted roots (PEM certificates).

    ``now`` stands in for the clock; a certificate is judged at the time its signature states.
    """
    if not pdf:
        return Verification((), (Problem.of("empty_file"),))
    try:
        found = inspections(pdf, trust_roots, now or datetime.now(UTC))
    except UnreadablePdfError as error:
        code = "broken_pdf" if type(error) is UnreadablePdfError else error.code
        return Verification((), (Problem.of(code),))
    problems = (*_each(found), *_whole(found))
    return Verification(tuple(item.report for item in found), problems)


def inspections(pdf: bytes, trust_roots: Sequence[bytes], now: datetime) -> list[Inspection]:
    """Examine the signatures one by one in the order they were made."""
    reader = open_pdf(pdf)
    with reading():
        fields = [
            (name, reference.get_object())
            for name, _, reference in islice(
                enumerate_sig_fields(reader, filled_status=True), MAX_SIGNATURES + 1
            )
        ]
    if len(fields) > MAX_SIGNATURES:
        raise TooManySignaturesError
    if fields:
        refuse_copies(pdf, reader)
    file = SignedFile(pdf, reader, tuple(trust_roots), now)
    found = [inspect(file, name, field) for name, field in fields]
    return sorted(found, key=lambda item: item.revision)


def _each(found: Sequence[Inspection]) -> Iterator[Problem]:
    for item in found:
        for code in item.codes:
            yield Problem.of(code, item.report.field)


def _whole(found: Sequence[Inspection]) -> Iterator[Problem]:
    if not found:
        yield Problem.of("no_signature")
    signed = [
        item.revision
        for item in found
        if item.report.kind == "person" and _LATER.issuperset(item.codes)
    ]
    for item in found:
        if item.report.kind == "seal" and not any(at < item.revision for at in signed):
            yield Problem.of("seal_without_signature")
            return
