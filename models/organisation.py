"""Bodies, their units, posts and who holds them, over time.

Everything that a reorganisation can change carries ``valid_from``/``valid_to`` (a half-open
period of days: ``valid_to`` is the first day on which it no longer holds).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, by_value


class Organisation(Base):
    """A body that issues documents (cơ quan, tổ chức ban hành văn bản)."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    #: The organisation file (``bpmn/organisations/<key>.toml``) as loaded: letterhead, rules.
    profile: Mapped[dict[str, Any]]
    #: Of that file; what is compiled from it is kept in memory under this name.
    profile_sha256: Mapped[str]
    #: Whether a second admin must approve what one wants to deploy.
    two_admins_deploy: Mapped[bool] = mapped_column(default=False, server_default=false())


class Unit(Base):
    """A unit (đơn vị), from the day it is set up; what it is called then, its versions say."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("organisation_id", "key", "valid_from"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class UnitVersion(Base):
    """What a unit is called and where it stands, from a day until its next version.

    The first begins with the unit itself. No end is kept: the version in force on a day is the
    newest begun by then, so on every day there is exactly one.
    """

    __tablename__ = "unit_version"
    __table_args__ = (Index("ix_unit_version_parent_id", "parent_id"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    #: Ends the symbol and the filing line of what it drafts (ký hiệu đơn vị soạn thảo).
    code: Mapped[str]


class Post(Base):
    """A post (chức vụ), from the day it is set up; its title then, its versions say."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("organisation_id", "key", "valid_from"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class PostVersion(Base):
    """A post's title and unit, with the second office its holder brings, from a day on.

    Like a unit's versions: the first begins with the post, each holds until the next.
    """

    __tablename__ = "post_version"
    __table_args__ = (Index("ix_post_version_unit_id", "unit_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str]
    #: Chức vụ kiêm nhiệm; the seal follows it (C9).
    second_office: Mapped[str | None]
    #: Chair, deputies and members vote; the secretariat does not (G8).
    votes: Mapped[bool] = mapped_column(default=False)


class HoldingMode(StrEnum):
    """How a person holds a post (Decree 30/2020 Article 13.1, Annex I II.7.b)."""

    #: Appointed.
    FULL = "full"
    #: Quyền: signs with the prefix "Q.".
    ACTING = "acting"
    #: Phụ trách, điều hành: a deputy in charge, signs KT.
    IN_CHARGE = "in_charge"


class PostHolding(Base):
    """Who holds a post from when to when (giữ chức vụ)."""

    __tablename__ = "post_holding"
    __table_args__ = (
        Index("ix_post_holding_user_id", "user_id"),
        Index("ix_post_holding_post_id", "post_id"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
    )

    id: Mapped[Id]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    mode: Mapped[HoldingMode] = mapped_column(by_value(HoldingMode), default=HoldingMode.FULL)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Role(Base):
    """A role that diagrams name (vai trò); posts fill it."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    name: Mapped[str]


class RolePost(Base):
    """A post that fills a role."""

    __tablename__ = "role_post"

    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)


class DelegationInstrument(Base):
    """A written delegation (văn bản ủy quyền), limited in time and content.

    Source: Decree 30/2020 Article 13; Thanh Hóa regulation Article 12.2.
    """

    __tablename__ = "delegation_instrument"
    __table_args__ = (
        Index("ix_delegation_instrument_organisation_id", "organisation_id"),
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint("from_post_id <> to_post_id", name="two_posts"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str]
    signed_on: Mapped[date]
    from_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    to_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    #: Routing kinds it covers, e.g. ``cong_van``.
    kinds: Mapped[list[str]]
    valid_from: Mapped[date]
    #: The last day on which it holds.
    valid_to: Mapped[date]
    #: The programme year it names, where a kind needs one (C1).
    year: Mapped[int | None]
    #: Ceiling in đồng for approving spending (G14).
    amount: Mapped[int | None] = mapped_column(Numeric(18, 0, asdecimal=False))
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class Absence(Base):
    """A recorded absence of the holder of a post (vắng mặt), with who stands in."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_post_id", "post_id"),
        CheckConstraint("ends_at > starts_at", name="period"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    #: Sees the absent holder's work meanwhile; never brings the power to sign.
    substitute_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: Why, and what proves it.
    evidence: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class Seal(Base):
    """A seal (con dấu): its image at true size, its keeper, its key."""

    __tablename__ = "seal"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "valid_from"),
        CheckConstraint("diameter_mm BETWEEN 10 AND 60", name="diameter"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str]
    name: Mapped[str]
    diameter_mm: Mapped[float] = mapped_column(Numeric(4, 1, asdecimal=False))
    image_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    keeper_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class SealRule(Base):
    """Which seal a signer brings, by post and second office, from when to when.

    The seal follows who signed, never the kind of document; without a rule nothing is sealed.
    Source: Thanh Hóa regulation Article 3.3.
    """

    __tablename__ = "seal_rule"
    __table_args__ = (Index("ix_seal_rule_organisation_id", "organisation_id"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    second_office: Mapped[str | None]
    seal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("seal.id"))
    article: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
