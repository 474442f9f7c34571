"""What the body has before an import: people, posts, roles, holdings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Post, PostHolding, Role, RolePost, User
from workflows.authority.delegation import HEADS
from workflows.queries.admin_posts import list_roles
from workflows.queries.rules import profile_of
from workflows.queries.structure import Structure, load_structure
from workflows.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from models import HoldingMode


@dataclass(frozen=True, slots=True)
class Account:
    """A person with an account in the body."""

    id: int
    username: str
    name: str
    email: str
    active: bool


@dataclass(slots=True)
class Held:
    """A holding, there before or planned by the file."""

    #: None for one that the file brings.
    id: int | None
    username: str
    name: str
    mode: HoldingMode
    since: date
    until: date | None

    def overlaps(self, since: date, until: date | None) -> bool:
        """Whether any day is in both periods."""
        return (until is None or self.since < until) and (self.until is None or since < self.until)


@dataclass(frozen=True, slots=True)
class State:
    """The body as it is."""

    structure: Structure
    accounts: dict[str, Account]
    #: Usernames of the file that people elsewhere have.
    taken: frozenset[str]
    #: Folded full name → usernames that bear it.
    namesakes: dict[str, list[str]]
    #: Folded name or key of a role → its key, and key → name.
    roles: dict[str, str]
    role_names: dict[str, str]
    #: Post id → keys of its roles.
    filled: dict[int, set[str]]
    #: Post id → username → holdings; the plan adds its own.
    held: dict[int, dict[str, list[Held]]] = field(repr=False)
    #: Keys of the posts that only one person holds at a time.
    heads: frozenset[str] = frozenset()


def load_state(
    session: Session, organisation_id: int, day: date, usernames: Iterable[str]
) -> State:
    """Read all that an import is compared with, in a dozen statements."""
    accounts = {
        user.username: Account(user.id, user.username, user.full_name, user.email, user.active)
        for user in session.scalars(
            select(User).where(User.organisation_id == organisation_id).order_by(User.id)
        )
    }
    namesakes: dict[str, list[str]] = defaultdict(list)
    for account in accounts.values():
        namesakes[fold(account.name)].append(account.username)
    strange = sorted(set(usernames) - accounts.keys())
    roles = list_roles(session, organisation_id, day)
    held: dict[int, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for holding, username, name in session.execute(
        select(PostHolding, User.username, User.full_name)
        .join(User, User.id == PostHolding.user_id)
        .join(Post, Post.id == PostHolding.post_id)
        .where(Post.organisation_id == organisation_id)
        .order_by(PostHolding.id)
    ):
        held[holding.post_id][username].append(
            Held(holding.id, username, name, holding.mode, holding.valid_from, holding.valid_to)
        )
    filled: dict[int, set[str]] = defaultdict(set)
    for post_id, key in session.execute(
        select(RolePost.post_id, Role.key)
        .join(Role, Role.id == RolePost.role_id)
        .where(Role.organisation_id == organisation_id)
    ):
        filled[post_id].add(key)
    return State(
        structure=load_structure(session, organisation_id),
        accounts=accounts,
        taken=frozenset(session.scalars(select(User.username).where(User.username.in_(strange)))),
        namesakes=namesakes,
        roles={fold(role.name): role.key for role in roles}
        | {fold(role.key): role.key for role in roles},
        role_names={role.key: role.name for role in roles},
        filled=filled,
        held=held,
        heads=frozenset(HEADS[profile_of(session, organisation_id).body]),
    )
