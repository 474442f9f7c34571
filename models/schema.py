"""Bring a database's schema up to date, or check that it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.database import Database

#: Any number: two processes that migrate at once take turns on it.
_LOCK = 7_148_201


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option(
        "file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing."""
    with database.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        try:
            command.upgrade(_config(connection), revision)
            connection.commit()
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            connection.commit()


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to ``revision``."""
    with database.connect() as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


def check(database: Database) -> None:
    """Raise when the schema differs from the tables the code declares."""
    with database.connect() as connection:
        command.check(_config(connection))


def autogenerate(database: Database, message: str) -> None:
    """Write the migration that leads from the database's schema to the declared tables."""
    with database.connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True)
