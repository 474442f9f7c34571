"""Correct a person's name and address (sửa thông tin người dùng)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import User
from workflows.commands._administration import administered, kept
from workflows.commands._record import record
from workflows.commands.register_person import checked_person
from workflows.text import name_key

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class ChangePerson:
    """The name as it will be printed, and the address mail goes to."""

    user_id: int
    full_name: str
    email: str


def change_person(ctx: CommandContext, command: ChangePerson) -> User:
    """Change the account; documents already signed keep the name of their time."""
    user = administered(ctx, User, command.user_id, "người dùng")
    before = kept(user, "full_name", "email")
    _, user.full_name, user.email = checked_person(user.username, command.full_name, command.email)
    user.sort_key = name_key(user.full_name)
    after = kept(user, "full_name", "email")
    if after != before:
        record(
            ctx,
            "person.change",
            organisation_id=user.organisation_id,
            before=before,
            after={"user": user.id, **after},
        )
    return user
