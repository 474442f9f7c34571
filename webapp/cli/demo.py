"""``trinhky demo``: the main job without a browser."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli._installation import open_installation
from webapp.cli._options import answer, data_option, say
from workflows.demo.run import run_demo


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục nhận các tệp PDF và bảng tổng hợp.",
)
@data_option
@click.pass_context
def demo(context: click.Context, out: Path, data: Path | None) -> None:
    """Đưa các văn bản mẫu từ dự thảo đến ban hành, đủ chữ ký và con dấu."""
    services = open_installation(data)
    rows = run_demo(services, out, say)
    click.echo((out / "summary.txt").read_text(encoding="utf-8"))
    answer(context, bool(rows) and all(row["valid"] for row in rows))
