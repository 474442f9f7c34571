"""What another version would do to every running case; nothing is written (thử trước)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models import Case, CaseStatus, Document, DocumentStatus, ProcessVersion
from workflows.engine.moving import check_move
from workflows.queries.rules import process_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.moving import Movability

#: Cases of one portion: small enough that progress shows.
PORTION: Final = 100


@dataclass(frozen=True, slots=True)
class CaseForecast:
    """One running case and what the other version would mean for it."""

    case_id: int
    document_id: int
    subject: str
    #: Number of the version that it runs on.
    version: int
    kind: Movability
    reason: str
    #: (id, name) of the steps where it stands, by its own version.
    here: tuple[tuple[str, str], ...]
    #: (id, name) of the steps that may be chosen.
    choices: tuple[tuple[str, str], ...]
    #: What will be asked later although the case runs on; empty for nothing.
    later: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """Part of a dry run."""

    cases: tuple[CaseForecast, ...]
    #: All running cases that the dry run is about.
    total: int
    #: How many of them come up to and with this portion.
    done: int
    #: Where the next portion begins; None when this was the last.
    next_after: int | None


def forecast(  # noqa: PLR0913 - what is tried, and which part of it
    session: Session,
    organisation_id: int,
    key: str,
    target: CompiledProcess,
    *,
    after: int = 0,
    most: int = PORTION,
    only: Collection[int] | None = None,
) -> Portion:
    """Say for the next running cases of a diagram what moving them to ``target`` would do.

    Args:
        session: only read from.
        organisation_id: the body.
        key: the diagram.
        target: the version to try, deployed or not.
        after: the last case of the portion before.
        most: how many cases at most.
        only: these cases and no others.
    """
    scope = [
        Case.organisation_id == organisation_id,
        Case.status == CaseStatus.RUNNING,
        ProcessVersion.key == key,
        ProcessVersion.sha256 != target.sha256,
    ]
    if only is not None:
        scope.append(Case.id.in_(only))
    counted = session.execute(
        select(func.count(), func.count().filter(Case.id <= after))
        .select_from(Case)
        .join(ProcessVersion, ProcessVersion.id == Case.process_version_id)
        .where(*scope)
    ).one()
    rows = session.execute(
        select(
            Case.id,
            Case.document_id,
            Document.subject,
            Document.status,
            ProcessVersion.number,
            ProcessVersion.id,
            Case.state,
        )
        .join(Document, Document.id == Case.document_id)
        .join(ProcessVersion, ProcessVersion.id == Case.process_version_id)
        .where(*scope, Case.id > after)
        .order_by(Case.id)
        .limit(most)
    ).all()
    cases: list[CaseForecast] = []
    for case_id, document_id, subject, status, number, version_id, state in rows:
        old = process_of(session, version_id)
        check = check_move(old, state, target)
        unsigned = status is DocumentStatus.SUBMITTED
        cases.append(
            CaseForecast(
                case_id,
                document_id,
                subject,
                number,
                check.kind,
                check.reason,
                _named(old, check.from_steps),
                tuple((step.id, step.name) for step in check.steps),
                _owed(old, target, check.from_steps)
                if check.kind == "runs_on" and unsigned
                else "",
            )
        )
    total, before = counted
    done = before + len(cases)
    last = cases[-1].case_id if cases else after
    return Portion(tuple(cases), total, done, last if cases and done < total else None)


def _named(process: CompiledProcess, steps: Sequence[str]) -> tuple[tuple[str, str], ...]:
    names = {step.id: step.name for step in process.steps}
    return tuple((step, names.get(step, step)) for step in steps)


def _owed(old: CompiledProcess, new: CompiledProcess, here: Sequence[str]) -> str:
    """New checks that the case is past already: signing asks for every check of the diagram."""
    graph = new.graph
    names = [
        step.name
        for step in new.steps
        if step.properties.get("form") == "check"
        and step.id not in old.graph.nodes
        and step.id in graph.nodes
        and not set(here) & graph.reach(graph.starts, without=step.id)
    ]
    if not names:
        return ""
    return (
        f"Khi ký, hệ thống sẽ đòi bước {', '.join(f'“{name}”' for name in names)} mà hồ sơ đã đi "
        "qua; người ký sẽ phải trả lại để kiểm tra bổ sung."
    )
