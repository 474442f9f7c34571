"""Correct a post's title, second office, unit and vote (sửa chức vụ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Post, Unit
from workflows.commands._administration import administered, kept, line, of_organisation
from workflows.commands._record import record

if TYPE_CHECKING:
    from workflows.context import CommandContext

_FIELDS = ("title", "second_office", "unit_id", "votes")


@dataclass(frozen=True, slots=True)
class ChangePost:
    """The post as it is from now on."""

    post_id: int
    title: str
    second_office: str
    unit_id: int | None
    votes: bool


def change_post(ctx: CommandContext, command: ChangePost) -> Post:
    """Change the post; what was signed before keeps the lines it was signed with.

    The seal follows the second office: without a rule for the new one nothing is sealed (C9).
    """
    post = administered(ctx, Post, command.post_id, "chức vụ")
    before = kept(post, *_FIELDS)
    if command.unit_id is not None:
        of_organisation(ctx, Unit, command.unit_id, post.organisation_id, "đơn vị")
    post.title = line(command.title, "Tên chức vụ")
    post.second_office = line(command.second_office, "Chức vụ kiêm nhiệm", least=0) or None
    post.unit_id = command.unit_id
    post.votes = command.votes
    after = kept(post, *_FIELDS)
    if after != before:
        record(
            ctx,
            "post.change",
            organisation_id=post.organisation_id,
            before=before,
            after={"post": post.id, **after},
        )
    return post
