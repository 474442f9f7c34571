"""Signing keys: locked twice at rest, opened by the PIN of the person who holds them.

Inside is a PKCS#12 whose password comes from the PIN through Argon2id; around it lies
encryption under the server's secret. A stolen table is useless without the secret, a stolen
server without the PIN. Other places for keys (token, remote service) implement `KeySource`.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part.

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from workflows.signing.errors import KeyUnavailableError, WeakPinError, WrongPinError
from workflows.signing.vault import open_bytes, seal_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

__all__ = [
    "EncryptedKey",
    "KeySource",
    "WeakPinError",
    "WrongPinError",
    "check_pin",
    "load_certificate",
]

_PURPOSE = "signing-key"
_PIN = re.compile(r"[0-9]{6,12}")
_SALT = 16
#: Argon2id as OWASP recommends it: 19 MiB, two passes, one lane (about 40 ms).
_MEMORY_KIB, _PASSES, _LANES = 19_456, 2, 1
#: The PKCS#12 password is 256 bits from Argon2id, so its own stretching adds nothing.
_PKCS12_ROUNDS = 1_000


class KeySource(Protocol):
    """A place that can sign for one certificate once its holder has given the PIN."""

    @property
    def certificate_pem(self) -> bytes:
        """The signer's certificate, public."""

    def unlock(self, pin: str) -> Signer:
        """Return a signer, or raise `WrongPinError` or `KeyUnavailableError`."""


@dataclass(frozen=True, slots=True)
class EncryptedKey:
    """A private key for storage: ``blob`` opens only with the PIN and the server's ``secret``."""

    blob: bytes = field(repr=False)
    certificate_pem: bytes = field(repr=False)
    secret: bytes = field(repr=False, compare=False)

    @classmethod
    def lock(
        cls,
        key: EllipticCurvePrivateKey,
        chain: Sequence[x509.Certificate],
        pin: str,
        secret: bytes,
    ) -> EncryptedKey:
        """Lock ``key`` under a new PIN; ``chain`` is its certificate, then its issuers."""
        check_pin(pin)
        salt = os.urandom(_SALT)
        encryption = (
            PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(_PKCS12_ROUNDS)
            .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
            .hmac_hash(SHA256())
            .build(_password(pin, salt))
        )
        inner = pkcs12.serialize_key_and_certificates(
            None, key, chain[0], list(chain[1:]), encryption
        )
        context = chain[0].fingerprint(SHA256())
        blob = seal_bytes(secret, _PURPOSE, context, salt + inner)
        return cls(blob, chain[0].public_bytes(Encoding.PEM), secret)

    def unlock(self, pin: str) -> Signer:
        """Open the key for signing."""
        stored = self._open(pin)
        private = stored.key.private_bytes(  # type: ignore[union-attr]
            Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
        )
        registry = SimpleCertificateStore()
        registry.register_multiple(_to_asn1(item.certificate) for item in stored.additional_certs)
        return SimpleSigner(
            signing_cert=load_certificate(self.certificate_pem),
            signing_key=asn1_keys.PrivateKeyInfo.load(private),
            cert_registry=registry,
        )

    def change_pin(self, old: str, new: str) -> EncryptedKey:
        """Lock the same key and certificate under another PIN."""
        check_pin(new)
        stored = self._open(old)
        chain = [stored.cert.certificate, *(item.certificate for item in stored.additional_certs)]  # type: ignore[union-attr]
        return EncryptedKey.lock(stored.key, chain, new, self.secret)  # type: ignore[arg-type]

    def _open(self, pin: str) -> pkcs12.PKCS12KeyAndCertificates:
        context = _fingerprint(self.certificate_pem)
        plain = open_bytes(self.secret, _PURPOSE, context, self.blob)
        if not _PIN.fullmatch(pin):
            raise WrongPinError
        password = _password(pin, plain[:_SALT])
        try:
            stored = pkcs12.load_pkcs12(plain[_SALT:], password)
        except ValueError:
            raise WrongPinError from None
        if stored.key is None or stored.cert is None:
            raise KeyUnavailableError
        return stored


def check_pin(pin: str) -> None:
    """Refuse a PIN that is not 6 to 12 digits, or that anyone would try first."""
    if not _PIN.fullmatch(pin):
        raise WeakPinError
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    runs = len(steps) == 1 and steps <= {0, 1, 9}
    repeats = any(
        pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, len(pin) // 2 + 1)
    )
    pairs = all(pin[at] == pin[at + 1] for at in range(0, len(pin) - 1, 2))
    if runs or repeats or pairs or len(set(pin)) < 3:  # noqa: PLR2004 - two digits are few
        raise WeakPinError


@lru_cache(maxsize=256)
def load_certificate(pem: bytes) -> asn1_x509.Certificate:
    """Parse a certificate once; `KeyUnavailableError` when it is none."""
    try:
        return _to_asn1(x509.load_pem_x509_certificate(pem))
    except ValueError:
        raise KeyUnavailableError from None


def _to_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _fingerprint(pem: bytes) -> bytes:
    return bytes(load_certificate(pem).sha256)


def _password(pin: str, salt: bytes) -> bytes:
    stretched = Argon2id(
        salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB
    ).derive(pin.encode())
    # PKCS#12 passwords are text (RFC 7292, appendix B.1).
    return stretched.hex().encode()
