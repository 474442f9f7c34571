"""Options and printing that commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    envvar="TRINHKY_DATA",
    help="Thư mục dữ liệu (mặc định: .data trong thư mục cài đặt).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


def print_json(value: Any) -> None:
    """Print one JSON value on a line of its own."""
    click.echo(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def say(text: str) -> None:
    """Tell the person at the terminal; never mixed with JSON."""
    click.echo(text, err=True)


def answer(context: click.Context, good: bool) -> None:  # noqa: FBT001 - the answer itself
    """End with 0 for yes, 1 for no."""
    context.exit(0 if good else 1)
