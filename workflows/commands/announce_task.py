"""Tell those a new step waits for, by mail (báo việc mới)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, Document, TaskStatus, UserTask
from workflows.commands.mail_person import MailPerson, queue_mail
from workflows.queries.recipients import people_waited_for
from workflows.text import Sentence, moment_words

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class AnnounceTask:
    """A step that has just been offered."""

    task_id: int


def announce_task(ctx: CommandContext, command: AnnounceTask) -> None:
    """Queue a mail to everyone it waits for; nothing when it was done meanwhile."""
    row = ctx.session.execute(
        select(UserTask, Document)
        .join(Case, Case.id == UserTask.case_id)
        .join(Document, Document.id == Case.document_id)
        .where(UserTask.id == command.task_id, UserTask.status == TaskStatus.OPEN)
    ).first()
    if row is None or not ctx.settings.mail.host:
        return
    task, document = row
    due = task.due_at.astimezone(ctx.now.tzinfo)
    text = Sentence(
        "Bạn có việc cần xử lý: {step}\n\nVăn bản: {subject}\nHạn xử lý: {due}",
        step=task.name,
        subject=document.subject,
        due=moment_words(due),
    )
    subject = f"{task.name}: {document.subject}"
    for person in people_waited_for(ctx.session, task.id, ctx.now):
        queue_mail(ctx, MailPerson(person.user_id, subject, text, f"/tasks/{task.id}"))
