"""Drafts of diagrams and decision tables beside their deployed versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models import (
    Case,
    CaseStatus,
    DecisionVersion,
    DraftKind,
    ModelDraft,
    ProcessVersion,
    User,
)
from workflows.engine.xml import read_xml
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

Version = ProcessVersion | DecisionVersion


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One deployed version."""

    id: int
    number: int
    name: str
    active: bool
    reason: str
    deployed_by: str
    deployed_at: datetime
    #: Cases that still run on this version; always 0 for a table.
    running: int


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft, without its content."""

    id: int
    revision: int
    saved_by: str
    saved_at: datetime
    #: Whether it differs from what is deployed.
    changed: bool
    #: Whether another version was deployed since it was begun.
    outdated: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A diagram or a table of a body: its versions, newest first, and its draft."""

    kind: DraftKind
    key: str
    name: str
    versions: tuple[VersionLine, ...]
    draft: DraftLine | None

    @property
    def active(self) -> VersionLine | None:
        """The version in force; None for a model that was never deployed."""
        return next((version for version in self.versions if version.active), None)

    @property
    def running(self) -> int:
        """Cases under way on any version."""
        return sum(version.running for version in self.versions)


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What the editor opens: the draft, else the active version as revision 0."""

    content: bytes
    revision: int
    draft_id: int | None = None


def list_models(session: Session, organisation_id: int, kind: DraftKind) -> list[Model]:
    """Return every diagram or every table of a body, deployed or only drafted, by name."""
    versions = _versions(session, organisation_id, kind)
    drafts = {
        draft.key: (draft, name)
        for draft, name in session.execute(
            select(ModelDraft, User.full_name)
            .join(User, User.id == ModelDraft.saved_by_id)
            .where(ModelDraft.organisation_id == organisation_id, ModelDraft.kind == kind)
        )
    }
    models = [
        _model(kind, key, versions.get(key, []), drafts.get(key)) for key in {**versions, **drafts}
    ]
    return sorted(models, key=lambda model: (model.active is None, model.name))


def find_model(session: Session, organisation_id: int, kind: DraftKind, key: str) -> Model:
    """Return one diagram or table; NotFoundError for another body's."""
    for model in list_models(session, organisation_id, kind):
        if model.key == key:
            return model
    raise NotFoundError(what="quy trình" if kind is DraftKind.PROCESS else "bảng quyết định")


def draft_content(
    session: Session, organisation_id: int, kind: DraftKind, key: str
) -> DraftContent:
    """Return what an editor opens; NotFoundError when there is neither draft nor version."""
    row = session.execute(
        select(ModelDraft.content, ModelDraft.revision, ModelDraft.id).where(
            ModelDraft.organisation_id == organisation_id,
            ModelDraft.kind == kind,
            ModelDraft.key == key,
        )
    ).first()
    if row is not None:
        return DraftContent(*row)
    return DraftContent(content_of(active_version(session, organisation_id, kind, key)), 0)


def active_version(
    session: Session, organisation_id: int, kind: DraftKind, key: str
) -> ProcessVersion | DecisionVersion:
    """Return the version in force; NotFoundError when nothing of that key is deployed."""
    version = _active(session, organisation_id, kind, key)
    if version is None:
        raise NotFoundError(what="phiên bản đang áp dụng")
    return version


def version_content(
    session: Session, organisation_id: int, kind: DraftKind, key: str, number: int
) -> bytes:
    """Return the file of one deployed version; NotFoundError when there is none."""
    model: Any = _table(kind)
    version = session.scalar(
        select(model).where(
            model.organisation_id == organisation_id, model.key == key, model.number == number
        )
    )
    if version is None:
        raise NotFoundError(what="phiên bản")
    return content_of(version)


def content_of(version: ProcessVersion | DecisionVersion) -> bytes:
    """Return the file of a version."""
    return version.bpmn if isinstance(version, ProcessVersion) else version.dmn


def _model(
    kind: DraftKind, key: str, versions: list[tuple[Version, str | None, int]], found: object
) -> Model:
    active = next((version for version, _, _ in versions if version.active), None)
    draft_line, name = None, active.name if active else key
    if isinstance(found, tuple):
        draft, saved_by = found
        name = active.name if active else _title(draft)
        begun_from = next(
            (version for version, _, _ in versions if version.sha256 == draft.base_sha256), None
        )
        draft_line = DraftLine(
            draft.id,
            draft.revision,
            saved_by,
            draft.saved_at,
            changed=active is None or draft.content != content_of(active),
            outdated=active is not None
            and (begun_from is None or content_of(begun_from) != content_of(active)),
        )
    lines = tuple(
        VersionLine(
            version.id,
            version.number,
            version.name,
            version.active,
            version.reason,
            deployed_by or "",
            version.deployed_at,
            running,
        )
        for version, deployed_by, running in versions
    )
    return Model(kind, key, name, lines, draft_line)


def _title(draft: ModelDraft) -> str:
    """What a drawing that was never deployed calls itself; its key where it does not."""
    kind = "process" if draft.kind is DraftKind.PROCESS else "decision"
    named = read_xml(draft.content).iterchildren(f"{{*}}{kind}")
    names = [each.get("name", "") for each in named if each.get("id") == draft.key]
    return next(iter(names), "") or draft.key


def _versions(
    session: Session, organisation_id: int, kind: DraftKind
) -> dict[str, list[tuple[Version, str | None, int]]]:
    model: Any = _table(kind)
    running: dict[int, int] = {}
    if kind is DraftKind.PROCESS:
        running = dict(
            session.execute(
                select(Case.process_version_id, func.count())
                .where(Case.organisation_id == organisation_id, Case.status == CaseStatus.RUNNING)
                .group_by(Case.process_version_id)
            ).all()
        )
    found: dict[str, list[tuple[Version, str | None, int]]] = {}
    for version, name in session.execute(
        select(model, User.full_name)
        .outerjoin(User, User.id == model.deployed_by_id)
        .where(model.organisation_id == organisation_id)
        .order_by(model.key, model.number.desc())
    ):
        found.setdefault(version.key, []).append((version, name, running.get(version.id, 0)))
    return found


def _active(session: Session, organisation_id: int, kind: DraftKind, key: str) -> Version | None:
    model: Any = _table(kind)
    found: Version | None = session.scalar(
        select(model).where(
            model.organisation_id == organisation_id, model.key == key, model.active
        )
    )
    return found


def _table(kind: DraftKind) -> type[ProcessVersion | DecisionVersion]:
    return ProcessVersion if kind is DraftKind.PROCESS else DecisionVersion
