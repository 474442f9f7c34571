"""Signing: by the right person, with the right PIN, on the text that was looked at."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models import (
    AuditEvent,
    Case,
    DocumentStatus,
    PostHolding,
    Signature,
    SigningKey,
    StoredFile,
    User,
)
from tests.acting import LETTER, at, edit, history, rows, seal, sign, waiting
from workflows import stored_files
from workflows.commands._keys import KeyLockedError, NoKeyError, WrongPinError
from workflows.commands.change_pin import ChangePin, change_pin
from workflows.commands.register_person import RegisterPerson
from workflows.commands.seal_document import SealDocument
from workflows.commands.sign_document import SignDocument, sign_document
from workflows.demo.journey import submit, walk
from workflows.errors import ConflictError, ForbiddenError, NotFoundError, WorkflowError
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office

WRONG = "975310"


@pytest.fixture
def case(office: Office) -> Case:
    """A letter on the chair's desk."""
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    return case


@pytest.fixture
def own(new_office: Callable[..., Office]) -> tuple[Office, Case]:
    """A letter on the desk of a chair whose key no other test uses."""
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    return office, case


def _key(office: Office, post: str) -> SigningKey:
    return rows(office, SigningKey, SigningKey.user_id == office.holders[post])[0]


def test_the_chairs_signature_names_who_as_what_and_by_which_article(
    office: Office, case: Case
) -> None:
    sign(office, case)

    signature = rows(office, Signature, Signature.case_id == case.id)[0]
    assert signature.user_id == office.holders["chair"]
    assert signature.post_id == office.posts["chair"]
    assert signature.capacity.splitlines()[0] == "TRƯỞNG BAN"
    assert signature.capacity.splitlines()[-1] == "PHÓ CHỦ TỊCH UBND TỈNH"
    assert "Điều 12 khoản 1" in signature.article
    assert signature.delegation_id is None
    event = history(office, case)[-1]
    assert event.act == "document.sign"
    assert event.actor_name == "Lê Minh Tâm"
    assert event.capacity == "TRƯỞNG BAN / PHÓ CHỦ TỊCH UBND TỈNH"
    assert "Điều 12 khoản 1" in event.authority
    assert event.after["file"] == signature.file_sha256
    document = office.document(case.document_id)
    assert document.status is DocumentStatus.SIGNED
    with office.services.database.session() as session:
        report = verify(
            stored_files.fetch(session, document.file_sha256),
            office.services.certificates.root_certificates,
        )
    assert [(each.kind, each.signer, each.valid) for each in report.signatures] == [
        ("person", "Lê Minh Tâm", True)
    ]


def test_nobody_else_signs_what_waits_for_the_chair(office: Office, case: Case) -> None:
    """Worked case 12: another deputy chair among them."""
    for post in ("deputy", "standing_deputy", "secretary", "drafter", "clerk_ubnd", "admin"):
        with pytest.raises(ForbiddenError, match="không được giao cho bạn"):
            sign(office, case, post)
    assert rows(office, Signature, Signature.case_id == case.id) == []
    assert waiting(office, case).step == "chair_sign"


def test_a_stale_page_is_not_signed(office: Office, case: Case) -> None:
    task = waiting(office, case)
    with pytest.raises(ConflictError, match="đã thay đổi từ khi bạn mở"):
        office.run(sign_document, SignDocument(task.id, office.secrets.pin, "f" * 64), "chair")
    assert waiting(office, case).id == task.id

    seen = office.document(case.document_id).content_sha256 or ""
    office.run(sign_document, SignDocument(task.id, office.secrets.pin, seen), "chair")
    assert waiting(office, case).step == "number"


def test_a_step_that_does_not_exist_or_asks_something_else_is_not_found(
    office: Office, case: Case
) -> None:
    for task_id in (0, -1, 2**40):
        with pytest.raises(NotFoundError):
            office.run(sign_document, SignDocument(task_id, office.secrets.pin), "chair")
    sign(office, case)
    with pytest.raises(NotFoundError):
        sign(office, case, "clerk_ubnd")


def test_a_wrong_pin_changes_nothing_but_its_count(own: tuple[Office, Case]) -> None:
    office, case = own
    before = (office.case(case.id).state, office.document(case.document_id).updated_at)
    files = len(rows_of_files(office))
    with pytest.raises(WrongPinError) as caught:
        sign(office, case, pin=WRONG)

    assert str(caught.value) == ("Mã PIN không đúng. Văn bản chưa được ký; bạn còn 4 lần thử.")
    assert _key(office, "chair").failed_pins == 1
    document = office.document(case.document_id)
    assert (office.case(case.id).state, document.updated_at) == before
    assert document.status is DocumentStatus.SUBMITTED
    assert len(rows_of_files(office)) == files
    assert rows(office, Signature, Signature.case_id == case.id) == []
    assert waiting(office, case).opened_at is None
    acts = rows(
        office,
        AuditEvent,
        AuditEvent.organisation_id == office.organisation_id,
        AuditEvent.act == "key.wrong_pin",
    )
    assert [(event.actor_id, event.after["locked"]) for event in acts] == [
        (office.holders["chair"], False)
    ]


