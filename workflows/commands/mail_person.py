"""Mail one person (gửi thư báo): a job of its own for each, so that a retry doubles nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import User
from workflows.catalogue import in_language
from workflows.mail import send_mail

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class MailPerson:
    """A subject, one sentence or a few, and where the link in the mail leads."""

    user_id: int
    subject: str
    text: str
    #: Path of the page, e.g. ``/tasks/7``.
    page: str


def mail_person(ctx: CommandContext, command: MailPerson) -> None:
    """Send the mail.

    Raises:
        OSError, smtplib.SMTPException: the server is away or refused; the job is tried again.
    """
    user = ctx.session.get(User, command.user_id)
    if user is None or not user.active or not user.email or not ctx.settings.mail.host:
        return
    text = f"{command.text}\n\n{ctx.settings.base_url}{command.page}\n"
    send_mail(ctx.settings.mail, user.email, command.subject, text)


def queue_mail(ctx: CommandContext, command: MailPerson) -> None:
    """Queue the mail in this transaction, in its reader's language, where mail is set up."""
    user = ctx.session.get(User, command.user_id)
    if user is not None and ctx.settings.mail.host:
        ctx.defer(
            ctx.session,
            "mail_person",
            user_id=user.id,
            subject=in_language(command.subject, user.language),
            text=in_language(command.text, user.language),
            page=command.page,
        )
