"""What every command is given: who acts, when, and with what means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from workflows.text import Sentence

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.settings import Settings
    from workflows.signing.authority import CertificateAuthority

#: Who acts when no person does: a job, a timer, the installation itself.
SYSTEM_NAME: Final = Sentence("Hệ thống")


@dataclass(frozen=True, slots=True)
class Capacity:
    """A post that a person holds now, or stands in for (tư cách)."""

    post_id: int
    organisation_id: int
    key: str
    title: str
    second_office: str | None
    mode: str
    unit_id: int | None
    roles: frozenset[str]
    organisation_name: str = ""
    #: The absent holder's name, when this person only stands in: never brings a power to sign.
    standing_in_for: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, with every post held at this moment."""

    user_id: int
    name: str
    organisation_id: int
    capacities: tuple[Capacity, ...] = ()
    #: The post the person chose to act as.
    acting: Capacity | None = None

    def in_role(self, organisation_id: int, role: str) -> Capacity | None:
        """Return the post that fills ``role`` in that body; the chosen one first, if it does."""
        return self._first(lambda c: c.organisation_id == organisation_id and role in c.roles)

    def in_post(self, post_id: int) -> Capacity | None:
        """Return the capacity of that post, if held or stood in for."""
        return self._first(lambda c: c.post_id == post_id)

    def _first(self, fits: Any) -> Capacity | None:
        chosen = [self.acting] if self.acting else []
        return next((c for c in (*chosen, *self.capacities) if fits(c)), None)

    @property
    def queues(self) -> tuple[str, ...]:
        """The inbox queues that this person clears (see ``UserTask.queue``)."""
        queues = {f"user:{self.user_id}"}
        for capacity in self.capacities:
            if capacity.standing_in_for is None:
                queues |= _queues_of(capacity)
        return tuple(sorted(queues))

    @property
    def substitute_queues(self) -> tuple[str, ...]:
        """The queues cleared for absent colleagues, but for what only they may sign."""
        queues: set[str] = set()
        for capacity in self.capacities:
            if capacity.standing_in_for is not None:
                queues |= _queues_of(capacity)
        return tuple(sorted(queues - set(self.queues)))

    @property
    def administers(self) -> frozenset[int]:
        """The organisations this person administers."""
        return frozenset(
            c.organisation_id
            for c in self.capacities
            if "admin" in c.roles and c.standing_in_for is None
        )


def _queues_of(capacity: Capacity) -> set[str]:
    roles = {f"role:{capacity.organisation_id}:{role}" for role in capacity.roles}
    return {f"post:{capacity.post_id}", *roles}


class Defer(Protocol):
    """Queue a job in the command's own transaction."""

    def __call__(
        self, session: Session, job: str, *, at: datetime | None = None, **arguments: Any
    ) -> None:
        """Queue ``job``; it runs when the transaction has committed, not before ``at``."""


@dataclass(frozen=True, slots=True)
class CommandContext:
    """One act of one person at one instant, inside one transaction."""

    session: Session
    actor: Actor
    now: datetime
    settings: Settings
    defer: Defer = field(repr=False)
    #: Opens keys; None where a command signs nothing.
    certificates: CertificateAuthority = field(repr=False)

    @property
    def secret(self) -> bytes:
        """The server's secret."""
        return self.settings.secret
