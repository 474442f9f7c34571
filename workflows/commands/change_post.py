"""Change a post's title, second office, unit and vote from a day on (sửa chức vụ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Post, PostVersion, Unit
from workflows.commands._administration import administered, kept, line, of_organisation
from workflows.commands._record import record
from workflows.commands._structure import (
    require_exists_on,
    require_fits,
    structure_for_change,
)
from workflows.errors import ForbiddenError, NotFoundError
from workflows.queries.dated import version_of_post

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext

_FIELDS = ("title", "second_office", "unit_id", "votes")


@dataclass(frozen=True, slots=True)
class ChangePost:
    """The post as it is from a day until the next change."""

    post_id: int
    valid_from: date
    title: str
    second_office: str
    unit_id: int | None
    votes: bool


@dataclass(frozen=True, slots=True)
class CancelPostChange:
    """A change planned for a day to come."""

    post_id: int
    valid_from: date


def change_post(ctx: CommandContext, command: ChangePost) -> PostVersion:
    """Change the post; before that day, and on what was signed, it stays what it was.

    The seal follows the second office: without a rule for the new one nothing is sealed (C9).

    Raises:
        InvalidInputError: the post, or its unit, does not exist on that day.
    """
    post = administered(ctx, Post, command.post_id, "chức vụ")
    structure = structure_for_change(ctx, post.organisation_id)
    require_exists_on(post, command.valid_from)
    if command.unit_id is not None:
        of_organisation(ctx, Unit, command.unit_id, post.organisation_id, "đơn vị")
    version = version_of_post(ctx.session, post.id, command.valid_from)
    before = kept(version, *_FIELDS)
    after = {
        "title": line(command.title, "Tên chức vụ"),
        "second_office": line(command.second_office, "Chức vụ kiêm nhiệm", least=0) or None,
        "unit_id": command.unit_id,
        "votes": command.votes,
    }
    if after == before:
        return version
    if version.valid_from != command.valid_from:
        version = PostVersion(post_id=post.id, valid_from=command.valid_from)
        ctx.session.add(version)
    for name, value in after.items():
        setattr(version, name, value)
    require_fits(ctx, post.organisation_id, structure)
    record(
        ctx,
        "post.change",
        organisation_id=post.organisation_id,
        before=before,
        after={"post": post.id, **kept(version, "valid_from"), **after},
    )
    return version


def cancel_post_change(ctx: CommandContext, command: CancelPostChange) -> None:
    """Drop a change that has not begun; the post stays what it was before it.

    Raises:
        NotFoundError: nothing is planned for that day.
        ForbiddenError: the change is in force already, or it is how the post begins.
    """
    post = administered(ctx, Post, command.post_id, "chức vụ")
    structure = structure_for_change(ctx, post.organisation_id)
    version = ctx.session.get(PostVersion, (post.id, command.valid_from))
    if version is None:
        raise NotFoundError(what="thay đổi đã định")
    if command.valid_from <= ctx.now.date() or command.valid_from == post.valid_from:
        raise ForbiddenError(because="thay đổi đã có hiệu lực; hãy ghi một thay đổi mới.")
    before = kept(version, *_FIELDS)
    ctx.session.delete(version)
    require_fits(ctx, post.organisation_id, structure)
    now = version_of_post(ctx.session, post.id, command.valid_from)
    record(
        ctx,
        "post.cancel_change",
        organisation_id=post.organisation_id,
        before=before,
        after={
            "post": post.id,
            "valid_from": command.valid_from.isoformat(),
            **kept(now, *_FIELDS),
        },
    )
