"""``trinhky process lint``: check diagrams and tables, any file at all."""

from __future__ import annotations

import click

from webapp.cli._options import answer, json_option, print_json, say
from workflows.engine.lint import lint_files


@click.command()
@click.argument("files", nargs=-1, required=True)
@json_option
@click.pass_context
def lint(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001
    """Kiểm tra các tệp; nêu mọi lỗi cùng lúc."""
    good = True
    for report in lint_files(files):
        good = good and report.ok
        if as_json:
            print_json(report.to_json())
            continue
        say(f"{report.file}: {'triển khai được' if report.deployable else 'chưa triển khai được'}")
        for problem in report.problems:
            where = f" (dòng {problem.line})" if problem.line else ""
            say(f"  {problem.element or '–'}{where}: {problem.message} [{problem.code}]")
    answer(context, good)
