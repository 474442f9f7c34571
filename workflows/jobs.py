"""Work done later: each job opens a transaction and calls a command.

Jobs are queued in the transaction of the command that wants them (``defer`` in the context), so
that state and job commit together or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector

from workflows.commands.announce_task import AnnounceTask, announce_task
from workflows.commands.fire_timers import FireTimers, due_cases, fire_timers
from workflows.commands.notify_person import NotifyPerson, notify_person
from workflows.commands.remind import Remind, overdue_and_due_soon, remind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.bootstrap import Services

_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


def deferring_app(url: str) -> App:
    """Return the app that queues jobs from commands, on their own connections."""
    return App(connector=SyncPsycopgConnector(conninfo=url))


def defer_with(app: App) -> Any:
    """Return the context's ``defer`` for this app."""

    def defer(session: Session, job: str, *, at: datetime | None = None, **arguments: Any) -> None:
        connection = session.connection().connection.driver_connection
        app.configure_task(job, connection=connection, schedule_at=at).defer(**arguments)

    return defer


def worker_app(services: Services) -> App:
    """Return the app that runs the jobs of this installation."""
    app = App(connector=PsycopgConnector(conninfo=services.database.url))

    @app.task(name="notify_person", retry=_RETRY)
    def _notify(**arguments: Any) -> None:
        services.run_system(notify_person, NotifyPerson(**arguments))

    @app.task(name="announce_task", retry=_RETRY)
    def _announce(**arguments: Any) -> None:
        services.run_system(announce_task, AnnounceTask(**arguments))

    @app.task(name="fire_timers", retry=_RETRY)
    def _fire(**arguments: Any) -> None:
        services.run_system(fire_timers, FireTimers(**arguments))

    @app.task(name="remind", retry=_RETRY)
    def _remind(**arguments: Any) -> None:
        services.run_system(remind, Remind(**arguments))

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="sweep_reminders", queueing_lock="sweep_reminders")
    def _sweep_reminders(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
        for command in services.run_system(overdue_and_due_soon, None):
            _remind.defer(task_id=command.task_id, rung=command.rung)

    @app.periodic(cron="* * * * *")
    @app.task(name="sweep_timers", queueing_lock="sweep_timers")
    def _sweep_timers(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
        for case_id in services.run_system(due_cases, None):
            _fire.configure(lock=f"case:{case_id}").defer(case_id=case_id)

    return app
