"""``trinhky organisation``: load a body's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from webapp.cli._installation import open_installation
from webapp.cli._options import data_option, say
from workflows.authority.cli_answer import load_profile
from workflows.commands.load_organisation import LoadOrganisation, load_organisation
from workflows.settings import BPMN

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def organisation() -> None:
    """Cơ quan."""


@organisation.command()
@click.argument("key")
@data_option
def load(key: str, data: Path | None) -> None:
    """Nạp tệp cấu hình của một cơ quan trong bpmn/organisations."""
    profile = load_profile(BPMN / "organisations", key)
    services = open_installation(data)
    loaded = services.run_system(load_organisation, LoadOrganisation(profile))
    say(f"Đã nạp {loaded.name}.")
