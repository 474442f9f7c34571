"""Drafts of diagrams and decision tables, and their way to a deployed version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, by_value


class DraftKind(StrEnum):
    """What is being drafted."""

    #: Sơ đồ quy trình (BPMN).
    PROCESS = "process"
    #: Bảng quyết định (DMN).
    TABLE = "table"


class ModelDraft(Base):
    """What admins are drawing (bản nháp): one per diagram or table of a body."""

    __tablename__ = "model_draft"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "key"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[DraftKind] = mapped_column(by_value(DraftKind))
    key: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    #: Grows with each save; an editor that opened an older one is told.
    revision: Mapped[int]
    #: The hash of the deployed version it was begun from; None for a new one.
    base_sha256: Mapped[str | None]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    saved_at: Mapped[datetime]


class DraftRevision(Base):
    """An earlier state of a draft, kept."""

    __tablename__ = "draft_revision"
    __table_args__ = (UniqueConstraint("draft_id", "revision"),)

    id: Mapped[Id]
    draft_id: Mapped[int] = mapped_column(ForeignKey("model_draft.id", ondelete="CASCADE"))
    revision: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    saved_at: Mapped[datetime]


class DraftPresence(Base):
    """Who has a draft open now."""

    __tablename__ = "draft_presence"

    draft_id: Mapped[int] = mapped_column(
        ForeignKey("model_draft.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]


class ScenarioTable(Base):
    """The scenarios (kịch bản) that a process must pass before it is deployed."""

    __tablename__ = "scenario_table"
    __table_args__ = (UniqueConstraint("organisation_id", "process_key"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    process_key: Mapped[str]
    scenarios: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    revision: Mapped[int] = mapped_column(default=1)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    saved_at: Mapped[datetime]


class DeploymentRequest(Base):
    """A deployment that waits for, or had, a second admin's approval."""

    __tablename__ = "deployment_request"
    __table_args__ = (
        Index(
            "uq_deployment_request_open",
            "organisation_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
        CheckConstraint("decided_by_id <> requested_by_id", name="second_person"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    #: Draft id → revision: exactly what was asked to be deployed.
    drafts: Mapped[dict[str, Any]]
    reason: Mapped[str]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    requested_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")
