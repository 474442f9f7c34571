"""Scenarios belong to the version that passed them: kept with it, brought back with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import ProcessVersion, ScenarioTable
from workflows.errors import WorkflowError
from workflows.queries.deployments import read_candidate
from workflows.queries.scenario_results import run_scenarios, scenario_sheet

if TYPE_CHECKING:
    from workflows.context import CommandContext


def keep_with_version(ctx: CommandContext, organisation_id: int, key: str) -> bool:
    """Give the version in force the body's scenarios, if it passes them all; say whether it did.

    What was accepted for a draft goes with the version that the draft becomes, not with this one.
    """
    active = ctx.session.scalar(
        select(ProcessVersion).where(
            ProcessVersion.organisation_id == organisation_id,
            ProcessVersion.key == key,
            ProcessVersion.active,
        )
    )
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


def bring_back(ctx: CommandContext, version: ProcessVersion) -> bool:
    """Put the scenarios of a version in the place of the body's; say whether they differed.

    A version from before the product kept them passed those that came with the product.
    """
    before = scenario_sheet(ctx.session, version.organisation_id, version.key).rows
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
        return scenario_sheet(ctx.session, version.organisation_id, version.key).rows != before
    if tuple(version.scenarios) == before:
        return False
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


def bring_back_with_tables(ctx: CommandContext, organisation_id: int, key: str) -> None:
    """Give a diagram that was deployed anew the scenarios of its twin: same file, same tables."""
    versions = select(ProcessVersion).where(
        ProcessVersion.organisation_id == organisation_id, ProcessVersion.key == key
    )
    active = ctx.session.scalar(versions.where(ProcessVersion.active))
    if active is None:
        return
    twin = ctx.session.scalar(
        versions.where(
            ProcessVersion.sha256 == active.sha256, ProcessVersion.number < active.number
        )
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    )
    if twin is not None:
        active.scenarios = twin.scenarios
        bring_back(ctx, active)
