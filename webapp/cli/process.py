"""``trinhky process``: check diagrams and tables, deploy them."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from models import Organisation
from webapp.cli._options import answer, data_option, json_option, open_installation, print_json, say
from workflows.commands.deploy_process import DeployProcess, deploy_process
from workflows.engine.lint import lint_files
from workflows.errors import NotFoundError


@click.group()
def process() -> None:
    """Sơ đồ quy trình (BPMN) và bảng quyết định (DMN)."""


@process.command()
@click.argument("files", nargs=-1, required=True)
@json_option
@click.pass_context
def lint(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001
    """Kiểm tra các tệp; nêu mọi lỗi cùng lúc."""
    reports = lint_files(files)
    for report in reports:
        if as_json:
            print_json(report.to_json())
            continue
        say(f"{report.file}: {'triển khai được' if report.deployable else 'chưa triển khai được'}")
        for problem in report.problems:
            where = f" (dòng {problem.line})" if problem.line else ""
            say(f"  {problem.element or '–'}{where}: {problem.message} [{problem.code}]")
    answer(context, all(report.ok for report in reports))


@process.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--org", "key", default=None, help="Cơ quan; mặc định: mọi cơ quan đã nạp.")
@click.option("--reason", default="Triển khai từ thư mục", show_default=True)
@data_option
def deploy(folder: Path, key: str | None, reason: str, data: Path | None) -> None:
    """Triển khai các sơ đồ và bảng quyết định trong thư mục."""
    services = open_installation(data)
    with services.database.session() as session:
        found = session.execute(
            select(Organisation.id, Organisation.key, Organisation.profile["process"].astext)
        ).all()
    chosen = [row for row in found if key is None or row[1] == key]
    if not chosen:
        raise NotFoundError(what=f"cơ quan “{key}”" if key else "cơ quan nào đã nạp")
    tables = tuple((path.name, path.read_bytes()) for path in sorted(folder.rglob("*.dmn")))
    for organisation_id, name, wanted in chosen:
        diagrams = tuple(
            (path.name, path.read_bytes())
            for path in sorted(folder.rglob("*.bpmn"))
            if path.stem == wanted
        )
        new = services.run_system(
            deploy_process, DeployProcess(organisation_id, diagrams, tables, reason)
        )
        say(f"{name}: {', '.join(new) if new else 'không có gì thay đổi'}")
