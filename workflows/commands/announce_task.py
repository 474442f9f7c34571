"""Mail those a new step waits for (báo việc mới)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, Document, TaskStatus, UserTask
from workflows.mail import send_mail
from workflows.queries.recipients import people_waited_for

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class AnnounceTask:
    """A step that has just been offered."""

    task_id: int


def announce_task(ctx: CommandContext, command: AnnounceTask) -> None:
    """Mail everyone it waits for; nothing when it was done meanwhile."""
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
    text = (
        f"Bạn có việc cần xử lý: {task.name}\n\n"
        f"Văn bản: {document.subject}\n"
        f"Hạn xử lý: {due:%H:%M ngày %d/%m/%Y}\n\n"
        f"{ctx.settings.base_url}/tasks/{task.id}\n"
    )
    for person in people_waited_for(ctx.session, task.id, ctx.now):
        if person.email:
            send_mail(ctx.settings.mail, person.email, f"{task.name}: {document.subject}", text)
