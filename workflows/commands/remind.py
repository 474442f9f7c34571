"""Remind those a step waits for, before and after it is due (nhắc việc).

When, and whether the superior is told too, says the ladder that the diagram chose for the step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from models import Case, Document, Notification, Reminder, TaskStatus, Urgency, UserTask
from workflows.commands.mail_person import MailPerson, queue_mail
from workflows.ladders import ladders
from workflows.queries.notices import DUE, DUE_OF, OVERDUE, OVERDUE_OF
from workflows.queries.recipients import people_waited_for, superiors_of
from workflows.queries.rules import calendar_of, process_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from workflows.context import CommandContext
    from workflows.ladders import Ladder
    from workflows.queries.recipients import Person

#: Steps due further away than this are not looked at.
_HORIZON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Remind:
    """One rung of the ladder for one step."""

    task_id: int
    #: Working days from the due date.
    rung: int


def overdue_and_due_soon(ctx: CommandContext, _command: None) -> list[Remind]:
    """Return the reminders due now and not yet given.

    Of several missed rungs only the latest is given: nobody is told three times at once.
    """
    rows = ctx.session.execute(
        select(
            UserTask.id,
            UserTask.organisation_id,
            UserTask.due_at,
            UserTask.step,
            Case.process_version_id,
            Document.urgency,
        )
        .join(Case, Case.id == UserTask.case_id)
        .join(Document, Document.id == Case.document_id)
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
    for task_id, organisation_id, due_at, step, version_id, urgency in rows:
        ladder = _ladder(ctx.session, version_id, step)
        calendar = calendar_of(ctx.session, organisation_id)
        today, due_on = ctx.now.date(), due_at.astimezone(ctx.now.tzinfo).date()
        reached = [
            rung
            for rung, _ in ladder.rungs(urgent=urgency is not Urgency.NONE)
            if calendar.add_working_days(due_on, rung) <= today
        ]
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
        select(UserTask, Case, Document)
        .join(Case, Case.id == UserTask.case_id)
        .join(Document, Document.id == Case.document_id)
        .where(UserTask.id == command.task_id, UserTask.status == TaskStatus.OPEN)
        # The case, as every command takes it: whoever acts on the step has it first.
        .with_for_update(of=Case, key_share=True)
    ).first()
    if row is None:
        return False
    task, case, document = row
    first = ctx.session.scalar(
        insert(Reminder)
        .values(task_id=task.id, rung=command.rung, sent_at=ctx.now)
        .on_conflict_do_nothing()
        .returning(Reminder.id)
    )
    if first is None:
        return False
    due = task.due_at.astimezone(ctx.now.tzinfo)
    late = task.due_at < ctx.now
    facts = {
        "step": task.name,
        "subject": document.subject,
        "time": f"{due:%H:%M}",
        "day": f"{due:%d/%m/%Y}",
    }
    text = Sentence(OVERDUE if late else DUE, **facts)
    people = people_waited_for(ctx.session, task.id, ctx.now)
    for person in people:
        subject = Sentence("Nhắc việc: {what}", what=text)
        _tell(ctx, document, MailPerson(person.user_id, subject, text, f"/tasks/{task.id}"))
    ladder = _ladder(ctx.session, case.process_version_id, task.step)
    if dict(ladder.rungs(urgent=document.urgency is not Urgency.NONE)).get(command.rung):
        waiting = ", ".join(person.name for person in people) or Sentence("chưa có người giữ")
        text = Sentence(OVERDUE_OF if late else DUE_OF, **facts, waiting=waiting)
        subject = Sentence("Đôn đốc: {what}", what=text)
        for superior in _superiors(ctx, task, case, document, people):
            address = f"/documents/{document.id}"
            _tell(ctx, document, MailPerson(superior.user_id, subject, text, address))
    return True


def _ladder(session: Session, version_id: int, step: str) -> Ladder:
    return ladders().of(_settings(session, version_id, step).get("reminder_ladder", ""))


def _settings(session: Session, version_id: int, step: str) -> Mapping[str, str]:
    """What the diagram of a case says about a step; nothing for an opinion, which is beside it."""
    found = (each for each in process_of(session, version_id).steps if each.id == step)
    return next((each.properties for each in found), {})


def _superiors(
    ctx: CommandContext, task: UserTask, case: Case, document: Document, people: list[Person]
) -> list[Person]:
    """The next ones above the step's role, other than those it waits for."""
    role = _settings(ctx.session, case.process_version_id, task.step).get("role", task.role_key)
    told = {person.user_id for person in people}
    for above in ladders().above(role or ""):
        found = superiors_of(ctx.session, document, above, ctx.now.date())
        if others := [person for person in found if person.user_id not in told]:
            return others
    return []


def _tell(ctx: CommandContext, document: Document, mail: MailPerson) -> None:
    """Tell a person in the product, and by mail where that is set up."""
    ctx.session.add(
        Notification(
            user_id=mail.user_id, document_id=document.id, text=str(mail.text), created_at=ctx.now
        )
    )
    queue_mail(ctx, mail)
