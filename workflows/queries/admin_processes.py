"""Deployed diagrams and decision tables, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import DecisionVersion, ProcessDecision, ProcessVersion, User
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One deployed version of a diagram or a table."""

    id: int
    key: str
    number: int
    name: str
    active: bool
    reason: str
    deployed_by: str
    deployed_at: datetime
    sha256: str

    @property
    def file_name(self) -> str:
        """Name of the file without its ending."""
        return f"{self.key}-v{self.number}"


def process_file(
    session: Session, organisation_id: int, version_id: int
) -> tuple[VersionRow, bytes, list[VersionRow]]:
    """Return a diagram's version, its file and the tables it came with.

    Raises:
        NotFoundError: there is none of that body.
    """
    row = session.execute(
        select(ProcessVersion, User.full_name)
        .outerjoin(User, User.id == ProcessVersion.deployed_by_id)
        .where(ProcessVersion.id == version_id, ProcessVersion.organisation_id == organisation_id)
    ).first()
    if row is None:
        raise NotFoundError(what="quy trình")
    tables = session.execute(
        select(DecisionVersion, User.full_name)
        .join(ProcessDecision, ProcessDecision.decision_version_id == DecisionVersion.id)
        .outerjoin(User, User.id == DecisionVersion.deployed_by_id)
        .where(ProcessDecision.process_version_id == version_id)
        .order_by(DecisionVersion.key)
    )
    return _version(row[0], row[1]), row[0].bpmn, [_version(table, by) for table, by in tables]


def decision_file(
    session: Session, organisation_id: int, version_id: int
) -> tuple[VersionRow, bytes]:
    """Return a decision table's version and its file; NotFoundError for another body's."""
    row = session.execute(
        select(DecisionVersion, User.full_name)
        .outerjoin(User, User.id == DecisionVersion.deployed_by_id)
        .where(DecisionVersion.id == version_id, DecisionVersion.organisation_id == organisation_id)
    ).first()
    if row is None:
        raise NotFoundError(what="bảng quyết định")
    return _version(row[0], row[1]), row[0].dmn


def _version(version: ProcessVersion | DecisionVersion, deployed_by: str | None) -> VersionRow:
    return VersionRow(
        id=version.id,
        key=version.key,
        number=version.number,
        name=version.name,
        active=version.active,
        reason=version.reason,
        deployed_by=deployed_by or "",
        deployed_at=version.deployed_at,
        sha256=version.sha256,
    )
