"""What may happen to a document after it was signed: its number and date, and the seal.

Narrower than the library's default: no new field, no new annotation, no change of the form's
defaults (which would let a viewer draw other text from the same value), no rewritten stream.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FieldMDPRule,
    FormUpdate,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    QualifiedWhitelistRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    WhitelistRule,
    XrefStreamRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

ChangedAfter = Literal["none", "form_filling", "other"]

_FILLABLE = re.compile(r"SO|NGAY|SIG\d{3}|SEAL\d{3}")
_HEX_STRING = re.compile(rb"<([0-9A-Fa-f]*)>")
_BYTE_RANGE_LENGTH = 4

_VALUE = frozenset({"/V", "/AP"})
_NOTHING: frozenset[str] = frozenset()


class _SameFieldsRule(FieldMDPRule):
    """Every field must have been there when the document was signed, and still be there."""

    def apply(
        self, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        for name, spec in context.field_specs.items():
            if spec.old_field_ref is None or spec.new_field_ref is None:
                message = f"form field {name!r} was added or removed"
                raise SuspiciousModification(message)
        return ()


def _unseen(rule: WhitelistRule) -> QualifiedWhitelistRule:
    """Qualify a rule's changes as invisible to a reader of the document."""
    return rule.as_qualified(ModificationLevel.LTA_UPDATES)


AFTER_SIGNING = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(
            ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata"})
        ),
        *map(
            _unseen,
            (
                DocInfoRule(),
                XrefStreamRule(),
                ObjectStreamRule(),
                DSSCompareRule(),
                MetadataUpdateRule(),
            ),
        ),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            _SameFieldsRule(),
            SigFieldModificationRule(
                allow_in_place_appearance_stream_changes=False,
                always_modifiable=_NOTHING,
                value_update_keys=_VALUE,
            ),
            GenericFieldModificationRule(
                allow_in_place_appearance_stream_changes=False,
                always_modifiable=_NOTHING,
                value_update_keys=_VALUE,
            ),
        ],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
)


def changed_after(result: DiffResult | SuspiciousModification | None) -> ChangedAfter:
    """Put the outcome of the comparison into one word."""
    if not isinstance(result, DiffResult):
        return "other"
    if result.modification_level <= ModificationLevel.LTA_UPDATES:
        return "none"
    fillable = all(_FILLABLE.fullmatch(name) for name in result.changed_form_fields)
    if result.modification_level == ModificationLevel.FORM_FILLING and fillable:
        return "form_filling"
    return "other"


def covers_soundly(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Check that nothing hides in the gap of the signed range (ISO 32000-2, 12.8.1).

    The gap must be exactly the hexadecimal string with the signature, padded with zeros. A gap
    with anything more has room for objects that the signature does not cover.
    """
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != _BYTE_RANGE_LENGTH:
        return False
    start, length, tail, tail_length = numbers
    if start != 0 or length <= 0 or tail <= length or tail_length <= 0:
        return False
    gap = _HEX_STRING.fullmatch(pdf, length, tail)
    if gap is None or tail + tail_length > len(pdf):
        return False
    digits = gap.group(1)
    contents = signature.pkcs7_content
    if len(digits) % 2 or bytes.fromhex(digits.decode("ascii")) != contents:
        return False
    return not contents[_der_length(contents) :].strip(b"\0")


def _der_length(data: bytes) -> int:
    """Return the length in bytes of the DER value that ``data`` begins with."""
    first = data[1]
    if first < 0x80:  # noqa: PLR2004 - X.690, 8.1.3: the short form of a length
        return 2 + first
    octets = first & 0x7F
    return 2 + octets + int.from_bytes(data[2 : 2 + octets])
