"""Write an act into the audit chain, with who, as what, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflows import audit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models import Document
    from workflows.context import Capacity, CommandContext


def record(  # noqa: PLR0913 - an event has as many parts
    ctx: CommandContext,
    act: str,
    *,
    organisation_id: int,
    document: Document | None = None,
    case_id: int | None = None,
    capacity: Capacity | str | None = None,
    authority: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Append one event for the acting person."""
    if not isinstance(capacity, str):
        chosen = capacity or ctx.actor.acting
        capacity = chosen.title if chosen else ""
        if chosen and chosen.standing_in_for is not None:
            capacity = f"{capacity} (thay {chosen.standing_in_for} vắng mặt)"
    ctx.session.flush()
    audit.append(
        ctx.session,
        ctx.secret,
        organisation_id=organisation_id,
        at=ctx.now,
        act=act,
        actor_id=ctx.actor.user_id or None,
        actor_name=ctx.actor.name,
        capacity=capacity,
        authority=authority,
        document_id=document.id if document else None,
        case_id=case_id,
        before=before,
        after=after,
    )
