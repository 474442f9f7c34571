"""Numbers and the register of outgoing documents (sổ đăng ký văn bản đi)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class NumberSeries(Base):
    """A series of numbers of one year (Decree 30/2020 Article 15.1).

    ``scope`` is empty for one series per body and year, else the kind or the seal (C12).
    """

    __tablename__ = "number_series"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "scope"),
        CheckConstraint("first_number >= 1 AND next_number >= first_number", name="numbers"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    scope: Mapped[str] = mapped_column(default="")
    first_number: Mapped[int] = mapped_column(default=1)
    next_number: Mapped[int] = mapped_column(default=1)


class RegisterEntry(Base):
    """One line of the register (Annex IV, form I); a voided number stays with its reason."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        UniqueConstraint("organisation_id", "year", "printed_number"),
        Index(
            "uq_register_entry_standing",
            "case_id",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    year: Mapped[int]
    number: Mapped[int]
    #: Số, ký hiệu, e.g. ``05/QĐ-BVSTBCPN``.
    printed_number: Mapped[str]
    dated_on: Mapped[date]
    kind: Mapped[str]
    subject: Mapped[str]
    signer: Mapped[str]
    recipients: Mapped[str]
    kept_by: Mapped[str]
    copies: Mapped[int]
    sent_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    registered_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_because: Mapped[str | None]
