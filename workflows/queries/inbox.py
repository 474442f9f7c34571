"""What waits for a person (việc của tôi).

Counts stop at ``MOST_COUNTED``: nobody reads further.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from workflows import policy
from workflows.errors import NotFoundError
from workflows.queries import inbox_statements as statements
from workflows.queries.paging import PAGE, Cursor, Key, Page, page_of
from workflows.queries.search import prefix_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from models import UserTask
    from workflows.context import Actor, Capacity

#: Counts go no further; screens show "999+".
MOST_COUNTED: Final = 1_000
#: Orders a person may choose: the columns of the index that gives them, and the direction.
SORTS: Final[dict[str, tuple[tuple[str, ...], bool]]] = {
    "urgency": (("priority", "due_at", "id"), False),
    "due": (("due_at", "id"), False),
    "newest": (("id",), True),
}
_KINDS: Final[dict[str, type]] = {"priority": int, "due_at": datetime, "id": int}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person narrows the list to; empty fields narrow nothing."""

    sort: str = "urgency"
    kind: str = ""
    form: str = ""
    #: Priority of the urgency, see ``UserTask.priority``.
    priority: int | None = None
    late: bool = False
    #: Only what waits for me in this post.
    post_id: int | None = None
    words: str = ""
    cursor: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        given = self.kind, self.form, self.late, self.post_id, self.words
        return any(given) or self.priority is not None


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """One line of the inbox."""

    id: int
    organisation_id: int
    organisation: str
    document_id: int
    kind: str
    subject: str
    urgency: str
    number: str | None
    step: str
    form: str
    article: str
    priority: int
    due_at: datetime
    created_at: datetime
    opened: bool
    claimed: bool
    #: Several people hold what it waits for: it can be claimed.
    shared: bool
    #: Who sent it on, how ("submit", "return", "pass", "opinion"), and when.
    sender: str
    sent_by: str
    sent_at: datetime
    #: Why it waits for me, see ``basis_of``.
    basis: str
    post: str
    role: str
    absent: str


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many steps wait for me, and how many of my submissions still run."""

    waiting: int
    sent: int


def waiting(
    session: Session, actor: Actor, now: datetime, filters: Filters | None = None
) -> Page[WaitingTask]:
    """Return a page of what waits for the person, in the chosen order."""
    filters = filters or Filters()
    columns, descending = SORTS.get(filters.sort, SORTS["urgency"])
    cursor = Cursor.read(filters.cursor, [_KINDS[column] for column in columns])
    backwards = cursor is not None and cursor.backwards
    chosen = actor.in_post(filters.post_id) if filters.post_id is not None else None
    reader = replace(actor, capacities=(chosen,)) if chosen else actor
    scope = _scope(reader) | {"limit": PAGE + 1, "now": now, "today": now.date()}
    conditions = _conditions(filters, chosen, scope)
    of_document = _document_conditions(filters, scope)
    if cursor is not None:
        conditions += _beyond(columns, cursor, scope, descending=descending != backwards)
    order = _order(columns, descending=descending != backwards)
    parts = {
        "conditions": "".join(f" AND {condition}" for condition in conditions),
        "document_conditions": " AND ".join(of_document),
        "order": order.format(table="t"),
        "found_order": order.format(table="found"),
    }
    statement = statements.BY_QUEUE_AND_DOCUMENT if of_document else statements.BY_QUEUE
    found = session.execute(text(statement.format(**parts)), scope).mappings().all()
    if of_document and len(found) <= PAGE:
        statement = statements.BY_DOCUMENT.format(**parts)
        found = session.execute(text(statement), scope).mappings().all()
    rows = [_task(actor, row) for row in found]
    return page_of(rows, cursor, lambda task: _key(columns, task))


def counts(session: Session, actor: Actor) -> InboxCounts:
    """Count what the tabs show, up to ``MOST_COUNTED``."""
    scope = _scope(actor) | {"user_id": actor.user_id, "most": MOST_COUNTED}
    return InboxCounts(*session.execute(statements.COUNTS, scope).one())


def waiting_count(session: Session, actor: Actor, most: int) -> int:
    """Count what waits for the person, up to ``most``."""
    scope = _scope(actor) | {"most": most}
    return int(session.execute(statements.WAITING, scope).scalar_one())


def line_of(session: Session, actor: Actor, task_id: int, now: datetime) -> WaitingTask:
    """Return one step as the inbox shows it, whether or not it still waits.

    Raises:
        NotFoundError: there is no such step.
    """
    statement = text(f"WITH page AS (SELECT CAST(:task_id AS bigint) AS id) {statements.LINE}")
    row = session.execute(statement, {"task_id": task_id, "today": now.date()}).mappings().first()
    if row is None:
        raise NotFoundError(what="bước xử lý")
    return _task(actor, row)


def next_waiting(session: Session, actor: Actor, *, after: int = 0) -> int | None:
    """Return the first task that waits for the person, other than ``after``."""
    found: int | None = session.scalar(statements.NEXT, _scope(actor) | {"after": after})
    return found


def open_for(actor: Actor, tasks: Iterable[UserTask]) -> UserTask | None:
    """Return the first of these open steps that waits for the person."""
    return next((task for task in tasks if policy.offered_to(actor, task)), None)


def basis_of(actor: Actor, row: Any) -> tuple[str, Capacity | None]:
    """Return why a step waits for this person, from what is on record, and in what capacity.

    One of: claimed, asked (an opinion), returned (to its drafter), seal (its keeper), user, post,
    role, substitute.
    """
    capacity = None
    if row["post_id"] is not None:
        capacity = actor.in_post(row["post_id"])
    elif row["role_key"] is not None:
        capacity = actor.in_role(row["organisation_id"], row["role_key"])
    if row["assignee_id"] == actor.user_id:
        basis = "claimed"
    elif row["form"] == "opinion":
        basis = "asked"
    elif row["user_id"] is not None:
        basis = "returned" if row["user_id"] == row["drafter_id"] else "user"
    elif capacity is not None and capacity.standing_in_for is not None:
        basis = "substitute"
    elif row["post_id"] is not None:
        basis = "seal" if row["seal"] else "post"
    else:
        basis = "role"
    return basis, capacity


def _task(actor: Actor, row: Any) -> WaitingTask:
    basis, capacity = basis_of(actor, row)
    own = {name: row[name] for name in WaitingTask.__slots__ if name in row}
    own["post"] = capacity.title if capacity else row["post"]
    if basis == "seal":
        own["role"] = row["seal"]
    return WaitingTask(
        **own,
        claimed=row["assignee_id"] == actor.user_id,
        basis=basis,
        absent=(capacity.standing_in_for or "") if capacity else "",
    )


def _scope(actor: Actor) -> dict[str, Any]:
    own = actor.queues
    queues = [*own, *actor.substitute_queues]
    return {
        "queues": queues,
        "own": [queue in own for queue in queues],
        "personal": sorted(policy.PERSONAL_FORMS),
    }


def _conditions(filters: Filters, chosen: Capacity | None, scope: dict[str, Any]) -> list[str]:
    parts = []
    if chosen is not None:
        parts.append(
            "(t.post_id = :post_is OR t.organisation_id = :body_is AND t.role_key = ANY(:roles))"
        )
        scope |= {
            "post_is": chosen.post_id,
            "body_is": chosen.organisation_id,
            "roles": sorted(chosen.roles),
        }
    if filters.form:
        parts.append("t.form = :form")
        scope["form"] = filters.form
    if filters.priority is not None:
        parts.append("t.priority = :priority_is")
        scope["priority_is"] = filters.priority
    if filters.late:
        parts.append("t.due_at < :now")
    return parts


def _document_conditions(filters: Filters, scope: dict[str, Any]) -> list[str]:
    parts = []
    if filters.kind:
        parts.append("d.kind = :kind")
        scope["kind"] = filters.kind
    query = prefix_query(filters.words)
    if query:
        parts.append("d.search @@ to_tsquery('simple', :words)")
        scope["words"] = query
    return parts


def _beyond(
    columns: tuple[str, ...], cursor: Cursor, scope: dict[str, Any], *, descending: bool
) -> list[str]:
    names = [f"after_{column}" for column in columns]
    scope.update(zip(names, cursor.key, strict=True))
    left = ", ".join(f"t.{column}" for column in columns)
    right = ", ".join(f":{name}" for name in names)
    return [f"({left}) {'<' if descending else '>'} ({right})"]


def _order(columns: tuple[str, ...], *, descending: bool) -> str:
    return ", ".join(f"{{table}}.{column}{' DESC' if descending else ''}" for column in columns)


def _key(columns: tuple[str, ...], task: WaitingTask) -> Key:
    return tuple(getattr(task, column) for column in columns)
