"""The installation's own certificate authority, for trials: every certificate says so.

Root, issuing authority, signer: the three levels of a real hierarchy. Private keys lie in the
given folder, encrypted under the server's secret.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from workflows.signing.certificates import (
    PERSON_POLICY,
    SEAL_POLICY,
    TEST_MARK,
    Subject,
    Validity,
    authority_certificate,
    new_key,
    signer_certificate,
)
from workflows.signing.errors import (
    AuthorityExistsError,
    AuthorityMissingError,
    KeyUnavailableError,
)
from workflows.signing.keys import EncryptedKey
from workflows.signing.vault import open_bytes, seal_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_CERTIFICATES = "authority.pem"
_ROOT_KEY = "root.key"
_ISSUING_KEY = "issuing.key"
_ROOT_YEARS, _ISSUING_YEARS, _SIGNER_YEARS = 20, 10, 5


@dataclass(frozen=True, slots=True)
class CertificateAuthority:
    """Issues certificates to persons and organisations of this installation."""

    root: x509.Certificate
    issuing: x509.Certificate
    issuing_key: EllipticCurvePrivateKey = field(repr=False)
    secret: bytes = field(repr=False, compare=False)

    @property
    def root_certificates(self) -> tuple[bytes, ...]:
        """The trust roots in PEM, as `verify` and `apply_seal` take them."""
        return (self.root.public_bytes(Encoding.PEM),)

    def issue_person(
        self, name: str, organisation: str, pin: str, validity: Validity | None = None
    ) -> EncryptedKey:
        """Make a key and certificate for a person (chữ ký số cá nhân)."""
        return self._issue(Subject(name, organisation), PERSON_POLICY, pin, validity)

    def issue_organisation(
        self, name: str, pin: str, validity: Validity | None = None
    ) -> EncryptedKey:
        """Make a key and certificate for a body (chữ ký số cơ quan, held by the clerk)."""
        return self._issue(Subject(name, name), SEAL_POLICY, pin, validity)

    def _issue(
        self, subject: Subject, policy: str, pin: str, validity: Validity | None
    ) -> EncryptedKey:
        validity = validity or Validity.years(datetime.now(UTC), _SIGNER_YEARS)
        key = new_key()
        issuer = (self.issuing, self.issuing_key)
        certificate = signer_certificate(subject, key, validity, policy, issuer)
        return EncryptedKey.lock(key, (certificate, self.issuing), pin, self.secret)


def create_authority(folder: Path, secret: bytes) -> CertificateAuthority:
    """Make a root and an issuing authority in ``folder``; never over existing ones."""
    folder.mkdir(parents=True, exist_ok=True)
    if any((folder / name).exists() for name in (_CERTIFICATES, _ROOT_KEY, _ISSUING_KEY)):
        raise AuthorityExistsError
    now = datetime.now(UTC)
    root_key, issuing_key = new_key(), new_key()
    root = authority_certificate(
        Subject(f"{TEST_MARK} – CA gốc", "Trình Ký"), root_key, Validity.years(now, _ROOT_YEARS)
    )
    issuing = authority_certificate(
        Subject(f"{TEST_MARK} – CA cấp phát", "Trình Ký"),
        issuing_key,
        Validity.years(now, _ISSUING_YEARS),
        (root, root_key),
    )
    _write_key(folder / _ROOT_KEY, root_key, secret)
    _write_key(folder / _ISSUING_KEY, issuing_key, secret)
    public = root.public_bytes(Encoding.PEM) + issuing.public_bytes(Encoding.PEM)
    (folder / _CERTIFICATES).write_bytes(public)
    return CertificateAuthority(root, issuing, issuing_key, secret)


def load_authority(folder: Path, secret: bytes) -> CertificateAuthority:
    """Open the authority that `create_authority` left in ``folder``."""
    root, issuing = _certificates(folder)
    try:
        sealed = (folder / _ISSUING_KEY).read_bytes()
    except FileNotFoundError:
        raise AuthorityMissingError from None
    plain = open_bytes(secret, _ISSUING_KEY, b"", sealed)
    try:
        key: EllipticCurvePrivateKey = load_der_private_key(plain, None)  # type: ignore[assignment]
    except ValueError:
        raise KeyUnavailableError from None
    if key.public_key() != issuing.public_key():
        raise KeyUnavailableError
    return CertificateAuthority(root, issuing, key, secret)


def trust_roots(folder: Path) -> tuple[bytes, ...]:
    """The roots of the authority in ``folder``: whoever only checks a file opens no key."""
    root, _issuing = _certificates(folder)
    return (root.public_bytes(Encoding.PEM),)


def _certificates(folder: Path) -> tuple[x509.Certificate, x509.Certificate]:
    try:
        public = (folder / _CERTIFICATES).read_bytes()
    except FileNotFoundError:
        raise AuthorityMissingError from None
    try:
        root, issuing = x509.load_pem_x509_certificates(public)
    except ValueError:
        raise KeyUnavailableError from None
    return root, issuing


def _write_key(path: Path, key: EllipticCurvePrivateKey, secret: bytes) -> None:
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        # Another process of the same installation was first.
        raise AuthorityExistsError from None
    path.write_bytes(seal_bytes(secret, path.name, b"", plain))
