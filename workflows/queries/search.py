"""Find documents by words without accents, among those that the person may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from workflows import policy
from workflows.queries.paging import PAGE, Cursor, Page, page_of
from workflows.text import search_words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.context import Actor

#: Words of a query that count; more narrow nothing.
_MOST_WORDS: Final = 12
_LONGEST_WORD: Final = 60


@dataclass(frozen=True, slots=True)
class DocumentFilters:
    """What a person narrows the list of documents to; empty fields narrow nothing."""

    #: "mine": drafted by me; "": all that I may read.
    whose: str = ""
    status: str = ""
    kind: str = ""
    year: int | None = None
    words: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """One line of a list of documents."""

    id: int
    organisation_id: int
    organisation: str
    kind: str
    purpose: str
    subject: str
    urgency: str
    status: str
    number: str | None
    drafter: str
    updated_at: datetime
    issued_at: datetime | None
    #: The steps that wait now, by name.
    waiting: str
    #: A draft of the reader's that was never submitted.
    may_discard: bool


#: What policy.may_view says, as a condition.
_VISIBLE = """
    d.status <> 'discarded' AND (d.drafter_id = :user_id
        OR d.status = 'issued' AND d.organisation_id = ANY(:bodies)
        OR d.status <> 'draft' AND d.organisation_id = ANY(:overseen)
        OR EXISTS (
            SELECT FROM "case" c JOIN user_task t ON t.case_id = c.id
            WHERE c.document_id = d.id AND (
                t.completed_by_id = :user_id OR t.queue = ANY(:queues)
                OR t.assignee_id IS NOT NULL AND (t.post_id = ANY(:posts)
                    OR 'role:' || t.organisation_id || ':' || t.role_key = ANY(:queues)))))
"""
#: How far back the first look for words goes: common words are found there at once.
_WINDOW: Final = 10_000
_LINE = """
    SELECT d.id, d.organisation_id, o.name AS organisation, d.kind, d.purpose, d.subject, d.urgency,
        d.status, d.number, u.full_name AS drafter, d.updated_at, d.issued_at,
        coalesce((SELECT string_agg(t.name, ', ' ORDER BY t.id)
            FROM "case" c JOIN user_task t ON t.case_id = c.id AND t.status = 'open'
            WHERE c.document_id = d.id AND c.status = 'running'), '') AS waiting,
        d.status = 'draft' AND NOT EXISTS (
            SELECT FROM "case" c WHERE c.document_id = d.id) AS may_discard
    FROM page
    JOIN document d ON d.id = page.id
    JOIN organisation o ON o.id = d.organisation_id
    JOIN user_account u ON u.id = d.drafter_id
    ORDER BY d.id {direction}
"""
#: In the order of an index.
_WALK = f"""
    WITH page AS (
        SELECT d.id FROM document d
        WHERE {{conditions}} AND {_VISIBLE}
        ORDER BY d.id {{direction}} LIMIT :limit
    ) {_LINE}
"""  # noqa: S608 - only constants of this module
#: The same among the first documents.
_WALK_WINDOW = f"""
    WITH page AS (
        SELECT d.id
        FROM (
            SELECT * FROM document d WHERE {{place}} ORDER BY d.id {{direction}} LIMIT {_WINDOW}
        ) AS d
        WHERE {{conditions}} AND {_VISIBLE}
        ORDER BY d.id {{direction}} LIMIT :limit
    ) {_LINE}
"""  # noqa: S608 - only constants of this module
#: From the index of words.
_BY_WORDS = f"""
    WITH found AS MATERIALIZED (
        SELECT d.id FROM document d WHERE {{conditions}} AND {{place}}
    ), page AS (
        SELECT newest.id FROM (SELECT id FROM found ORDER BY id {{direction}}) AS newest
        CROSS JOIN LATERAL (
            SELECT FROM document d WHERE d.id = newest.id AND {_VISIBLE} OFFSET 0
        ) AS seen
        ORDER BY newest.id {{direction}} LIMIT :limit
    ) {_LINE}
"""  # noqa: S608 - only constants of this module


def prefix_query(words: str) -> str:
    """Return what is typed as a query for PostgreSQL: every word, the last as a beginning.

    Vietnamese is written in short syllables, so only the one being typed is unfinished; as
    beginnings they would all match a good part of the index.
    """
    terms = [term[:_LONGEST_WORD] for term in search_words(words).split()[:_MOST_WORDS]]
    return " & ".join(terms) + ":*" if terms else ""


def find_documents(session: Session, actor: Actor, filters: DocumentFilters) -> Page[FoundDocument]:
    """Return a page of the documents that the person may read, the newest first."""
    cursor = Cursor.read(filters.cursor, [int])
    backwards = cursor is not None and cursor.backwards
    scope = _scope(actor)
    conditions = _conditions(filters, scope)
    place = "true"
    if cursor is not None:
        place = f"d.id {'>' if backwards else '<'} :after"
        scope["after"] = cursor.key[0]
    parts = {"direction": "ASC" if backwards else "DESC", "place": place}
    if "words" in scope:
        parts["conditions"] = " AND ".join(conditions)
        found = _read(session, _WALK_WINDOW.format(**parts), scope)
        if len(found) <= PAGE:
            found = _read(session, _BY_WORDS.format(**parts), scope)
    else:
        parts["conditions"] = " AND ".join([*conditions, place])
        found = _read(session, _WALK.format(**parts), scope)
    return page_of(found, cursor, lambda document: (document.id,))


def _read(session: Session, statement: str, scope: dict[str, Any]) -> list[FoundDocument]:
    return [FoundDocument(**row) for row in session.execute(text(statement), scope).mappings()]


def _scope(actor: Actor) -> dict[str, Any]:
    held = [c for c in actor.capacities if c.standing_in_for is None]
    return {
        "limit": PAGE + 1,
        "user_id": actor.user_id,
        "bodies": sorted({c.organisation_id for c in held}),
        "overseen": sorted(
            {c.organisation_id for c in actor.capacities if policy.OVERSEEING_ROLES & c.roles}
        ),
        "queues": [*actor.queues, *actor.substitute_queues],
        "posts": sorted({c.post_id for c in actor.capacities}),
    }


def _conditions(filters: DocumentFilters, scope: dict[str, Any]) -> list[str]:
    conditions = []
    if filters.whose == "mine":
        conditions.append("d.drafter_id = :user_id")
    if filters.status:
        conditions.append("d.status = :status")
        scope["status"] = filters.status
    if filters.kind:
        conditions.append("d.kind = :kind")
        scope["kind"] = filters.kind
    if filters.year is not None:
        conditions.append("extract(year FROM d.created_at AT TIME ZONE :zone) = :year")
        scope |= {"year": filters.year, "zone": "Asia/Ho_Chi_Minh"}
    query = prefix_query(filters.words)
    if query:
        conditions.append("d.search @@ to_tsquery('simple', :words)")
        scope["words"] = query
    return conditions
