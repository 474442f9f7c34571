"""Mail arrives as it was written, in Vietnamese, through a real server."""

from __future__ import annotations

import smtplib
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.mail import send_mail
from workflows.settings import MailSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

WORDS = ["Cho", "ý", "kiến:", "đôn", "đốc", "báo", "cáo", "“Kế", "hoạch”", "2026", "–", "đẳng"]


class Box:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Box, MailSettings]]:
    box, port = Box(), _free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, MailSettings("127.0.0.1", port, sender="trinh-ky@example.vn")
    controller.stop()


def _sent(server: tuple[Box, MailSettings], subject: str, text: str = "x") -> EmailMessage:
    box, to = server
    send_mail(to, "lan@example.vn", subject, text)
    return box.messages[-1]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_a_subject_arrives_with_every_space_however_long_it_is(
    server: tuple[Box, MailSettings], words: list[str]
) -> None:
    subject = " ".join(words)

    assert _sent(server, subject)["Subject"] == subject


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=300
    )
)
def test_a_text_arrives_letter_for_letter(server: tuple[Box, MailSettings], text: str) -> None:
    assert _sent(server, "x", text).get_content().rstrip("\n") == text.rstrip("\n")


def test_a_subject_with_line_breaks_adds_no_header(server: tuple[Box, MailSettings]) -> None:
    message = _sent(server, "Kế hoạch\r\nBcc: ai@example.com\nX: y")

    assert message["Subject"] == "Kế hoạch Bcc: ai@example.com X: y"
    assert message["Bcc"] is None
    assert message["X"] is None


def test_each_message_has_its_own_id_and_a_date(server: tuple[Box, MailSettings]) -> None:
    first, second = _sent(server, "a"), _sent(server, "a")

    assert first["Message-ID"] != second["Message-ID"]
    assert str(first["Message-ID"]).endswith("@example.vn>")
    assert first["Date"] is not None
    assert first["From"] == "Trình Ký <trinh-ky@example.vn>"
    assert first["Auto-Submitted"] == "auto-generated"


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_asks_for_a_password_gets_it() -> None:
    box, port, seen = Box(), _free_port(), []

    def check(_server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"mat-khau", handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=check,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    try:
        right = MailSettings("127.0.0.1", port, username="trinhky", password="mat-khau")
        send_mail(right, "lan@example.vn", "a", "b")
        wrong = MailSettings("127.0.0.1", port, username="trinhky", password="sai")
        with pytest.raises(smtplib.SMTPAuthenticationError):
            send_mail(wrong, "lan@example.vn", "a", "b")
    finally:
        controller.stop()
    assert len(box.messages) == 1
    assert seen[0] == (b"trinhky", b"mat-khau")
    assert "mat-khau" not in repr(right)


def test_a_server_that_is_away_is_an_error_that_the_job_tries_again() -> None:
    with pytest.raises(OSError):  # noqa: PT011 - the kind is the operating system's
        send_mail(MailSettings("127.0.0.1", _free_port()), "lan@example.vn", "a", "b")


def test_a_server_that_cannot_prove_who_it_is_gets_no_mail(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .sign(key, SHA256())
    )
    chain = tmp_path / "server.pem"
    chain.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain)
    box, port = Box(), _free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, tls_context=context)
    controller.start()
    try:
        with pytest.raises(ssl.SSLCertVerificationError):
            send_mail(MailSettings("127.0.0.1", port, starttls=True), "lan@example.vn", "a", "b")
    finally:
        controller.stop()
    assert not box.messages
