"""Everything a person needs to decide about one step (bước xử lý)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models import (
    Case,
    CaseStatus,
    Check,
    Document,
    DocumentVersion,
    Post,
    PostHolding,
    Resolution,
    Seal,
    TaskStatus,
    User,
    UserTask,
)
from workflows import letterhead, policy
from workflows.documents.check import Finding, check_format
from workflows.errors import NotFoundError
from workflows.queries.changes import Change, changes_between
from workflows.queries.checks import CheckLine, check_lines
from workflows.queries.content import current_content, version_content
from workflows.queries.dated import title_on
from workflows.queries.inbox import WaitingTask, line_of
from workflows.queries.opinions import OpinionLine, opinion_lines
from workflows.queries.preview import Expected, expected_signer, preview
from workflows.queries.returnable import returnable_steps
from workflows.queries.rules import process_of, profile_of
from workflows.queries.signing_view import (
    SealLine,
    SigningView,
    seal_line,
    sealing_problem,
    signing_view,
)
from workflows.queries.voting import voting_members

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.context import Actor
    from workflows.documents.content import Content
    from workflows.engine.snapshot import StepInfo
    from workflows.errors import WorkflowError


@dataclass(frozen=True, slots=True)
class TaskView:
    """One step, with the document it is about."""

    line: WaitingTask
    task: UserTask
    case: Case
    document: Document
    content: Content
    pages: int
    drafter: str
    #: The version this person last looked at; None when never before.
    seen_version: int | None
    changes: tuple[Change, ...]
    checks: tuple[CheckLine, ...]
    resolution: Resolution | None
    opinions: tuple[OpinionLine, ...]
    findings: tuple[Finding, ...]
    #: Why it came back, for who mends it.
    returned: str
    #: For a signing step.
    signing: SigningView | None
    #: Before the signature: who is expected to sign.
    expected: Expected | None
    #: After the signature: the seal it brings.
    seal: SealLine | None
    blocked: WorkflowError | None


def load_task(session: Session, task_id: int) -> tuple[UserTask, Case, Document]:
    """Read a step with its case and document.

    Raises:
        NotFoundError: there is no such step.
    """
    row = session.execute(
        select(UserTask, Case, Document)
        .join(Case, Case.id == UserTask.case_id)
        .join(Document, Document.id == Case.document_id)
        .where(UserTask.id == task_id)
    ).first()
    if row is None:
        raise NotFoundError(what="bước xử lý")
    return row[0], row[1], row[2]


def task_view(session: Session, actor: Actor, task_id: int, now: datetime) -> TaskView:
    """Gather what the page and the reading pane of a waiting step show.

    Raises:
        NotFoundError: there is no such step, or it does not wait for this person.
    """
    task, case, document = load_task(session, task_id)
    waits = task.status is TaskStatus.OPEN and case.status is CaseStatus.RUNNING
    if not waits or not policy.offered_to(actor, task):
        raise NotFoundError(what="bước xử lý")
    content = current_content(session, document)
    process = process_of(session, case.process_version_id)
    standing = session.scalars(
        select(Check).where(Check.case_id == case.id, Check.voided_at.is_(None))
    ).all()
    expected = expected_signer(session, document, content, case, now)
    rendered = preview(session, document, content, expected.block, now.year).rendered
    seen, changes = _changes(session, actor, document, content)
    signing = None
    if task.form == "sign":
        signing = signing_view(session, actor, task, document, content, case, standing, now)
    seal = session.get(Seal, case.seal_id) if case.seal_id else None
    blocked = signing.blocked if signing else None
    if task.form == "seal":
        blocked = sealing_problem(session, actor, task, case, now)
    return TaskView(
        line=line_of(session, actor, task_id, now),
        task=task,
        case=case,
        document=document,
        content=content,
        pages=rendered.pages,
        drafter=session.scalar(select(User.full_name).where(User.id == document.drafter_id)) or "",
        seen_version=seen,
        changes=changes,
        checks=check_lines(session, process, case, document.content_sha256),
        resolution=standing_resolution(session, case, document),
        opinions=opinion_lines(session, document.id),
        findings=_findings(session, task, document, content, expected),
        returned=_returned(session, task),
        signing=signing,
        expected=None if document.file_sha256 else expected,
        seal=seal_line(session, seal, now) if seal else None,
        blocked=blocked,
    )


def steps_to_return_to(session: Session, view: TaskView) -> list[StepInfo]:
    """Return the earlier steps that the document may be sent back to."""
    process = process_of(session, view.case.process_version_id)
    return returnable_steps(process, view.case.state, view.task.step)


def posts_to_ask(
    session: Session, actor: Actor, view: TaskView, now: datetime
) -> list[tuple[int, str]]:
    """Return the posts whose holders may be asked for an opinion: id, title and name."""
    today = now.date()
    rows = session.execute(
        select(Post.id, title_on(Post.id, today), func.string_agg(User.full_name, ", "))
        .join(PostHolding, PostHolding.post_id == Post.id)
        .join(User, User.id == PostHolding.user_id)
        .where(
            Post.organisation_id == view.document.organisation_id,
            Post.key != "admin",
            User.active,
            User.id != actor.user_id,
            PostHolding.valid_from <= today,
            PostHolding.valid_to.is_(None) | (PostHolding.valid_to > today),
        )
        .group_by(Post.id)
        .order_by(Post.id)
    )
    return [(post_id, f"{title}: {names}") for post_id, title, names in rows]


def members_in_office(session: Session, view: TaskView, now: datetime) -> int:
    """Count the voting members today, for the form of a vote."""
    return voting_members(session, view.document.organisation_id, now.date())


def standing_resolution(session: Session, case: Case, document: Document) -> Resolution | None:
    """Return the recorded vote that stands for the content as it is."""
    return session.scalar(
        select(Resolution)
        .where(
            Resolution.case_id == case.id,
            Resolution.voided_at.is_(None),
            Resolution.content_sha256 == document.content_sha256,
        )
        .order_by(Resolution.id.desc())
        .limit(1)
    )


def _changes(
    session: Session, actor: Actor, document: Document, content: Content
) -> tuple[int | None, tuple[Change, ...]]:
    """Compare with the version that was newest when this person last looked or acted."""
    looked_at = session.scalar(
        select(
            func.greatest(
                func.max(UserTask.completed_at).filter(UserTask.completed_by_id == actor.user_id),
                func.max(UserTask.opened_at).filter(UserTask.opened_by_id == actor.user_id),
            )
        )
        .join(Case, Case.id == UserTask.case_id)
        .where(Case.document_id == document.id)
    )
    if looked_at is None:
        return None, ()
    seen = session.scalar(
        select(func.max(DocumentVersion.number)).where(
            DocumentVersion.document_id == document.id, DocumentVersion.saved_at <= looked_at
        )
    )
    if seen is None or seen == document.version_number:
        return seen, ()
    return seen, changes_between(version_content(session, document.id, seen), content)


def _findings(
    session: Session, task: UserTask, document: Document, content: Content, expected: Expected
) -> tuple[Finding, ...]:
    """The faults of form, for who checks it and for who mends it."""
    if task.role_key != "format_checker" and task.form != "revise":
        return ()
    profile = profile_of(session, document.organisation_id)
    issuer = letterhead.issuer_layout(profile, content.kind, content.drafting_unit)
    return check_format(content, issuer, expected.block)


def _returned(session: Session, task: UserTask) -> str:
    if task.form != "revise":
        return ""
    return (
        session.scalar(
            select(UserTask.reason)
            .where(
                UserTask.case_id == task.case_id,
                UserTask.status == TaskStatus.DONE,
                UserTask.outcome == "return",
            )
            .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
            .limit(1)
        )
        or ""
    )
