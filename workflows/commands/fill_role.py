"""Say which posts fill a role that diagrams name (gán chức vụ vào vai trò)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from models import Post, Role, RolePost
from workflows.commands._administration import (
    line,
    of_organisation,
    require_admin_remains,
    require_administrator,
)
from workflows.commands._record import record
from workflows.commands.load_organisation import ROLE_NAMES
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from workflows.context import CommandContext

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class FillRole:
    """The posts of a role, all of them."""

    organisation_id: int
    key: str
    post_ids: tuple[int, ...]


def fill_role(ctx: CommandContext, command: FillRole) -> Role:
    """Set the role's posts, opening the role when a diagram names it for the first time.

    Raises:
        ForbiddenError: nobody would be left to administer the body.
    """
    require_administrator(ctx, command.organisation_id)
    key = line(command.key, "Mã vai trò", most=40)
    if not _KEY.fullmatch(key):
        raise InvalidInputError(field="Mã vai trò", because="chỉ gồm chữ thường không dấu")
    role = ctx.session.scalar(
        select(Role)
        .where(Role.organisation_id == command.organisation_id, Role.key == key)
        .with_for_update()
    )
    if role is None:
        role = Role(organisation_id=command.organisation_id, key=key, name=ROLE_NAMES.get(key, key))
        ctx.session.add(role)
        ctx.session.flush()
    before = sorted(
        ctx.session.scalars(select(RolePost.post_id).where(RolePost.role_id == role.id))
    )
    wanted = sorted(
        of_organisation(ctx, Post, post_id, command.organisation_id, "chức vụ").id
        for post_id in set(command.post_ids)
    )
    if wanted == before:
        return role
    ctx.session.execute(delete(RolePost).where(RolePost.role_id == role.id))
    ctx.session.add_all(RolePost(role_id=role.id, post_id=post_id) for post_id in wanted)
    if key == "admin":
        require_admin_remains(ctx, command.organisation_id, ctx.now.date())
    record(
        ctx,
        "role.fill",
        organisation_id=command.organisation_id,
        before={"posts": before},
        after={"role": key, "posts": wanted},
    )
    return role
