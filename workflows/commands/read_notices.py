"""Mark messages read (đánh dấu đã đọc)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from models import Notification
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """The person has read one message."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class ReadAllNotices:
    """The person has read every message up to the newest that was shown."""

    up_to: int


def read_notice(ctx: CommandContext, command: ReadNotice) -> Notification:
    """Mark one of the person's own messages read.

    Raises:
        NotFoundError: there is none of that number for this person.
    """
    notice = ctx.session.scalar(
        select(Notification).where(
            Notification.id == command.notice_id, Notification.user_id == ctx.actor.user_id
        )
    )
    if notice is None:
        raise NotFoundError(what="thông báo")
    notice.read_at = notice.read_at or ctx.now
    return notice


def read_all_notices(ctx: CommandContext, command: ReadAllNotices) -> None:
    """Mark read what was on the page; what arrived since stays unread."""
    ctx.session.execute(
        update(Notification)
        .where(
            Notification.user_id == ctx.actor.user_id,
            Notification.read_at.is_(None),
            Notification.id <= command.up_to,
        )
        .values(read_at=ctx.now)
    )
