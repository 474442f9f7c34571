"""``trinhky authority``: who may sign, asked without a database."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli._options import json_option, print_json
from workflows.authority.cli_answer import explain_from_files
from workflows.settings import BPMN


@click.group()
def authority() -> None:
    """Thẩm quyền ký."""


@authority.command()
@click.option("--org", "key", required=True, help="Khóa cơ quan, ví dụ thanh-hoa-2021.")
@click.option("--kind", required=True, help="Loại văn bản, ví dụ cong_van.")
@click.option("--to", "addressees", multiple=True, required=True, help="Nơi nhận; nhiều lần.")
@click.option("--at", "day", required=True, help="Ngày hỏi, YYYY-MM-DD.")
@click.option("--delegation", default="none", help="Tệp JSON văn bản ủy quyền, hoặc none.")
@click.option("--vote", type=click.Choice(["passed", "none"]), default="none")
@click.option("--amount", type=int, default=None, help="Số tiền, đồng.")
@click.option("--absence-of", "absent", multiple=True, help="Chức vụ vắng mặt, ví dụ chair.")
@json_option
def explain(  # noqa: PLR0913, PLR0917 - the facts of one question
    key: str,
    kind: str,
    addressees: tuple[str, ...],
    day: str,
    delegation: str,
    vote: str,
    amount: int | None,
    absent: tuple[str, ...],
    as_json: bool,  # noqa: FBT001
) -> None:
    """Ai được ký, ai không, vì sao, theo điều nào."""
    found = explain_from_files(
        BPMN / "organisations",
        BPMN / "decisions",
        key,
        kind,
        addressees,
        day,
        delegation_json=_read_delegation(delegation),
        vote=vote,
        amount=amount,
        absence_of=absent,
    )
    if as_json:
        print_json(found)
        return
    needed = "cần biểu quyết" if found["vote_required"] else "không cần biểu quyết"
    click.echo(f"{kind}: {needed}")
    for each in found["may_sign"]:
        click.echo(f"  + {each['post']}: {' / '.join(each['form'])} – dấu {each['seal'] or '–'}")
        click.echo(f"    {each['because']} ({each['article']})")
    for each in found["refused"]:
        click.echo(f"  - {each['post']}: {each['because']} ({each['article']})")


def _read_delegation(name: str) -> str | None:
    if name == "none":
        return None
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise click.UsageError(f"Không đọc được tệp ủy quyền “{name}”.") from error
