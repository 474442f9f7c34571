"""``trinhky db``: the database's address and schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from alembic.util import CommandError
from sqlalchemy.exc import OperationalError

from models import schema
from models.database import Database
from models.embedded import start_postgres
from webapp.cli._installation import unreachable
from webapp.cli._options import data_option, say
from workflows.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@click.group()
def db() -> None:
    """Cơ sở dữ liệu."""


@db.command()
@data_option
def url(data: Path | None) -> None:
    """In địa chỉ của cơ sở dữ liệu, và để nó chạy tiếp cho chương trình gọi lệnh này."""
    click.echo(_address(data, keep=True))


@db.command()
@data_option
@click.option("--to", "revision", default="head", show_default=True)
def upgrade(data: Path | None, revision: str) -> None:
    """Đưa lược đồ lên bản mới."""
    _migrate(schema.upgrade, data, revision)
    say("Lược đồ đã ở bản mới.")


@db.command()
@data_option
@click.argument("revision")
def downgrade(data: Path | None, revision: str) -> None:
    """Đưa lược đồ về bản trước."""
    _migrate(schema.downgrade, data, revision)
    say(f"Lược đồ đã về bản {revision}.")


def _migrate(move: Callable[[Database, str], None], data: Path | None, revision: str) -> None:
    try:
        move(Database(_address(data)), revision)
    except OperationalError as error:
        raise unreachable(error) from error
    except CommandError as error:
        raise click.UsageError(f"Không có bản lược đồ “{revision}”.") from error


def _address(data: Path | None, *, keep: bool = False) -> str:
    settings = load_settings(data)
    return settings.database_url or start_postgres(settings.data / "postgres", keep=keep)
