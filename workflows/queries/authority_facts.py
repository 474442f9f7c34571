"""Who may sign this document now: the facts from the tables, put to the rules of authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from models import Resolution, Seal
from workflows.authority.delegation import Delegation
from workflows.authority.question import Candidate, Question
from workflows.errors import ForbiddenError
from workflows.queries.rules import authority_of, profile_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Case, Document
    from workflows.authority.question import Answer, MaySign
    from workflows.documents.content import Content

#: Every post of the body with its holder, its dated seal rule and its absence, and the seals in
#: force, at each instant.
_CANDIDATES = text(
    """
    SELECT asked.place, p.id, p.key, v.title, v.second_office, h.user_id, u.full_name, h.mode,
        (SELECT s.key FROM seal_rule sr JOIN seal s ON s.id = sr.seal_id
            WHERE sr.post_id = p.id
                AND coalesce(sr.second_office, '') = coalesce(v.second_office, '')
                AND sr.valid_from <= asked.today
                AND (sr.valid_to IS NULL OR sr.valid_to > asked.today)
            ORDER BY sr.valid_from DESC LIMIT 1),
        EXISTS (SELECT FROM absence a
            WHERE a.post_id = p.id AND a.starts_at <= asked.now AND a.ends_at > asked.now),
        (SELECT coalesce(json_agg(s.key), '[]') FROM seal s
            WHERE s.organisation_id = :organisation_id AND s.valid_from <= asked.today
                AND (s.valid_to IS NULL OR s.valid_to > asked.today))
    FROM unnest(CAST(:moments AS timestamptz[]), CAST(:days AS date[]))
        WITH ORDINALITY AS asked(now, today, place)
    CROSS JOIN post p
    JOIN post_version v ON v.post_id = p.id AND v.valid_from = (SELECT max(w.valid_from)
        FROM post_version w WHERE w.post_id = p.id AND w.valid_from <= asked.today)
    LEFT JOIN post_holding h ON h.post_id = p.id AND h.valid_from <= asked.today
        AND (h.valid_to IS NULL OR h.valid_to > asked.today)
    LEFT JOIN user_account u ON u.id = h.user_id AND u.active
    WHERE p.organisation_id = :organisation_id AND p.key = ANY(:keys)
        AND p.valid_from <= asked.today AND (p.valid_to IS NULL OR p.valid_to > asked.today)
    ORDER BY asked.place, p.id, h.valid_from DESC
    """
)
_DELEGATIONS = text(
    """
    SELECT asked.today, d.id, d.kinds, d.valid_from, d.valid_to, d.year, d.amount, d.revoked_at,
        d.number, d.signed_on, t.key, f.key
    FROM unnest(CAST(:days AS date[])) AS asked(today)
    CROSS JOIN delegation_instrument d
    JOIN post t ON t.id = d.to_post_id
    JOIN post f ON f.id = d.from_post_id
    WHERE d.organisation_id = :organisation_id AND d.valid_to >= asked.today - 366
    """
)
_ACTED = text(
    """
    SELECT w.user_id, w.did
    FROM (
        SELECT drafter_id AS user_id, 'soạn thảo' AS did FROM document WHERE id = :document_id
        UNION ALL
        SELECT checked_by_id, 'kiểm tra' FROM "check"
        WHERE case_id = :case_id AND voided_at IS NULL
    ) w
    WHERE NOT EXISTS (SELECT FROM separation_exception e
        WHERE e.document_id = :document_id AND e.user_id = w.user_id)
    ORDER BY w.did DESC
    """
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a signing post now."""

    post_id: int
    user_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Offices:
    """The signing posts of a body at one instant."""

    #: Post key → who holds it.
    holders: dict[str, Holder]
    candidates: tuple[Candidate, ...]
    #: Posts with a recorded absence.
    absent: frozenset[str]
    #: Keys of the seals in force.
    seals: frozenset[str]


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """The answer, with the people behind the posts."""

    answer: Answer
    #: Post key → who holds it.
    holders: dict[str, Holder]
    resolution: Resolution | None
    _delegations: dict[int, Delegation]

    def signer_of(self, post_id: int) -> MaySign | None:
        """How the holder of this post may sign; None when the post may not."""
        key = next((k for k, holder in self.holders.items() if holder.post_id == post_id), "")
        return self.answer.signer(key)

    def refusal_of(self, post_id: int) -> tuple[str, str]:
        """Why the holder of this post may not sign, and by which article."""
        key = next((k for k, holder in self.holders.items() if holder.post_id == post_id), "")
        for refused in self.answer.refused:
            if refused.post == key:
                return refused.because, refused.article
        return "chức vụ này không có thẩm quyền ký.", ""

    def delegation_for(self, signer: MaySign) -> int | None:
        """The instrument that the signer's authority rests on, kept with the signature."""
        return next(
            (row for row, each in self._delegations.items() if each is signer.delegation), None
        )


