"""Record that the holder of a post is away, and that he is back (vắng mặt)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Absence, Post
from workflows import policy
from workflows.authority.delegation import HEADS
from workflows.commands._administration import kept, line, of_organisation
from workflows.commands._record import record
from workflows.commands._reroute import lock_signing_steps, reroute_where_unauthorised
from workflows.errors import InvalidInputError, NotFoundError
from workflows.queries.dated import title_of
from workflows.queries.rules import profile_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import datetime

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class RecordAbsence:
    """From when to when, what proves it, and who stands in."""

    organisation_id: int
    post_id: int
    starts_at: datetime
    ends_at: datetime
    evidence: str
    #: Sees the absent holder's tasks meanwhile; never signs or seals for him.
    substitute_post_id: int | None = None


@dataclass(frozen=True, slots=True)
class EndAbsence:
    """The holder is back, earlier than was recorded."""

    absence_id: int


def record_absence(ctx: CommandContext, command: RecordAbsence) -> Absence:
    """Record the absence; somebody already ill is recorded by the secretariat or a clerk.

    Source: Thanh Hóa regulation Article 12.2; the rules of the body say what it opens (C8).

    Raises:
        ForbiddenError: it is neither one's own post nor one's office to record.
        InvalidInputError: names what is wrong.
    """
    organisation_id = command.organisation_id
    post = of_organisation(ctx, Post, command.post_id, organisation_id, "chức vụ")
    policy.require_absence_recorder(ctx.actor, organisation_id, post.id)
    if command.ends_at <= command.starts_at:
        raise InvalidInputError(field="Đến", because="phải sau lúc bắt đầu vắng")
    if command.ends_at <= ctx.now:
        raise InvalidInputError(field="Đến", because="thời gian vắng đã qua")
    substitute = None
    if command.substitute_post_id is not None:
        substitute = of_organisation(
            ctx, Post, command.substitute_post_id, organisation_id, "chức vụ thay thế"
        )
        if substitute.id == post.id:
            raise InvalidInputError(field="Người thay thế", because="phải là chức vụ khác")
        _require_free(ctx, substitute, command, "Người thay thế")
    _require_free(ctx, post, command, "Từ")
    absence = Absence(
        organisation_id=organisation_id,
        post_id=post.id,
        substitute_post_id=substitute.id if substitute else None,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        evidence=line(command.evidence, "Lý do, minh chứng", least=5, most=500),
        recorded_by_id=ctx.actor.user_id,
        recorded_at=ctx.now,
    )
    ctx.session.add(absence)
    ctx.session.flush()
    record(
        ctx,
        "absence.record",
        organisation_id=organisation_id,
        after={
            "post": post.key,
            "substitute": substitute.key if substitute else None,
            **kept(absence, "id", "starts_at", "ends_at", "evidence"),
        },
    )
    return absence


def end_absence(ctx: CommandContext, command: EndAbsence) -> list[str]:
    """End the absence now, or take back one not yet begun.

    What waits for the deputy only because the head was away goes to the head.

    Returns:
        The subjects of the documents that went on to the head.
    """
    absence = ctx.session.get(Absence, command.absence_id, with_for_update=True)
    if absence is None or not policy.may_record_absence(
        ctx.actor, absence.organisation_id, absence.post_id
    ):
        raise NotFoundError(what="lượt vắng mặt")
    if absence.ends_at <= ctx.now:
        return []
    before = kept(absence, "id", "starts_at", "ends_at")
    head, deputy = HEADS[profile_of(ctx.session, absence.organisation_id).body]
    posts = {
        key: post_id
        for post_id, key in ctx.session.execute(
            select(Post.id, Post.key).where(Post.organisation_id == absence.organisation_id)
        )
    }
    waiting = (
        lock_signing_steps(ctx, absence.organisation_id, posts[deputy])
        if absence.post_id == posts.get(head) and deputy in posts
        else []
    )
    if absence.starts_at < ctx.now:
        absence.ends_at = ctx.now
    else:
        ctx.session.delete(absence)
    ctx.session.flush()
    passed_on = reroute_where_unauthorised(ctx, waiting, posts[deputy]) if waiting else []
    record(
        ctx,
        "absence.end",
        organisation_id=absence.organisation_id,
        before=before,
        after={"ended_at": ctx.now.isoformat(), "rerouted": len(passed_on)},
    )
    return passed_on


def _require_free(ctx: CommandContext, post: Post, command: RecordAbsence, field: str) -> None:
    other = ctx.session.scalar(
        select(Absence)
        .where(
            Absence.post_id == post.id,
            Absence.starts_at < command.ends_at,
            Absence.ends_at > command.starts_at,
        )
        .limit(1)
    )
    if other is not None:
        zone = ctx.now.tzinfo
        title = title_of(ctx.session, post.id, ctx.now.date())
        start, end = other.starts_at.astimezone(zone), other.ends_at.astimezone(zone)
        raise InvalidInputError(
            field=field,
            because=Sentence(
                "{post} đã ghi vắng mặt từ {start} đến {end}",
                post=title,
                start=f"{start:%H:%M %d/%m/%Y}",
                end=f"{end:%H:%M %d/%m/%Y}",
            ),
        )
