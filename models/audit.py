"""The audit trail (nhật ký): a hash chain per organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class AuditEvent(Base):
    """One act. A database trigger refuses to change or delete it."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("organisation_id", "seq"),
        Index("ix_audit_event_document_id", "document_id", "id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    #: 1, 2, 3 … within the organisation.
    seq: Mapped[int]
    at: Mapped[datetime]
    #: What was done: ``task.approve``, ``document.sign`` …
    act: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    #: Names as they were then.
    actor_name: Mapped[str]
    capacity: Mapped[str]
    #: The rule, instrument or article the act rests on.
    authority: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditHead(Base):
    """The newest link of each chain, kept apart and sealed with the server's secret."""

    __tablename__ = "audit_head"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
    mac: Mapped[str]
