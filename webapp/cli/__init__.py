"""The command line: ``trinhky …``. JSON goes to standard output alone, words to standard error.

Exit status: 0 good, 1 the answer is no, 2 wrong use.
"""

from __future__ import annotations

import importlib
import sys
from typing import ClassVar

import click

from workflows.errors import WorkflowError


class LazyGroup(click.Group):
    """Imports a command's module when it is asked for: checking a file needs no database."""

    #: Command name → module and attribute.
    lazy: ClassVar[dict[str, str]] = {
        "audit": "webapp.cli.audit:audit",
        "authority": "webapp.cli.authority:authority",
        "db": "webapp.cli.database:db",
        "demo": "webapp.cli.demo:demo",
        "organisation": "webapp.cli.organisation:organisation",
        "pdf": "webapp.cli.pdf:pdf",
        "process": "webapp.cli.process:process",
        "serve": "webapp.cli.serve:serve",
        "worker": "webapp.cli.worker:worker",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every command."""
        return sorted(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in self.lazy:
            return None
        module, _, attribute = self.lazy[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def trinhky() -> None:
    """Trình Ký: soạn thảo, kiểm tra, ký, đóng dấu và ban hành văn bản."""


def main() -> None:
    """Run the command line; an error is one sentence, never a traceback."""
    try:
        trinhky.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
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
