"""Keep the scenarios (kịch bản) that a diagram must pass before it is deployed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models import ScenarioTable
from workflows import policy
from workflows.commands._record import record
from workflows.commands._scenarios import keep_with_version, process_in_force
from workflows.errors import ConflictError, InvalidInputError, NotFoundError
from workflows.queries.deployments import read_candidate
from workflows.queries.scenario_results import (
    kept_scenarios,
    read_scenario,
    run_scenarios,
    scenario_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.context import CommandContext

#: Scenarios of one diagram; each is run before every deployment.
MOST: int = 200


@dataclass(frozen=True, slots=True)
class SaveScenarios:
    """The whole table, on top of the revision it was opened as (0: the shipped one)."""

    organisation_id: int
    process_key: str
    scenarios: Sequence[dict[str, Any]]
    revision: int


@dataclass(frozen=True, slots=True)
class AcceptResults:
    """What the drafts do in these scenarios is what is wanted from now on."""

    organisation_id: int
    process_key: str
    #: Names of the scenarios whose result the admin has looked at.
    names: frozenset[str]
    #: The drafts that they were run on.
    draft_ids: tuple[int, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class TakeScenarios:
    """Those of the version in force in the place of the table at that revision."""

    organisation_id: int
    process_key: str
    revision: int


def accept_results(ctx: CommandContext, command: AcceptResults) -> ScenarioTable:
    """Write the results of the drafts into the chosen scenarios as what is expected.

    Only what a scenario compares is written: a part that it leaves open stays open.
    """
    policy.require_admin(ctx.actor, command.organisation_id)
    candidate = read_candidate(ctx.session, command.organisation_id, command.draft_ids)
    results = {
        result.name: result
        for result in run_scenarios(ctx.session, candidate, command.process_key, ctx.now)
        if result.name in command.names
    }
    sheet = scenario_sheet(ctx.session, command.organisation_id, command.process_key)
    rows: list[dict[str, Any]] = []
    for row in sheet.rows:
        result = results.get(row["name"])
        found = (
            {
                "steps": list(result.steps),
                "signer": result.signer,
                "seal": result.seal,
                "end": result.end,
            }
            if result
            else {}
        )
        expected = {part: found.get(part, value) for part, value in row["expected"].items()}
        rows.append({**row, "expected": expected})
    return save_scenarios(
        ctx,
        SaveScenarios(command.organisation_id, command.process_key, rows, command.revision),
    )


def take_scenarios(ctx: CommandContext, command: TakeScenarios) -> ScenarioTable:
    """Give up what was written for a draft: expect again what the version in force does.

    Raises:
        NotFoundError: nothing of that key is in force.
        ConflictError: somebody has saved since.
    """
    policy.require_admin(ctx.actor, command.organisation_id)
    version = process_in_force(ctx, command.organisation_id, command.process_key)
    if version is None:
        raise NotFoundError(what="phiên bản đang áp dụng")
    rows = kept_scenarios(version)
    return save_scenarios(
        ctx, SaveScenarios(command.organisation_id, command.process_key, rows, command.revision)
    )


def save_scenarios(ctx: CommandContext, command: SaveScenarios) -> ScenarioTable:
    """Put the table in the place of the one before.

    Raises:
        InvalidInputError: a row cannot be read; it is named.
        ConflictError: somebody has saved since.
    """
    policy.require_admin(ctx.actor, command.organisation_id)
    if len(command.scenarios) > MOST:
        raise InvalidInputError(field="Kịch bản", because=f"nhiều nhất {MOST} kịch bản")
    names = [read_scenario(mapping).name for mapping in command.scenarios]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidInputError(field="Kịch bản", because=f"tên “{twice}” bị trùng")
    table = ctx.session.scalar(
        select(ScenarioTable)
        .where(
            ScenarioTable.organisation_id == command.organisation_id,
            ScenarioTable.process_key == command.process_key,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if (table.revision if table else 0) != command.revision:
        raise ConflictError(because="bảng kịch bản đã được lưu sau khi bạn mở.")
    before = scenario_sheet(ctx.session, command.organisation_id, command.process_key).rows
    if table is None:
        table = ScenarioTable(
            organisation_id=command.organisation_id,
            process_key=command.process_key,
            revision=0,
        )
        ctx.session.add(table)
    table.scenarios = list(command.scenarios)
    table.revision += 1
    table.saved_by_id = ctx.actor.user_id
    table.saved_at = ctx.now
    ctx.session.flush()
    keep_with_version(ctx, command.organisation_id, command.process_key)
    kept = {scenario["name"] for scenario in before}
    record(
        ctx,
        "scenarios.save",
        organisation_id=command.organisation_id,
        before={"process": command.process_key, "scenarios": len(before)},
        after={
            "scenarios": names,
            "removed": sorted(kept - set(names)),
            "revision": table.revision,
        },
    )
    return table
