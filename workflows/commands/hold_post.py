"""Give a post to a person, handing it over from whoever holds it (giao, bàn giao chức vụ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import HoldingMode, Post, PostHolding, User
from workflows.authority.delegation import HEADS
from workflows.commands._administration import (
    administered,
    in_order,
    kept,
    of_organisation,
    require_admin_remains,
)
from workflows.commands._record import record
from workflows.commands.release_claims import release_claims_on
from workflows.errors import InvalidInputError
from workflows.queries.dated import title_of
from workflows.queries.rules import profile_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class HoldPost:
    """Who holds a post, how, and from when; without ``valid_to`` until further notice."""

    post_id: int
    user_id: int
    mode: HoldingMode
    valid_from: date
    #: The first day on which it no longer holds.
    valid_to: date | None = None
    #: End the present holding on the day the new one begins.
    hand_over: bool = False
    #: Several people hold the post at once, as members (Ủy viên) do.
    together: bool = False


def hold_post(ctx: CommandContext, command: HoldPost) -> PostHolding:
    """Begin the holding; nobody else's may overlap it unless that is said.

    Raises:
        InvalidInputError: names who holds the post in that time, or what else is wrong.
    """
    # The post's row is locked: two hand-overs at once see one another.
    post = administered(ctx, Post, command.post_id, "chức vụ")
    user = of_organisation(ctx, User, command.user_id, post.organisation_id, "người dùng")
    if not user.active:
        raise InvalidInputError(field="Người giữ", because="tài khoản này đã ngừng")
    in_order(command.valid_from, command.valid_to)
    _require_within(post, command)
    others = _overlapping(ctx, command)
    before = [kept(holding, "id", "user_id", "valid_from", "valid_to") for holding, _ in others]
    for holding, name in others:
        _make_room(ctx, post, command, holding, name)
    holding = PostHolding(
        post_id=post.id,
        user_id=user.id,
        mode=command.mode,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    ctx.session.add(holding)
    if others:
        day = max(command.valid_from, ctx.now.date())
        require_admin_remains(ctx, post.organisation_id, day)
    for other, _ in others:
        release_claims_on(ctx, other.user_id, command.valid_from)
    ctx.session.flush()
    record(
        ctx,
        "post.hold",
        organisation_id=post.organisation_id,
        before={"holdings": before} if before else None,
        after={
            "post": post.id,
            "title": title_of(ctx.session, post.id, command.valid_from),
            "name": user.full_name,
            **kept(holding, "id", "user_id", "mode", "valid_from", "valid_to"),
        },
    )
    return holding


def _require_within(post: Post, command: HoldPost) -> None:
    if command.valid_from < post.valid_from:
        raise InvalidInputError(
            field="Từ ngày",
            because=Sentence("chức vụ này có từ ngày {day}", day=f"{post.valid_from:%d/%m/%Y}"),
        )
    if post.valid_to is not None and (
        command.valid_from >= post.valid_to
        or command.valid_to is None
        or command.valid_to > post.valid_to
    ):
        raise InvalidInputError(
            field="Đến ngày",
            because=Sentence("chức vụ này kết thúc từ ngày {day}", day=f"{post.valid_to:%d/%m/%Y}"),
        )


def _overlapping(ctx: CommandContext, command: HoldPost) -> list[tuple[PostHolding, str]]:
    statement = (
        select(PostHolding, User.full_name)
        .join(User, User.id == PostHolding.user_id)
        .where(
            PostHolding.post_id == command.post_id,
            PostHolding.valid_to.is_(None) | (PostHolding.valid_to > command.valid_from),
        )
        .order_by(PostHolding.valid_from)
        .with_for_update(of=PostHolding)
    )
    if command.valid_to is not None:
        statement = statement.where(PostHolding.valid_from < command.valid_to)
    return [(row[0], row[1]) for row in ctx.session.execute(statement)]


def _make_room(
    ctx: CommandContext, post: Post, command: HoldPost, holding: PostHolding, name: str
) -> None:
    start = f"{holding.valid_from:%d/%m/%Y}"
    held = Sentence("{name} giữ chức vụ này từ {start} đến nay", name=name, start=start)
    if holding.valid_to:
        held = Sentence(
            "{name} giữ chức vụ này từ {start} đến {end}",
            name=name,
            start=start,
            end=f"{holding.valid_to:%d/%m/%Y}",
        )
    if holding.user_id == command.user_id:
        raise InvalidInputError(field="Từ ngày", because=held)
    if command.together:
        if post.key in HEADS[profile_of(ctx.session, post.organisation_id).body]:
            raise InvalidInputError(
                field="Cách giao",
                because=Sentence("chức vụ ký văn bản chỉ một người giữ; {held}", held=held),
            )
        return
    if not command.hand_over:
        raise InvalidInputError(
            field="Cách giao", because=Sentence("{held}; hãy chọn bàn giao", held=held)
        )
    if holding.valid_from >= command.valid_from:
        raise InvalidInputError(
            field="Từ ngày", because=Sentence("{held}, sau ngày bàn giao", held=held)
        )
    holding.valid_to = command.valid_from
