"""``trinhky pdf``: check the signatures of a file."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli._options import answer, data_option, json_option, print_json, say
from workflows.settings import load_settings
from workflows.signing.authority import trust_roots
from workflows.signing.errors import AuthorityMissingError
from workflows.signing.reading import MAX_BYTES
from workflows.signing.verify import verify as verify_pdf


@click.group()
def pdf() -> None:
    """Văn bản PDF đã ký."""


@pdf.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@json_option
@click.pass_context
def verify(
    context: click.Context,
    file: Path,
    data: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Kiểm tra chữ ký của người ký và của cơ quan trong tệp."""
    report = verify_pdf(_content(file), _trust_roots(data))
    if as_json:
        print_json(report.to_json(str(file)))
    else:
        say(f"{file}: {'hợp lệ' if report.valid else 'KHÔNG hợp lệ'}")
        for each in report.signatures:
            state = "hợp lệ" if each.valid else "không hợp lệ"
            say(f"  {each.field} {each.signer} – {each.capacity}: {state}")
        for problem in report.problems:
            say(f"  {problem.message} [{problem.code}]")
    answer(context, report.valid)


def _content(file: Path) -> bytes:
    """What is in a file; no more of it than is needed to call it too large."""
    if not file.is_file():
        raise click.UsageError(f"“{file}” không phải là tệp thường.")
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _trust_roots(data: Path | None) -> tuple[bytes, ...]:
    try:
        return trust_roots(load_settings(data).data / "certificates")
    except AuthorityMissingError:
        say("Chưa có bộ chứng thư tin cậy trong thư mục dữ liệu; không chứng thư nào được tin cậy.")
        return ()
