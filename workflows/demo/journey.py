"""Walk a document through its process, each step as the person it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflows.commands.decide_task import ApproveTask, approve_task
from workflows.commands.issue_document import IssueDocument, issue_document
from workflows.commands.number_document import NumberDocument, number_document
from workflows.commands.record_vote import RecordVote, record_vote
from workflows.commands.save_document import (
    SaveDocument,
    StartDocument,
    save_document,
    start_document,
)
from workflows.commands.seal_document import SealDocument, seal_document
from workflows.commands.sign_document import SignDocument, sign_document
from workflows.commands.submit_document import SubmitDocument, submit_document
from workflows.queries.voting import voting_members

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models import Case, Document, UserTask
    from workflows.demo.office import Office

#: One in so many votes against or not at all.
_NOT_IN_FAVOUR = 6


@dataclass(frozen=True, slots=True)
class Route:
    """What people say on the way, where the process leaves them a choice."""

    #: The secretariat sends it to the chair although a deputy might sign.
    to_chair: bool = False
    #: Minutes of the vote, where the kind needs one.
    vote_reference: str = "Biên bản Hội nghị Ban"


def draft(
    office: Office,
    purpose: str,
    content: Mapping[str, Any],
    drafter: str = "drafter",
    unit: str = "",
) -> Document:
    """Draft a document in one of the body's units, its first by default, and save a version."""
    unit_id = office.units[unit] if unit else office.unit_id
    started = office.run(
        start_document, StartDocument(office.organisation_id, unit_id, purpose), drafter
    )
    working = {**started.working, **content}
    return office.run(
        save_document,
        SaveDocument(started.id, started.working_revision, working, keep=True),
        drafter,
    )


def submit(
    office: Office,
    purpose: str,
    content: Mapping[str, Any],
    drafter: str = "drafter",
    unit: str = "",
) -> Case:
    """Draft and submit a document as the drafter does."""
    saved = draft(office, purpose, content, drafter, unit)
    return office.run(submit_document, SubmitDocument(saved.id, saved.working_revision), drafter)


def take_step(office: Office, task: UserTask, route: Route) -> None:
    """Do what a step asks, as somebody it waits for."""
    post = office.post_of(task)
    pin = office.secrets.pin
    acts: dict[str, Callable[[], Any]] = {
        "check": lambda: office.run(
            approve_task,
            ApproveTask(task.id, to_chair=route.to_chair and task.step == "secretariat_review"),
            post,
        ),
        "vote": lambda: office.run(record_vote, _vote(office, task, route), post),
        "sign": lambda: office.run(sign_document, SignDocument(task.id, pin), post),
        "number": lambda: office.run(number_document, NumberDocument(task.id), post),
        "seal": lambda: office.run(seal_document, SealDocument(task.id, pin), post),
        "issue": lambda: office.run(issue_document, IssueDocument(task.id), post),
    }
    acts[task.form]()


def waiting_step(office: Office, case: Case) -> UserTask | None:
    """Return the step that a case waits at; None when it has run to its end."""
    return next((task for task in office.open_tasks(case.id) if task.form != "opinion"), None)


def walk(
    office: Office,
    case: Case,
    route: Route | None = None,
    *,
    until: str = "",
    tell: Callable[[UserTask], None] = lambda _task: None,
) -> Document:
    """Take step after step until the document is issued, or until a step of that name waits."""
    route = route or Route()
    while (task := waiting_step(office, case)) and task.step != until:
        tell(task)
        take_step(office, task, route)
    return office.document(case.document_id)


def _vote(office: Office, task: UserTask, route: Route) -> RecordVote:
    today = office.services.clock().date()
    with office.services.database.session() as session:
        members = voting_members(session, office.organisation_id, today)
    return RecordVote(
        task_id=task.id,
        held_on=today,
        method="meeting",
        reference=f"{route.vote_reference} ngày {today:%d/%m/%Y}",
        yes=members - members // _NOT_IN_FAVOUR,
        members=members,
    )
