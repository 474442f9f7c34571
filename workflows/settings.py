"""Where things are and how the outside is reached: read once from the environment."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from workflows.errors import InvalidInputError
from workflows.text import Sentence

#: The checkout or installation: where ``bpmn/``, the built front end and the catalogue are.
ROOT = Path(__file__).resolve().parent.parent
BPMN = ROOT / "bpmn"
DIST = ROOT / "webapp" / "static" / "dist"
FONTS = DIST / "fonts"
TRANSLATIONS = ROOT / "webapp" / "translations"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """An SMTP server; without a host nothing is mailed and the inbox alone tells people."""

    host: str = ""
    port: int = 25
    username: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    sender: str = "trinh-ky@localhost"


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one installation to the next."""

    #: The data folder: embedded database, certificate authority, server secret.
    data: Path
    #: PostgreSQL; None starts the embedded one in ``data``.
    database_url: str | None
    #: How people reach the product; links in mail begin with it.
    base_url: str
    mail: MailSettings

    @property
    def secret(self) -> bytes:
        """The server's secret, made on first use, readable by its owner only."""
        return _secret(self.data / "secret.key")


@cache
def _secret(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Under its name only once it is whole: another process may be starting too.
        unnamed = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(unnamed, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(unnamed, path)
        unnamed.unlink()
    return path.read_bytes()


def _number(name: str, usual: int) -> int:
    text = os.environ.get(name, "") or str(usual)
    if not text.isascii() or not text.isdigit():
        raise InvalidInputError(
            field=name, because=Sentence("“{value}” không phải là số", value=text)
        )
    return int(text)


def _address(name: str) -> str | None:
    """An address of PostgreSQL, None when there is none."""
    text = os.environ.get(name, "")
    if text and not text.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
        raise InvalidInputError(
            field=name, because=Sentence("địa chỉ phải bắt đầu bằng postgresql://")
        )
    return text or None


def load_settings(data: Path | None = None) -> Settings:
    """Read ``TRINHKY_*`` from the environment; an explicit ``data`` folder wins."""
    environment = os.environ
    return Settings(
        data=(data or Path(environment.get("TRINHKY_DATA", ROOT / ".data"))).resolve(),
        database_url=_address("TRINHKY_DATABASE_URL"),
        base_url=environment.get("TRINHKY_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        mail=MailSettings(
            host=environment.get("TRINHKY_SMTP_HOST", ""),
            port=_number("TRINHKY_SMTP_PORT", 25),
            username=environment.get("TRINHKY_SMTP_USERNAME", ""),
            password=environment.get("TRINHKY_SMTP_PASSWORD", ""),
            starttls=environment.get("TRINHKY_SMTP_STARTTLS", "") == "1",
            sender=environment.get("TRINHKY_SMTP_SENDER", "trinh-ky@localhost"),
        ),
    )
