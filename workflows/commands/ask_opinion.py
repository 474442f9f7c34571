"""Ask the holder of another post for an opinion, and give one (xin ý kiến, cho ý kiến)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Opinion, Post, TaskStatus, UserTask
from workflows.commands._case import take_step
from workflows.commands._record import record
from workflows.commands._tasks import PRIORITIES, announce
from workflows.errors import InvalidInputError
from workflows.queries.dated import title_of
from workflows.queries.rules import calendar_of

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: Working days to answer, unless the asker says otherwise.
DAYS_TO_ANSWER = 2


@dataclass(frozen=True, slots=True)
class AskOpinion:
    """A question to the holder of a post; the step itself stays with the asker."""

    task_id: int
    post_id: int
    question: str
    days: int = DAYS_TO_ANSWER


@dataclass(frozen=True, slots=True)
class GiveOpinion:
    """The answer."""

    task_id: int
    answer: str


def ask_opinion(ctx: CommandContext, command: AskOpinion) -> Opinion:
    """Put the question into the inbox of the post."""
    hand = take_step(ctx, command.task_id, "check", "vote", "sign", "number", "seal", "issue")
    question = command.question.strip()
    if not question:
        raise InvalidInputError(field="Nội dung xin ý kiến", because="còn để trống")
    if not 0 <= command.days <= 30:  # noqa: PLR2004 - a month is the longest sensible wait
        raise InvalidInputError(field="Thời hạn", because="từ 0 đến 30 ngày làm việc")
    post = ctx.session.get(Post, command.post_id)
    if post is None or post.organisation_id != hand.case.organisation_id:
        raise InvalidInputError(field="Xin ý kiến của", because="hãy chọn một chức vụ của cơ quan")
    if hand.capacity is not None and hand.capacity.post_id == post.id:
        raise InvalidInputError(field="Xin ý kiến của", because="đây là chức vụ của chính bạn")
    task = UserTask(
        organisation_id=hand.case.organisation_id,
        case_id=hand.case.id,
        step=f"{hand.step.step}:opinion",
        name="Cho ý kiến",
        form="opinion",
        post_id=post.id,
        status=TaskStatus.OPEN,
        priority=PRIORITIES[hand.document.urgency],
        due_at=calendar_of(ctx.session, hand.case.organisation_id).due_at(ctx.now, command.days),
        created_at=ctx.now,
    )
    ctx.session.add(task)
    ctx.session.flush()
    announce(ctx, task)
    opinion = Opinion(
        case_id=hand.case.id,
        task_id=task.id,
        asked_by_id=ctx.actor.user_id,
        asked_post_id=post.id,
        question=question,
        asked_at=ctx.now,
    )
    ctx.session.add(opinion)
    record(
        ctx,
        "opinion.ask",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        after={"post": title_of(ctx.session, post.id, ctx.now.date()), "question": question},
    )
    return opinion


def give_opinion(ctx: CommandContext, command: GiveOpinion) -> Opinion:
    """Answer; the asker is told, and the answer stays with the case."""
    answer = command.answer.strip()
    if not answer:
        raise InvalidInputError(field="Ý kiến", because="còn để trống")
    hand = take_step(ctx, command.task_id, "opinion")
    task = hand.step
    opinion = ctx.session.scalars(select(Opinion).where(Opinion.task_id == task.id)).one()
    opinion.answer = answer
    opinion.answered_by_id = ctx.actor.user_id
    opinion.answered_at = ctx.now
    task.status = TaskStatus.DONE
    task.outcome = "approve"
    task.reason = answer
    task.completed_at = ctx.now
    task.completed_by_id = ctx.actor.user_id
    task.completed_post_id = task.post_id
    record(
        ctx,
        "opinion.give",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        after={"answer": answer},
    )
    ctx.defer(
        ctx.session,
        "notify_person",
        user_id=opinion.asked_by_id,
        document_id=hand.document.id,
        text=f"{ctx.actor.name} đã cho ý kiến về “{hand.document.subject}”.",
    )
    return opinion
