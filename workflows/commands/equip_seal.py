"""Give a seal its image and its key (trang bị con dấu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Organisation, Seal, SigningKey
from workflows import policy, stored_files
from workflows.commands._record import record
from workflows.errors import NotFoundError
from workflows.settings import FONTS
from workflows.signing import appearance

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class EquipSeal:
    """A new key for a seal, under its keeper's PIN."""

    seal_id: int
    pin: str

    def __repr__(self) -> str:
        """Leave the PIN out of every log and error."""
        return f"EquipSeal(seal_id={self.seal_id})"


def equip_seal(ctx: CommandContext, command: EquipSeal) -> SigningKey:
    """Draw the sample image at the seal's true size and issue its certificate."""
    seal = ctx.session.get(Seal, command.seal_id)
    if seal is None:
        raise NotFoundError(what="con dấu")
    if ctx.actor.user_id:
        policy.require_admin(ctx.actor, seal.organisation_id)
    organisation = ctx.session.get_one(Organisation, seal.organisation_id)
    if seal.image_sha256 is None:
        image = sample_image(seal, organisation.name)
        seal.image_sha256 = stored_files.store(ctx.session, image, "image/png", ctx.now)
    for old in ctx.session.scalars(
        select(SigningKey).where(SigningKey.seal_id == seal.id, SigningKey.retired_at.is_(None))
    ):
        old.retired_at = ctx.now
    issued = ctx.certificates.issue_organisation(seal.name, command.pin)
    key = SigningKey(
        seal_id=seal.id,
        blob=issued.blob,
        certificate_pem=issued.certificate_pem,
        created_at=ctx.now,
    )
    ctx.session.add(key)
    record(
        ctx,
        "seal.equip",
        organisation_id=seal.organisation_id,
        after={"seal": seal.key, "image": seal.image_sha256},
    )
    return key


def sample_image(seal: Seal, organisation_name: str) -> bytes:
    """Draw a sample that no one can take for a real seal."""
    lines = (seal.name.removeprefix("Con dấu ").removeprefix("Dấu "), organisation_name)
    return appearance.seal_image(lines[:1], seal.diameter_mm, FONTS / "Tinos-Bold.ttf")