def authority_view(
    session: Session, document: Document, content: Content, case: Case | None, at: datetime
) -> AuthorityView:
    """Ask who may sign the document at this instant."""
    authority = authority_of(session, document.organisation_id)
    offices = signing_offices(session, document.organisation_id, at)
    delegations = delegations_on_record(session, document.organisation_id, at.date())
    resolution = _resolution(session, case, content.sha256)
    answer = authority.explain(
        Question(
            kind=content.purpose,
            addressees=tuple(a.code for a in content.addressees if a.code),
            at=at,
            delegations=tuple(delegations.values()),
            vote="passed" if resolution is not None else "none",
            absent=offices.absent,
            seals=offices.seals,
            is_report=content.is_report,
            is_submission=content.is_submission,
            guides_system=content.guides_system,
            excluded=acted_on(session, document, case),
        ),
        offices.candidates,
    )
    return AuthorityView(answer, offices.holders, resolution, delegations)


def signing_offices(session: Session, organisation_id: int, at: datetime) -> Offices:
    """Read the posts that the signing matrix is asked about, as they are held at ``at``."""
    return offices_at(session, organisation_id, {at})[at]


def offices_at(
    session: Session, organisation_id: int, moments: Collection[datetime]
) -> dict[datetime, Offices]:
    """Read the posts that the signing matrix is asked about, as they are held at each instant."""
    profile = profile_of(session, organisation_id)
    asked = list(moments)
    scope = {
        "organisation_id": organisation_id,
        "moments": asked,
        "days": [moment.date() for moment in asked],
        "keys": [post.key for post in profile.posts if post.signs],
    }
    rows: dict[datetime, list[Any]] = {moment: [] for moment in asked}
    for place, *row in session.execute(_CANDIDATES, scope):
        rows[asked[place - 1]].append(row)
    return {moment: _offices(found) for moment, found in rows.items()}


def _offices(rows: Sequence[Any]) -> Offices:
    holders: dict[str, Holder] = {}
    candidates: list[Candidate] = []
    absent: set[str] = set()
    seals: frozenset[str] = frozenset()
    for post_id, key, title, second_office, user_id, name, mode, seal, away, in_force in rows:
        seals = frozenset(in_force)
        if key in holders:
            continue
        holders[key] = Holder(post_id, user_id if name else None, name or "")
        candidates.append(
            Candidate(
                post=key,
                title=title,
                second_office=second_office or "",
                mode=mode or "full",
                vacant=not name,
                seal=seal,
                person=str(user_id or ""),
            )
        )
        if away:
            absent.add(key)
    return Offices(holders, tuple(candidates), frozenset(absent), seals)


def delegations_on_record(
    session: Session, organisation_id: int, day: date
) -> dict[int, Delegation]:
    """Read the written delegations that may still speak on a day, by their row's id."""
    return delegations_at(session, organisation_id, {day})[day]


def delegations_at(
    session: Session, organisation_id: int, days: Collection[date]
) -> dict[date, dict[int, Delegation]]:
    """Read the written delegations that may still speak on each day, by their row's id."""
    found: dict[date, dict[int, Delegation]] = {day: {} for day in days}
    scope = {"organisation_id": organisation_id, "days": list(days)}
    for day, row, *parts in session.execute(_DELEGATIONS, scope):
        kinds, valid_from, valid_to, year, amount, revoked_at, number, signed_on, to, by = parts
        found[day][row] = Delegation(
            kinds=tuple(kinds),
            valid_from=valid_from,
            valid_to=valid_to,
            year=year,
            amount=None if amount is None else int(amount),
            revoked_at=revoked_at,
            number=number,
            signed_on=signed_on,
            post=to,
            granted_by=by,
        )
    return found


def seal_in_force(session: Session, organisation_id: int, key: str, day: date) -> Seal:
    """Return the seal that goes with an authority; fails closed (C9).

    Raises:
        ForbiddenError: no such seal is in force on that day.
    """
    seal = session.scalar(
        select(Seal).where(
            Seal.organisation_id == organisation_id,
            Seal.key == key,
            Seal.valid_from <= day,
            Seal.valid_to.is_(None) | (Seal.valid_to > day),
        )
    )
    if seal is None:
        raise ForbiddenError(
            because="không xác định được con dấu đi với chức vụ của người ký; quản trị viên cần "
            "khai báo con dấu theo quyết định của cơ quan."
        )
    return seal


def _resolution(session: Session, case: Case | None, content_sha256: str) -> Resolution | None:
    if case is None:
        return None
    return session.scalar(
        select(Resolution)
        .where(
            Resolution.case_id == case.id,
            Resolution.content_sha256 == content_sha256,
            Resolution.passed,
            Resolution.voided_at.is_(None),
        )
        .order_by(Resolution.id.desc())
        .limit(1)
    )


def acted_on(session: Session, document: Document, case: Case | None) -> dict[str, str]:
    """Who may not sign for having worked on it, unless an exception is on record."""
    scope = {"document_id": document.id, "case_id": case.id if case else None}
    acted: dict[str, str] = {}
    for user_id, did in session.execute(_ACTED, scope):
        acted.setdefault(str(user_id), did)
    return acted
