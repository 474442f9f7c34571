"""Set up a post (lập chức vụ)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Post, PostVersion, Unit
from workflows.commands._administration import (
    in_order,
    kept,
    line,
    of_organisation,
    require_administrator,
)
from workflows.commands._record import record
from workflows.commands._structure import require_fits, structure_for_change
from workflows.errors import InvalidInputError
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext

#: What diagrams and rules can name a post by.
POST_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A post from a day on; ``key`` is the name that rules and diagrams use."""

    organisation_id: int
    key: str
    title: str
    second_office: str
    unit_id: int | None
    votes: bool
    valid_from: date


def open_post(ctx: CommandContext, command: OpenPost) -> PostVersion:
    """Set the post up; one of the same key must have ended before.

    Raises:
        InvalidInputError: names what is wrong.
    """
    require_administrator(ctx, command.organisation_id)
    structure = structure_for_change(ctx, command.organisation_id)
    key = command.key.strip()
    if not POST_KEY.fullmatch(key):
        raise InvalidInputError(
            field="Mã chức vụ",
            because="gồm 2 đến 40 chữ thường không dấu, chữ số, gạch dưới; bắt đầu bằng chữ",
        )
    for other in ctx.session.scalars(
        select(Post)
        .where(Post.organisation_id == command.organisation_id, Post.key == key)
        .with_for_update()
    ):
        if other.valid_to is None or other.valid_to > command.valid_from:
            raise InvalidInputError(
                field="Mã chức vụ",
                because=Sentence(
                    "“{post}” đang dùng mã này trong thời gian đó",
                    post=structure.posts[other.id].on(command.valid_from).title,
                ),
            )
        in_order(other.valid_from, command.valid_from, "Từ ngày")
    if command.unit_id is not None:
        of_organisation(ctx, Unit, command.unit_id, command.organisation_id, "đơn vị")
    title = line(command.title, "Tên chức vụ")
    second_office = line(command.second_office, "Chức vụ kiêm nhiệm", least=0) or None
    post = Post(organisation_id=command.organisation_id, key=key, valid_from=command.valid_from)
    ctx.session.add(post)
    ctx.session.flush()
    version = PostVersion(
        post_id=post.id,
        valid_from=command.valid_from,
        unit_id=command.unit_id,
        title=title,
        second_office=second_office,
        votes=command.votes,
    )
    ctx.session.add(version)
    require_fits(ctx, command.organisation_id, structure)
    record(
        ctx,
        "post.open",
        organisation_id=post.organisation_id,
        after={
            **kept(post, "id", "key"),
            **kept(version, "title", "second_office", "unit_id", "votes", "valid_from"),
        },
    )
    return version
