"""Certificates of persons and of organisations, told apart by their certificate policy.

A person signs with an own certificate, an organisation's certificate is held by the clerk
(văn thư); which of the two a certificate is, it says itself: a policy OID under an arc made
from a UUID (X.667), which needs no registration. Nothing is concluded from a field's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

Kind = Literal["person", "seal", "unknown"]

#: Stands in every certificate of the installation's own authority.
TEST_MARK = "TRÌNH KÝ – CHỨNG THƯ THỬ NGHIỆM"

_ARC = "2.25.148137160284703159187642016823174455219"
PERSON_POLICY = f"{_ARC}.1"
SEAL_POLICY = f"{_ARC}.2"
_ANY_POLICY = "2.5.29.32.0"
#: id-kp-documentSigning, RFC 9336.
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")

#: ub-common-name of RFC 5280; the library counts it in bytes of UTF-8. The organisation's
#: name, which has no such limit there, always stands in full.
_COMMON_NAME_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate names; ``unit`` always carries `TEST_MARK`."""

    common_name: str
    organisation: str
    unit: str = TEST_MARK

    def name(self) -> x509.Name:
        """Return the distinguished name."""
        parts = (
            (NameOID.COUNTRY_NAME, "VN"),
            (NameOID.ORGANIZATION_NAME, self.organisation),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, self.unit),
            (NameOID.COMMON_NAME, _shortened(self.common_name)),
        )
        return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


@dataclass(frozen=True, slots=True)
class Validity:
    """The time a certificate is good for, both ends included."""

    start: datetime
    end: datetime

    @classmethod
    def years(cls, start: datetime, years: int) -> Validity:
        """Begin a little before ``start``, so that clocks a few minutes apart agree."""
        return cls(start - timedelta(minutes=10), start + timedelta(days=365 * years))


def new_key() -> EllipticCurvePrivateKey:
    """Make a P-256 key: small signatures, a millisecond to sign."""
    return ec.generate_private_key(ec.SECP256R1())


def authority_certificate(
    subject: Subject,
    key: EllipticCurvePrivateKey,
    validity: Validity,
    issuer: tuple[x509.Certificate, EllipticCurvePrivateKey] | None = None,
) -> x509.Certificate:
    """Certify an authority: self-signed (root) without ``issuer``, else one step below it."""
    issuer_name = issuer[0].subject if issuer else subject.name()
    builder = _builder(subject, key, validity, issuer_name)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=0 if issuer else 1), critical=True
    )
    builder = builder.add_extension(_key_usage(signs_certificates=True), critical=True)
    if issuer:
        policy = x509.PolicyInformation(x509.ObjectIdentifier(_ANY_POLICY), None)
        builder = builder.add_extension(x509.CertificatePolicies([policy]), critical=False)
        builder = builder.add_extension(_issuer_id(issuer[0]), critical=False)
    return builder.sign(issuer[1] if issuer else key, SHA256())


def signer_certificate(
    subject: Subject,
    key: EllipticCurvePrivateKey,
    validity: Validity,
    policy: str,
    issuer: tuple[x509.Certificate, EllipticCurvePrivateKey],
) -> x509.Certificate:
    """Certify a person or an organisation (``policy``) for signing documents."""
    builder = _builder(subject, key, validity, issuer[0].subject)
    information = x509.PolicyInformation(x509.ObjectIdentifier(policy), None)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_key_usage(signs_certificates=False), critical=True)
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
        critical=False,
    )
    builder = builder.add_extension(x509.CertificatePolicies([information]), critical=False)
    builder = builder.add_extension(_issuer_id(issuer[0]), critical=False)
    return builder.sign(issuer[1], SHA256())


def kind_of(certificate: asn1_x509.Certificate) -> Kind:
    """Tell from a certificate's policies whether it stands for a person or for a seal."""
    policies = certificate.certificate_policies_value
    named = {item["policy_identifier"].dotted for item in policies} if policies else set()
    if PERSON_POLICY in named and SEAL_POLICY not in named:
        return "person"
    if SEAL_POLICY in named and PERSON_POLICY not in named:
        return "seal"
    return "unknown"


def signer_name(certificate: asn1_x509.Certificate) -> str:
    """Return whom a certificate names: the body for a seal, else the person."""
    subject = certificate.subject.native
    keys = ("organization_name", "common_name")
    for key in keys if kind_of(certificate) == "seal" else reversed(keys):
        value = subject.get(key)
        if value:
            return value if isinstance(value, str) else str(value[0])
    return ""


def _shortened(name: str) -> str:
    if len(name.encode()) <= _COMMON_NAME_LIMIT:
        return name
    room = _COMMON_NAME_LIMIT - len("…".encode())
    return name.encode()[:room].decode(errors="ignore").rstrip() + "…"


def _builder(
    subject: Subject, key: EllipticCurvePrivateKey, validity: Validity, issuer: x509.Name
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject.name())
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.start)
        .not_valid_after(validity.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _issuer_id(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
