"""``trinhky db``: the database's address and schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from models import schema
from models.database import Database
from models.embedded import start_postgres
from webapp.cli._options import data_option, say
from workflows.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def db() -> None:
    """Cơ sở dữ liệu."""


@db.command()
@data_option
def url(data: Path | None) -> None:
    """In địa chỉ của cơ sở dữ liệu."""
    click.echo(_address(data))


@db.command()
@data_option
@click.option("--to", "revision", default="head", show_default=True)
def upgrade(data: Path | None, revision: str) -> None:
    """Đưa lược đồ lên bản mới."""
    schema.upgrade(Database(_address(data)), revision)
    say("Lược đồ đã ở bản mới.")


@db.command()
@data_option
@click.argument("revision")
def downgrade(data: Path | None, revision: str) -> None:
    """Đưa lược đồ về bản trước."""
    schema.downgrade(Database(_address(data)), revision)
    say(f"Lược đồ đã về bản {revision}.")


def _address(data: Path | None) -> str:
    settings = load_settings(data)
    if settings.database_url:
        return settings.database_url
    _server, address = start_postgres(settings.data / "postgres")
    return address
