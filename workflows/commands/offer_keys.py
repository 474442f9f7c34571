"""Let people make their signing keys themselves, under a PIN that nobody else knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import SigningKey, User
from workflows.commands._administration import require_administrator
from workflows.commands._record import Event, record_all

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class OfferKeys:
    """Those people of a body; whoever has a key, or no open account, is passed over."""

    organisation_id: int
    user_ids: frozenset[int]


def offer_keys(ctx: CommandContext, command: OfferKeys) -> int:
    """Offer each of them a key, and return how many that is."""
    require_administrator(ctx, command.organisation_id)
    has_key = select(SigningKey.id).where(
        SigningKey.user_id == User.id, SigningKey.retired_at.is_(None)
    )
    offered = ctx.session.scalars(
        select(User)
        .where(
            User.organisation_id == command.organisation_id,
            User.id.in_(command.user_ids),
            User.active,
            ~User.key_offered,
            ~has_key.exists(),
        )
        .order_by(User.id)
        .with_for_update()
    ).all()
    for user in offered:
        user.key_offered = True
    record_all(
        ctx,
        command.organisation_id,
        [
            Event("person.offer_key", {}, {"user": user.id, "name": user.full_name})
            for user in offered
        ],
    )
    return len(offered)
