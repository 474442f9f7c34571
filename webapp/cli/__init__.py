"""The command line: ``trinhky …``. JSON goes to standard output alone, words to standard error.

Exit status: 0 good, 1 the answer is no, 2 wrong use or no answer.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from typing import Final

import click

from workflows.errors import WorkflowError

#: Group → command name → the module that holds a command of that name.
COMMANDS: Final = {
    "trinhky": {
        "audit": "webapp.cli.audit",
        "authority": "webapp.cli.authority",
        "db": "webapp.cli.database",
        "demo": "webapp.cli.demo",
        "organisation": "webapp.cli.organisation",
        "pdf": "webapp.cli.pdf",
        "process": "webapp.cli",
        "serve": "webapp.cli.serve",
        "worker": "webapp.cli.worker",
    },
    "process": {"deploy": "webapp.cli.deploy", "lint": "webapp.cli.lint"},
}


class LazyGroup(click.Group):
    """Imports a command's module when it is asked for: checking a file needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every command."""
        return sorted(COMMANDS[str(self.name)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        module = COMMANDS[str(self.name)].get(cmd_name)
        if module is None:
            return None
        # What modules make stays: to look through it for waste takes an eighth of the start.
        gc.disable()
        command: click.Command = getattr(importlib.import_module(module), cmd_name)
        gc.freeze()
        gc.enable()
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def trinhky() -> None:
    """Trình Ký: soạn thảo, kiểm tra, ký, đóng dấu và ban hành văn bản."""


@click.group(cls=LazyGroup)
def process() -> None:
    """Sơ đồ quy trình (BPMN) và bảng quyết định (DMN)."""


def main() -> None:
    """Run the command line; an error is one sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 whatever the terminal's language; a file's name may be bytes that are none.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        # Not standalone, click returns the status that a command has exited with.
        status = trinhky.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except WorkflowError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        click.echo(f"Không dùng được “{error.filename or '?'}”: {error.strerror}.", err=True)
        sys.exit(2)
    except Exception as error:
        if "TRINHKY_DEBUG" in os.environ:
            raise
        click.echo(
            f"Lỗi ngoài dự kiến ({type(error).__name__}); chưa có gì được ghi dở dang. "
            "Chạy lại với TRINHKY_DEBUG=1 để xem chi tiết.",
            err=True,
        )
        # Not 1: nobody has answered "no".
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)
