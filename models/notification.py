"""What a person is told: in the inbox, and by mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Notification(Base):
    """A message for one person (thông báo)."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_unread", "user_id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notification_user_id", "user_id", text("id DESC")),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    text: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Reminder(Base):
    """A reminder already given: never twice for the same rung of the ladder."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("task_id", "rung"),)

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(ForeignKey("user_task.id"))
    #: Working days from the due date; negative before it.
    rung: Mapped[int]
    sent_at: Mapped[datetime]