def rows_of_files(office: Office) -> list[str]:
    with office.services.database.session() as session:
        return [digest for (digest,) in session.query(StoredFile.sha256)]


def test_five_wrong_pins_lock_the_key_for_a_quarter_of_an_hour(own: tuple[Office, Case]) -> None:
    office, case = own
    left = []
    for _ in range(5):
        with pytest.raises(WrongPinError) as caught:
            sign(office, case, pin=WRONG)
        left.append(caught.value.data["left"])
    assert "Văn bản chưa được ký; khóa ký số tạm khóa 15 phút" in str(caught.value)
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(KeyLockedError, match=r"tạm khóa đến \d\d:\d\d ngày") as locked:
        sign(office, case)
    assert "Chưa có gì thay đổi" in str(locked.value)
    assert waiting(office, case).step == "chair_sign"

    now = office.services.clock()
    later = at(office, lambda: now + timedelta(minutes=16))
    assert sign(later, case).signed
    assert _key(office, "chair").failed_pins == 0


def test_the_right_pin_forgets_earlier_wrong_ones(own: tuple[Office, Case]) -> None:
    office, case = own
    for _ in range(4):
        with pytest.raises(WrongPinError):
            sign(office, case, pin=WRONG)
    sign(office, case)

    assert _key(office, "chair").failed_pins == 0


def test_a_wrong_pin_for_the_seal_counts_for_the_seals_key(
    new_office: Callable[..., Office],
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="seal")
    with pytest.raises(WrongPinError, match="chưa được đóng dấu; bạn còn 4 lần thử"):
        seal(office, case, pin=WRONG)

    seal_id = office.case(case.id).seal_id
    key = rows(office, SigningKey, SigningKey.seal_id == seal_id)[0]
    assert (key.failed_pins, _key(office, "clerk_ubnd").failed_pins) == (1, 0)


@pytest.mark.parametrize("pin", [WRONG, "", " ", "246135 ", "２４６１３５", "x" * 10_000])
def test_a_pin_never_shows_in_an_error_a_log_or_a_print(
    own: tuple[Office, Case], pin: str, caplog: pytest.LogCaptureFixture
) -> None:
    office, case = own
    with caplog.at_level(logging.DEBUG), pytest.raises(WorkflowError) as caught:
        sign(office, case, pin=pin or "\0")
    shown = f"{caught.value} {caught.value!r} {caught.value.data} {caplog.text}"
    if len(pin.strip()) > 1:
        assert pin not in shown
    assert office.secrets.pin not in shown


@pytest.mark.parametrize(
    "command",
    [
        SignDocument(1, "246135"),
        SealDocument(1, "246135"),
        ChangePin("246135", "864209"),
        RegisterPerson(1, "lan", "Lan", "", "mat-khau-246135", "246135"),
    ],
)
def test_a_command_prints_without_its_secrets(command: Any) -> None:
    for shown in (repr(command), str(command), f"{command}"):
        assert "246135" not in shown
        assert "864209" not in shown


def test_who_has_no_key_is_told_whom_to_ask(own: tuple[Office, Case]) -> None:
    office, case = own
    with office.services.database.transaction() as session:
        for key in session.query(SigningKey).filter_by(user_id=office.holders["chair"]):
            key.retired_at = office.services.clock()

    with pytest.raises(NoKeyError, match="Hãy liên hệ quản trị viên"):
        sign(office, case)
    assert waiting(office, case).step == "chair_sign"


def test_a_changed_pin_opens_the_key_and_the_old_one_no_longer(own: tuple[Office, Case]) -> None:
    office, case = own
    office.run(change_pin, ChangePin(office.secrets.pin, "864209"), "chair")

    with pytest.raises(WrongPinError):
        sign(office, case)
    assert sign(office, case, pin="864209").signed


def test_a_signature_is_bound_to_its_text(office: Office, case: Case) -> None:
    sign(office, case)

    document = office.document(case.document_id)
    signature = rows(office, Signature, Signature.case_id == case.id)[0]
    assert signature.content_sha256 == document.content_sha256
    for post in ("drafter", "chair", "clerk_ubnd"):
        with pytest.raises(WorkflowError):
            edit(office, case, post, body="Sửa sau khi ký")


def test_who_has_left_the_post_no_longer_signs(own: tuple[Office, Case]) -> None:
    office, case = own
    with office.services.database.transaction() as session:
        for holding in session.query(PostHolding).filter_by(post_id=office.posts["chair"]):
            holding.valid_to = office.services.clock().date()

    with pytest.raises(ForbiddenError):
        sign(office, case, "chair")


def test_a_person_whose_account_is_closed_acts_no_more(own: tuple[Office, Case]) -> None:
    office, case = own
    with office.services.database.transaction() as session:
        session.get_one(User, office.holders["chair"]).active = False

    with pytest.raises(NotFoundError):
        sign(office, case, "chair")
