"""Remind those a step waits for, before and after it is due (nhắc việc)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from models import Case, Document, Notification, Reminder, TaskStatus, UserTask
from workflows.commands.mail_person import MailPerson, queue_mail
from workflows.queries.recipients import people_waited_for
from workflows.queries.rules import calendar_of

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: Working days from the due date on which a reminder is given.
LADDER = (-1, 0, 1, 3, 5)
#: Steps due further away than this are not looked at.
_HORIZON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Remind:
    """One rung of the ladder for one step."""

    task_id: int
    rung: int


def overdue_and_due_soon(ctx: CommandContext, _command: None) -> list[Remind]:
    """Return the reminders due now and not yet given.

    Of several missed rungs only the latest is given: nobody is told three times at once.
    """
    rows = ctx.session.execute(
        select(UserTask.id, UserTask.organisation_id, UserTask.due_at)
        .where(UserTask.status == TaskStatus.OPEN, UserTask.due_at <= ctx.now + _HORIZON)
        .order_by(UserTask.due_at)
        .limit(10_000)
    ).all()
    given = {
        (task_id, rung)
        for task_id, rung in ctx.session.execute(
            select(Reminder.task_id, Reminder.rung)
            .join(UserTask, UserTask.id == Reminder.task_id)
            .where(UserTask.status == TaskStatus.OPEN)
        )
    }
    due: list[Remind] = []
    for task_id, organisation_id, due_at in rows:
        calendar = calendar_of(ctx.session, organisation_id)
        today, due_on = ctx.now.date(), due_at.astimezone(ctx.now.tzinfo).date()
        reached = [r for r in LADDER if calendar.add_working_days(due_on, r) <= today]
        if reached and (task_id, reached[-1]) not in given:
            due.append(Remind(task_id, reached[-1]))
    return due


def sweep_reminders(ctx: CommandContext, _command: None) -> int:
    """Queue every reminder that is due; count them."""
    due = overdue_and_due_soon(ctx, None)
    for command in due:
        ctx.defer(ctx.session, "remind", task_id=command.task_id, rung=command.rung)
    return len(due)


def remind(ctx: CommandContext, command: Remind) -> bool:
    """Give one reminder, once; False when it was given before or the step is done."""
    row = ctx.session.execute(
        select(UserTask, Document)
        .join(Case, Case.id == UserTask.case_id)
        .join(Document, Document.id == Case.document_id)
        .where(UserTask.id == command.task_id, UserTask.status == TaskStatus.OPEN)
        # The case, as every command takes it: whoever acts on the step has it first.
        .with_for_update(of=Case, key_share=True)
    ).first()
    if row is None:
        return False
    task, document = row
    first = ctx.session.scalar(
        insert(Reminder)
        .values(task_id=task.id, rung=command.rung, sent_at=ctx.now)
        .on_conflict_do_nothing()
        .returning(Reminder.id)
    )
    if first is None:
        return False
    due = task.due_at.astimezone(ctx.now.tzinfo)
    late = "đã quá hạn từ" if task.due_at < ctx.now else "đến hạn lúc"
    sentence = f"Bước “{task.name}” của “{document.subject}” {late} {due:%H:%M ngày %d/%m/%Y}."
    for person in people_waited_for(ctx.session, task.id, ctx.now):
        ctx.session.add(
            Notification(
                user_id=person.user_id, document_id=document.id, text=sentence, created_at=ctx.now
            )
        )
        mail = MailPerson(person.user_id, f"Nhắc việc: {sentence}", sentence, f"/tasks/{task.id}")
        queue_mail(ctx, mail)
    return True
