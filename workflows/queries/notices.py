"""What a person was told (thông báo)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Notification
from workflows.queries.paging import PAGE, Cursor, Page, page_of
from workflows.text import Sentence, read_back

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.context import Actor

OVERDUE = Sentence("Bước “{step}” của “{subject}” đã quá hạn từ {time} ngày {day}.")
DUE = Sentence("Bước “{step}” của “{subject}” đến hạn lúc {time} ngày {day}.")
#: The same, to who is above those it waits for.
OVERDUE_OF = Sentence(
    "Bước “{step}” của “{subject}” đã quá hạn từ {time} ngày {day}, đang chờ: {waiting}."
)
DUE_OF = Sentence(
    "Bước “{step}” của “{subject}” đến hạn lúc {time} ngày {day}, đang chờ: {waiting}."
)
#: What commands tell people, as it is stored: read back, so that a page can say it in English.
TEMPLATES = (
    OVERDUE_OF,
    DUE_OF,
    OVERDUE,
    DUE,
    "Văn bản số {number} “{subject}” đã được ban hành.",
    "Văn bản “{subject}” đã bị từ chối: {reason}",
    "Văn bản “{subject}” chuyển đến bạn để ký. {because}",
    "{person} đã cho ý kiến về “{subject}”.",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One message."""

    id: int
    document_id: int
    text: str
    created_at: datetime
    read: bool


def notice_sentence(text: str) -> str:
    """Return what was stored as the sentence it was written from."""
    return read_back(text, TEMPLATES)


def notices(session: Session, actor: Actor, cursor: str = "") -> Page[Notice]:
    """Return a page of the person's messages, the newest first."""
    start = Cursor.read(cursor, [int])
    backwards = start is not None and start.backwards
    query = (
        select(Notification)
        .where(Notification.user_id == actor.user_id)
        .order_by(Notification.id.asc() if backwards else Notification.id.desc())
        .limit(PAGE + 1)
    )
    if start is not None:
        beyond = start.key[0]
        query = query.where(Notification.id > beyond if backwards else Notification.id < beyond)
    rows = [
        Notice(
            id=row.id,
            document_id=row.document_id,
            text=notice_sentence(row.text),
            created_at=row.created_at,
            read=row.read_at is not None,
        )
        for row in session.scalars(query)
    ]
    return page_of(rows, start, lambda notice: (notice.id,))
