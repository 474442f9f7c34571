"""Deploy diagrams and decision tables as immutable versions (triển khai quy trình)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from models import DecisionVersion, ProcessDecision, ProcessVersion
from workflows import policy
from workflows.commands._record import record
from workflows.engine.compile import ProcessSource, compile_process
from workflows.engine.decisions import compile_decision
from workflows.engine.lint import lint_file
from workflows.engine.problems import joined
from workflows.errors import WorkflowError
from workflows.queries.scenario_results import scenario_sheet

if TYPE_CHECKING:
    from workflows.context import CommandContext
    from workflows.engine.decisions import Decision
    from workflows.engine.problems import LintReport


class NotDeployableError(WorkflowError):
    """Chưa triển khai được “{name}”: {problems}"""

    code = "not_deployable"


@dataclass(frozen=True, slots=True)
class DeployProcess:
    """Diagrams and tables of one body, each with its file name, and why they change."""

    organisation_id: int
    diagrams: tuple[tuple[str, bytes], ...]
    tables: tuple[tuple[str, bytes], ...]
    reason: str


def deploy_process(ctx: CommandContext, command: DeployProcess) -> list[str]:
    """Lint everything together, then make a new version of whatever has changed.

    Running cases stay on the version they began on.

    Returns:
        What is new, e.g. ``van_ban_ban v2``.
    """
    if ctx.actor.user_id:
        policy.require_admin(ctx.actor, command.organisation_id)
    for name, dmn in command.tables:
        _require_deployable(lint_file(name, dmn))
    tables = [compile_decision(dmn) for _, dmn in command.tables]
    known = {table.id: table for table in (*_tables_in_force(ctx, command), *tables)}
    for name, bpmn in command.diagrams:
        _require_deployable(lint_file(name, bpmn, known))
    before = in_force(ctx, command.organisation_id)
    new: list[str] = []
    for _, dmn in command.tables:
        new += _deploy_table(ctx, command, dmn)
    active = list(
        ctx.session.scalars(
            select(DecisionVersion).where(
                DecisionVersion.organisation_id == command.organisation_id,
                DecisionVersion.active,
            )
        )
    )
    for _, bpmn in command.diagrams:
        new += _deploy_diagram(ctx, command, bpmn, active)
    if new:
        record(
            ctx,
            "process.deploy",
            organisation_id=command.organisation_id,
            before={"active": before},
            after={
                "versions": new,
                "reason": command.reason,
                "active": in_force(ctx, command.organisation_id),
            },
        )
    return new


def in_force(ctx: CommandContext, organisation_id: int) -> dict[str, int]:
    """Return the number of the version in force of each diagram."""
    active = select(ProcessVersion.key, ProcessVersion.number).where(
        ProcessVersion.organisation_id == organisation_id, ProcessVersion.active
    )
    return dict(ctx.session.execute(active.order_by(ProcessVersion.key)).all())


def _tables_in_force(ctx: CommandContext, command: DeployProcess) -> list[Decision]:
    """What a diagram may call besides the tables deployed with it."""
    tables = select(DecisionVersion.dmn).where(
        DecisionVersion.organisation_id == command.organisation_id, DecisionVersion.active
    )
    return [compile_decision(dmn) for dmn in ctx.session.scalars(tables)]


def _require_deployable(report: LintReport) -> None:
    if not report.deployable:
        sentences = joined(p.message for p in report.problems if p.severity != "warning")
        raise NotDeployableError(name=report.file, problems=sentences)


def _deploy_table(ctx: CommandContext, command: DeployProcess, dmn: bytes) -> list[str]:
    decision = compile_decision(dmn)
    digest = hashlib.sha256(dmn).hexdigest()
    scope = (
        DecisionVersion.organisation_id == command.organisation_id,
        DecisionVersion.key == decision.id,
    )
    active = ctx.session.scalar(select(DecisionVersion).where(*scope, DecisionVersion.active))
    if active is not None and active.sha256 == digest:
        return []
    number = (ctx.session.scalar(select(func.max(DecisionVersion.number)).where(*scope)) or 0) + 1
    ctx.session.execute(update(DecisionVersion).where(*scope).values(active=False))
    ctx.session.add(
        DecisionVersion(
            organisation_id=command.organisation_id,
            key=decision.id,
            number=number,
            name=decision.name,
            dmn=dmn,
            sha256=digest,
            active=True,
            reason=command.reason,
            deployed_by_id=ctx.actor.user_id or None,
            deployed_at=ctx.now,
        )
    )
    ctx.session.flush()
    return [f"{decision.id} v{number}"]


def _deploy_diagram(
    ctx: CommandContext, command: DeployProcess, bpmn: bytes, tables: list[DecisionVersion]
) -> list[str]:
    source = ProcessSource(bpmn, tuple(table.dmn for table in sorted(tables, key=_by_key)))
    process = compile_process(source)
    scope = (
        ProcessVersion.organisation_id == command.organisation_id,
        ProcessVersion.key == process.id,
    )
    active = ctx.session.scalar(select(ProcessVersion).where(*scope, ProcessVersion.active))
    if active is not None and active.sha256 == source.sha256:
        return []
    number = (ctx.session.scalar(select(func.max(ProcessVersion.number)).where(*scope)) or 0) + 1
    ctx.session.execute(update(ProcessVersion).where(*scope).values(active=False))
    version = ProcessVersion(
        organisation_id=command.organisation_id,
        key=process.id,
        number=number,
        name=process.name,
        bpmn=bpmn,
        sha256=source.sha256,
        scenarios=list(scenario_sheet(ctx.session, command.organisation_id, process.id).rows),
        active=True,
        reason=command.reason,
        deployed_by_id=ctx.actor.user_id or None,
        deployed_at=ctx.now,
    )
    ctx.session.add(version)
    ctx.session.flush()
    ctx.session.add_all(
        ProcessDecision(process_version_id=version.id, decision_version_id=table.id)
        for table in tables
    )
    return [f"{process.id} v{number}"]


def _by_key(table: DecisionVersion) -> str:
    return table.key
