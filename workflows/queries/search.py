"""Find documents by words without accents, among those that the person may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from models.case import OFFERED
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


#: How many of the newest are looked at first: what is common, or mostly readable, is among them.
_NEWEST: Final = 5_000
#: Who may read at most so much is answered from that; who may read more finds it on the way.
_LITTLE: Final = 10_000

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
                    OR 'role:' || t.organisation_id || ':' || t.role_key = ANY(:queues)))
            OFFSET 0))
"""
#: The same from the other end: all that the condition can be true of.
_MINE = """
    SELECT id FROM document WHERE drafter_id = :user_id
    UNION ALL SELECT id FROM document WHERE organisation_id = ANY(:near)
"""
_STEPS = f"""
    SELECT case_id FROM user_task WHERE completed_by_id = :user_id AND status = 'done'
    UNION ALL SELECT case_id FROM user_task WHERE queue = ANY(:queues)
    UNION ALL SELECT case_id FROM user_task
        WHERE assignee_id IS NOT NULL AND {OFFERED} = ANY(:queues)
"""  # noqa: S608 - only constants of this project
_READS_LITTLE: Final = text(
    f"""
    SELECT count(*) <= {_LITTLE} FROM (
        SELECT FROM ({_MINE}) AS mine UNION ALL SELECT FROM ({_STEPS}) AS step
        LIMIT {_LITTLE} + 1
    ) AS reach
    """  # noqa: S608 - only constants of this module
)

#: Where documents are looked for.
_AMONG_NEWEST = f"""
    SELECT d.id FROM document d WHERE {{indexed}} AND {{place}}
    ORDER BY d.id {{direction}} LIMIT {_NEWEST}
"""  # noqa: S608 - only constants of this module
_AMONG_ALL = "SELECT d.id FROM document d WHERE {indexed} AND {place} ORDER BY d.id {direction}"
_AMONG_OWN = f"""
    SELECT id FROM ({_MINE}) AS mine
    UNION SELECT c.document_id FROM (SELECT DISTINCT case_id FROM ({_STEPS}) AS each) AS step
        CROSS JOIN LATERAL (
            SELECT document_id FROM "case" WHERE id = step.case_id OFFSET 0
        ) AS c
    ORDER BY id {{direction}}
"""  # noqa: S608 - only constants of this module
_AMONG_FITTING = """
    SELECT id FROM (
        SELECT d.id FROM document d WHERE {conditions} AND {place} OFFSET 0
    ) AS fitting ORDER BY id {direction}
"""
#: One by one in their order, until the page is full. OFFSET keeps it so: PostgreSQL would
#: rather prepare the answers for all documents, or join them before it knows which.
_LINES = """
    WITH page AS (
        SELECT found.id FROM ({found}) AS found
        CROSS JOIN LATERAL (
            SELECT FROM document d
            WHERE d.id = found.id AND {conditions} AND {place} AND {visible} OFFSET 0
        ) AS seen
        ORDER BY found.id {direction} LIMIT :limit
    )
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
    scope = _scope(actor, filters)
    place = "true"
    if cursor is not None:
        place = f"d.id {'>' if backwards else '<'} :after"
        scope["after"] = cursor.key[0]
    indexed = _indexed(filters, scope)
    parts = {
        "direction": "ASC" if backwards else "DESC",
        "place": place,
        "indexed": " AND ".join(indexed) or "true",
        "conditions": " AND ".join([*indexed, *_others(filters, scope)]) or "true",
        "visible": _VISIBLE,
    }
    found = _read(session, _AMONG_NEWEST, parts, scope)
    if len(found) <= PAGE:
        if session.scalar(_READS_LITTLE, scope):
            rest = _AMONG_OWN
        else:
            rest = _AMONG_FITTING if "words" in scope else _AMONG_ALL
        found = _read(session, rest, parts, scope)
    return page_of(found, cursor, lambda document: (document.id,))


def _read(
    session: Session, among: str, parts: dict[str, str], scope: dict[str, Any]
) -> list[FoundDocument]:
    statement = text(_LINES.format(found=among.format(**parts), **parts))
    return [FoundDocument(**row) for row in session.execute(statement, scope).mappings()]


def _scope(actor: Actor, filters: DocumentFilters) -> dict[str, Any]:
    bodies = {c.organisation_id for c in actor.capacities if c.standing_in_for is None}
    overseen = {c.organisation_id for c in actor.capacities if policy.OVERSEEING_ROLES & c.roles}
    near = overseen | bodies if filters.status in {"", "issued"} else overseen
    return {
        "limit": PAGE + 1,
        "user_id": actor.user_id,
        "bodies": sorted(bodies),
        "overseen": sorted(overseen),
        "near": sorted(near),
        "queues": [*actor.queues, *actor.substitute_queues],
        "posts": sorted({c.post_id for c in actor.capacities}),
    }


def _indexed(filters: DocumentFilters, scope: dict[str, Any]) -> list[str]:
    """Return the conditions that an index of documents answers, newest first."""
    parts = []
    if filters.whose == "mine":
        parts.append("d.drafter_id = :user_id")
    if filters.status:
        parts.append("d.status = :status")
        scope["status"] = filters.status
    if filters.kind:
        parts.append("d.kind = :kind")
        scope["kind"] = filters.kind
    return parts


def _others(filters: DocumentFilters, scope: dict[str, Any]) -> list[str]:
    parts = []
    if filters.year is not None:
        parts.append("extract(year FROM d.created_at AT TIME ZONE :zone) = :year")
        scope |= {"year": filters.year, "zone": "Asia/Ho_Chi_Minh"}
    query = prefix_query(filters.words)
    if query:
        parts.append("d.search @@ to_tsquery('simple', :words)")
        scope["words"] = query
    return parts
