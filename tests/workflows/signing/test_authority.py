from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from workflows.signing.authority import create_authority, load_authority
from workflows.signing.certificates import TEST_MARK, kind_of, signer_name
from workflows.signing.errors import (
    AuthorityExistsError,
    AuthorityMissingError,
    KeyUnavailableError,
)
from workflows.signing.keys import load_certificate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflows.signing.conftest import Desk

SECRET = b"0123456789abcdef0123456789abcdef"


def test_authority_is_the_same_after_a_restart(tmp_path: Path) -> None:
    created = create_authority(tmp_path, SECRET)
    loaded = load_authority(tmp_path, SECRET)
    assert loaded.root_certificates == created.root_certificates
    assert loaded.issuing == created.issuing
    assert loaded.issuing_key.private_numbers() == created.issuing_key.private_numbers()


def test_keys_at_rest_are_encrypted_and_private(tmp_path: Path) -> None:
    create_authority(tmp_path, SECRET)
    for name in ("root.key", "issuing.key"):
        stored = tmp_path / name
        assert stored.stat().st_mode & 0o077 == 0
        assert stored.read_bytes().startswith(b"TK1")
    with pytest.raises(KeyUnavailableError):
        load_authority(tmp_path, b"not the secret of this server!!!")


def test_existing_authority_is_never_overwritten(tmp_path: Path) -> None:
    create_authority(tmp_path, SECRET)
    with pytest.raises(AuthorityExistsError):
        create_authority(tmp_path, SECRET)


def test_missing_authority_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthorityMissingError):
        load_authority(tmp_path / "nowhere", SECRET)


def test_exchanged_key_files_are_refused(tmp_path: Path) -> None:
    create_authority(tmp_path, SECRET)
    (tmp_path / "issuing.key").write_bytes((tmp_path / "root.key").read_bytes())
    with pytest.raises(KeyUnavailableError):
        load_authority(tmp_path, SECRET)


def test_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        create_authority(tmp_path, b"short")


def test_certificates_say_that_they_are_for_trials(desk: Desk) -> None:
    root, issuing = desk.authority.root, desk.authority.issuing
    for certificate in (root, issuing):
        assert TEST_MARK in certificate.subject.rfc4514_string()
    for key in (desk.person, desk.seal):
        leaf = x509.load_pem_x509_certificate(key.certificate_pem)
        assert TEST_MARK in leaf.subject.rfc4514_string()
        leaf.verify_directly_issued_by(issuing)
    issuing.verify_directly_issued_by(root)


def test_person_and_body_are_told_apart_by_their_certificates(desk: Desk) -> None:
    person, body = (load_certificate(key.certificate_pem) for key in (desk.person, desk.seal))
    assert (kind_of(person), signer_name(person)) == ("person", "Nguyễn Thị Bình")
    assert (kind_of(body), signer_name(body)) == ("seal", "Ủy ban nhân dân tỉnh Thanh Hóa")


def test_long_name_of_a_body_is_kept_in_full(desk: Desk) -> None:
    name = "Sở Lao động – Thương binh và Xã hội, Ban vì sự tiến bộ của phụ nữ tỉnh Bình Định"
    key = desk.authority.issue_organisation(name, desk.seal_pin)
    assert signer_name(load_certificate(key.certificate_pem)) == name


def test_certificates_hold_for_years_from_now(desk: Desk) -> None:
    now = datetime.now(UTC)
    certificate = load_certificate(desk.person.certificate_pem)
    assert certificate.not_valid_before < now
    assert certificate.not_valid_after > now + timedelta(days=4 * 365)
