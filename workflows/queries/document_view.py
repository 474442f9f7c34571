"""A document's page: head, versions, opinions, and the file that proves it (hồ sơ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import (
    Case,
    CaseStatus,
    DelegationInstrument,
    DocumentVersion,
    Organisation,
    RegisterEntry,
    Seal,
    Signature,
    SignatureKind,
    User,
    UserTask,
)
from workflows import policy, stored_files
from workflows.queries.access import readable_document
from workflows.queries.drafting import AttachedFile, draft_files
from workflows.queries.inbox import open_for
from workflows.queries.process_view import latest_case
from workflows.queries.signing_view import held_signature
from workflows.signing.verify import Verification, verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Document
    from workflows.context import Actor


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A saved version."""

    number: int
    saved_by: str
    saved_at: datetime
    note: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A signature or a seal as recorded, standing or void."""

    kind: SignatureKind
    signer: str
    capacity: str
    because: str
    article: str
    seal: str
    delegation: str
    signed_at: datetime
    confirmed_at: datetime | None
    voided_because: str | None


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What stands above every tab."""

    document: Document
    organisation: str
    drafter: str
    case: Case | None
    #: The step of this document that waits for the reader.
    my_task: UserTask | None
    #: Steps that wait, by name, and the earliest due date.
    waiting: str
    due_at: datetime | None
    may_edit: bool
    may_withdraw: bool
    #: It is the reader's draft and was never submitted.
    may_discard: bool
    #: The case whose signature the reader is asked to let stand (G3).
    confirms_case: int | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The file behind the document: signatures, register, attachments."""

    signatures: tuple[SignatureLine, ...]
    entries: tuple[RegisterEntry, ...]
    attachments: tuple[AttachedFile, ...]
    verification: Verification | None


def document_head(session: Session, actor: Actor, document_id: int) -> DocumentHead:
    """Read the head of a document that the person may read.

    Raises:
        NotFoundError: there is none, or it does not concern this person.
    """
    document = readable_document(session, actor, document_id)
    organisation, drafter = session.execute(
        select(Organisation.name, User.full_name)
        .select_from(Organisation)
        .join(User, User.id == document.drafter_id)
        .where(Organisation.id == document.organisation_id)
    ).one()
    case = latest_case(session, document.id)
    tasks = _tasks(session, case)
    waiting = [task for task in tasks if task.status == "open"]
    running = case is not None and case.status is CaseStatus.RUNNING
    mine = open_for(actor, waiting) if running else None
    editing = next((t for t in waiting if t.form in {"revise", "check"}), None)
    return DocumentHead(
        document=document,
        organisation=organisation,
        drafter=drafter,
        case=case,
        my_task=mine,
        waiting=", ".join(task.name for task in waiting),
        due_at=min((task.due_at for task in waiting), default=None),
        may_edit=policy.may_edit(actor, document, editing),
        may_withdraw=case is not None and policy.may_withdraw(actor, document, case, tasks),
        may_discard=policy.may_discard(actor, document, submitted=case is not None),
        confirms_case=case.id if case and running and _confirms(session, actor, case) else None,
    )


def versions(session: Session, document_id: int) -> tuple[VersionLine, ...]:
    """Return the saved versions, the newest first."""
    rows = session.execute(
        select(DocumentVersion, User.full_name)
        .join(User, User.id == DocumentVersion.saved_by_id)
        .where(DocumentVersion.document_id == document_id)
        .order_by(DocumentVersion.number.desc())
    )
    return tuple(
        VersionLine(version.number, name, version.saved_at, version.note, version.sha256)
        for version, name in rows
    )


def case_file(
    session: Session, document: Document, trust_roots: Sequence[bytes], now: datetime
) -> CaseFile:
    """Read what proves the document, and verify the file as any receiver would."""
    rows = session.execute(
        select(Signature, User.full_name, Seal.name, DelegationInstrument.number)
        .join(Case, Case.id == Signature.case_id)
        .join(User, User.id == Signature.user_id)
        .outerjoin(Seal, Seal.id == Signature.seal_id)
        .outerjoin(DelegationInstrument, DelegationInstrument.id == Signature.delegation_id)
        .where(Case.document_id == document.id)
        .order_by(Signature.id)
    )
    signatures = tuple(
        SignatureLine(
            kind=signature.kind,
            signer=name,
            capacity=signature.capacity,
            because=signature.because,
            article=signature.article,
            seal=seal or "",
            delegation=number or "",
            signed_at=signature.signed_at,
            confirmed_at=signature.confirmed_at,
            voided_because=signature.voided_because,
        )
        for signature, name, seal, number in rows
    )
    entries = session.scalars(
        select(RegisterEntry)
        .join(Case, Case.id == RegisterEntry.case_id)
        .where(Case.document_id == document.id)
        .order_by(RegisterEntry.id)
    ).all()
    verification = None
    if document.file_sha256:
        pdf = stored_files.fetch(session, document.file_sha256)
        verification = verify(pdf, trust_roots, now=now)
    return CaseFile(signatures, tuple(entries), draft_files(session, document.id), verification)


def _tasks(session: Session, case: Case | None) -> Sequence[UserTask]:
    if case is None:
        return ()
    return session.scalars(
        select(UserTask).where(UserTask.case_id == case.id).order_by(UserTask.id)
    ).all()


def _confirms(session: Session, actor: Actor, case: Case) -> bool:
    held = held_signature(session, case)
    if held is None:
        return False
    capacity = actor.in_post(held[0].from_post_id)
    return capacity is not None and capacity.standing_in_for is None
