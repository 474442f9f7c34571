"""What the draft screens show: a draft with its files, why it came back, what an edit voids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import (
    Attachment,
    Case,
    CaseStatus,
    Check,
    Document,
    DocumentStatus,
    StoredFile,
    TaskStatus,
    Unit,
    UnitVersion,
    User,
    UserTask,
)
from workflows import policy
from workflows.documents.content import Content
from workflows.engine.run import steps
from workflows.errors import ForbiddenError, NotFoundError
from workflows.queries.dated import unit_version
from workflows.queries.editing import DiscardedError, editing_step, was_submitted
from workflows.queries.rules import process_of, profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from workflows.context import Actor


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that goes with the draft."""

    attachment_id: int
    filename: str
    size: int
    media_type: str
    sha256: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedBecause:
    """Why a document came back."""

    reason: str
    step: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StandingCheck:
    """A check passed that an edit would void."""

    step: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A document open for editing by this person."""

    document_id: int
    organisation_id: int
    organisation: str
    status: DocumentStatus
    revision: int
    version: int
    updated_at: datetime
    content: Content
    #: What is typed differs from the newest saved version.
    unsaved: bool
    #: Group of addressees → how Kính gửi prints it.
    addressees: Mapping[str, str]
    #: Code of a drafting unit → its name.
    units: Mapping[str, str]
    #: The open step that lets this person edit; None while it is a plain draft.
    task_id: int | None
    task_form: str
    task_name: str
    returned: ReturnedBecause | None
    checks: tuple[StandingCheck, ...]
    files: tuple[AttachedFile, ...]
    #: It was never submitted, so its drafter may drop it.
    may_discard: bool

    @property
    def is_checkers(self) -> bool:
        """Whether the holder of a check edits directly."""
        return self.task_form == "check"

    @property
    def came_back(self) -> bool:
        """Whether the drafter works on what was returned."""
        return self.task_form == "revise"


def open_draft(session: Session, actor: Actor, document_id: int, today: date) -> Draft:
    """Read a document that the actor may edit now.

    Raises:
        NotFoundError: there is none that concerns this person, or it was discarded.
        ForbiddenError: the drafter's own, but it is with somebody else now.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise NotFoundError(what="văn bản")
    task = editing_step(session, actor, document)
    if not policy.may_edit(actor, document, task):
        if document.drafter_id == actor.user_id:
            if document.status is DocumentStatus.DISCARDED:
                raise DiscardedError
            raise ForbiddenError(because="văn bản đang được trình, chưa trả lại để sửa.")
        raise NotFoundError(what="văn bản")
    profile = profile_of(session, document.organisation_id)
    content = Content.from_mapping(document.working)
    return Draft(
        document_id=document.id,
        organisation_id=document.organisation_id,
        organisation=profile.short_name,
        status=document.status,
        revision=document.working_revision,
        version=document.version_number,
        updated_at=document.updated_at,
        content=content,
        unsaved=document.content_sha256 != content.sha256,
        addressees=profile.addressees,
        units=_units(session, document.organisation_id, today),
        task_id=task.id if task else None,
        task_form=task.form if task else "",
        task_name=task.name if task else "",
        returned=_returned(session, task) if task and task.form == "revise" else None,
        checks=_standing_checks(session, document, task) if task else (),
        files=draft_files(session, document.id),
        may_discard=policy.may_discard(actor, document, submitted=was_submitted(session, document)),
    )


def draft_files(session: Session, document_id: int) -> tuple[AttachedFile, ...]:
    """Return the files that go with a document, oldest first."""
    rows = session.execute(
        select(Attachment, StoredFile.size, StoredFile.media_type, User.full_name)
        .join(StoredFile, StoredFile.sha256 == Attachment.file_sha256)
        .join(User, User.id == Attachment.added_by_id)
        .where(Attachment.document_id == document_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    return tuple(
        AttachedFile(
            attachment.id,
            attachment.filename,
            size,
            media_type,
            attachment.file_sha256,
            name,
            attachment.added_at,
        )
        for attachment, size, media_type, name in rows
    )


def _units(session: Session, organisation_id: int, today: date) -> dict[str, str]:
    rows = session.execute(
        select(UnitVersion.code, UnitVersion.name)
        .join(Unit, unit_version(today))
        .where(
            Unit.organisation_id == organisation_id,
            Unit.valid_from <= today,
            Unit.valid_to.is_(None) | (Unit.valid_to > today),
        )
        .order_by(Unit.id)
    )
    return {code: name for code, name in rows if code}


def _returned(session: Session, task: UserTask) -> ReturnedBecause | None:
    row = session.execute(
        select(UserTask.reason, UserTask.name, User.full_name, UserTask.completed_at)
        .join(User, User.id == UserTask.completed_by_id)
        .where(
            UserTask.case_id == task.case_id,
            UserTask.status == TaskStatus.DONE,
            UserTask.outcome == "return",
        )
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
        .limit(1)
    ).first()
    if row is None or row.completed_at is None:
        return None
    return ReturnedBecause(row.reason, row.name, row.full_name, row.completed_at)


def _standing_checks(
    session: Session, document: Document, task: UserTask
) -> tuple[StandingCheck, ...]:
    rows = session.execute(
        select(Check.step, User.full_name, Check.checked_at, Case.process_version_id)
        .join(Case, Case.id == Check.case_id)
        .join(User, User.id == Check.checked_by_id)
        .where(
            Case.id == task.case_id,
            Case.status == CaseStatus.RUNNING,
            Check.voided_at.is_(None),
            Check.content_sha256 == document.content_sha256,
        )
        .order_by(Check.id)
    ).all()
    if not rows:
        return ()
    names = {step.id: step.name for step in steps(process_of(session, rows[0][3]))}
    return tuple(StandingCheck(names.get(step, step), name, at) for step, name, at, _ in rows)
