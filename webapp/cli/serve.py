"""``trinhky serve``: the product, with everything it needs."""

from __future__ import annotations

import dataclasses
import errno
import gc
import logging
import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication

from webapp.app import create_app
from webapp.cli._installation import open_installation
from webapp.cli._options import data_option, say
from workflows.demo.loader import load_demo
from workflows.jobs import run_jobs
from workflows.settings import DIST

if TYPE_CHECKING:
    from flask import Flask

    from workflows.bootstrap import Services


class Server(BaseApplication):
    """gunicorn around the application; each worker process also runs deferred jobs."""

    def __init__(self, services: Services, address: str, workers: int) -> None:
        self._services = services
        self._address = address
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn is asked to do."""
        options = {
            "bind": self._address,
            "workers": self._workers,
            "threads": 4,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 30,
            "loglevel": "warning",
            "post_fork": self._after_fork,
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application once, before forking."""
        app = create_app(self._services)
        self._services.database.dispose()
        # Workers share what is loaded, and never stop to look through it.
        gc.collect()
        gc.freeze()
        return app

    def _after_fork(self, _arbiter: Any, _worker: Any) -> None:
        self._services.database.engine.dispose(close=False)
        threading.Thread(target=self._run_jobs, name="jobs", daemon=True).start()

    def _run_jobs(self) -> None:
        run_jobs(self._services, install_signal_handlers=False, concurrency=1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    envvar="TRINHKY_WORKERS",
)
@click.option("--demo/--no-demo", default=True, help="Nạp cơ quan mẫu (mặc định có).")
@data_option
def serve(host: str, port: int, workers: int, demo: bool, data: Path | None) -> None:  # noqa: FBT001
    """Chạy Trình Ký trên máy này."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    _require_free(host, port)
    if not (DIST / "manifest.json").exists():
        raise click.ClickException("Chưa dựng giao diện. Hãy chạy scripts/build_frontend trước.")
    if "TRINHKY_BASE_URL" not in os.environ:
        os.environ["TRINHKY_BASE_URL"] = f"http://{host}:{port}"
    services = open_installation(data)
    # Workers reach the database by its address; this process keeps the embedded one up.
    services.settings = dataclasses.replace(services.settings, database_url=services.database.url)
    if demo:
        _print_sign_ins(load_demo(services, say))
    say(f"\nTrình Ký đang chạy tại http://{host}:{port} – dừng bằng Ctrl+C.")
    Server(services, f"{host}:{port}", workers).run()


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                told = (
                    f"Cổng {port} đang được chương trình khác dùng. Hãy chọn cổng khác bằng --port."
                )
            else:
                told = f"Không mở được {host}:{port} ({error.strerror})."
            raise click.ClickException(told) from error


def _print_sign_ins(people: list[Any]) -> None:
    say("\nTài khoản mẫu:")
    for person in people:
        say(f"  {person.username:<12} {person.full_name:<24} {person.post}")
    if people:
        say(f"  Mật khẩu: {people[0].password}   Mã PIN ký số: {people[0].pin}")
