"""Tell one person something about a document: in the inbox, and by mail (thông báo)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Notification, User
from workflows.commands.mail_person import MailPerson, queue_mail
from workflows.queries.notices import notice_sentence

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class NotifyPerson:
    """One sentence for one person."""

    user_id: int
    document_id: int
    text: str


def notify_person(ctx: CommandContext, command: NotifyPerson) -> None:
    """Keep the message for the inbox, and queue the mail: the inbox does not wait for it."""
    user = ctx.session.get(User, command.user_id)
    if user is None or not user.active:
        return
    ctx.session.add(
        Notification(
            user_id=user.id,
            document_id=command.document_id,
            text=command.text,
            created_at=ctx.now,
        )
    )
    page, text = f"/documents/{command.document_id}", notice_sentence(command.text)
    queue_mail(ctx, MailPerson(user.id, text, text, page))
