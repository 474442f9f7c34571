"""A mail server beside a worker: what the tests of deferred work share."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from procrastinate.jobs import DeleteJobCondition
from sqlalchemy import text

from workflows.jobs import worker_app

if TYPE_CHECKING:
    from email.message import EmailMessage

    from workflows.bootstrap import Services
    from workflows.demo.office import Office


class Postbox:
    """Keeps what the mail server is handed."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, post: str) -> list[EmailMessage]:
        return [m for m in self.messages if str(m["To"]).startswith(post.replace("_", "."))]


def work(services: Services) -> None:
    """Let a worker do everything that is queued and due now.

    What the clock queues every few minutes is left out: the tests say themselves when it comes.
    """
    app = worker_app(services)
    app.periodic_registry.periodic_tasks.clear()
    app.run_worker(
        wait=False, install_signal_handlers=False, delete_jobs=DeleteJobCondition.SUCCESSFUL
    )


def queue(office: Office) -> list[tuple[str, str, int]]:
    with office.services.database.session() as session:
        found = session.execute(
            text(
                "SELECT task_name, status::text, attempts FROM procrastinate_jobs "
                "WHERE task_name NOT IN ('sweep_reminders', 'sweep_timers', 'requeue_stalled') "
                "ORDER BY id"
            )
        )
        return [tuple(row) for row in found]


def due_now(office: Office) -> None:
    with office.services.database.transaction() as session:
        session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))


def run_task(office: Office, services: Services, name: str) -> None:
    """Run one periodic job now, and what it queues."""
    with office.services.database.transaction() as session:
        office.services.defer(session, name, timestamp=0)
    work(services)


def empty_queue(office: Office) -> None:
    """Forget jobs and steps of earlier tests."""
    with office.services.database.transaction() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
        session.execute(text("UPDATE user_task SET status = 'cancelled' WHERE status = 'open'"))


def body_of(message: EmailMessage) -> str:
    """Return the text of a mail."""
    return message.get_content()
