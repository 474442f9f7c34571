"""``trinhky process deploy``: deploy a folder of diagrams and tables."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from models import Organisation
from webapp.cli._installation import open_installation
from webapp.cli._options import data_option, say
from workflows.commands.deploy_process import DeployProcess, deploy_process
from workflows.errors import NotFoundError


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--org", "key", default=None, help="Cơ quan; mặc định: mọi cơ quan đã nạp.")
@click.option("--reason", default="Triển khai từ thư mục", show_default=True)
@data_option
def deploy(folder: Path, key: str | None, reason: str, data: Path | None) -> None:
    """Triển khai các sơ đồ và bảng quyết định trong thư mục."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".bpmn", ".dmn"})
    if not files:
        raise click.UsageError(f"Không có sơ đồ hay bảng nào trong “{folder}”.")
    services = open_installation(data)
    with services.database.session() as session:
        found = session.execute(
            select(Organisation.id, Organisation.key, Organisation.profile["process"].astext)
        ).all()
    chosen = [row for row in found if key is None or row[1] == key]
    if not chosen:
        raise NotFoundError(what=f"cơ quan “{key}”" if key else "cơ quan nào đã nạp")
    tables = tuple((path.name, path.read_bytes()) for path in files if path.suffix == ".dmn")
    for organisation_id, name, wanted in chosen:
        diagrams = tuple(
            (path.name, path.read_bytes()) for path in files if path.name == f"{wanted}.bpmn"
        )
        new = services.run_system(
            deploy_process, DeployProcess(organisation_id, diagrams, tables, reason)
        )
        say(f"{name}: {', '.join(new) if new else 'không có gì thay đổi'}")
