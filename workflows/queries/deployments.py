"""What would be in force after a deployment, what hinders it, and what was deployed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from models import (
    AuditEvent,
    DecisionVersion,
    DeploymentRequest,
    DraftKind,
    ModelDraft,
    Organisation,
    ProcessVersion,
    User,
)
from workflows.authority.explain import Authority
from workflows.engine.compile import CompiledProcess, ProcessSource, compile_process
from workflows.engine.decisions import Decision, compile_decision
from workflows.errors import NotFoundError
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A draft that takes part in a deployment, as it is now."""

    id: int
    kind: DraftKind
    key: str
    revision: int
    content: bytes
    base_sha256: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """The diagrams and tables of a body as they would be in force, drafts included."""

    organisation_id: int
    #: Key → file, drafted ones over deployed ones.
    diagrams: dict[str, bytes]
    tables: dict[str, bytes]
    #: What stands in force now.
    deployed_diagrams: dict[str, bytes]
    deployed_tables: dict[str, bytes]
    drafts: tuple[DraftPart, ...]

    @property
    def changed_diagrams(self) -> tuple[str, ...]:
        """Diagrams whose file would be another."""
        return _differing(self.diagrams, self.deployed_diagrams)

    @property
    def changed_tables(self) -> tuple[str, ...]:
        """Tables whose file would be another."""
        return _differing(self.tables, self.deployed_tables)

    @property
    def affected_diagrams(self) -> tuple[str, ...]:
        """Diagrams that would get a new version: all of them when a table changes."""
        return tuple(sorted(self.diagrams)) if self.changed_tables else self.changed_diagrams

    def process(self, key: str) -> CompiledProcess:
        """Compile a diagram with the tables as they would be.

        Raises:
            NotFoundError: there is none of that key.
            ProcessError: it cannot be run.
        """
        if key not in self.diagrams:
            raise NotFoundError(what="quy trình")
        return compile_process(ProcessSource(self.diagrams[key], self._tables()))

    def deployed_process(self, key: str) -> CompiledProcess | None:
        """Compile the diagram that is in force with the tables in force; None without one."""
        if key not in self.deployed_diagrams:
            return None
        tables = tuple(data for _, data in sorted(self.deployed_tables.items()))
        return compile_process(ProcessSource(self.deployed_diagrams[key], tables))

    def decisions(self) -> dict[str, Decision]:
        """Read every table as it would be; DecisionError names one that cannot be used."""
        return {key: compile_decision(data) for key, data in self.tables.items()}

    def authority(self, session: Session) -> Authority:
        """Return what would answer who may sign."""
        return Authority(profile_of(session, self.organisation_id), self.decisions())

    def _tables(self) -> tuple[bytes, ...]:
        return tuple(data for _, data in sorted(self.tables.items()))


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A deployment that waits for a second admin, or was decided."""

    id: int
    #: (key, revision) as it was asked for; an empty key where the draft is gone.
    drafts: tuple[tuple[str, int], ...]
    reason: str
    requested_by_id: int
    requested_by: str
    requested_at: datetime
    decided_by: str
    decided_at: datetime | None
    approved: bool | None
    note: str


def read_candidate(
    session: Session, organisation_id: int, draft_ids: Collection[int] = ()
) -> Candidate:
    """Lay the chosen drafts over what is in force; drafts of another body are not there."""
    diagrams = dict(
        session.execute(
            select(ProcessVersion.key, ProcessVersion.bpmn).where(
                ProcessVersion.organisation_id == organisation_id, ProcessVersion.active
            )
        ).all()
    )
    tables = dict(
        session.execute(
            select(DecisionVersion.key, DecisionVersion.dmn).where(
                DecisionVersion.organisation_id == organisation_id, DecisionVersion.active
            )
        ).all()
    )
    parts = tuple(
        DraftPart(*row)
        for row in session.execute(
            select(
                ModelDraft.id,
                ModelDraft.kind,
                ModelDraft.key,
                ModelDraft.revision,
                ModelDraft.content,
                ModelDraft.base_sha256,
            )
            .where(ModelDraft.organisation_id == organisation_id, ModelDraft.id.in_(draft_ids))
            .order_by(ModelDraft.kind, ModelDraft.key)
        )
    )
    drafted = {
        kind: {part.key: part.content for part in parts if part.kind is kind} for kind in DraftKind
    }
    return Candidate(
        organisation_id,
        {**diagrams, **drafted[DraftKind.PROCESS]},
        {**tables, **drafted[DraftKind.TABLE]},
        diagrams,
        tables,
        parts,
    )


def drafts_for(
    session: Session, organisation_id: int, kind: DraftKind, key: str, chosen: Collection[int] = ()
) -> list[int]:
    """Return the drafts to try together: the chosen ones, else that of this very model."""
    if chosen:
        return list(chosen)
    return list(
        session.scalars(
            select(ModelDraft.id).where(
                ModelDraft.organisation_id == organisation_id,
                ModelDraft.kind == kind,
                ModelDraft.key == key,
            )
        )
    )


def needs_two(session: Session, organisation_id: int) -> bool:
    """Whether a second admin must approve a deployment of this body."""
    return bool(
        session.scalar(
            select(Organisation.two_admins_deploy).where(Organisation.id == organisation_id)
        )
    )


def open_request(session: Session, organisation_id: int) -> DeploymentRequest | None:
    """Return the deployment that waits for a second admin."""
    return session.scalar(
        select(DeploymentRequest).where(
            DeploymentRequest.organisation_id == organisation_id,
            DeploymentRequest.decided_at.is_(None),
        )
    )


def request_lines(session: Session, organisation_id: int, most: int = 10) -> list[RequestLine]:
    """Return the newest requests, the one that waits first."""
    decider = aliased(User)
    keys = dict(
        session.execute(
            select(ModelDraft.id, ModelDraft.key).where(
                ModelDraft.organisation_id == organisation_id
            )
        ).all()
    )
    return [
        RequestLine(
            request.id,
            tuple(
                (keys.get(int(draft), ""), revision) for draft, revision in request.drafts.items()
            ),
            request.reason,
            request.requested_by_id,
            asker,
            request.requested_at,
            approver or "",
            request.decided_at,
            request.approved,
            request.note,
        )
        for request, asker, approver in session.execute(
            select(DeploymentRequest, User.full_name, decider.full_name)
            .join(User, User.id == DeploymentRequest.requested_by_id)
            .outerjoin(decider, decider.id == DeploymentRequest.decided_by_id)
            .where(DeploymentRequest.organisation_id == organisation_id)
            .order_by(DeploymentRequest.decided_at.is_not(None), DeploymentRequest.id.desc())
            .limit(most)
        )
    ]


def version_before(session: Session, organisation_id: int, key: str) -> ProcessVersion | None:
    """Return the version that was in force before the one in force took effect.

    The audit trail knows it for what was deployed or brought back here; else it is the number
    before.
    """
    active = session.scalar(
        select(ProcessVersion).where(
            ProcessVersion.organisation_id == organisation_id,
            ProcessVersion.key == key,
            ProcessVersion.active,
        )
    )
    if active is None:
        return None
    replaced = session.scalar(
        select(AuditEvent.before["active"][active.key].as_integer())
        .where(
            AuditEvent.organisation_id == active.organisation_id,
            AuditEvent.act.in_(("process.deploy", "process.roll_back")),
            AuditEvent.after["active"][active.key].as_integer() == active.number,
            AuditEvent.before["active"][active.key].as_integer() != active.number,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    versions = select(ProcessVersion).where(
        ProcessVersion.organisation_id == active.organisation_id,
        ProcessVersion.key == active.key,
        ProcessVersion.number < active.number,
    )
    if replaced is not None:
        versions = versions.where(ProcessVersion.number == replaced)
    return session.scalar(versions.order_by(ProcessVersion.number.desc()).limit(1))


def _differing(after: dict[str, bytes], before: dict[str, bytes]) -> tuple[str, ...]:
    return tuple(sorted(key for key, data in after.items() if before.get(key) != data))
