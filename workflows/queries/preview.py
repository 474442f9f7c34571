"""The draft as it will look: rendered with the block of who is expected to sign."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus, TaskStatus, UserTask
from workflows import letterhead
from workflows.authority.delegation import HEADS
from workflows.authority.question import Question
from workflows.documents.render import render
from workflows.queries.authority_facts import acted_on, delegations_on_record, signing_offices
from workflows.queries.dated import titles_by_key
from workflows.queries.rules import authority_of, profile_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Document
    from workflows.authority.profile import OrganisationProfile
    from workflows.authority.question import Answer, MaySign
    from workflows.documents.content import Content
    from workflows.documents.layout import IssuerLayout, Rendered, SignatureBlock
    from workflows.queries.authority_facts import Offices


@dataclass(frozen=True, slots=True)
class Expected:
    """Who is expected to sign; ``signer`` is None when nobody may as things stand."""

    post: str
    name: str
    signer: MaySign | None
    block: SignatureBlock
    #: The whole answer, with any vote counted as passed.
    answer: Answer


@dataclass(frozen=True, slots=True)
class Preview:
    """A rendered draft and the name under which browsers keep it."""

    rendered: Rendered
    etag: str


def running_case(session: Session, document_id: int) -> Case | None:
    """Return the submission under way."""
    return session.scalar(
        select(Case).where(Case.document_id == document_id, Case.status == CaseStatus.RUNNING)
    )


def expected_signer(
    session: Session, document: Document, content: Content, case: Case | None, at: datetime
) -> Expected:
    """Say who will sign if everything before goes well: a vote still to come counts as passed."""
    profile = profile_of(session, document.organisation_id)
    offices = signing_offices(session, document.organisation_id, at)
    delegations = delegations_on_record(session, document.organisation_id, at.date())
    answer = authority_of(session, document.organisation_id).explain(
        Question(
            kind=content.purpose,
            addressees=tuple(a.code for a in content.addressees if a.code in profile.addressees),
            at=at,
            delegations=tuple(delegations.values()),
            vote="passed",
            absent=offices.absent,
            seals=offices.seals,
            is_report=content.is_report,
            is_submission=content.is_submission,
            guides_system=content.guides_system,
            excluded=acted_on(session, document, case),
        ),
        offices.candidates,
    )
    head, _ = HEADS[profile.body]
    post = _waiting_post(session, profile, offices, case) or _chosen(answer, head, case)
    holder = offices.holders.get(post)
    signer = answer.signer(post)
    name = holder.name if holder else ""
    if signer is not None:
        block = letterhead.signature_block(signer.form, signer.second_office, name)
    else:
        title = titles_by_key(session, document.organisation_id, at.date()).get(post, "")
        block = letterhead.signature_block((title.upper(),), None, name)
    return Expected(post, name, signer, block, answer)


def preview(
    session: Session, document: Document, content: Content, block: SignatureBlock, year: int
) -> Preview:
    """Render one version of a draft; the same one is rendered once."""
    profile = profile_of(session, document.organisation_id)
    issuer = letterhead.issuer_layout(profile, content.kind, content.drafting_unit)
    key = f"{content.sha256}\n{issuer}\n{block}\n{year}"
    return Preview(
        _rendered(content, issuer, block, year), hashlib.sha256(key.encode()).hexdigest()
    )


@lru_cache(maxsize=64)
def _rendered(content: Content, issuer: IssuerLayout, block: SignatureBlock, year: int) -> Rendered:
    return render(content, issuer, block, year=year, draft=True)


def _waiting_post(
    session: Session, profile: OrganisationProfile, offices: Offices, case: Case | None
) -> str:
    """The post whose signature the document waits for now."""
    if case is None:
        return ""
    task = session.scalar(
        select(UserTask).where(
            UserTask.case_id == case.id,
            UserTask.status == TaskStatus.OPEN,
            UserTask.form == "sign",
        )
    )
    if task is None:
        return ""
    if task.post_id is not None:
        return next((k for k, h in offices.holders.items() if h.post_id == task.post_id), "")
    return next(
        (p.key for p in profile.posts if task.role_key in p.roles and p.key in offices.holders), ""
    )


def _chosen(answer: Answer, head: str, case: Case | None) -> str:
    """The one whom the route leads to: a deputy who may, unless the head was asked for."""
    if case is not None and case.to_chair:
        return head
    return next((each.post for each in answer.may_sign if each.post != head), head)
