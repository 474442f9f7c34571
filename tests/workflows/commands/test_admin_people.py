"""Accounts, passwords, keys and signature images, as an administrator gives them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from models import AuditEvent, SigningKey, StoredFile, User, UserTask
from tests.acting import LETTER, rows, waiting
from workflows.commands.change_person import ChangePerson, change_person
from workflows.commands.claim_task import ClaimTask, claim_task
from workflows.commands.deactivate_person import (
    DeactivatePerson,
    ReactivatePerson,
    deactivate_person,
    reactivate_person,
)
from workflows.commands.register_person import RegisterPerson, register_person
from workflows.commands.renew_key import RenewKey, renew_key
from workflows.commands.reset_password import (
    ResetPassword,
    first_password,
    first_pin,
    reset_password,
)
from workflows.commands.set_signature_image import SetSignatureImage, set_signature_image
from workflows.commands.sign_in import SignIn, sign_in
from workflows.demo.journey import submit, walk
from workflows.errors import ForbiddenError, InvalidInputError, NotFoundError
from workflows.signing.errors import WeakPinError
from workflows.signing.keys import check_pin

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _user(office: Office, user_id: int) -> User:
    return rows(office, User, User.id == user_id)[0]


def _username(office: Office, post: str) -> str:
    return next(name for name, user in office.accounts.items() if user == office.holders[post])


def _png(mode: str = "RGB", size: tuple[int, int] = (400, 160), *, ink: bool = True) -> bytes:
    picture = Image.new(mode, size, "white" if mode == "RGB" else (0, 0, 0, 0))
    if ink:
        ImageDraw.Draw(picture).line((40, 120, 200, 30, 360, 120), fill=(28, 58, 168), width=9)
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def test_who_is_not_an_administrator_gives_no_account(own: Office) -> None:
    command = RegisterPerson(own.organisation_id, "moi.nguoi", "Người Mới", "", first_password())
    with pytest.raises(ForbiddenError):
        own.run(register_person, command, "chair")


def test_an_administrator_of_another_body_does_not_find_the_person(
    own: Office, new_office: Callable[..., Office]
) -> None:
    stranger = new_office("son-duong-2023")
    with pytest.raises(NotFoundError):
        stranger.run(change_person, ChangePerson(own.holders["chair"], "Tên Khác", ""), "admin")
    with pytest.raises(NotFoundError):
        stranger.run(deactivate_person, DeactivatePerson(own.holders["chair"]), "admin")


def test_a_changed_name_sorts_anew_and_leaves_the_old_one_in_the_trail(own: Office) -> None:
    user_id = own.holders["drafter"]
    before = _user(own, user_id)
    own.run(change_person, ChangePerson(user_id, "Nguyễn  Thị Ánh", "anh@example.vn"), "admin")

    after = _user(own, user_id)
    assert after.full_name == "Nguyễn Thị Ánh"
    assert after.sort_key < before.sort_key
    event = rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id)[-1]
    assert event.act == "person.change"
    assert event.before["full_name"] == before.full_name
    assert event.after["full_name"] == "Nguyễn Thị Ánh"


def test_a_closed_account_ends_its_sessions_and_gives_its_work_back(own: Office) -> None:
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="secretariat_review")
    task = waiting(own, case)
    own.run(claim_task, ClaimTask(task.id), "secretary")
    user_id = own.holders["secretary"]
    salt = _user(own, user_id).session_salt

    own.run(deactivate_person, DeactivatePerson(user_id), "admin")

    closed = _user(own, user_id)
    assert not closed.active
    assert closed.session_salt != salt
    signed_in = SignIn(_username(own, "secretary"), own.secrets.password)
    assert own.services.run_system(sign_in, signed_in) is None
    assert rows(own, UserTask, UserTask.id == task.id)[0].assignee_id is None
    own.run(reactivate_person, ReactivatePerson(user_id), "admin")
    assert own.services.run_system(sign_in, signed_in) is not None


def test_nobody_closes_the_own_account_nor_the_last_administrators(own: Office) -> None:
    with pytest.raises(ForbiddenError):
        own.run(deactivate_person, DeactivatePerson(own.holders["admin"]), "admin")
    assert _user(own, own.holders["admin"]).active


def test_a_new_first_password_ends_sessions_and_opens_a_locked_account(own: Office) -> None:
    user_id, username = own.holders["drafter"], _username(own, "drafter")
    for _ in range(8):
        own.services.run_system(sign_in, SignIn(username, "sai hoàn toàn"))
    assert _user(own, user_id).locked_until is not None
    salt = _user(own, user_id).session_salt
    password = first_password()
    own.run(reset_password, ResetPassword(user_id, password), "admin")

    assert _user(own, user_id).session_salt != salt
    assert own.services.run_system(sign_in, SignIn(username, own.secrets.password)) is None
    assert own.services.run_system(sign_in, SignIn(username, password)) is not None


def test_first_passwords_and_pins_are_all_different_and_good_enough() -> None:
    passwords = {first_password() for _ in range(200)}
    assert len(passwords) == 200
    for _ in range(200):
        check_pin(first_pin())


def test_secrets_stay_out_of_what_is_printed_and_recorded(own: Office) -> None:
    password = first_password()
    assert password not in repr(ResetPassword(1, password))
    assert "246135" not in repr(RenewKey(1, "246135"))
    own.run(reset_password, ResetPassword(own.holders["drafter"], password), "admin")
    events = rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id)
    assert password not in str([(event.before, event.after) for event in events])


def test_a_new_key_retires_the_old_one_and_a_weak_pin_changes_nothing(own: Office) -> None:
    user_id = own.holders["chair"]
    with pytest.raises(WeakPinError):
        own.run(renew_key, RenewKey(user_id, "111111"), "admin")
    assert len(rows(own, SigningKey, SigningKey.user_id == user_id)) == 1

    own.run(renew_key, RenewKey(user_id, first_pin()), "admin")

    old, new = rows(own, SigningKey, SigningKey.user_id == user_id)
    assert old.retired_at is not None
    assert new.retired_at is None


def test_a_closed_account_gets_no_key(own: Office) -> None:
    own.run(deactivate_person, DeactivatePerson(own.holders["drafter"]), "admin")
    with pytest.raises(ForbiddenError):
        own.run(renew_key, RenewKey(own.holders["drafter"], first_pin()), "admin")


def test_a_signature_is_kept_as_ink_without_its_paper(own: Office) -> None:
    for mode in ("RGB", "RGBA"):
        _check_ink(own, mode)


def _check_ink(own: Office, mode: str) -> None:
    user_id = own.holders["chair"]
    own.run(set_signature_image, SetSignatureImage(user_id, _png(mode)), "admin")

    digest = _user(own, user_id).signature_image_sha256
    with own.services.database.session() as session:
        data = session.get_one(StoredFile, digest).data
    image = Image.open(BytesIO(data))
    assert image.mode == "RGBA"
    assert image.width < 400, "cropped to the ink"
    assert image.getpixel((0, 0))[3] == 0, "the paper is transparent"
    assert max(image.getchannel("A").tobytes()) > 150


def test_what_is_no_signature_is_refused_beside_its_field(own: Office) -> None:
    user_id = own.holders["chair"]
    before = _user(own, user_id).signature_image_sha256
    for upload in (
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        _png(ink=False),
        _png() + bytes(1024 * 1024),
    ):
        with pytest.raises(InvalidInputError, match="Ảnh chữ ký"):
            own.run(set_signature_image, SetSignatureImage(user_id, upload), "admin")
    assert _user(own, user_id).signature_image_sha256 == before
