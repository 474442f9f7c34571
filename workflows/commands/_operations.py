"""What service tasks of a diagram do, by the name the diagram gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workflows.commands._record import record
from workflows.queries.authority_facts import authority_view
from workflows.queries.content import current_content
from workflows.queries.routing import routing_facts
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workflows.commands._case import CaseInHand
    from workflows.context import CommandContext


def assess_authority(ctx: CommandContext, hand: CaseInHand) -> dict[str, Any]:
    """Put the facts of authority, as they are now, before the diagram's gateways and tables."""
    content = current_content(ctx.session, hand.document)
    view = authority_view(ctx.session, hand.document, content, hand.case, ctx.now)
    return routing_facts(
        profile_of(ctx.session, hand.case.organisation_id),
        content,
        view.answer,
        passed=view.resolution is not None,
        to_chair=hand.case.to_chair,
    )


def file_document(ctx: CommandContext, hand: CaseInHand) -> dict[str, Any]:
    """Close the file: the original stays with the clerk's office (Decree 30/2020 Article 19)."""
    record(
        ctx,
        "document.file",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority="Điều 19 Nghị định 30/2020/NĐ-CP",
        after={"number": hand.document.number, "file": hand.document.file_sha256},
    )
    return {"filed": True}


OPERATIONS: Final[Mapping[str, Callable[[CommandContext, CaseInHand], dict[str, Any]]]] = {
    "authority.assess": assess_authority,
    "document.file": file_document,
}
