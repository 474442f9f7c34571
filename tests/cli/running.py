"""Running the product's command, as a script does and in this process."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from webapp.cli import main
from workflows.settings import ROOT

TRINHKY = Path(sys.executable).parent / "trinhky"


def run(
    *arguments: str | Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the product's command as a script does."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRINHKY_")}
    return subprocess.run(  # noqa: S603 - our own command
        [TRINHKY, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**environment, **(env or {})},
        timeout=60,
        check=False,
    )


def run_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the same command in this process: starting Python a hundred times takes minutes."""
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["trinhky", *map(str, arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
        status = 0
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        sys.argv = before
    return subprocess.CompletedProcess(sys.argv, status, out.getvalue(), err.getvalue())


def refused(*arguments: str | Path, env: dict[str, str] | None = None) -> str:
    """Run what is wrong use; return what the person is told."""
    done = run(*arguments, env=env) if env is not None else run_here(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    return done.stderr
