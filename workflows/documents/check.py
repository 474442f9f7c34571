"""Check the form (thể thức) of a document against Nghị định 30/2020/NĐ-CP before it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.documents.body import parse_body
from workflows.documents.check_body import body_findings
from workflows.documents.check_numbering import numbering_findings
from workflows.documents.check_parts import part_findings
from workflows.documents.check_recipients import recipient_findings
from workflows.documents.check_text import text_findings
from workflows.documents.findings import Finding

if TYPE_CHECKING:
    from workflows.documents.content import Content
    from workflows.documents.layout import IssuerLayout, SignatureBlock

__all__ = ["Finding", "check_format"]


def check_format(
    content: Content, issuer: IssuerLayout, signature: SignatureBlock
) -> tuple[Finding, ...]:
    """Return the faults of form, from the top of the page to the bottom; nothing when all is well.

    Nothing is mended here: numbering and spelling stay as the author wrote them.
    """
    body = parse_body(content.body)
    found = [
        *part_findings(content, issuer, signature),
        *body_findings(content, body),
        *numbering_findings("body", body),
        *recipient_findings(content, body),
        *text_findings(content),
    ]
    if content.attached_text:
        found += numbering_findings("attached_text", parse_body(content.attached_text.body))
    return tuple(dict.fromkeys(found))
