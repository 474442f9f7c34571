"""Where a document is in its diagram: steps done, current, next and never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select, text

from models import Case, CaseStatus, ProcessVersion, TaskStatus, UserTask
from workflows.engine.run import steps
from workflows.errors import NotFoundError
from workflows.queries.content import current_content
from workflows.queries.preview import expected_signer
from workflows.queries.routing import routing_facts, steps_ahead
from workflows.queries.rules import process_of, profile_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Document

State = Literal["done", "current", "next", "never"]

_WAITS_FOR = text(
    """
    SELECT t.id, string_agg(DISTINCT u.full_name, ', ')
    FROM user_task t
    JOIN user_account u ON u.active AND (
        u.id = coalesce(t.assignee_id, t.user_id)
        OR (t.assignee_id IS NULL AND t.user_id IS NULL AND EXISTS (
            SELECT FROM post_holding h JOIN post p ON p.id = h.post_id
            WHERE h.user_id = u.id AND h.valid_from <= :today
                AND (h.valid_to IS NULL OR h.valid_to > :today)
                AND (p.id = t.post_id OR EXISTS (
                    SELECT FROM role_post rp JOIN role r ON r.id = rp.role_id
                    WHERE rp.post_id = p.id AND r.key = t.role_key
                        AND r.organisation_id = t.organisation_id)))))
    WHERE t.case_id = :case_id AND t.status = 'open'
    GROUP BY t.id
    """
)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the diagram and how it stands."""

    id: str
    name: str
    lane: str
    state: State
    #: Whom it waits for, or who is expected; empty when nobody is known.
    person: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that waits now, opinions included."""

    name: str
    form: str
    person: str
    since: datetime
    due_at: datetime
    opened: bool


@dataclass(frozen=True, slots=True)
class ProcessView:
    """The way of a document."""

    case_id: int
    process_name: str
    #: Those gone through, what waits, what comes, each in its order; the others at the end.
    steps: tuple[StepLine, ...]
    #: What waits now.
    waiting: tuple[OpenStep, ...]
    #: What comes after it, in the order it will come.
    ahead: tuple[StepLine, ...]


def latest_case(session: Session, document_id: int) -> Case | None:
    """Return the submission under way, else the last one."""
    return session.scalar(
        select(Case)
        .where(Case.document_id == document_id)
        .order_by((Case.status == CaseStatus.RUNNING).desc(), Case.id.desc())
        .limit(1)
    )


def process_view(session: Session, document: Document, now: datetime) -> ProcessView | None:
    """Say of every step a person takes how it stands; None before the first submission."""
    case = latest_case(session, document.id)
    if case is None:
        return None
    process = process_of(session, case.process_version_id)
    tasks = session.scalars(
        select(UserTask).where(UserTask.case_id == case.id).order_by(UserTask.id)
    ).all()
    open_tasks = [task for task in tasks if task.status is TaskStatus.OPEN]
    waits_for = {
        row[0]: row[1]
        for row in session.execute(_WAITS_FOR, {"case_id": case.id, "today": now.date()})
    }
    signer = ""
    ahead: list[str] = []
    if case.status is CaseStatus.RUNNING:
        ahead, signer = _ahead(session, document, case, open_tasks, now)
    current = {task.step: task for task in open_tasks if task.engine_task_id}
    done = [t.step for t in tasks if t.status is TaskStatus.DONE and t.engine_task_id]
    lines: dict[str, StepLine] = {}
    for step in steps(process):
        if step.kind != "user":
            continue
        task = current.get(step.id)
        state: State = "never"
        if task is not None:
            state = "current"
        elif step.id in ahead:
            state = "next"
        elif step.id in done:
            state = "done"
        person = waits_for.get(task.id, "") if task else ""
        if state == "next" and step.properties.get("form") == "sign":
            person = signer
        lines[step.id] = StepLine(
            step.id, step.name, step.lane or "", state, person, task.due_at if task else None
        )
    name = session.scalar(
        select(ProcessVersion.name).where(ProcessVersion.id == case.process_version_id)
    )
    return ProcessView(
        case_id=case.id,
        process_name=name or "",
        steps=tuple(sorted(lines.values(), key=lambda line: _place(line, done, ahead))),
        waiting=tuple(
            OpenStep(
                task.name,
                task.form,
                waits_for.get(task.id, ""),
                task.created_at,
                task.due_at,
                task.opened_at is not None,
            )
            for task in open_tasks
        ),
        ahead=tuple(
            lines[step] for step in dict.fromkeys(ahead) if step in lines and step not in current
        ),
    )


def _place(line: StepLine, done: list[str], ahead: list[str]) -> tuple[int, int]:
    """Sort a step as the document meets it; what it does not pass keeps the diagram's order."""
    if line.state == "done":
        return 0, done.index(line.id)
    if line.state == "next":
        return 2, ahead.index(line.id)
    return (1 if line.state == "current" else 3), 0


def process_diagram(session: Session, document: Document) -> bytes:
    """Return the diagram that the document's latest submission runs on.

    Raises:
        NotFoundError: it was never submitted.
    """
    case = latest_case(session, document.id)
    if case is None:
        raise NotFoundError(what="sơ đồ quy trình")
    return session.scalars(
        select(ProcessVersion.bpmn).where(ProcessVersion.id == case.process_version_id)
    ).one()


def _ahead(
    session: Session, document: Document, case: Case, open_tasks: list[UserTask], now: datetime
) -> tuple[list[str], str]:
    content = current_content(session, document)
    expected = expected_signer(session, document, content, case, now)
    profile = profile_of(session, document.organisation_id)

    def facts(voted: bool) -> dict[str, object]:  # noqa: FBT001 - one fact, named by the callback
        return routing_facts(
            profile, content, expected.answer, passed=voted, to_chair=case.to_chair
        )

    ahead = steps_ahead(
        process_of(session, case.process_version_id),
        case.state,
        [task.engine_task_id for task in open_tasks if task.engine_task_id],
        facts,
    )
    return ahead, expected.name
