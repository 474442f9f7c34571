"""The number series: which one a document takes its number from, which number is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import NumberSeries
from workflows import letterhead
from workflows.queries.content import current_content
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Case, Document
    from workflows.authority.profile import OrganisationProfile


def series_scope(profile: OrganisationProfile, case: Case, document: Document) -> str:
    """Return which of the body's series of a year this is: one for all, per kind, or per seal."""
    return {
        "ban_year_type": document.kind,
        "ban_year_seal": f"seal:{case.seal_id}",
    }.get(profile.numbering.scope, "")


def first_number(profile: OrganisationProfile, year: int) -> int:
    """Return where the series of a year starts."""
    return profile.numbering.start_numbers.get(str(year), 1)


def next_number(session: Session, case: Case, document: Document, year: int) -> str:
    """Return the number as it would be printed now; another clerk may still take it first."""
    profile = profile_of(session, case.organisation_id)
    content = current_content(session, document)
    number = session.scalar(
        select(NumberSeries.next_number).where(
            NumberSeries.organisation_id == case.organisation_id,
            NumberSeries.year == year,
            NumberSeries.scope == series_scope(profile, case, document),
        )
    )
    symbol = letterhead.symbol(profile, content.kind, content.drafting_unit)
    return letterhead.printed_number(number or first_number(profile, year), symbol)
