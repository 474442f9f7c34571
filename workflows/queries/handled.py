"""What a person submitted and what that person has handled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from workflows.queries.paging import PAGE, Cursor, Page, page_of
from workflows.queries.search import prefix_query

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from workflows.context import Actor


@dataclass(frozen=True, slots=True)
class SentDocument:
    """A submission of mine: where it is now."""

    case_id: int
    case_status: str
    organisation_id: int
    document_id: int
    kind: str
    subject: str
    urgency: str
    number: str | None
    status: str
    submitted_at: datetime
    finished_at: datetime | None
    #: The steps it waits at, for whom, and the earliest of their due dates.
    steps: str
    waits_for: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandledTask:
    """A step that I completed."""

    task_id: int
    organisation_id: int
    document_id: int
    kind: str
    subject: str
    urgency: str
    number: str | None
    status: str
    step: str
    form: str
    outcome: str
    reason: str
    completed_at: datetime
    #: Where the document is now.
    steps: str


_NOW_AT = """
    LEFT JOIN LATERAL (
        SELECT string_agg(t.name, ', ' ORDER BY t.id) AS steps, min(t.due_at) AS due_at,
            string_agg(DISTINCT coalesce(a.full_name, u.full_name, p.title, r.name), ', ')
                AS waits_for
        FROM user_task t
        LEFT JOIN user_account a ON a.id = t.assignee_id
        LEFT JOIN user_account u ON u.id = t.user_id
        LEFT JOIN LATERAL (
            SELECT w.title FROM post_version w
            WHERE w.post_id = t.post_id AND w.valid_from <= :today
            ORDER BY w.valid_from DESC LIMIT 1
        ) AS p ON true
        LEFT JOIN role r ON r.organisation_id = t.organisation_id AND r.key = t.role_key
        WHERE t.case_id = c.id AND t.status = 'open'
    ) AS at_now ON true
"""
_SENT = f"""
    SELECT c.id AS case_id, c.status AS case_status, c.organisation_id, d.id AS document_id, d.kind,
        d.subject, d.urgency, d.number, d.status, c.submitted_at, c.finished_at,
        coalesce(at_now.steps, '') AS steps, coalesce(at_now.waits_for, '') AS waits_for,
        at_now.due_at
    FROM (
        SELECT c.* FROM "case" c JOIN document d ON d.id = c.document_id
        WHERE c.submitted_by_id = :user_id
            AND (CAST(:after AS bigint) IS NULL OR c.id {{compare}} :after)
            {{words}}
        ORDER BY c.id {{direction}} LIMIT :limit
    ) AS c
    JOIN document d ON d.id = c.document_id
    {_NOW_AT}
    ORDER BY c.id {{direction}}
"""  # noqa: S608 - only constants of this module
_DONE = f"""
    SELECT done.id AS task_id, done.organisation_id, d.id AS document_id, d.kind, d.subject,
        d.urgency, d.number, d.status, done.name AS step, done.form,
        coalesce(done.outcome, '') AS outcome, done.reason, done.completed_at,
        coalesce(at_now.steps, '') AS steps
    FROM (
        SELECT t.* FROM user_task t {{joins}}
        WHERE t.completed_by_id = :user_id AND t.status = 'done' {{conditions}}
        ORDER BY t.completed_at {{direction}}, t.id {{direction}} LIMIT :limit
    ) AS done
    JOIN "case" c ON c.id = done.case_id
    JOIN document d ON d.id = c.document_id
    {_NOW_AT}
    ORDER BY done.completed_at {{direction}}, done.id {{direction}}
"""  # noqa: S608 - only constants of this module


def sent(
    session: Session, actor: Actor, day: date, words: str = "", cursor: str = ""
) -> Page[SentDocument]:
    """Return a page of what the person submitted, the newest first, as it stands on a day."""
    start = Cursor.read(cursor, [int])
    backwards = start is not None and start.backwards
    query = prefix_query(words)
    statement = _SENT.format(
        compare=">" if backwards else "<",
        direction="ASC" if backwards else "DESC",
        words="AND d.search @@ to_tsquery('simple', :words)" if query else "",
    )
    rows = session.execute(
        text(statement),
        {
            "user_id": actor.user_id,
            "today": day,
            "after": start.key[0] if start else None,
            "limit": PAGE + 1,
            **({"words": query} if query else {}),
        },
    ).mappings()
    return page_of([SentDocument(**row) for row in rows], start, lambda row: (row.case_id,))


def done(
    session: Session, actor: Actor, day: date, words: str = "", cursor: str = ""
) -> Page[HandledTask]:
    """Return a page of the steps that the person completed, the newest first."""
    start = Cursor.read(cursor, [datetime, int])
    backwards = start is not None and start.backwards
    query = prefix_query(words)
    scope: dict[str, Any] = {"user_id": actor.user_id, "today": day, "limit": PAGE + 1}
    conditions, joins = "", ""
    if start is not None:
        compare = ">" if backwards else "<"
        conditions += f" AND (t.completed_at, t.id) {compare} (:after_at, :after_id)"
        scope |= {"after_at": start.key[0], "after_id": start.key[1]}
    if query:
        joins = 'JOIN "case" c ON c.id = t.case_id JOIN document d ON d.id = c.document_id'
        conditions += " AND d.search @@ to_tsquery('simple', :words)"
        scope |= {"words": query}
    statement = _DONE.format(
        joins=joins, conditions=conditions, direction="ASC" if backwards else "DESC"
    )
    rows = [HandledTask(**row) for row in session.execute(text(statement), scope).mappings()]
    return page_of(rows, start, lambda row: (row.completed_at, row.task_id))
