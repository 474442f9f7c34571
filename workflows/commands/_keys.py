"""The key of a person or a seal, opened by its PIN at the moment of use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import SigningKey
from workflows.errors import WorkflowError
from workflows.signing.keys import EncryptedKey
from workflows.text import Sentence, moment_words

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: Wrong PINs in a row before a key is closed for a while.
MOST_WRONG_PINS = 5
CLOSED_FOR = timedelta(minutes=15)


class NoKeyError(WorkflowError):
    """Bạn chưa được cấp khóa ký số cho việc này. Hãy liên hệ quản trị viên."""

    code = "no_signing_key"


class KeyLockedError(WorkflowError):
    """Khóa ký số tạm khóa đến {until} vì nhập sai mã PIN nhiều lần. Chưa có gì thay đổi."""

    code = "signing_key_locked"


class WrongPinError(WorkflowError):
    """Mã PIN không đúng. {unchanged}; bạn còn {left} lần thử."""

    code = "wrong_pin"

    #: Which key was tried: the failed try is counted in a transaction of its own.
    key_id: int = 0


def key_for(
    ctx: CommandContext, *, user_id: int | None = None, seal_id: int | None = None
) -> SigningKey:
    """Return the key in use, unless it is closed after wrong PINs."""
    owner = SigningKey.user_id == user_id if user_id else SigningKey.seal_id == seal_id
    key = ctx.session.scalar(
        select(SigningKey)
        .where(owner, SigningKey.retired_at.is_(None))
        .order_by(SigningKey.id.desc())
        .limit(1)
    )
    if key is None:
        raise NoKeyError
    if key.locked_until is not None and key.locked_until > ctx.now:
        raise KeyLockedError(until=moment_words(key.locked_until.astimezone(ctx.now.tzinfo)))
    return key


def open_key(ctx: CommandContext, key: SigningKey) -> EncryptedKey:
    """Return the key as the signing package takes it."""
    return EncryptedKey(key.blob, key.certificate_pem, ctx.secret)


def wrong_pin(key: SigningKey, unchanged: Sentence) -> WrongPinError:
    """Build the error for a wrong PIN: what stays as it is, and how many tries are left."""
    left = max(MOST_WRONG_PINS - key.failed_pins - 1, 0)
    error = WrongPinError(unchanged=unchanged, left=left)
    if not left:
        error = WrongPinError(
            "Mã PIN không đúng. {unchanged}; khóa ký số tạm khóa {minutes} phút vì nhập sai nhiều "
            "lần.",
            unchanged=unchanged,
            left=left,
            minutes=CLOSED_FOR // timedelta(minutes=1),
        )
    error.key_id = key.id
    return error
