"""Sign in, change one's password, sign out everywhere (đăng nhập, đổi mật khẩu)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from models import User
from workflows.commands._record import record
from workflows.errors import ForbiddenError, InvalidInputError, WorkflowError
from workflows.text import Sentence, nfc

if TYPE_CHECKING:
    from workflows.context import CommandContext

#: Wrong passwords in a row before an account is closed for a while.
MOST_WRONG_PASSWORDS = 8
CLOSED_FOR = timedelta(minutes=10)
SHORTEST_PASSWORD = 10

_HASHER = PasswordHasher()


class WrongPasswordError(WorkflowError):
    """Mật khẩu đang dùng không đúng. Mật khẩu chưa được đổi."""

    code = "wrong_password"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A name and a password."""

    username: str
    password: str

    def __repr__(self) -> str:
        """Leave the password out of every log and error."""
        return f"SignIn(username={self.username!r})"


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The old password and the new one."""

    old: str
    new: str

    def __repr__(self) -> str:
        """Leave the passwords out of every log and error."""
        return "ChangePassword()"


@dataclass(frozen=True, slots=True)
class ChoosePassword:
    """The first password of one's own, in place of the one that an administrator gave."""

    new: str

    def __repr__(self) -> str:
        """Leave the password out of every log and error."""
        return "ChoosePassword()"


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, NFC.

    Raises:
        InvalidInputError: it is too short, or all one character.
    """
    password = nfc(password)
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < 4:  # noqa: PLR2004 - too few
        raise InvalidInputError(
            field="Mật khẩu mới",
            because=Sentence(
                "cần ít nhất {least} ký tự và không lặp lại một ký tự",
                least=SHORTEST_PASSWORD,
            ),
        )
    return _HASHER.hash(password)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _HASHER.hash(secrets.token_hex())


def sign_in(ctx: CommandContext, command: SignIn) -> User | None:
    """Return the account whose password this is; None when it is not.

    An unknown name takes as long as a wrong password. Too many wrong ones close the account for
    a while, without saying so to whoever guesses.
    """
    user = ctx.session.scalar(
        select(User).where(User.username == nfc(command.username).strip().lower())
    )
    matches = password_matches(user.password_hash if user else _decoy(), command.password)
    if user is None or not user.active:
        return None
    if user.locked_until is not None and user.locked_until > ctx.now:
        return None
    if not matches:
        user.failed_logins += 1
        if user.failed_logins >= MOST_WRONG_PASSWORDS:
            user.failed_logins = 0
            user.locked_until = ctx.now + CLOSED_FOR
        return None
    user.failed_logins = 0
    user.locked_until = None
    if _HASHER.check_needs_rehash(user.password_hash):
        user.password_hash = _HASHER.hash(nfc(command.password))
    return user


def change_password(ctx: CommandContext, command: ChangePassword) -> User:
    """Set a new password and end every other session.

    Raises:
        WrongPasswordError: the old one is wrong.
    """
    user = ctx.session.get_one(User, ctx.actor.user_id)
    if not password_matches(user.password_hash, command.old):
        raise WrongPasswordError
    _replace_password(user, command.new)
    record(ctx, "account.change_password", organisation_id=user.organisation_id)
    return user


def choose_password(ctx: CommandContext, command: ChoosePassword) -> User:
    """Set a password that nobody else knows, and end every other session.

    Raises:
        ForbiddenError: the person has one already; changing it takes the old one.
    """
    user = ctx.session.get_one(User, ctx.actor.user_id, with_for_update=True)
    if not user.password_given:
        raise ForbiddenError(because="bạn đã có mật khẩu của riêng mình.")
    _replace_password(user, command.new)
    record(ctx, "account.choose_password", organisation_id=user.organisation_id)
    return user


def _replace_password(user: User, new: str) -> None:
    if password_matches(user.password_hash, new):
        raise InvalidInputError(field="Mật khẩu mới", because="phải khác mật khẩu đang dùng")
    user.password_hash = hash_password(new)
    user.password_given = False
    user.session_salt = secrets.token_hex(8)


def password_matches(hashed: str, password: str) -> bool:
    """Whether this is the password of that hash."""
    try:
        return _HASHER.verify(hashed, nfc(password))
    except (VerificationError, InvalidHashError):
        return False
