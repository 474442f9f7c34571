"""Give a person an account, a signature image and a signing key (cấp tài khoản)."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Organisation, SigningKey, User
from workflows import policy, stored_files
from workflows.commands._record import record
from workflows.commands.sign_in import hash_password
from workflows.errors import InvalidInputError
from workflows.signing import appearance
from workflows.text import Sentence, name_key, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.context import CommandContext

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """A person of a body; without a PIN no key is made."""

    organisation_id: int
    username: str
    full_name: str
    email: str
    password: str
    pin: str = ""

    def __repr__(self) -> str:
        """Leave password and PIN out of every log and error."""
        return f"RegisterPerson(username={self.username!r})"


def register_person(ctx: CommandContext, command: RegisterPerson) -> User:
    """Create the account; the certificate names the person and the body."""
    if ctx.actor.user_id:
        policy.require_admin(ctx.actor, command.organisation_id)
    username, full_name, email = checked_person(command.username, command.full_name, command.email)
    if ctx.session.scalar(select(User.id).where(User.username == username)) is not None:
        raise InvalidInputError(
            field="Tên đăng nhập",
            because=Sentence("“{username}” đã có người dùng", username=username),
        )
    organisation = ctx.session.get_one(Organisation, command.organisation_id)
    user = User(
        organisation_id=organisation.id,
        username=username,
        full_name=full_name,
        sort_key=name_key(full_name),
        email=email,
        password_hash=hash_password(command.password),
        # The sample people's is printed for everybody to use.
        password_given=bool(ctx.actor.user_id),
        session_salt=secrets.token_hex(8),
        created_at=ctx.now,
    )
    ctx.session.add(user)
    ctx.session.flush()
    if command.pin:
        give_key(ctx, user, organisation.name, command.pin)
    record(
        ctx,
        "person.register",
        organisation_id=organisation.id,
        after={"user": user.id, "username": username, "name": full_name},
    )
    return user


def give_key(ctx: CommandContext, user: User, organisation_name: str, pin: str) -> SigningKey:
    """Issue a key and certificate under the PIN, with an image; an older key is retired."""
    if user.signature_image_sha256 is None:
        image = appearance.signature_image(user.full_name)
        user.signature_image_sha256 = stored_files.store(ctx.session, image, "image/png", ctx.now)
    for old in ctx.session.scalars(
        select(SigningKey).where(SigningKey.user_id == user.id, SigningKey.retired_at.is_(None))
    ):
        old.retired_at = ctx.now
    user.key_offered = False
    issued = ctx.certificates.issue_person(user.full_name, organisation_name, pin)
    key = SigningKey(
        user_id=user.id,
        blob=issued.blob,
        certificate_pem=issued.certificate_pem,
        created_at=ctx.now,
    )
    ctx.session.add(key)
    return key


def checked_person(username: str, full_name: str, email: str) -> tuple[str, str, str]:
    """Return the three as they are kept.

    Raises:
        InvalidInputError: names the one that is wrong.
    """
    cleaned = clean_person(username, full_name, email)
    for fault in person_faults(*cleaned):
        raise fault
    return cleaned


def clean_person(username: str, full_name: str, email: str) -> tuple[str, str, str]:
    """Return the three as they are kept, right or wrong."""
    return username.strip().lower(), " ".join(nfc(full_name).split()), email.strip()


def person_faults(username: str, full_name: str, email: str) -> Iterator[InvalidInputError]:
    """Say everything that is wrong with the three, cleaned."""
    if not _USERNAME.fullmatch(username):
        yield InvalidInputError(
            field="Tên đăng nhập",
            because="gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch; bắt đầu bằng chữ",
        )
    if not 2 <= len(full_name) <= 100:  # noqa: PLR2004 - a name that can be printed
        yield InvalidInputError(field="Họ và tên", because="từ 2 đến 100 ký tự")
    if email and not _EMAIL.fullmatch(email):
        yield InvalidInputError(
            field="Thư điện tử",
            because=Sentence(
                "“{email}” không đúng dạng; hãy ghi như ten@coquan.gov.vn, hoặc để trống",
                email=email,
            ),
        )
