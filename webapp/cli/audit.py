"""``trinhky audit``: check the audit chains."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from webapp.cli._installation import open_installation
from webapp.cli._options import answer, data_option, json_option, print_json, say
from workflows.audit import verify as verify_chains

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def audit() -> None:
    """Nhật ký."""


@audit.command()
@data_option
@json_option
@click.pass_context
def verify(context: click.Context, data: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Tìm mọi dòng nhật ký bị sửa, xóa, chèn, đổi chỗ hoặc cắt bỏ."""
    services = open_installation(data)
    with services.database.session() as session:
        rows, problems = verify_chains(session, services.settings.secret)
    if as_json:
        print_json(
            {"ok": not problems, "rows": rows, "problems": [asdict(each) for each in problems]}
        )
    else:
        say(f"{rows} dòng, {len(problems)} lỗi")
        for each in problems:
            say(f"  {each.organisation} dòng {each.seq}: {each.what}")
    answer(context, not problems)
