"""Scenarios belong to the version that passed them: kept with it, brought back with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import ProcessVersion, ScenarioTable
from workflows.errors import WorkflowError
from workflows.queries.deployments import read_candidate
from workflows.queries.scenario_results import kept_scenarios, run_scenarios, scenario_sheet

if TYPE_CHECKING:
    from workflows.context import CommandContext


def process_in_force(ctx: CommandContext, organisation_id: int, key: str) -> ProcessVersion | None:
    """Return the version of a diagram that is in force; None for one that was never deployed."""
    return ctx.session.scalar(
        select(ProcessVersion).where(
            ProcessVersion.organisation_id == organisation_id,
            ProcessVersion.key == key,
            ProcessVersion.active,
        )
    )


def keep_with_version(ctx: CommandContext, organisation_id: int, key: str) -> bool:
    """Give the version in force the body's scenarios, if it passes them all; say whether it did.

    What was accepted for a draft goes with the version that the draft becomes, not with this one.
    """
    active = process_in_force(ctx, organisation_id, key)
    if active is None:
        return False
    candidate = read_candidate(ctx.session, organisation_id)
    try:
        passed = all(each.ok for each in run_scenarios(ctx.session, candidate, key, ctx.now))
    except WorkflowError:
        return False
    if passed:
        active.scenarios = list(scenario_sheet(ctx.session, organisation_id, key).rows)
    return passed


def accepted_for_draft(ctx: CommandContext, version: ProcessVersion) -> bool:
    """Whether the body's scenarios expect what the version in force does not do.

    They were written for a draft, and wait for the version that it becomes.
    """
    sheet = scenario_sheet(ctx.session, version.organisation_id, version.key)
    return sheet.rows != kept_scenarios(version)


def bring_back(ctx: CommandContext, version: ProcessVersion) -> bool:
    """Put the scenarios of a version in the place of the body's; say whether they differed."""
    before = scenario_sheet(ctx.session, version.organisation_id, version.key).rows
    if kept_scenarios(version) == before:
        return False
    table = ctx.session.scalar(
        select(ScenarioTable)
        .where(
            ScenarioTable.organisation_id == version.organisation_id,
            ScenarioTable.process_key == version.key,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if version.scenarios is None:
        if table is not None:
            ctx.session.delete(table)
            ctx.session.flush()
        return True
    if table is None:
        table = ScenarioTable(
            organisation_id=version.organisation_id, process_key=version.key, revision=0
        )
        ctx.session.add(table)
    table.scenarios = list(version.scenarios)
    table.revision += 1
    table.saved_by_id = ctx.actor.user_id
    table.saved_at = ctx.now
    ctx.session.flush()
    return True


def scenarios_of_twin(ctx: CommandContext, version: ProcessVersion) -> None:
    """Give a diagram that was deployed anew those of its twin: same file, same tables."""
    twin = ctx.session.scalar(
        select(ProcessVersion)
        .where(
            ProcessVersion.organisation_id == version.organisation_id,
            ProcessVersion.key == version.key,
            ProcessVersion.sha256 == version.sha256,
            ProcessVersion.number < version.number,
        )
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    )
    if twin is not None:
        version.scenarios = twin.scenarios
