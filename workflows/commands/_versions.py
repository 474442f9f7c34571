"""What a change of content voids: every check and vote that covered the older content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from models import Case, CaseStatus, Check, Resolution

if TYPE_CHECKING:
    from models import Document
    from workflows.context import CommandContext

_CHANGED = "Nội dung đã được sửa sau khi kiểm tra."


def void_approvals(ctx: CommandContext, document: Document) -> list[str]:
    """Void the checks and votes of the running case that do not cover the new content.

    Returns:
        The steps whose check is void now.
    """
    checks = ctx.session.scalars(
        select(Check)
        .order_by(Check.id)
        .join(Case, Case.id == Check.case_id)
        .where(
            Case.document_id == document.id,
            Case.status == CaseStatus.RUNNING,
            Check.voided_at.is_(None),
            Check.content_sha256 != document.content_sha256,
        )
    ).all()
    for check in checks:
        check.voided_at = ctx.now
        check.voided_because = _CHANGED
    resolutions = ctx.session.scalars(
        select(Resolution)
        .join(Case, Case.id == Resolution.case_id)
        .where(
            Case.document_id == document.id,
            Case.status == CaseStatus.RUNNING,
            Resolution.voided_at.is_(None),
            Resolution.content_sha256 != document.content_sha256,
        )
    ).all()
    for resolution in resolutions:
        resolution.voided_at = ctx.now
    return [check.step for check in checks] + ["record_vote" for _ in resolutions]


def void_votes(ctx: CommandContext, case_id: int) -> None:
    """Void every vote of a case: the members are asked again, and their last word counts."""
    ctx.session.execute(
        update(Resolution)
        .where(Resolution.case_id == case_id, Resolution.voided_at.is_(None))
        .values(voided_at=ctx.now)
    )
