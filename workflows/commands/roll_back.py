"""Put an earlier version of a diagram back in force (quay lại phiên bản trước)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from models import Case, CaseStatus, DecisionVersion, ProcessDecision, ProcessVersion
from workflows.commands._administration import administered, line
from workflows.commands._record import record
from workflows.commands._scenarios import accepted_for_draft, bring_back, scenarios_of_twin
from workflows.commands.deploy_process import DeployProcess, deploy_process, in_force
from workflows.errors import ConflictError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class RollBack:
    """Which version is to be in force again, in whose place, and why."""

    version_id: int
    #: The version that was in force when the person looked.
    instead_of: int
    reason: str


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What came of it."""

    key: str
    number: int
    replaced: int
    #: Running cases that began on the version that was taken back; they stay on it.
    started_between: tuple[int, ...]
    #: Whether the scenarios were others and are those of this version again.
    scenarios: bool
    #: Whether they were written for a draft, and stay for it.
    kept_for_draft: bool


def roll_back(ctx: CommandContext, command: RollBack) -> RolledBack:
    """Put a version back in force with the tables and the scenarios it was deployed with.

    Scenarios that were written for a draft stay for it. A second admin is not asked: the version
    was approved when it was deployed. Running cases stay where they are; those begun meanwhile
    are named, so that they can be moved.

    Raises:
        NotFoundError: no such version.
        ConflictError: it is in force already, or somebody deployed another meanwhile.
    """
    version = administered(ctx, ProcessVersion, command.version_id, "phiên bản quy trình")
    reason = line(command.reason, "Lý do", least=5)
    active = ctx.session.scalar(
        select(ProcessVersion)
        .where(
            ProcessVersion.organisation_id == version.organisation_id,
            ProcessVersion.key == version.key,
            ProcessVersion.active,
        )
        .with_for_update()
    )
    if active is None:
        raise NotFoundError(what="phiên bản đang áp dụng")
    if active.id == version.id or active.number != command.instead_of:
        raise ConflictError(because="phiên bản đang áp dụng đã thay đổi sau khi bạn mở trang này.")
    before = in_force(ctx, version.organisation_id)
    kept = accepted_for_draft(ctx, active)
    _activate(ctx, version, active)
    tables = _restore_tables(ctx, version)
    scenarios = not kept and bring_back(ctx, version)
    others = _redeploy_others(ctx, version, reason) if tables else []
    started = tuple(
        ctx.session.scalars(
            select(Case.id)
            .where(Case.process_version_id == active.id, Case.status == CaseStatus.RUNNING)
            .order_by(Case.id)
        )
    )
    record(
        ctx,
        "process.roll_back",
        organisation_id=version.organisation_id,
        before={"active": before},
        after={
            "active": in_force(ctx, version.organisation_id),
            "tables": tables,
            "scenarios": scenarios,
            "versions": others,
            "cases": list(started),
            "reason": reason,
        },
    )
    return RolledBack(version.key, version.number, active.number, started, scenarios, kept)


def _activate(ctx: CommandContext, version: ProcessVersion, active: ProcessVersion) -> None:
    # The one before first: only one version of a diagram may be in force.
    active.active = False
    ctx.session.flush()
    version.active = True
    ctx.session.flush()


def _restore_tables(ctx: CommandContext, version: ProcessVersion) -> list[str]:
    """Put the tables of the version back in force; return those that were not."""
    bound: Sequence[DecisionVersion] = ctx.session.scalars(
        select(DecisionVersion)
        .join(ProcessDecision, ProcessDecision.decision_version_id == DecisionVersion.id)
        .where(ProcessDecision.process_version_id == version.id, ~DecisionVersion.active)
        .order_by(DecisionVersion.key)
    ).all()
    for table in bound:
        ctx.session.execute(
            update(DecisionVersion)
            .where(
                DecisionVersion.organisation_id == version.organisation_id,
                DecisionVersion.key == table.key,
            )
            .values(active=False)
        )
        table.active = True
        ctx.session.flush()
    return [f"{table.key} v{table.number}" for table in bound]


def _redeploy_others(ctx: CommandContext, version: ProcessVersion, reason: str) -> list[str]:
    """Let the body's other diagrams use the tables that are in force again."""
    others = [
        ProcessVersion.organisation_id == version.organisation_id,
        ProcessVersion.key != version.key,
        ProcessVersion.active,
    ]
    replaced = ctx.session.scalars(select(ProcessVersion).where(*others)).all()
    if not replaced:
        return []
    kept = {each.key for each in replaced if accepted_for_draft(ctx, each)}
    files = tuple((f"{each.key}.bpmn", each.bpmn) for each in replaced)
    new = deploy_process(ctx, DeployProcess(version.organisation_id, files, (), reason))
    for each in ctx.session.scalars(select(ProcessVersion).where(*others)):
        scenarios_of_twin(ctx, each)
        if each.key not in kept:
            bring_back(ctx, each)
    return new
