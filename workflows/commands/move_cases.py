"""Move running cases to the version in force (chuyển hồ sơ đang chạy), each for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Case, CaseStatus, ProcessVersion
from workflows.commands._administration import administered, line
from workflows.commands._advance import advance
from workflows.commands._case import take_case
from workflows.commands._record import record
from workflows.commands._tasks import refresh_task
from workflows.engine.moving import move
from workflows.engine.run import steps
from workflows.errors import ConflictError, InvalidInputError, NotFoundError, WorkflowError
from workflows.queries.rules import process_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.commands._case import CaseInHand
    from workflows.context import CommandContext
    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import Snapshot

#: Cases of one act, so that it ends within a request.
MOST: int = 200


@dataclass(frozen=True, slots=True)
class MoveCases:
    """Which cases, to which version, and why."""

    version_id: int
    #: Case id → the step to go on at; None to go on where the case stands.
    cases: Mapping[int, str | None]
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of it."""

    moved: tuple[int, ...] = ()
    #: (case, why it stayed): untouched, on the version it was on.
    stayed: tuple[tuple[int, str], ...] = field(default=())


def move_cases(ctx: CommandContext, command: MoveCases) -> Moved:
    """Move each case, or leave it untouched and say why.

    Claims, due dates, opinions and checks stay; a step that is open before and after keeps its
    place in the inbox.

    Raises:
        NotFoundError, ConflictError: no such version, or it is no longer in force.
        InvalidInputError: no case, or too many at once.
    """
    version = administered(ctx, ProcessVersion, command.version_id, "phiên bản quy trình")
    reason = line(command.reason, "Lý do", least=5)
    if not version.active:
        raise ConflictError(because="phiên bản này không còn được áp dụng.")
    if not 0 < len(command.cases) <= MOST:
        raise InvalidInputError(
            field="Hồ sơ", because=f"hãy chọn từ 1 đến {MOST} hồ sơ cho mỗi lần chuyển"
        )
    target = process_of(ctx.session, version.id)
    moved: list[int] = []
    stayed: list[tuple[int, str]] = []
    # Always in the same order, so that two admins never wait for each other.
    for case_id, step in sorted(command.cases.items()):
        try:
            with ctx.session.begin_nested():
                _move(ctx, case_id, version, target, step or None, reason)
        except WorkflowError as error:
            stayed.append((case_id, str(error)))
        else:
            moved.append(case_id)
    return Moved(tuple(moved), tuple(stayed))


def _move(  # noqa: PLR0913, PLR0917 - one case of one act
    ctx: CommandContext,
    case_id: int,
    version: ProcessVersion,
    target: CompiledProcess,
    step: str | None,
    reason: str,
) -> None:
    if not _belongs(ctx, case_id, version):
        raise NotFoundError(what="hồ sơ")
    hand = take_case(ctx, case_id=case_id)
    if hand.case.status is not CaseStatus.RUNNING:
        raise ConflictError(because="hồ sơ đã kết thúc.")
    if hand.case.process_version_id == version.id:
        raise ConflictError(because="hồ sơ đã ở phiên bản này.")
    before = _standing(hand)
    before["version"] = ctx.session.scalar(
        select(ProcessVersion.number).where(ProcessVersion.id == hand.case.process_version_id)
    )
    snapshot = move(hand.process, hand.case.state, target, step=step, now=ctx.now)
    hand.process = target
    hand.case.process_version_id = version.id
    advance(ctx, hand, snapshot)
    _refresh(ctx, hand, snapshot)
    record(
        ctx,
        "case.move",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        before=before,
        after={"version": version.number, **_standing(hand), "reason": reason},
    )


def _belongs(ctx: CommandContext, case_id: int, version: ProcessVersion) -> bool:
    return (
        ctx.session.scalar(
            select(Case.id)
            .join(ProcessVersion, ProcessVersion.id == Case.process_version_id)
            .where(
                Case.id == case_id,
                Case.organisation_id == version.organisation_id,
                ProcessVersion.key == version.key,
            )
        )
        is not None
    )


def _refresh(ctx: CommandContext, hand: CaseInHand, snapshot: Snapshot) -> None:
    waiting = {task.id: task for task in snapshot.open_tasks}
    for row in hand.open_tasks:
        task = waiting.get(row.engine_task_id or "")
        if task is not None:
            refresh_task(ctx, hand, row, task)


def _standing(hand: CaseInHand) -> dict[str, object]:
    names = {step.id: step.name for step in steps(hand.process)}
    return {
        "steps": [names.get(row.step, row.name) for row in hand.open_tasks if row.engine_task_id]
    }
