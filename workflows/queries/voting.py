"""Who votes: all voting members in office on a day (regulation Article 5; G8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models import Post, PostHolding, PostVersion, User
from workflows.queries.dated import post_version

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def voting_members(session: Session, organisation_id: int, day: date) -> int:
    """Count the people who hold a voting post on that day; vacant seats do not count."""
    return (
        session.scalar(
            select(func.count(PostHolding.user_id.distinct()))
            .join(Post, Post.id == PostHolding.post_id)
            .join(PostVersion, post_version(day))
            .join(User, User.id == PostHolding.user_id)
            .where(
                Post.organisation_id == organisation_id,
                PostVersion.votes,
                PostHolding.valid_from <= day,
                PostHolding.valid_to.is_(None) | (PostHolding.valid_to > day),
            )
        )
        or 0
    )
