"""How a body's documents are headed and signed: from its profile to the printed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.documents.kinds import KINDS
from workflows.documents.layout import IssuerLayout, SignatureBlock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workflows.authority.profile import OrganisationProfile


def symbol(profile: OrganisationProfile, kind: str, unit_code: str) -> str:
    """Return the ký hiệu after the number (Decree 30/2020 Annex I II.3.b).

    A named kind: ``QĐ-BVSTBCPN``; a letter, which has no abbreviation: ``BVSTBCPN-VX``.
    """
    abbreviation = KINDS[kind].abbreviation
    if abbreviation:
        return f"{abbreviation}-{profile.symbols.agency}"
    return f"{profile.symbols.agency}-{unit_code or profile.symbols.default_unit}"


def printed_number(number: int, following: str) -> str:
    """Return số, ký hiệu as printed: below ten with a leading zero (Annex I II.3.c)."""
    return f"{number:02d}/{following}"


def printed_date(place: str, day: date) -> str:
    """Return địa danh, ngày tháng: days below 10 and months 1 and 2 padded (Annex I II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)  # noqa: PLR2004 - the decree's
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def issuer_layout(profile: OrganisationProfile, kind: str, unit_code: str) -> IssuerLayout:
    """Return the letterhead of the body for one document."""
    head = profile.letterhead
    return IssuerLayout(
        parent_lines=head.parent_lines,
        issuer_lines=head.issuer_lines,
        place=head.place,
        authority_line=head.authority_line,
        symbol=symbol(profile, kind, unit_code),
    )


def signature_block(form: Sequence[str], second_office: str | None, name: str) -> SignatureBlock:
    """Return the lines of cells 7a and 7b."""
    return SignatureBlock(form=tuple(form), second_office=second_office or None, name=name)
