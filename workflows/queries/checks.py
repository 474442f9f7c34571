"""The checks of a submission: which stand for the content as it is, which are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Check, User
from workflows.engine.run import steps
from workflows.queries.dated import day_of, title_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case
    from workflows.engine.compile import CompiledProcess


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check and who passed it; ``checked_at`` is None for one that is missing."""

    step: str
    name: str
    person: str = ""
    post: str = ""
    checked_at: datetime | None = None


def missing_checks(
    process: CompiledProcess, checks: Iterable[Check], content_sha256: str | None
) -> list[str]:
    """Return the names of the diagram's checks that do not cover this content."""
    valid = {c.step for c in checks if c.voided_at is None and c.content_sha256 == content_sha256}
    return [
        step.name
        for step in steps(process)
        if step.properties.get("form") == "check" and step.id not in valid
    ]


def check_lines(
    session: Session, process: CompiledProcess, case: Case, content_sha256: str | None
) -> tuple[CheckLine, ...]:
    """Return every check of the diagram in its order, passed for this content or missing."""
    passed = {
        check.step: CheckLine(check.step, "", name, title or "", check.checked_at)
        for check, name, title in session.execute(
            select(Check, User.full_name, title_on(Check.post_id, day_of(Check.checked_at)))
            .join(User, User.id == Check.checked_by_id)
            .where(
                Check.case_id == case.id,
                Check.voided_at.is_(None),
                Check.content_sha256 == content_sha256,
            )
            .order_by(Check.id)
        )
    }
    lines = []
    for step in steps(process):
        if step.properties.get("form") != "check":
            continue
        found = passed.get(step.id)
        lines.append(
            CheckLine(step.id, step.name, found.person, found.post, found.checked_at)
            if found
            else CheckLine(step.id, step.name)
        )
    return tuple(lines)
