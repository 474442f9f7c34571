"""Record which seal a signer brings, by a dated decision (C9), and end such a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Post, Seal, SealRule
from workflows.commands._administration import (
    administered,
    in_order,
    kept,
    line,
    of_organisation,
    require_administrator,
)
from workflows.commands._record import record
from workflows.errors import InvalidInputError
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import date

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class RecordSealRule:
    """The holder of this post, with this second office, brings this seal."""

    organisation_id: int
    post_id: int
    second_office: str
    seal_id: int
    #: The decision it rests on: number, date, article.
    article: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class EndSealRule:
    """The first day on which the rule no longer holds."""

    rule_id: int
    valid_to: date


def record_seal_rule(ctx: CommandContext, command: RecordSealRule) -> SealRule:
    """Record the rule; in one time one post and second office brings one seal.

    Raises:
        InvalidInputError: another rule speaks in that time, or what else is wrong.
    """
    require_administrator(ctx, command.organisation_id)
    organisation_id = command.organisation_id
    post = of_organisation(ctx, Post, command.post_id, organisation_id, "chức vụ")
    seal = of_organisation(ctx, Seal, command.seal_id, organisation_id, "con dấu")
    in_order(command.valid_from, command.valid_to)
    office = line(command.second_office, "Chức vụ kiêm nhiệm", least=0) or None
    for other in ctx.session.scalars(
        select(SealRule)
        .where(
            SealRule.organisation_id == organisation_id,
            SealRule.post_id == post.id,
            SealRule.second_office.is_not_distinct_from(office),
            SealRule.valid_to.is_(None) | (SealRule.valid_to > command.valid_from),
        )
        .with_for_update()
    ):
        if command.valid_to is None or other.valid_from < command.valid_to:
            raise InvalidInputError(
                field="Từ ngày",
                because=Sentence(
                    "đã có quy tắc cho chức vụ này từ {day} ({article}); hãy kết thúc "
                    "quy tắc đó trước",
                    day=f"{other.valid_from:%d/%m/%Y}",
                    article=other.article,
                ),
            )
    rule = SealRule(
        organisation_id=organisation_id,
        post_id=post.id,
        second_office=office,
        seal_id=seal.id,
        article=line(command.article, "Căn cứ", least=5),
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    ctx.session.add(rule)
    ctx.session.flush()
    record(
        ctx,
        "seal_rule.record",
        organisation_id=organisation_id,
        authority=rule.article,
        after={
            "post": post.key,
            "seal": seal.key,
            **kept(rule, "id", "second_office", "valid_from", "valid_to"),
        },
    )
    return rule


def end_seal_rule(ctx: CommandContext, command: EndSealRule) -> SealRule:
    """End the rule on a day; it stays on record."""
    rule = administered(ctx, SealRule, command.rule_id, "quy tắc dùng dấu")
    in_order(rule.valid_from, command.valid_to, "Thôi áp dụng từ ngày")
    before = kept(rule, "valid_to")
    rule.valid_to = command.valid_to
    record(
        ctx,
        "seal_rule.end",
        organisation_id=rule.organisation_id,
        before=before,
        after=kept(rule, "id", "valid_to"),
    )
    return rule
