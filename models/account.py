"""People who sign in, and the keys they sign with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class User(Base):
    """A person with an account (tài khoản)."""

    __tablename__ = "user_account"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    username: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    #: Sorts as a Vietnamese list of people does: given name first.
    sort_key: Mapped[str]
    email: Mapped[str]
    #: argon2id.
    password_hash: Mapped[str]
    #: An administrator knows it: the person chooses another before anything else.
    password_given: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Part of every session; a new one signs the person out everywhere.
    session_salt: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(default="vi")
    #: The person's handwritten signature, blue, transparent PNG (Annex I II.7.d).
    signature_image_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    #: An administrator lets the person make a signing key, under a PIN that nobody else knows.
    key_offered: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Wrong passwords in a row, and until when sign-in is closed because of them.
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SigningKey(Base):
    """A private key, encrypted under its PIN and again under the server's secret.

    Belongs to one person or to one seal.
    """

    __tablename__ = "signing_key"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, seal_id) = 1", name="one_owner"),
        Index("ix_signing_key_user_id", "user_id"),
        Index("ix_signing_key_seal_id", "seal_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    seal_id: Mapped[int | None] = mapped_column(ForeignKey("seal.id"))
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    certificate_pem: Mapped[bytes] = mapped_column(LargeBinary)
    failed_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
