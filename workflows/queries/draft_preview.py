"""A draft as it would look and what is wrong with its form, with the signer the rules name now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Document
from workflows import letterhead
from workflows.documents.check import check_format
from workflows.documents.findings import RECIPIENTS, Finding, warning
from workflows.documents.render import render
from workflows.queries.preview import expected_signer, running_case
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.documents.content import Content
    from workflows.documents.layout import IssuerLayout, SignatureBlock
    from workflows.queries.drafting import Draft


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
                RECIPIENTS,
                "Chưa chọn nhóm nơi nhận cho “{name}”. Nhóm quyết định ai được ký.",
                name=addressee.text,
            )
            for addressee in self.content.addressees
            if not addressee.code
        ]


def likeness(session: Session, draft: Draft, at: datetime) -> Likeness:
    """Put letterhead and the signer of this moment around what is typed."""
    document = session.get_one(Document, draft.document_id)
    profile = profile_of(session, document.organisation_id)
    content = draft.content
    expected = expected_signer(session, document, content, running_case(session, document.id), at)
    return Likeness(
        content,
        letterhead.issuer_layout(profile, content.kind, content.drafting_unit),
        expected.block,
        at.year,
    )
