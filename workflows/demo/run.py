"""The main job without a browser: every document of the demo from draft to issued."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import select

from models import Post, RegisterEntry, Seal, Signature, SignatureKind, User
from workflows import stored_files
from workflows.authority.purposes import PURPOSES
from workflows.demo.journey import Route, submit, walk
from workflows.demo.offices import ensure_office
from workflows.demo.samples import Sample, run_samples
from workflows.documents.kinds import KINDS
from workflows.signing.verify import verify
from workflows.text import search_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from models import Document, UserTask
    from workflows.bootstrap import Services
    from workflows.demo.office import Office

_SIGNATURES: Final = 2
_HEADINGS: Final = (
    "Số, ký hiệu",
    "Loại",
    "Cơ quan",
    "Người ký",
    "Ký với tư cách",
    "Dấu",
    "Chữ ký",
    "Điều",
)


@dataclass(frozen=True, slots=True)
class Issued:
    """One line of the summary."""

    file: str
    organisation: str
    #: The routing kind.
    kind: str
    number: str
    #: ISO 8601.
    date: str
    signer_post: str
    #: Every line printed above the name.
    form: list[str]
    seal: str
    article: str
    signatures: int
    valid: bool


def run_demo(services: Services, out: Path, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Issue every sample document through the commands, and write files and summary to ``out``.

    Bodies that are missing are set up. A second run issues the documents again under the next
    numbers.

    Returns:
        What ``summary.json`` says.
    """
    out.mkdir(parents=True, exist_ok=True)
    samples = run_samples()
    offices = {
        key: ensure_office(services, key, say)
        for key in dict.fromkeys(sample.organisation for sample in samples)
    }
    issued: list[Issued] = []
    names: list[str] = []
    for count, sample in enumerate(samples, 1):
        office = offices[sample.organisation]
        content = sample.content_on(services.clock().date())
        say(f"[{count}/{len(samples)}] {sample.organisation}: {content['subject']}")
        document = _issue(office, sample, content, say)
        line, signer, pdf = _read(office, document)
        (out / line.file).write_bytes(pdf)
        verdict = "hợp lệ" if line.valid else "KHÔNG HỢP LỆ"
        say(f"      đã ban hành số {line.number}, {line.signatures} chữ ký số {verdict}")
        issued.append(line)
        names.append(signer)
    rows = [asdict(line) for line in issued]
    (out / "summary.json").write_bytes(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
    (out / "summary.txt").write_text(_table(issued, names), encoding="utf-8")
    return rows


def _issue(
    office: Office, sample: Sample, content: dict[str, Any], say: Callable[[str], None]
) -> Document:
    def tell(task: UserTask) -> None:
        say(f"      {task.name}: {office.actor(office.post_of(task)).name}")

    case = submit(office, sample.purpose, content, sample.drafter, sample.unit)
    return walk(office, case, Route(to_chair=sample.to_chair), tell=tell)


def _read(office: Office, document: Document) -> tuple[Issued, str, bytes]:
    """Return a document's line, its signer's name, and the file as it was issued."""
    with office.services.database.session() as session:
        entry, signature, post, signer = session.execute(
            select(RegisterEntry, Signature, Post.key, User.full_name)
            .join(Signature, Signature.case_id == RegisterEntry.case_id)
            .join(Post, Post.id == Signature.post_id)
            .join(User, User.id == Signature.user_id)
            .where(
                RegisterEntry.organisation_id == office.organisation_id,
                RegisterEntry.printed_number == document.number,
                RegisterEntry.voided_at.is_(None),
                Signature.kind == SignatureKind.PERSON,
                Signature.voided_at.is_(None),
            )
            .order_by(RegisterEntry.year.desc())
            .limit(1)
        ).one()
        seal = session.scalar(
            select(Seal.key)
            .join(Signature, Signature.seal_id == Seal.id)
            .where(Signature.case_id == entry.case_id, Signature.voided_at.is_(None))
        )
        pdf = stored_files.fetch(session, document.file_sha256)
    report = verify(pdf, office.services.certificates.root_certificates)
    number = search_words(entry.printed_number).replace(" ", "-")
    line = Issued(
        file=f"{office.profile.key}_{number}_{document.purpose.replace('_', '-')}.pdf",
        organisation=office.profile.key,
        kind=document.purpose,
        number=entry.printed_number,
        date=entry.dated_on.isoformat(),
        signer_post=post,
        form=signature.capacity.split("\n"),
        seal=seal or "",
        article=signature.article,
        signatures=len(report.signatures),
        valid=report.valid and report.sealed and len(report.signatures) == _SIGNATURES,
    )
    return line, signer, pdf


def _table(issued: Sequence[Issued], signers: Sequence[str]) -> str:
    """Set the summary as a table of aligned columns."""
    rows: list[Sequence[str]] = [_HEADINGS]
    for line, signer in zip(issued, signers, strict=True):
        verdict = "hợp lệ" if line.valid else "KHÔNG HỢP LỆ"
        rows.append(
            (
                line.number,
                KINDS[PURPOSES[line.kind].base_kind].name,
                line.organisation,
                signer,
                " / ".join(line.form),
                line.seal,
                f"{line.signatures} {verdict}",
                line.article,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"
