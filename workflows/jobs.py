"""Work done later: each job opens a transaction and calls a command.

Jobs are queued in the transaction of the command that wants them (``defer`` in the context), so
that state and job commit together or not at all.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import DeleteJobCondition, Status

from workflows.commands.announce_task import AnnounceTask, announce_task
from workflows.commands.fire_timers import (
    BATCH,
    FireDue,
    FireTimers,
    due_cases,
    fire_due,
    fire_timers,
)
from workflows.commands.mail_person import MailPerson, mail_person
from workflows.commands.notify_person import NotifyPerson, notify_person
from workflows.commands.release_claims import ReleaseClaims, release_claims
from workflows.commands.remind import Remind, remind, sweep_reminders

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.bootstrap import Services

_log = logging.getLogger(__name__)
_MOST_ATTEMPTS = 8
#: After 4 s, 16 s, 64 s … the last time some hours later.
_RETRY = RetryStrategy(max_attempts=_MOST_ATTEMPTS, exponential_wait=4)


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

    @app.task(name="release_claims", retry=_RETRY)
    def _release(**arguments: Any) -> None:
        services.run_system(release_claims, ReleaseClaims(**arguments))

    @app.task(name="remind", retry=_RETRY)
    def _remind(**arguments: Any) -> None:
        services.run_system(remind, Remind(**arguments))

    @app.task(name="mail_person", retry=_RETRY)
    def _mail(**arguments: Any) -> None:
        services.run_system(mail_person, MailPerson(**arguments))

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="sweep_reminders", queueing_lock="sweep_reminders")
    def _sweep_reminders(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
        services.run_system(sweep_reminders, None)

    _sweep_timers(app, services)
    _requeue_stalled_jobs(app)
    return app


def _sweep_timers(app: App, services: Services) -> None:
    """Every minute, hand what is due to the queue in batches, behind what people wait for."""

    @app.task(name="fire_timers", retry=_RETRY)
    def _fire(case_id: int) -> None:
        services.run_system(fire_timers, FireTimers(case_id))

    @app.task(name="fire_due", priority=-1)
    def _fire_due(case_ids: list[int]) -> None:
        try:
            services.run_system(fire_due, FireDue(tuple(case_ids)))
        except Exception:  # noqa: BLE001 - whatever it is, it is that of one case
            # Nothing of the batch is done. One by one, only the case at fault fails again.
            _log.exception("fire_due")
            for case_id in case_ids:
                with suppress(AlreadyEnqueued):
                    _fire.configure(queueing_lock=f"fire:{case_id}").defer(case_id=case_id)

    @app.periodic(cron="* * * * *")
    @app.task(name="sweep_timers", queueing_lock="sweep_timers")
    def _sweep(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
        if next(iter(app.job_manager.list_jobs(task="fire_due", status="todo")), None):
            return  # what an earlier sweep has found is being worked off
        due = services.run_system(due_cases, None)
        batches: list[dict[str, Any]] = [
            {"case_ids": due[start : start + BATCH]} for start in range(0, len(due), BATCH)
        ]
        if batches:
            _fire_due.batch_defer(*batches)


def _requeue_stalled_jobs(app: App) -> None:
    """Give what a killed worker had begun to another one."""

    @app.periodic(cron="* * * * *")
    @app.task(name="requeue_stalled", queueing_lock="requeue_stalled")
    async def _requeue(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
        for job in await app.job_manager.get_stalled_jobs():
            if job.attempts < _MOST_ATTEMPTS:
                await app.job_manager.retry_job(job)
            else:
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def run_jobs(services: Services, **options: Any) -> None:
    """Run the installation's jobs until stopped; what has succeeded leaves the queue.

    Args:
        services: the installation.
        options: of procrastinate's ``run_worker``.
    """
    worker_app(services).run_worker(delete_jobs=DeleteJobCondition.SUCCESSFUL, **options)
