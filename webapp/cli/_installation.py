"""Open an installation for a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import schema
from workflows.bootstrap import Services, open_services
from workflows.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path


def open_installation(data: Path | None) -> Services:
    """Open the installation in its data folder, with its schema up to date."""
    services = open_services(load_settings(data))
    schema.upgrade(services.database)
    return services
