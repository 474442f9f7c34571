"""What a person was told (thông báo)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Notification
from workflows.queries.paging import PAGE, Cursor, Page, page_of
from workflows.text import read_back

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from workflows.context import Actor

#: What commands tell people, as it is stored: read back, so that a page can say it in English.
TEMPLATES = (
    "Bước “{step}” của “{subject}” đã quá hạn từ {time} ngày {day}, đang chờ: {waiting}.",
    "Bước “{step}” của “{subject}” đến hạn lúc {time} ngày {day}, đang chờ: {waiting}.",
    "Bước “{step}” của “{subject}” đã quá hạn từ {time} ngày {day}.",
    "Bước “{step}” của “{subject}” đến hạn lúc {time} ngày {day}.",
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
            text=read_back(row.text, TEMPLATES),
            created_at=row.created_at,
            read=row.read_at is not None,
        )
        for row in session.scalars(query)
    ]
    return page_of(rows, start, lambda notice: (notice.id,))
