"""``trinhky worker``: one more process that runs deferred jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from webapp.cli._installation import open_installation
from webapp.cli._options import data_option, say
from workflows.jobs import run_jobs

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@data_option
@click.option("--concurrency", default=2, show_default=True, type=click.IntRange(1, 64))
def worker(data: Path | None, concurrency: int) -> None:
    """Chạy các việc hẹn giờ: nhắc việc, thư báo, hẹn giờ của quy trình."""
    services = open_installation(data)
    say("Đang chờ việc. Dừng bằng Ctrl+C.")
    run_jobs(services, concurrency=concurrency)
