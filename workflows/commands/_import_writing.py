"""Write what an import has planned, one audit event for each change."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from argon2 import PasswordHasher
from sqlalchemy import select

from models import Post, PostHolding, PostVersion, Role, RolePost, User
from workflows.commands._administration import require_admin_remains
from workflows.commands._record import Event
from workflows.commands.release_claims import release_claims_on
from workflows.commands.reset_password import first_password
from workflows.text import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.commands._import_plan import Plan, PlannedPost
    from workflows.context import CommandContext

#: For passwords of 60 random bits that are changed at the first sign-in: no dictionary has them,
#: so that a slow hash would only make thousands of people wait. Signing in hashes them anew.
_QUICK: Final = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What a new person signs in with once; shown once and kept nowhere."""

    user_id: int
    username: str
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Trail:
    """The changes in their order, for the audit trail: written together at the end."""

    events: list[Event] = field(default_factory=list)

    def note(
        self, act: str, *, after: Mapping[str, Any], before: Mapping[str, Any] | None = None
    ) -> None:
        """Note one change."""
        self.events.append(Event(act, before or {}, after))


def write_people(
    ctx: CommandContext, trail: Trail, organisation_id: int, plan: Plan
) -> tuple[FirstPassword, ...]:
    """Open and change the accounts; return the first passwords of the new ones."""
    made: list[tuple[User, str]] = []
    for person in plan.people:
        if person.user_id is None:
            password = first_password()
            user = User(
                organisation_id=organisation_id,
                username=person.username,
                full_name=person.name,
                sort_key=name_key(person.name),
                email=person.email,
                password_hash=_QUICK.hash(password),
                password_given=True,
                session_salt=secrets.token_hex(8),
                created_at=ctx.now,
            )
            made.append((user, password))
    ctx.session.add_all(user for user, _password in made)
    ctx.session.flush()
    for user, _password in made:
        after = {"user": user.id, "username": user.username, "name": user.full_name}
        trail.note("person.register", after=after)
    for person in plan.people:
        if person.user_id is not None:
            user = ctx.session.get_one(User, person.user_id)
            user.full_name, user.email = person.name, person.email
            user.sort_key = name_key(person.name)
            trail.note(
                "person.change",
                before={"full_name": person.name_before, "email": person.email_before},
                after={"user": user.id, "full_name": person.name, "email": person.email},
            )
    return tuple(
        FirstPassword(user.id, user.username, user.full_name, password) for user, password in made
    )


def write_posts(
    ctx: CommandContext, trail: Trail, organisation_id: int, plan: Plan
) -> dict[str, int]:
    """Write the posts, and return the id of each key in force on the day or later."""
    for planned in plan.posts:
        post_id = planned.post_id
        if post_id is None:
            post = Post(
                organisation_id=organisation_id,
                key=planned.key,
                valid_from=planned.version.valid_from,
            )
            ctx.session.add(post)
            ctx.session.flush()
            post_id = post.id
        after = _facts(planned)
        key = (post_id, planned.version.valid_from)
        version = ctx.session.get(PostVersion, key)
        if version is None:
            version = PostVersion(post_id=post_id, valid_from=planned.version.valid_from)
            ctx.session.add(version)
        for name, value in after.items():
            setattr(version, name, value)
        before = planned.before
        trail.note(
            "post.open" if before is None else "post.change",
            before=None if before is None else _facts(planned, before=True),
            after={
                "post": post_id,
                "key": planned.key,
                "valid_from": planned.version.valid_from.isoformat(),
                **after,
            },
        )
    rows = ctx.session.execute(
        select(Post.key, Post.id)
        .where(
            Post.organisation_id == organisation_id,
            Post.valid_to.is_(None) | (Post.valid_to > plan.day),
        )
        # The earliest of a key wins, as in the plan.
        .order_by(Post.id.desc())
    )
    return dict(rows.all())


def _facts(planned: PlannedPost, *, before: bool = False) -> dict[str, Any]:
    version = planned.before if before and planned.before else planned.version
    return {
        "title": version.title,
        "second_office": version.second_office or None,
        "unit_id": version.unit_id,
        "votes": version.votes,
    }


def write_roles(
    ctx: CommandContext, trail: Trail, organisation_id: int, plan: Plan, posts: dict[str, int]
) -> None:
    """Let the posts fill their roles."""
    known = {
        role.key: role
        for role in ctx.session.scalars(select(Role).where(Role.organisation_id == organisation_id))
    }
    for planned in plan.roles:
        role = known.get(planned.role)
        if role is None:
            role = Role(organisation_id=organisation_id, key=planned.role, name=planned.role_name)
            ctx.session.add(role)
            ctx.session.flush()
            known[planned.role] = role
        ctx.session.add(RolePost(role_id=role.id, post_id=posts[planned.post]))
        trail.note(
            "role.fill",
            after={"role": planned.role, "posts": [posts[planned.post]]},
        )


def write_holdings(
    ctx: CommandContext, trail: Trail, organisation_id: int, plan: Plan, posts: dict[str, int]
) -> None:
    """End and begin the holdings."""
    users = dict(
        ctx.session.execute(
            select(User.username, User.id).where(User.organisation_id == organisation_id)
        ).all()
    )
    for end in plan.ends:
        holding = ctx.session.get_one(PostHolding, end.holding_id, with_for_update=True)
        holding.valid_to = end.until
    made = [
        PostHolding(
            post_id=posts[each.post],
            user_id=users[each.username],
            mode=each.mode,
            valid_from=each.since,
            valid_to=each.until,
        )
        for each in plan.holdings
    ]
    ctx.session.add_all(made)
    ctx.session.flush()
    if plan.ends:
        last = max(end.until for end in plan.ends)
        require_admin_remains(ctx, organisation_id, max(last, ctx.now.date()))
    for end in plan.ends:
        release_claims_on(ctx, users[end.username], end.until)
        trail.note(
            "post.end_holding",
            before={
                "id": end.holding_id,
                "valid_to": end.until_before.isoformat() if end.until_before else None,
            },
            after={
                "post": posts[end.post],
                "title": end.title,
                "name": end.name,
                "valid_to": end.until.isoformat(),
            },
        )
    for each, holding in zip(plan.holdings, made, strict=True):
        trail.note(
            "post.hold",
            after={
                "post": holding.post_id,
                "title": each.title,
                "name": each.name,
                "id": holding.id,
                "user_id": holding.user_id,
                "mode": each.mode.value,
                "valid_from": each.since.isoformat(),
                "valid_to": each.until.isoformat() if each.until else None,
            },
        )
