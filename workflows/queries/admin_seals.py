"""Seals and the dated rules that say who brings which, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Seal, SealRule, SigningKey
from workflows.errors import NotFoundError
from workflows.queries.dated import title_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class SealRow:
    """A seal, its keeper and its key."""

    id: int
    key: str
    name: str
    diameter_mm: float
    image_sha256: str | None
    keeper_post_id: int
    keeper: str
    valid_from: date
    valid_to: date | None
    key_since: datetime | None


@dataclass(frozen=True, slots=True)
class SealRuleRow:
    """Which seal the holder of a post brings, from when to when."""

    id: int
    post: str
    second_office: str
    seal: str
    article: str
    valid_from: date
    valid_to: date | None


def list_seals(session: Session, organisation_id: int, day: date) -> list[SealRow]:
    """Return every seal there is or was, with its keeper's title on a day."""
    newest = (
        select(SigningKey.created_at)
        .where(SigningKey.seal_id == Seal.id, SigningKey.retired_at.is_(None))
        .order_by(SigningKey.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return [
        SealRow(
            seal.id,
            seal.key,
            seal.name,
            seal.diameter_mm,
            seal.image_sha256,
            seal.keeper_post_id,
            keeper,
            seal.valid_from,
            seal.valid_to,
            key_since,
        )
        for seal, keeper, key_since in session.execute(
            select(Seal, title_on(Seal.keeper_post_id, day), newest)
            .where(Seal.organisation_id == organisation_id)
            .order_by(Seal.id)
        )
    ]


def get_seal(session: Session, organisation_id: int, seal_id: int, day: date) -> SealRow:
    """Return one seal of that body; NotFoundError for any other."""
    for seal in list_seals(session, organisation_id, day):
        if seal.id == seal_id:
            return seal
    raise NotFoundError(what="con dấu")


def list_seal_rules(session: Session, organisation_id: int) -> list[SealRuleRow]:
    """Return every rule, the newest first."""
    return [
        SealRuleRow(
            rule.id,
            post,
            rule.second_office or "",
            seal,
            rule.article,
            rule.valid_from,
            rule.valid_to,
        )
        for rule, post, seal in session.execute(
            select(SealRule, title_on(SealRule.post_id, SealRule.valid_from), Seal.name)
            .join(Seal, Seal.id == SealRule.seal_id)
            .where(SealRule.organisation_id == organisation_id)
            .order_by(SealRule.valid_from.desc(), SealRule.id.desc())
        )
    ]
