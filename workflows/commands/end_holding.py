"""End a holding on a day, or take back one not yet begun (thôi giữ chức vụ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Post, PostHolding, User
from workflows.commands._administration import (
    administered,
    in_order,
    kept,
    require_admin_remains,
)
from workflows.commands._record import record
from workflows.commands.release_claims import release_claims_on
from workflows.errors import InvalidInputError, NotFoundError
from workflows.queries.dated import title_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class EndHolding:
    """The first day on which the person no longer holds the post."""

    holding_id: int
    valid_to: date


def end_holding(ctx: CommandContext, command: EndHolding) -> None:
    """End the holding; what the person had claimed from the post goes back to it.

    A holding that has not begun, ended on or before its first day, never was: it goes.

    Raises:
        InvalidInputError: the day is not after the first day, or after the end there is.
        ForbiddenError: nobody would be left to administer the body.
    """
    holding = ctx.session.get(PostHolding, command.holding_id)
    if holding is None:
        raise NotFoundError(what="lượt giữ chức vụ")
    post = administered(ctx, Post, holding.post_id, "lượt giữ chức vụ")
    before = kept(holding, "id", "user_id", "valid_from", "valid_to")
    today = ctx.now.date()
    withdrawn = holding.valid_from > today and command.valid_to <= holding.valid_from
    if withdrawn:
        ctx.session.delete(holding)
    else:
        in_order(holding.valid_from, command.valid_to, "Thôi giữ từ ngày")
        _require_earlier(holding, command.valid_to)
        holding.valid_to = command.valid_to
        require_admin_remains(ctx, post.organisation_id, max(command.valid_to, today))
    released = release_claims_on(ctx, before["user_id"], command.valid_to)
    record(
        ctx,
        "post.withdraw_holding" if withdrawn else "post.end_holding",
        organisation_id=post.organisation_id,
        before=before,
        after={
            "post": post.id,
            "title": title_of(ctx.session, post.id, today),
            "name": ctx.session.get_one(User, before["user_id"]).full_name,
            "valid_to": command.valid_to.isoformat(),
            "released": released,
        },
    )


def _require_earlier(holding: PostHolding, day: date) -> None:
    # From the end on somebody else may hold the post: holding on is a holding of its own.
    if holding.valid_to is not None and day > holding.valid_to:
        raise InvalidInputError(
            field="Thôi giữ từ ngày",
            because=Sentence(
                "đã ghi thôi giữ từ {day}; muốn giữ tiếp, hãy giao từ ngày đó",
                day=f"{holding.valid_to:%d/%m/%Y}",
            ),
        )
