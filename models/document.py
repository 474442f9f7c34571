"""Documents, their immutable versions and their files."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, by_value


class StoredFile(Base):
    """Bytes by their SHA-256; written once, never changed."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    media_type: Mapped[str]
    stored_at: Mapped[datetime]


class DocumentStatus(StrEnum):
    """Where a document stands as a whole."""

    #: Đang soạn.
    DRAFT = "draft"
    #: Đang trình.
    SUBMITTED = "submitted"
    #: Đã ký, chưa ban hành.
    SIGNED = "signed"
    #: Đã ban hành.
    ISSUED = "issued"
    #: Đã từ chối.
    REJECTED = "rejected"
    #: Bản nháp đã bỏ: never submitted, shown nowhere.
    DISCARDED = "discarded"


class Urgency(StrEnum):
    """Mức độ khẩn (Decree 30/2020 Annex I III.2.b)."""

    NONE = ""
    #: Khẩn.
    URGENT = "khan"
    #: Thượng khẩn.
    VERY_URGENT = "thuong_khan"
    #: Hỏa tốc.
    EXPRESS = "hoa_toc"


class Document(Base):
    """A document (văn bản) from first draft to issued original."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_drafter_id", "drafter_id", text("id DESC")),
        Index("ix_document_organisation_id", "organisation_id", text("id DESC")),
        Index("ix_document_status", "status", text("id DESC")),
        Index("ix_document_kind", "kind", text("id DESC")),
        Index("ix_document_search", "search", postgresql_using="gin"),
        # What is under way is little beside what was ever issued: the inbox looks only there.
        Index(
            "ix_document_under_way_kind",
            "kind",
            postgresql_where=text("status IN ('submitted', 'signed')"),
        ),
        Index(
            "ix_document_under_way_search",
            "search",
            postgresql_using="gin",
            postgresql_where=text("status IN ('submitted', 'signed')"),
        ),
        CheckConstraint("(status = 'issued') = (issued_at IS NOT NULL)", name="issued"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    drafter_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    #: Tên loại: one of the 29 kinds of Decree 30/2020 Article 7.
    kind: Mapped[str]
    #: Routing kind: what the rules of authority ask about, e.g. ``ke_hoach_kiem_tra``.
    purpose: Mapped[str]
    #: Trích yếu.
    subject: Mapped[str]
    urgency: Mapped[Urgency] = mapped_column(by_value(Urgency), default=Urgency.NONE)
    status: Mapped[DocumentStatus] = mapped_column(by_value(DocumentStatus))
    #: What the drafter is typing: saved by itself, not yet a version.
    working: Mapped[dict[str, Any]]
    #: Grows with each save; a form that carries an older one is stale.
    working_revision: Mapped[int] = mapped_column(default=0)
    #: The version under way: number and content hash of the newest DocumentVersion.
    version_number: Mapped[int] = mapped_column(default=0)
    content_sha256: Mapped[str | None]
    #: The signed PDF as it stands; earlier bytes stay in ``stored_file``.
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    #: Số, ký hiệu as printed, once the clerk has numbered it.
    number: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    #: Folded (no diacritics, đ→d) subject, number, kind and people.
    search_text: Mapped[str] = mapped_column(default="")
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("to_tsvector('simple', search_text)", persisted=True), deferred=True
    )


class DocumentVersion(Base):
    """A saved version (phiên bản): never changed afterwards; approvals bind to its hash."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    saved_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class Attachment(Base):
    """A file that goes with a document (tài liệu kèm theo)."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_document_id", "document_id"),)

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    filename: Mapped[str]
    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
