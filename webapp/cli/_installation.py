"""Open an installation for a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from sqlalchemy.exc import OperationalError

from models import schema
from workflows.bootstrap import Services, open_services
from workflows.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path


def open_installation(data: Path | None) -> Services:
    """Open the installation in its data folder, with its schema up to date.

    Raises:
        click.ClickException: the database does not answer.
    """
    services = open_services(load_settings(data))
    try:
        schema.upgrade(services.database)
    except OperationalError as error:
        raise unreachable(error) from error
    return services


def unreachable(error: OperationalError) -> click.ClickException:
    """Say in one sentence that the database does not answer."""
    reason = str(error.orig).strip().splitlines()[0]
    return click.ClickException(f"Không kết nối được cơ sở dữ liệu: {reason}")
