"""Signatures and seals on documents."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, by_value


class SignatureKind(StrEnum):
    """Whose signature it is."""

    #: Of a person with authority (chữ ký của người có thẩm quyền).
    PERSON = "person"
    #: Of the organisation (chữ ký số của cơ quan): the seal.
    SEAL = "seal"


class Signature(Base):
    """A signature in a document's file, with the authority it rests on."""

    __tablename__ = "signature"
    __table_args__ = (
        Index(
            "uq_signature_standing",
            "case_id",
            "kind",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[SignatureKind] = mapped_column(by_value(SignatureKind))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    seal_id: Mapped[int | None] = mapped_column(ForeignKey("seal.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_instrument.id"))
    #: The lines of the signature block, one per line.
    capacity: Mapped[str]
    #: Why it was allowed, in one sentence, and by which article.
    because: Mapped[str]
    article: Mapped[str]
    content_sha256: Mapped[str]
    #: The file after this signature.
    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    signed_at: Mapped[datetime]
    #: Its delegation was revoked before the seal, and the chair let it stand (G3).
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    #: The document went back before it was issued; the signed bytes stay in the store.
    voided_at: Mapped[datetime | None]
    voided_because: Mapped[str | None]
