"""What speaks for or against a deployment: of exactly the drafts that it would put in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflows.errors import WorkflowError
from workflows.queries.deployments import Candidate, read_candidate
from workflows.queries.drafts import Model, find_model
from workflows.queries.dry_run import Portion, forecast
from workflows.queries.model_comparison import DRAFT, Comparison, compare
from workflows.queries.model_lint import lint_candidate
from workflows.queries.scenario_results import run_scenarios

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from workflows.engine.problems import LintReport
    from workflows.engine.scenarios import ScenarioResult

#: Running cases that are tried for the summary; the dry run's own page tries them all.
TRIED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Review:
    """What an admin weighs before a deployment."""

    candidate: Candidate
    #: The drafted diagrams and tables, each with what differs from the version in force.
    models: tuple[tuple[Model, Comparison | None], ...]
    reports: tuple[LintReport, ...]
    #: Diagram → what came of each of its scenarios.
    scenarios: dict[str, list[ScenarioResult]]
    #: Why the scenarios could not be run.
    stopped: WorkflowError | None
    #: Diagram → what its new version would mean for running cases.
    forecasts: dict[str, Portion]

    @property
    def changed(self) -> bool:
        """Whether anything would be another than it is."""
        return bool(self.candidate.affected_diagrams or self.candidate.changed_tables)

    @property
    def failing(self) -> dict[str, list[ScenarioResult]]:
        """The scenarios that fail, by diagram."""
        failing = {
            key: [each for each in results if not each.ok]
            for key, results in self.scenarios.items()
        }
        return {key: results for key, results in failing.items() if results}

    @property
    def ready(self) -> bool:
        """Whether it may be deployed."""
        sound = all(report.deployable for report in self.reports)
        return self.changed and sound and not self.stopped and not self.failing


def review_drafts(
    session: Session,
    organisation_id: int,
    draft_ids: Collection[int],
    now: datetime,
    day: date,
) -> Review:
    """Check, compare and try drafts together, with the people of a day; nothing is written."""
    candidate = read_candidate(session, organisation_id, draft_ids)
    models = tuple(
        _compared(session, find_model(session, organisation_id, part.kind, part.key), candidate)
        for part in candidate.drafts
    )
    reports: list[LintReport] = []
    scenarios: dict[str, list[ScenarioResult]] = {}
    forecasts: dict[str, Portion] = {}
    stopped = None
    if candidate.affected_diagrams or candidate.changed_tables:
        reports = lint_candidate(session, candidate, day, today=day == now.date())
    if all(report.deployable for report in reports):
        try:
            for key in candidate.affected_diagrams:
                scenarios[key] = run_scenarios(session, candidate, key, now)
                target = candidate.process(key)
                forecasts[key] = forecast(session, organisation_id, key, target, most=TRIED)
        except WorkflowError as error:
            stopped = error
    return Review(candidate, models, tuple(reports), scenarios, stopped, forecasts)


def _compared(
    session: Session, model: Model, candidate: Candidate
) -> tuple[Model, Comparison | None]:
    if model.active is None:
        return model, None
    old = f"v{model.active.number}"
    return model, compare(session, candidate.organisation_id, model.kind, model.key, old, DRAFT)
