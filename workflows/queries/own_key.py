"""Whether a person has a signing key, or may make one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from models import SigningKey, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def key_state(session: Session, user_id: int) -> Literal["", "offered", "has"]:
    """Say which; empty for neither."""
    key = select(SigningKey.id).where(
        SigningKey.user_id == user_id, SigningKey.retired_at.is_(None)
    )
    has, offered = session.execute(
        select(key.exists(), User.key_offered).where(User.id == user_id)
    ).one()
    return "has" if has else "offered" if offered else ""
