"""What needs an administrator's attention today, and the lists forms choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import exists, or_, select, true

from models import (
    DelegationInstrument,
    Post,
    PostHolding,
    PostVersion,
    Role,
    RolePost,
    Seal,
    SigningKey,
    Unit,
    UnitVersion,
    User,
)
from workflows.queries.dated import post_version, unit_version

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

K = TypeVar("K", int, str)

#: A delegation that ends within these days is worth renewing now.
ENDING_SOON: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Attention:
    """What an administrator should look at: (id or key, words) pairs of each kind."""

    vacant_posts: tuple[tuple[int, str], ...]
    empty_roles: tuple[tuple[str, str], ...]
    closed_holders: tuple[tuple[int, str], ...]
    seals_without_key: tuple[tuple[int, str], ...]
    people_without_key: tuple[tuple[int, str], ...]
    delegations_ending: tuple[tuple[int, str, date], ...]

    @property
    def nothing(self) -> bool:
        """Whether all is well."""
        return not any(getattr(self, name) for name in self.__slots__)


def in_force(model: type[Post | PostHolding | Seal | Unit], day: date) -> ColumnElement[bool]:
    """Return the condition that a dated row holds on a day."""
    return (model.valid_from <= day) & or_(model.valid_to.is_(None), model.valid_to > day)


def _not_over(model: type[Post | Seal], day: date) -> ColumnElement[bool]:
    return or_(model.valid_to.is_(None), model.valid_to > day)


def attention(session: Session, organisation_id: int, now: datetime) -> Attention:
    """Read what needs attention at this moment."""
    day = now.date()
    posts = (Post.organisation_id == organisation_id, in_force(Post, day))
    held = exists().where(
        PostHolding.post_id == Post.id,
        in_force(PostHolding, day),
        User.id == PostHolding.user_id,
        User.active,
    )
    key_of_user = exists().where(SigningKey.user_id == User.id, SigningKey.retired_at.is_(None))
    key_of_seal = exists().where(SigningKey.seal_id == Seal.id, SigningKey.retired_at.is_(None))
    filled = exists().where(RolePost.role_id == Role.id, RolePost.post_id == Post.id, *posts, held)
    return Attention(
        vacant_posts=_pairs(
            session,
            select(Post.id, PostVersion.title)
            .select_from(Post)
            .join(PostVersion, post_version(day))
            .where(*posts, ~held),
        ),
        empty_roles=_pairs(
            session,
            select(Role.key, Role.name).where(Role.organisation_id == organisation_id, ~filled),
        ),
        closed_holders=_pairs(
            session,
            select(User.id, User.full_name)
            .where(
                User.organisation_id == organisation_id,
                ~User.active,
                exists().where(PostHolding.user_id == User.id, in_force(PostHolding, day)),
            )
            .order_by(User.sort_key),
        ),
        seals_without_key=_pairs(
            session,
            select(Seal.id, Seal.name).where(
                Seal.organisation_id == organisation_id, in_force(Seal, day), ~key_of_seal
            ),
        ),
        people_without_key=_pairs(
            session,
            select(User.id, User.full_name)
            .where(User.organisation_id == organisation_id, User.active, ~key_of_user)
            .order_by(User.sort_key),
        ),
        delegations_ending=tuple(
            session.execute(
                select(
                    DelegationInstrument.id,
                    DelegationInstrument.number,
                    DelegationInstrument.valid_to,
                )
                .where(
                    DelegationInstrument.organisation_id == organisation_id,
                    DelegationInstrument.revoked_at.is_(None),
                    DelegationInstrument.valid_to.between(day, day + ENDING_SOON),
                )
                .order_by(DelegationInstrument.valid_to)
            )
        ),
    )


def people_choices(
    session: Session, organisation_id: int, *, closed: bool = False
) -> list[tuple[int, str]]:
    """Return the people with an open account, or all, as Vietnamese lists sort them."""
    return list(
        _pairs(
            session,
            select(User.id, User.full_name + " (" + User.username + ")")
            .where(User.organisation_id == organisation_id, true() if closed else User.active)
            .order_by(User.sort_key),
        )
    )


def post_choices(session: Session, organisation_id: int, day: date) -> list[tuple[int, str]]:
    """Return the posts that exist on a day or are planned, with their titles then."""
    return list(
        _pairs(
            session,
            select(Post.id, PostVersion.title)
            .select_from(Post)
            .join(PostVersion, post_version(day))
            .where(Post.organisation_id == organisation_id, _not_over(Post, day))
            .order_by(Post.id),
        )
    )


def unit_choices(
    session: Session, organisation_id: int, day: date, *, closed: bool = False
) -> list[tuple[int, str]]:
    """Return the units that exist on a day, with their names then; or all there ever were."""
    return list(
        _pairs(
            session,
            select(Unit.id, UnitVersion.name)
            .select_from(Unit)
            .join(UnitVersion, unit_version(day))
            .where(
                Unit.organisation_id == organisation_id, true() if closed else in_force(Unit, day)
            )
            .order_by(Unit.id),
        )
    )


def seal_choices(session: Session, organisation_id: int, day: date) -> list[tuple[int, str]]:
    """Return the seals in use on a day or planned: a rule may be written before its day."""
    return list(
        _pairs(
            session,
            select(Seal.id, Seal.name)
            .where(Seal.organisation_id == organisation_id, _not_over(Seal, day))
            .order_by(Seal.id),
        )
    )


def _pairs(session: Session, statement: Select[K, str]) -> tuple[tuple[K, str], ...]:
    return tuple((row[0], row[1]) for row in session.execute(statement))
