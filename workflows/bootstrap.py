"""Put an installation together: settings, database, certificates, fonts, job queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from psycopg.errors import DeadlockDetected
from sqlalchemy.exc import OperationalError

from models.database import Database
from models.embedded import start_postgres
from workflows import jobs
from workflows.calendar import ZONE
from workflows.commands._keys import WrongPinError
from workflows.commands.count_wrong_pin import CountWrongPin, count_wrong_pin
from workflows.context import SYSTEM_NAME, Actor, CommandContext, Defer
from workflows.documents.fonts import register_fonts
from workflows.settings import FONTS, Settings
from workflows.signing.authority import create_authority, load_authority
from workflows.signing.errors import AuthorityMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from workflows.signing.authority import CertificateAuthority

C = TypeVar("C")
R = TypeVar("R")

#: How often a command that the database undid to end a deadlock is done again.
DEADLOCK_RETRIES = 3

#: Acts that no person does: timers, reminders, set-up.
SYSTEM = Actor(user_id=0, name=SYSTEM_NAME, organisation_id=0)


def now() -> datetime:
    """Return this instant in Vietnam's time zone."""
    return datetime.now(ZONE)


@dataclass(slots=True)
class Services:
    """Everything a process of the product needs; made once, before it forks or serves."""

    settings: Settings
    database: Database
    certificates: CertificateAuthority
    clock: Callable[[], datetime] = now
    defer: Defer = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Connect the job queue."""
        self.defer = jobs.defer_with(jobs.deferring_app(self.database.url))

    def context(self, session: Session, actor: Actor) -> CommandContext:
        """Return what a command of this actor, now, in this session needs."""
        return CommandContext(
            session, actor, self.clock(), self.settings, self.defer, self.certificates
        )

    def run(
        self,
        act: Callable[[CommandContext, C], R],
        command: C,
        actor: Actor,
        session: Session | None = None,
    ) -> R:
        """Run a command in one transaction; the only way that anything is changed.

        A wrong PIN undoes the act like any error, but is itself counted. Two commands that wait
        for each other are told apart by the database: the one it undoes is done again.
        """
        try:
            for _ in range(DEADLOCK_RETRIES):
                try:
                    return self._run_once(act, command, actor, session)
                except OperationalError as error:
                    if not isinstance(error.orig, DeadlockDetected):
                        raise
            return self._run_once(act, command, actor, session)
        except WrongPinError as error:
            with self.database.transaction(session) as open_session:
                count_wrong_pin(self.context(open_session, actor), CountWrongPin(error.key_id))
            raise

    def _run_once(
        self,
        act: Callable[[CommandContext, C], R],
        command: C,
        actor: Actor,
        session: Session | None,
    ) -> R:
        with self.database.transaction(session) as open_session:
            return act(self.context(open_session, actor), command)

    def run_system(self, act: Callable[[CommandContext, C], R], command: C) -> R:
        """Run a command that no person asked for."""
        return self.run(act, command, SYSTEM)


def open_services(settings: Settings, *, pool_size: int = 8) -> Services:
    """Open the installation, starting the embedded database when no other is configured."""
    url = settings.database_url or start_postgres(settings.data / "postgres")
    register_fonts(FONTS)
    return Services(settings, Database(url, pool_size=pool_size), _certificates(settings))


def _certificates(settings: Settings) -> CertificateAuthority:
    folder = settings.data / "certificates"
    try:
        return load_authority(folder, settings.secret)
    except AuthorityMissingError:
        return create_authority(folder, settings.secret)
