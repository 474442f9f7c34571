"""Write an act into the audit chain, with who, as what, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from workflows import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    ctx.session.flush()
    audit.append(
        ctx.session,
        ctx.secret,
        organisation_id=organisation_id,
        at=ctx.now,
        act=act,
        actor_id=ctx.actor.user_id or None,
        actor_name=ctx.actor.name,
        capacity=capacity if isinstance(capacity, str) else _named(ctx, capacity),
        authority=authority,
        document_id=document.id if document else None,
        case_id=case_id,
        before=before,
        after=after,
    )


class Event(NamedTuple):
    """One of many changes that a single act makes."""

    act: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    document_id: int | None = None
    case_id: int | None = None


def record_all(ctx: CommandContext, organisation_id: int, events: Sequence[Event]) -> None:
    """Append the events of an act that makes thousands of changes."""
    ctx.session.flush()
    audit.append_all(
        ctx.session,
        ctx.secret,
        organisation_id,
        [
            {
                "at": ctx.now,
                "act": event.act,
                "actor_id": ctx.actor.user_id or None,
                "actor_name": ctx.actor.name,
                "capacity": _named(ctx, None),
                "document_id": event.document_id,
                "case_id": event.case_id,
                "before": dict(event.before),
                "after": dict(event.after),
            }
            for event in events
        ],
    )


def _named(ctx: CommandContext, capacity: Capacity | None) -> str:
    chosen = capacity or ctx.actor.acting
    if chosen is not None and chosen.standing_in_for is not None:
        return audit.STANDING_IN.format(post=chosen.title, absent=chosen.standing_in_for)
    return chosen.title if chosen else ""
