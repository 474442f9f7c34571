"""Keep a person's handwritten signature as an image (hình ảnh chữ ký)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from models import User
from workflows import stored_files
from workflows.commands._administration import administered, kept
from workflows.commands._record import record
from workflows.pictures import recoded_ink

if TYPE_CHECKING:
    from workflows.context import CommandContext

LARGEST: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SetSignatureImage:
    """A PNG of the signature, blue on a transparent or white ground (Annex I II.7.d)."""

    user_id: int
    image: bytes = field(repr=False)


def set_signature_image(ctx: CommandContext, command: SetSignatureImage) -> User:
    """Re-encode and keep the image; it is drawn into what is signed from now on.

    Raises:
        InvalidInputError: it is no PNG, too large, or empty.
    """
    user = administered(ctx, User, command.user_id, "người dùng")
    before = kept(user, "signature_image_sha256")
    image = recoded_ink(command.image, "Ảnh chữ ký", LARGEST)
    user.signature_image_sha256 = stored_files.store(ctx.session, image, "image/png", ctx.now)
    record(
        ctx,
        "person.set_signature_image",
        organisation_id=user.organisation_id,
        before=before,
        after={"user": user.id, **kept(user, "signature_image_sha256")},
    )
    return user
