"""Mail over SMTP (thư báo): plain text, one link, no content of documents."""

from __future__ import annotations

import smtplib
import ssl
from email.header import Header
from email.mime.text import MIMEText
from email.utils import formataddr, formatdate, make_msgid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.settings import MailSettings

#: Seconds to wait for the mail server; the job is tried again later.
TIMEOUT = 20


def send_mail(settings: MailSettings, to: str, subject: str, text: str) -> None:
    """Send one message.

    Raises:
        OSError, smtplib.SMTPException: the server is away or refused; the caller tries again.
    """
    # Not EmailMessage: where it folds a long Vietnamese subject, it loses the space between words.
    message = MIMEText(text, "plain", "utf-8")
    message["From"] = formataddr(("Trình Ký", settings.sender))
    message["To"] = " ".join(to.split())
    title = " ".join(subject.split())
    message["Subject"] = Header(title, "utf-8", header_name="Subject").encode()
    message["Date"] = formatdate(localtime=True)
    # Nobody's "I am away" answers a machine (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["Message-ID"] = make_msgid(domain=settings.sender.partition("@")[2] or None)
    with smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT) as server:
        if settings.starttls:
            # The server proves who it is before it is told the password.
            server.starttls(context=ssl.create_default_context())
        if settings.username:
            server.login(settings.username, settings.password)
        server.send_message(message)
