"""A draft as it would look and what is wrong with its form, with the signer the rules name now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus, Document
from workflows import letterhead
from workflows.authority.delegation import HEADS
from workflows.authority.question import Question
from workflows.documents.check import check_format
from workflows.documents.findings import Finding, warning
from workflows.documents.render import render
from workflows.queries.authority_facts import authority_view
from workflows.queries.rules import authority_of, profile_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.authority.profile import OrganisationProfile
    from workflows.authority.question import Answer
    from workflows.documents.content import Content
    from workflows.documents.layout import IssuerLayout, SignatureBlock
    from workflows.queries.authority_facts import AuthorityView
    from workflows.queries.drafting import Draft

_RECIPIENTS = "Phụ lục I, Phần I, Mục II, khoản 9"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A draft with the letterhead and the signature block it would have now."""

    content: Content
    issuer: IssuerLayout
    signature: SignatureBlock
    year: int

    @property
    def etag(self) -> str:
        """Equal for equal pages."""
        parts = (self.content.sha256, repr(self.issuer), repr(self.signature), str(self.year))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def pdf(self) -> bytes:
        """Return the pages, marked as a draft."""
        return render(self.content, self.issuer, self.signature, year=self.year, draft=True).pdf

    def findings(self) -> tuple[Finding, ...]:
        """Return the faults of form, errors first."""
        found = [*check_format(self.content, self.issuer, self.signature), *self._unrouted()]
        return tuple(sorted(found, key=lambda finding: finding.severity != "error"))

    def _unrouted(self) -> list[Finding]:
        """Addressees outside every group: the rules of authority cannot see them."""
        return [
            warning(
                "addressees",
                _RECIPIENTS,
                f"Chưa chọn nhóm nơi nhận cho “{addressee.text}”. Nhóm quyết định ai được ký.",
            )
            for addressee in self.content.addressees
            if not addressee.code
        ]


def likeness(session: Session, draft: Draft, at: datetime) -> Likeness:
    """Put letterhead and the signer of this moment around what is typed."""
    document = session.get_one(Document, draft.document_id)
    profile = profile_of(session, document.organisation_id)
    content = draft.content
    case = session.scalar(
        select(Case).where(Case.document_id == document.id, Case.status == CaseStatus.RUNNING)
    )
    view = authority_view(session, document, content, case, at)
    answer = view.answer
    if not answer.may_sign:
        # A vote still to come must not leave the page without a signer.
        answer = authority_of(session, document.organisation_id).explain(
            Question(
                kind=content.purpose,
                addressees=tuple(a.code for a in content.addressees if a.code),
                at=at,
                vote="passed",
                is_report=content.is_report,
                is_submission=content.is_submission,
                guides_system=content.guides_system,
            )
        )
    return Likeness(
        content,
        letterhead.issuer_layout(profile, content.kind, content.drafting_unit),
        _signature(profile, view, answer),
        at.year,
    )


def _signature(profile: OrganisationProfile, view: AuthorityView, answer: Answer) -> SignatureBlock:
    head, deputy = HEADS[profile.body]
    signer = answer.signer(deputy) or answer.signer(head)
    post = signer.post if signer else head
    holder = view.holders.get(post)
    name = holder.name if holder else ""
    if signer:
        return letterhead.signature_block(signer.form, signer.second_office, name)
    usual = profile.post(head)
    title, office = (usual.title, usual.second_office) if usual else ("", "")
    return letterhead.signature_block((title.upper(),), office, name)
