"""End a post on a day; it is never deleted (kết thúc chức vụ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Post, PostHolding, Seal
from workflows.commands._administration import (
    administered,
    in_order,
    kept,
    require_admin_remains,
)
from workflows.commands._record import record
from workflows.commands._structure import forget_versions
from workflows.commands.release_claims import release_claims_on
from workflows.errors import InvalidInputError
from workflows.queries.dated import title_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class ClosePost:
    """The first day on which the post no longer exists."""

    post_id: int
    valid_to: date


def close_post(ctx: CommandContext, command: ClosePost) -> Post:
    """End the post and, with it, whoever holds it on that day.

    Raises:
        InvalidInputError: somebody takes it up later, or it still keeps a seal.
    """
    post = administered(ctx, Post, command.post_id, "chức vụ")
    end = command.valid_to
    in_order(post.valid_from, end, "Kết thúc từ ngày")
    seal = ctx.session.scalar(
        select(Seal).where(
            Seal.keeper_post_id == post.id, Seal.valid_to.is_(None) | (Seal.valid_to > end)
        )
    )
    if seal is not None:
        raise InvalidInputError(
            field="Kết thúc từ ngày",
            because=Sentence(
                "chức vụ này đang giữ “{seal}”; hãy giao con dấu cho chức vụ khác trước",
                seal=seal.name,
            ),
        )
    ended = []
    for holding in ctx.session.scalars(
        select(PostHolding)
        .where(
            PostHolding.post_id == post.id,
            PostHolding.valid_to.is_(None) | (PostHolding.valid_to > end),
        )
        .with_for_update()
    ):
        if holding.valid_from >= end:
            raise InvalidInputError(
                field="Kết thúc từ ngày",
                because=Sentence(
                    "đã giao chức vụ này cho một người từ {day}",
                    day=f"{holding.valid_from:%d/%m/%Y}",
                ),
            )
        holding.valid_to = end
        ended.append(holding)
    before = kept(post, "valid_to")
    post.valid_to = end
    dropped = forget_versions(ctx, post, end)
    require_admin_remains(ctx, post.organisation_id, max(end, ctx.now.date()))
    released = sum(release_claims_on(ctx, holding.user_id, end) for holding in ended)
    record(
        ctx,
        "post.close",
        organisation_id=post.organisation_id,
        before=before,
        after={
            "post": post.id,
            "title": title_of(ctx.session, post.id, end),
            **kept(post, "valid_to"),
            "holdings": [holding.id for holding in ended],
            "released": released,
            **({"versions": dropped} if dropped else {}),
        },
    )
    return post
