"""Deployed diagrams and decision tables: immutable versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class ProcessVersion(Base):
    """A deployed diagram (quy trình); running cases stay on the version they began on."""

    __tablename__ = "process_version"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "number"),
        Index(
            "uq_process_version_active",
            "organisation_id",
            "key",
            unique=True,
            postgresql_where=text("active"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    number: Mapped[int]
    name: Mapped[str]
    bpmn: Mapped[bytes] = mapped_column(LargeBinary)
    #: Of the diagram together with its decision tables.
    sha256: Mapped[str]
    #: The scenarios (kịch bản) that it passed; None: those that came with the product.
    scenarios: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSONB(none_as_null=True), deferred=True
    )
    active: Mapped[bool]
    reason: Mapped[str]
    deployed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    deployed_at: Mapped[datetime]


class DecisionVersion(Base):
    """A deployed decision table (bảng quyết định)."""

    __tablename__ = "decision_version"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "number"),
        Index(
            "uq_decision_version_active",
            "organisation_id",
            "key",
            unique=True,
            postgresql_where=text("active"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    number: Mapped[int]
    name: Mapped[str]
    dmn: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    active: Mapped[bool]
    reason: Mapped[str]
    deployed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    deployed_at: Mapped[datetime]


class ProcessDecision(Base):
    """The decision tables that a process version was deployed with."""

    __tablename__ = "process_decision"

    process_version_id: Mapped[int] = mapped_column(
        ForeignKey("process_version.id"), primary_key=True
    )
    decision_version_id: Mapped[int] = mapped_column(
        ForeignKey("decision_version.id"), primary_key=True
    )
