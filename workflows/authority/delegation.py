"""Whether somebody signs in the place of the head: delegation, absence, assigned field.

A delegation (ủy quyền) is a written record with kinds, a period, and where it matters a year and a
ceiling (Quy chế Điều 12 khoản 2; Nghị định 30/2020/NĐ-CP Điều 13). What is not plainly covered is
not covered. A ground is a word that the decision table asks for; the sentence is the table's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from workflows.authority.purposes import ALL_LISTED
from workflows.authority.ruleset import SIX_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.authority.profile import OrganisationProfile
    from workflows.authority.purposes import Purpose
    from workflows.authority.question import Question

#: Local time of every body that the product serves.
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

#: Grounds (căn cứ) from the best to the least near; those up to ``absence`` are in force.
GROUNDS: Final = (
    "field",
    "delegation",
    "delegation_general",
    "regulation",
    "absence",
    "over_limit",
    "no_amount",
    "no_limit",
    "other_year",
    "sub_delegated",
    "revoked",
    "expired",
    "not_started",
    "other_kind",
    "none",
)


@dataclass(frozen=True, slots=True)
class Delegation:
    """A written delegation (văn bản ủy quyền) from the head to a deputy."""

    kinds: tuple[str, ...]
    valid_from: date
    #: Last day, inclusive.
    valid_to: date
    #: Year of the content that it covers; None for any.
    year: int | None = None
    #: Ceiling in đồng; None when it names none.
    amount: int | None = None
    #: A date counts from its first minute.
    revoked_at: date | datetime | None = None
    number: str = ""
    signed_on: date | None = None
    #: Post that receives it; empty for the body's standing deputy or vice chairman.
    post: str = ""
    #: Post that gives it; empty for the head. Anybody else sub-delegates, which is void.
    granted_by: str = ""

    @property
    def starts(self) -> date:
        """First day of effect; a record never reaches back before its signature."""
        return max(self.valid_from, self.signed_on or self.valid_from)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody may stand in for the head, or how near he came to it."""

    status: str
    delegation: Delegation | None = None
    #: Ceiling that was applied, in đồng.
    limit: int | None = None

    @property
    def in_force(self) -> bool:
        """Whether a delegation covers the document now."""
        return self.status in {"delegation", "delegation_general"}


def local_day(at: date | datetime) -> date:
    """The calendar day in Vietnam; a time without zone is taken as local."""
    if not isinstance(at, datetime):
        return at
    return (at if at.tzinfo is None else at.astimezone(ZONE)).date()


def is_revoked(revoked_at: date | datetime | None, at: date | datetime) -> bool:
    """Whether a revocation has taken effect; with dates only, the day itself is revoked."""
    if revoked_at is None:
        return False
    if isinstance(revoked_at, datetime) and isinstance(at, datetime):
        return _instant(revoked_at) <= _instant(at)
    return local_day(revoked_at) <= local_day(at)


def ground_for(
    post: str, question: Question, purpose: Purpose, profile: OrganisationProfile
) -> Ground:
    """The best ground that a deputy post has for this question."""
    head, deputy = HEADS[profile.body]
    grounds = [
        _of_delegation(each, question, purpose, profile, head)
        for each in question.delegations
        if (each.post or deputy) == post
    ]
    grounds.extend(_without_record(post, question, purpose, profile, head))
    return min(grounds, key=lambda ground: GROUNDS.index(ground.status), default=Ground("none"))


#: Body → (head's post, post that a delegation goes to unless it says otherwise).
HEADS: Final = {"ban": ("chair", "standing_deputy"), "ubnd": ("chairman", "vice_chairman")}


def _of_delegation(
    each: Delegation, question: Question, purpose: Purpose, profile: OrganisationProfile, head: str
) -> Ground:
    day = local_day(question.at)
    named = not purpose.delegation_kinds.isdisjoint(each.kinds)
    listed = not purpose.delegation_kinds.isdisjoint(SIX_KINDS)
    status, limit = "", each.amount
    if not named and not (listed and ALL_LISTED in each.kinds):
        status = "other_kind"
    elif (each.granted_by or head) != head:
        status = "sub_delegated"
    elif day < each.starts:
        status = "not_started"
    elif day > each.valid_to:
        status = "expired"
    elif is_revoked(each.revoked_at, question.at):
        status = "revoked"
    elif each.year is not None and each.year != question.year:
        status = "other_year"
    else:
        status, limit = _over_ceiling(each.amount, question, purpose, profile)
    if not status:
        explicit = named and not (purpose.is_yearly and each.year is None)
        status = "delegation" if explicit else "delegation_general"
    return Ground(status, each, limit)


def _without_record(
    post: str, question: Question, purpose: Purpose, profile: OrganisationProfile, head: str
) -> Iterable[Ground]:
    rules, office = profile.rules, profile.post(post)
    field_of_work = question.field_of_work or profile.default_field
    if office is not None and field_of_work and field_of_work in office.fields:
        yield Ground("field")
    if post != "standing_deputy":
        return
    over, limit = _over_ceiling(None, question, purpose, profile)
    if rules.delegation_required == "standing_by_regulation":
        yield Ground(over or "regulation", limit=limit)
    if head in question.absent and rules.absence_opens == "six_kinds":
        yield Ground(over or "absence", limit=limit)


def _over_ceiling(
    ceiling: int | None, question: Question, purpose: Purpose, profile: OrganisationProfile
) -> tuple[str, int | None]:
    """What is wrong with the amount (empty when nothing is), and the ceiling that applies."""
    spend = profile.rules.spend_limit
    if purpose.key != "duyet_chi":
        if ceiling is not None and question.amount is not None and question.amount > ceiling:
            return "over_limit", ceiling
        return "", ceiling
    limit = ceiling if ceiling is not None else (spend.amount or None)
    if limit is None:
        return ("no_limit" if spend.required else ""), None
    if question.amount is None:
        return "no_amount", limit
    return ("over_limit" if question.amount > limit else ""), limit


def _instant(moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment
