"""The audit chain (nhật ký): append an event, verify them all.

Each event carries the hash of the one before it; the newest is kept apart in ``audit_head``
with a message authentication code under the server's secret. So an edited, deleted, inserted,
reordered or cut-off row shows, the newest included, and whoever can write to the database
cannot mend the chain without that secret.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from models import AuditEvent, AuditHead
from workflows.text import Sentence, read_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

#: What the first event of a chain has before it.
GENESIS = "0" * 64
#: The capacity of who acted in place of an absent holder.
STANDING_IN = Sentence("{post} (thay {absent} vắng mặt)")

_FIELDS = (
    "organisation_id",
    "seq",
    "at",
    "act",
    "actor_id",
    "actor_name",
    "capacity",
    "authority",
    "document_id",
    "case_id",
    "before",
    "after",
    "previous_hash",
)

_LOCKED_HEAD = text(
    "SELECT seq, hash FROM audit_head WHERE organisation_id = :organisation_id FOR UPDATE"
)

_APPEND = text(
    """
    WITH head AS (
        INSERT INTO audit_head (organisation_id, seq, hash, mac)
        VALUES (:organisation_id, :seq, :hash, :mac)
        ON CONFLICT (organisation_id) DO UPDATE
            SET seq = excluded.seq, hash = excluded.hash, mac = excluded.mac
    )
    INSERT INTO audit_event (organisation_id, seq, at, act, actor_id, actor_name, capacity,
        authority, document_id, case_id, before, after, previous_hash, hash)
    VALUES (:organisation_id, :seq, :at, :act, :actor_id, :actor_name, :capacity, :authority,
        :document_id, :case_id, CAST(:before AS jsonb), CAST(:after AS jsonb),
        :previous_hash, :hash)
    """
)

_EVENT = text(
    """
    INSERT INTO audit_event (organisation_id, seq, at, act, actor_id, actor_name, capacity,
        authority, document_id, case_id, before, after, previous_hash, hash)
    VALUES (:organisation_id, :seq, :at, :act, :actor_id, :actor_name, :capacity, :authority,
        :document_id, :case_id, CAST(:before AS jsonb), CAST(:after AS jsonb),
        :previous_hash, :hash)
    """
)


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """Where a chain does not hold, and how it shows."""

    organisation: str
    seq: int
    what: Sentence


def _digest(event: Mapping[str, Any]) -> str:
    values = {name: event[name] for name in _FIELDS}
    values["at"] = event["at"].astimezone(UTC).isoformat()
    return hashlib.sha256(orjson.dumps(values, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _seal_head(secret: bytes, organisation_id: int, seq: int, digest: str) -> str:
    message = f"audit-head:{organisation_id}:{seq}:{digest}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def append(  # noqa: PLR0913 - an event has as many parts
    session: Session,
    secret: bytes,
    *,
    organisation_id: int,
    at: datetime,
    act: str,
    actor_id: int | None,
    actor_name: str,
    capacity: str = "",
    authority: str = "",
    document_id: int | None = None,
    case_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an event to the organisation's chain, in the caller's transaction.

    Call it late: the chain's head stays locked until the transaction ends.
    """
    seq, previous = _head(session, organisation_id)
    event: dict[str, Any] = {
        "organisation_id": organisation_id,
        "seq": seq + 1,
        "at": at,
        "act": act,
        "actor_id": actor_id,
        "actor_name": actor_name,
        "capacity": capacity,
        "authority": authority,
        "document_id": document_id,
        "case_id": case_id,
        "before": dict(before or {}),
        "after": dict(after or {}),
        "previous_hash": previous,
    }
    digest = _digest(event)
    session.execute(
        _APPEND,
        event
        | {
            "before": orjson.dumps(event["before"]).decode(),
            "after": orjson.dumps(event["after"]).decode(),
            "hash": digest,
            "mac": _seal_head(secret, organisation_id, seq + 1, digest),
        },
    )


def append_all(
    session: Session, secret: bytes, organisation_id: int, events: Sequence[Mapping[str, Any]]
) -> None:
    """Add thousands of events to the chain, in order, as ``append`` would one by one.

    Args:
        session: the caller's transaction.
        secret: the server's.
        organisation_id: whose chain.
        events: each with ``at``, ``act``, ``actor_id``, ``actor_name``, ``capacity``,
            ``document_id``, ``case_id``, ``before`` and ``after``.
    """
    if not events:
        return
    *most, last = events
    seq, previous = _head(session, organisation_id)
    rows = []
    for seq_of_event, given in enumerate(most, seq + 1):
        event = {
            "authority": "",
            **given,
            "organisation_id": organisation_id,
            "seq": seq_of_event,
            "previous_hash": previous,
        }
        previous = _digest(event)
        rows.append(
            event
            | {
                "before": orjson.dumps(event["before"]).decode(),
                "after": orjson.dumps(event["after"]).decode(),
                "hash": previous,
            }
        )
    if rows:
        session.execute(_EVENT, rows)
        seal = _seal_head(secret, organisation_id, seq + len(rows), previous)
        moved = insert(AuditHead).values(
            organisation_id=organisation_id, seq=seq + len(rows), hash=previous, mac=seal
        )
        changed = {name: moved.excluded[name] for name in ("seq", "hash", "mac")}
        session.execute(
            moved.on_conflict_do_update(index_elements=["organisation_id"], set_=changed)
        )
    append(session, secret, organisation_id=organisation_id, **last)


def _head(session: Session, organisation_id: int) -> tuple[int, str]:
    """Lock the chain's end, and return its newest row's number and hash."""
    of_body = {"organisation_id": organisation_id}
    head = session.execute(_LOCKED_HEAD, of_body).first()
    if head is None:
        # The first event of a body: two at once would both find no head to lock.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": organisation_id})
        head = session.execute(_LOCKED_HEAD, of_body).first()
    return (head[0], head[1]) if head else (0, GENESIS)


def verify(
    session: Session, secret: bytes, organisation_id: int | None = None
) -> tuple[int, list[ChainProblem]]:
    """Check every chain, or that of one organisation.

    Returns:
        How many rows were read, and every problem found, in order.
    """
    names: dict[int, str] = {
        row[0]: row[1] for row in session.execute(text("SELECT id, key FROM organisation"))
    }
    chains, kept_heads = select(AuditEvent.__table__), select(AuditHead)
    if organisation_id is not None:
        chains = chains.where(AuditEvent.organisation_id == organisation_id)
        kept_heads = kept_heads.where(AuditHead.organisation_id == organisation_id)
    heads = {head.organisation_id: head for head in session.scalars(kept_heads)}
    problems: list[ChainProblem] = []
    rows = 0
    last: dict[int, tuple[int, str]] = {}
    events = session.execute(
        chains.order_by(AuditEvent.organisation_id, AuditEvent.seq),
        execution_options={"yield_per": 2000},
    ).mappings()
    for event in events:
        rows += 1
        chain, seq = event["organisation_id"], event["seq"]
        name = names.get(chain, str(chain))
        before_seq, before_hash = last.get(chain, (0, GENESIS))
        if seq != before_seq + 1:
            problems.append(ChainProblem(name, seq, _missing(before_seq + 1, seq - 1)))
        elif event["previous_hash"] != before_hash:
            problems.append(ChainProblem(name, seq, Sentence("không nối với dòng trước")))
        if _digest(dict(event)) != event["hash"]:
            problems.append(ChainProblem(name, seq, Sentence("nội dung đã bị sửa")))
        last[chain] = (seq, event["hash"])
    # A body's first event is its own loading: one without any chain has lost it.
    bodies = names.keys() if organisation_id is None else {organisation_id}
    for chain in sorted(bodies | last.keys() | heads.keys()):
        name = names.get(chain, str(chain))
        seq, digest = last.get(chain, (0, GENESIS))
        head = heads.get(chain)
        if head is None:
            problems.append(ChainProblem(name, seq, Sentence("mất dấu đầu chuỗi")))
        elif not hmac.compare_digest(head.mac, _seal_head(secret, chain, head.seq, head.hash)):
            problems.append(ChainProblem(name, head.seq, Sentence("dấu đầu chuỗi đã bị sửa")))
        elif (head.seq, head.hash) != (seq, digest):
            what = (
                Sentence(
                    "các dòng từ {first} đến {last} đã bị cắt bỏ", first=seq + 1, last=head.seq
                )
                if head.seq > seq
                else Sentence("có dòng thêm vào sau dấu đầu chuỗi")
            )
            problems.append(ChainProblem(name, max(seq, head.seq), what))
    return rows, problems


def capacity_sentence(capacity: str) -> str:
    """Return the capacity of a row as the sentence it was written from, to be said in English."""
    return read_back(capacity, (STANDING_IN,))


def _missing(first: int, last: int) -> Sentence:
    if last <= first:
        return Sentence("thiếu dòng {first}", first=first)
    return Sentence("thiếu dòng {first} đến {last}", first=first, last=last)
