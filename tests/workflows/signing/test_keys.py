from __future__ import annotations

import logging
import pickle
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.signing.errors import KeyUnavailableError, WeakPinError, WrongPinError
from workflows.signing.keys import EncryptedKey, check_pin
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from tests.workflows.signing.conftest import Desk


@pytest.mark.parametrize("pin", ["135791", "864209", "902817", "19450902", "271828182845"])
def test_ordinary_pins_are_accepted(pin: str) -> None:
    check_pin(pin)


@pytest.mark.parametrize(
    "pin",
    [
        "", "12345", "1234567890123", "12a456", "１３５７９１", "135791\n", " 135791",
        "000000", "123456", "654321", "567890", "098765", "121212", "123123", "112233", "111222",
        "100000",
    ],
)  # fmt: skip
def test_short_long_and_guessable_pins_are_refused(pin: str) -> None:
    with pytest.raises(WeakPinError):
        check_pin(pin)


@given(st.text(max_size=14))
def test_any_text_is_accepted_or_refused_as_a_pin(pin: str) -> None:
    try:
        check_pin(pin)
    except WeakPinError:
        return
    assert pin.isascii()
    assert pin.isdigit()
    assert 6 <= len(pin) <= 12


@pytest.mark.parametrize("pin", ["135793", "", "abc", "1357920", "１３５７９２", "135792\0"])
def test_wrong_pin_is_refused(desk: Desk, pin: str) -> None:
    with pytest.raises(WrongPinError):
        desk.person.unlock(pin)


def test_pin_can_be_changed(desk: Desk) -> None:
    changed = desk.person.change_pin(desk.person_pin, "902817")
    assert changed.certificate_pem == desk.person.certificate_pem
    with pytest.raises(WrongPinError):
        changed.unlock(desk.person_pin)
    signer = changed.unlock("902817")
    assert signer.signing_cert == desk.person.unlock(desk.person_pin).signing_cert


def test_pin_change_needs_the_old_pin_and_a_good_new_one(desk: Desk) -> None:
    with pytest.raises(WrongPinError):
        desk.person.change_pin("902817", "739104")
    with pytest.raises(WeakPinError):
        desk.person.change_pin(desk.person_pin, "111111")


def test_key_does_not_open_on_another_server(desk: Desk) -> None:
    moved = replace(desk.person, secret=b"the secret of another server....")
    with pytest.raises(KeyUnavailableError):
        moved.unlock(desk.person_pin)


def test_keys_of_two_people_cannot_be_exchanged(desk: Desk) -> None:
    mixed = replace(desk.person, blob=desk.seal.blob)
    with pytest.raises(KeyUnavailableError):
        mixed.unlock(desk.seal_pin)


@given(at=st.integers(min_value=0, max_value=2**16), bit=st.integers(min_value=0, max_value=7))
def test_damaged_key_is_refused(desk: Desk, at: int, bit: int) -> None:
    blob = bytearray(desk.person.blob)
    blob[at % len(blob)] ^= 1 << bit
    with pytest.raises(KeyUnavailableError):
        replace(desk.person, blob=bytes(blob)).unlock(desk.person_pin)


@pytest.mark.parametrize("blob", [b"", b"TK1", b"TK1" + bytes(16), b"x" * 400])
def test_anything_else_is_no_key(desk: Desk, blob: bytes) -> None:
    with pytest.raises(KeyUnavailableError):
        replace(desk.person, blob=blob).unlock(desk.person_pin)


def test_no_secret_is_shown_or_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret, pin, wrong = desk.secret.decode(), "739104", "739105"
    key = desk.authority.issue_person("Trần Văn Cường", "Ban", pin)
    shown = [repr(key), str(key), repr(desk.authority), repr([key])]
    prepared = desk.prepared()
    for given_pin in (pin, wrong):
        try:
            signed = replace(desk, person=key, person_pin=given_pin).sign(prepared)
        except WrongPinError as error:
            shown += [repr(error), str(error), repr(error.data)]
            shown += traceback.format_exception(error)
    signed = desk.number(signed)
    sealed = desk.stamp(signed)
    verify(sealed[:-1000], desk.roots)
    verify(sealed.replace(b"noi dung", b"noi dunG"), desk.roots)
    key.change_pin(pin, "482916")
    logged = caplog.text + "".join(repr(record.__dict__) for record in caplog.records)
    inner = key.unlock(pin).signing_key.dump()  # type: ignore[attr-defined]
    for text in (*shown, logged):
        for forbidden in (pin, wrong, secret, "482916", desk.seal_pin, inner.hex(), repr(inner)):
            assert forbidden not in text


def test_key_keeps_its_bytes_for_the_database(desk: Desk) -> None:
    stored = EncryptedKey(desk.person.blob, desk.person.certificate_pem, desk.secret)
    assert stored == desk.person
    assert stored.unlock(desk.person_pin).subject_name
    assert desk.person_pin.encode() not in pickle.dumps(stored)
