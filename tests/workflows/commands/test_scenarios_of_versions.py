"""Scenarios go with the version that passed them: back with it, and forward again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models import DraftKind, ProcessVersion, ScenarioTable
from tests.drawing import (
    KEY,
    accept,
    active_process,
    active_table,
    deploy,
    draw,
    reviewed,
    with_step,
)
from workflows.commands.roll_back import RollBack, roll_back
from workflows.commands.save_scenarios import (
    SaveScenarios,
    TakeScenarios,
    save_scenarios,
    take_scenarios,
)
from workflows.queries.deployments import read_candidate
from workflows.queries.scenario_results import run_scenarios, scenario_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office
    from workflows.engine.scenarios import ScenarioResult

WHY = "Bước mới gây chậm"


@pytest.fixture
def body(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _sheet(body: Office) -> tuple[dict[str, Any], ...]:
    with body.services.database.session() as session:
        return scenario_sheet(session, body.organisation_id, KEY).rows


def _revision(body: Office) -> int:
    with body.services.database.session() as session:
        return scenario_sheet(session, body.organisation_id, KEY).revision


def _results(body: Office) -> list[ScenarioResult]:
    with body.services.database.session() as session:
        candidate = read_candidate(session, body.organisation_id)
        return run_scenarios(session, candidate, KEY, body.services.clock())


def _version(body: Office, number: int) -> ProcessVersion:
    with body.services.database.session() as session:
        return session.scalars(
            select(ProcessVersion).where(
                ProcessVersion.organisation_id == body.organisation_id,
                ProcessVersion.key == KEY,
                ProcessVersion.number == number,
            )
        ).one()


def _back_to(body: Office, number: int, instead_of: int) -> Any:
    return body.run(roll_back, RollBack(_version(body, number).id, instead_of, WHY), "admin")


def test_a_roll_back_brings_back_the_answers_accepted_on_that_version(body: Office) -> None:
    shipped = _sheet(body)
    deploy(body, draw(body, reviewed(body)))  # accepts what the new step changes
    accepted = _sheet(body)
    assert accepted != shipped
    assert all(each.ok for each in _results(body))

    assert _back_to(body, 1, 2).scenarios
    assert _sheet(body) == shipped
    assert all(each.ok for each in _results(body))

    assert _back_to(body, 2, 1).scenarios
    assert _sheet(body) == accepted
    assert all(each.ok for each in _results(body))


def test_scenarios_added_to_the_version_in_force_stay_with_it(body: Office) -> None:
    rows = list(_sheet(body))
    more = [*rows, {**rows[0], "name": "Một kịch bản nữa"}]
    body.run(save_scenarios, SaveScenarios(body.organisation_id, KEY, more, 0), "admin")
    deploy(body, draw(body, reviewed(body)))
    _back_to(body, 1, 2)

    assert [row["name"] for row in _sheet(body)][-1] == "Một kịch bản nữa"
    assert all(each.ok for each in _results(body))


def test_what_was_accepted_for_a_draft_does_not_become_the_version_in_force(body: Office) -> None:
    rows = list(_sheet(body))
    other = [{**rows[0], "expected": {**rows[0]["expected"], "end": "nowhere"}}, *rows[1:]]
    body.run(save_scenarios, SaveScenarios(body.organisation_id, KEY, other, 0), "admin")
    deploy(body, draw(body, reviewed(body)))
    _back_to(body, 1, 2)

    assert list(_sheet(body)) == rows


def test_a_roll_back_keeps_what_was_accepted_for_a_draft(body: Office) -> None:
    shipped = _sheet(body)
    deploy(body, draw(body, reviewed(body)))
    further = with_step(
        active_process(body).bpmn, flow="review_approve", after="assess", step="second_review"
    )
    draft = draw(body, further)
    accept(body, draft)
    for_draft = _sheet(body)

    done = _back_to(body, 1, 2)
    assert done.kept_for_draft
    assert not done.scenarios
    assert _sheet(body) == for_draft
    # Given up, the version in force is what is expected again.
    taken = TakeScenarios(body.organisation_id, KEY, _revision(body))
    body.run(take_scenarios, taken, "admin")
    assert _sheet(body) == shipped
    assert all(each.ok for each in _results(body))


def test_other_diagrams_get_back_their_scenarios_with_the_tables(body: Office) -> None:
    table = active_table(body, "seal").dmn
    changed = table.replace("Trưởng Ban ký".encode(), "Trưởng Ban ký ".encode(), 1)
    changed = changed if changed != table else table.replace(b"</definitions>", b"\n</definitions>")
    shipped = _sheet(body)
    deploy(
        body,
        draw(body, reviewed(body)),
        draw(body, changed, "seal", DraftKind.TABLE),
    )
    _back_to(body, 1, 2)

    assert active_table(body, "seal").dmn == table
    assert _sheet(body) == shipped
    assert all(each.ok for each in _results(body))


def test_a_version_from_before_scenarios_were_kept_has_the_shipped_ones(body: Office) -> None:
    shipped = _sheet(body)
    with body.services.database.transaction() as session:
        session.get_one(ProcessVersion, active_process(body).id).scenarios = None
    deploy(body, draw(body, reviewed(body)))
    _back_to(body, 1, 2)

    assert _sheet(body) == shipped
    with body.services.database.session() as session:
        own = ScenarioTable.organisation_id == body.organisation_id
        assert session.scalars(select(ScenarioTable).where(own)).all() == []
