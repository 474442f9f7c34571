"""Encryption at rest under the server's secret: AES-256-GCM with a key derived per purpose.

Every sealed value has its own salt, and is bound to a context (for a signing key, the
fingerprint of its certificate), so that two rows of a table cannot be exchanged.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflows.signing.errors import KeyUnavailableError

#: Shortest acceptable server secret in bytes.
MINIMUM_SECRET = 16

_FORMAT = b"TK1"
_SALT = 16
_NONCE = 12


def seal_bytes(secret: bytes, purpose: str, context: bytes, plain: bytes) -> bytes:
    """Encrypt ``plain`` so that only the holder of ``secret`` can read it back."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    cipher = AESGCM(_derive(secret, purpose, salt))
    return _FORMAT + salt + nonce + cipher.encrypt(nonce, plain, context)


def open_bytes(secret: bytes, purpose: str, context: bytes, sealed: bytes) -> bytes:
    """Decrypt what `seal_bytes` made; `KeyUnavailableError` on any mismatch."""
    start = len(_FORMAT)
    salt, nonce = sealed[start : start + _SALT], sealed[start + _SALT : start + _SALT + _NONCE]
    if not sealed.startswith(_FORMAT) or len(nonce) != _NONCE:
        raise KeyUnavailableError
    try:
        cipher = AESGCM(_derive(secret, purpose, salt))
        return cipher.decrypt(nonce, sealed[start + _SALT + _NONCE :], context)
    except InvalidTag:
        raise KeyUnavailableError from None


def _derive(secret: bytes, purpose: str, salt: bytes) -> bytes:
    if len(secret) < MINIMUM_SECRET:
        message = f"the server secret must have at least {MINIMUM_SECRET} bytes"
        raise ValueError(message)
    info = b"trinhky/signing/" + purpose.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)
