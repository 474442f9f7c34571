"""Keep the image of a seal (hình ảnh con dấu)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from models import Seal
from workflows import stored_files
from workflows.commands._administration import administered, kept
from workflows.commands._record import record
from workflows.pictures import recoded_ink

if TYPE_CHECKING:
    from workflows.context import CommandContext

LARGEST: Final = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SetSealImage:
    """A PNG of the round imprint, red on a transparent or white ground (Annex I II.8.a)."""

    seal_id: int
    image: bytes = field(repr=False)


def set_seal_image(ctx: CommandContext, command: SetSealImage) -> Seal:
    """Re-encode and keep the image, cropped to the imprint: its width is the diameter.

    Raises:
        InvalidInputError: it is no PNG, too large, empty, or not round.
    """
    seal = administered(ctx, Seal, command.seal_id, "con dấu")
    before = kept(seal, "image_sha256")
    image = recoded_ink(command.image, "Ảnh con dấu", LARGEST, square=True)
    seal.image_sha256 = stored_files.store(ctx.session, image, "image/png", ctx.now)
    record(
        ctx,
        "seal.set_image",
        organisation_id=seal.organisation_id,
        before=before,
        after={"seal": seal.key, **kept(seal, "image_sha256")},
    )
    return seal
