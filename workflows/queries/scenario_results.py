"""Scenarios of a diagram, run with what the real tables say about who may sign."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from models import ScenarioTable
from workflows.authority.delegation import Delegation
from workflows.authority.explain import Authority
from workflows.authority.profile import OrganisationProfile
from workflows.authority.purposes import PURPOSES
from workflows.authority.question import Question
from workflows.documents.content import Content
from workflows.engine.scenarios import (
    SEAL_QUESTION,
    Scenario,
    ScenarioError,
    ScenarioResult,
    run_scenario,
)
from workflows.errors import InvalidInputError
from workflows.queries.routing import routing_facts
from workflows.settings import BPMN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import ProcessVersion
    from workflows.authority.question import Answer
    from workflows.queries.deployments import Candidate

#: Facts that a scenario may give. ``organisation``: a shipped body instead of this one; ``date``:
#: the day of signing, today when left out; ``delegations``: kinds, valid_from, valid_to, year each.
FACTS: Final = (
    "organisation",
    "date",
    "addressees",
    "delegations",
    "vote",
    "absent",
    "to_chair",
    "field_of_work",
    "is_report",
    "is_submission",
    "guides_system",
)
_FLAGS: Final = ("is_report", "is_submission", "guides_system")


@dataclass(frozen=True, slots=True)
class ScenarioSheet:
    """The scenarios of a diagram as plain rows."""

    rows: tuple[dict[str, Any], ...]
    #: Grows with each save; 0 for the table that came with the product.
    revision: int


def scenario_sheet(session: Session, organisation_id: int, process_key: str) -> ScenarioSheet:
    """Return the body's own scenarios, else those shipped with the diagram."""
    row = session.execute(
        select(ScenarioTable.scenarios, ScenarioTable.revision).where(
            ScenarioTable.organisation_id == organisation_id,
            ScenarioTable.process_key == process_key,
        )
    ).first()
    return ScenarioSheet(tuple(row[0]), row[1]) if row else ScenarioSheet(_shipped(process_key), 0)


def kept_scenarios(version: ProcessVersion) -> tuple[dict[str, Any], ...]:
    """Return the scenarios that a version passed; one from before they were kept: the shipped."""
    return _shipped(version.key) if version.scenarios is None else tuple(version.scenarios)


def rows_from_toml(text: str) -> list[dict[str, Any]]:
    """Read a table of scenarios from its file form.

    Raises:
        InvalidInputError: it is no such file; says where.
    """
    try:
        rows = tomllib.loads(text).get("scenario", [])
    except tomllib.TOMLDecodeError as error:
        raise InvalidInputError(field="Tệp kịch bản", because=f"sai cú pháp ({error})") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidInputError(field="Tệp kịch bản", because="cần các mục [[scenario]]")
    return [_plain(row) for row in rows]


def rows_to_toml(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write a table of scenarios in its file form."""
    parts: list[str] = []
    for row in rows:
        parts += ["[[scenario]]", *_pairs(row, ("name", "purpose"))]
        if row.get("facts"):
            parts += ["", "[scenario.facts]", *_pairs(row["facts"])]
        for act in row.get("acts", ()):
            parts += ["", "[[scenario.acts]]", *_pairs(act)]
        parts += ["", "[scenario.expected]", *_pairs(row.get("expected", {})), ""]
    return "\n".join(parts)


def read_scenario(row: Mapping[str, Any]) -> Scenario:
    """Read one row.

    Raises:
        InvalidInputError: names the row and what is wrong with it.
    """
    name = str(row.get("name") or "").strip()
    try:
        scenario = Scenario.from_mapping(row)
    except ScenarioError as error:
        because = f"kịch bản “{name}”: {error.data['because']}"
        raise InvalidInputError(field="Kịch bản", because=because) from error
    because = ""
    if not name:
        because = "mỗi kịch bản cần một tên"
    elif scenario.purpose not in PURPOSES:
        because = f"kịch bản “{name}”: không có loại văn bản “{scenario.purpose}”"
    elif any(not isinstance(value, list) for value in _lists(scenario)):
        because = f"kịch bản “{name}”: nơi nhận, ủy quyền, vắng mặt phải là danh sách"
    elif unknown := [fact for fact in scenario.facts if fact not in FACTS]:
        because = f"kịch bản “{name}”: không có dữ kiện “{unknown[0]}”"
    if because:
        raise InvalidInputError(field="Kịch bản", because=because)
    return scenario


@lru_cache(maxsize=16)
def shipped_profile(key: str) -> OrganisationProfile:
    """Return a body that came with the product; InvalidInputError when there is none."""
    path = BPMN / "organisations" / f"{key}.toml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise InvalidInputError(field="Kịch bản", because=f"không có cơ quan “{key}”")
    return OrganisationProfile.from_toml(path.read_text(encoding="utf-8"), file=path.name)


def run_scenarios(
    session: Session, candidate: Candidate, process_key: str, now: datetime
) -> list[ScenarioResult]:
    """Run every scenario of a diagram on the candidate, with its own tables.

    Raises:
        WorkflowError: the candidate's diagram or tables cannot be used at all.
    """
    sheet = scenario_sheet(session, candidate.organisation_id, process_key)
    if not sheet.rows:
        return []
    process = candidate.process(process_key)
    own = candidate.authority(session)
    results = []
    for row in sheet.rows:
        scenario = read_scenario(row)
        named = str(scenario.facts.get("organisation", ""))
        authority = Authority(shipped_profile(named), candidate.decisions()) if named else own
        asked = _Asked(authority, scenario.purpose, now.date())
        results.append(run_scenario(process, scenario, asked.answer))
    return results


def failing_scenarios(
    session: Session, candidate: Candidate, now: datetime
) -> dict[str, list[ScenarioResult]]:
    """Return the scenarios that fail, of every diagram that would get a new version."""
    results = {
        key: [each for each in run_scenarios(session, candidate, key, now) if not each.ok]
        for key in candidate.affected_diagrams
    }
    return {key: failing for key, failing in results.items() if failing}


class _Asked:
    """Answers what a scenario asks by the rules of authority."""

    def __init__(self, authority: Authority, purpose: str, today: date) -> None:
        self._authority = authority
        self._purpose = PURPOSES[purpose]
        self._today = today

    def answer(self, operation: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the operation would have returned."""
        if operation == SEAL_QUESTION:
            return {"seal": self._seal(self._explain(data), str(data.get("signer", "")))}
        if operation != "authority.assess":
            return {}
        content = Content.from_mapping(
            {
                "kind": self._purpose.base_kind,
                "purpose": self._purpose.key,
                **{flag: bool(data.get(flag)) for flag in _FLAGS},
            }
        )
        return routing_facts(
            self._authority.profile,
            content,
            self._explain(data),
            passed=data.get("vote") == "passed",
            to_chair=bool(data.get("to_chair")),
        )

    def _explain(self, data: Mapping[str, Any]) -> Answer:
        on = data.get("date")
        return self._authority.explain(
            Question(
                kind=self._purpose.key,
                addressees=tuple(data.get("addressees", ())),
                at=date.fromisoformat(str(on)) if on else self._today,
                delegations=tuple(_delegation(each) for each in data.get("delegations", ())),
                vote="passed" if data.get("vote") == "passed" else "none",
                absent=frozenset(data.get("absent", ())),
                field_of_work=str(data.get("field_of_work", "")),
                is_report=bool(data.get("is_report")),
                is_submission=bool(data.get("is_submission")),
                guides_system=bool(data.get("guides_system")),
            )
        )

    def _seal(self, answer: Answer, role: str) -> str:
        posts = [post.key for post in self._authority.profile.posts if role in post.roles]
        signers = (answer.signer(post) for post in posts or [role])
        return next((signer.seal for signer in signers if signer is not None), "")


def _delegation(values: Mapping[str, Any]) -> Delegation:
    """A delegation as a scenario writes it.

    Raises:
        InvalidInputError: it lacks its kinds or its period.
    """
    try:
        return Delegation(
            kinds=tuple(values["kinds"]),
            valid_from=date.fromisoformat(str(values["valid_from"])),
            valid_to=date.fromisoformat(str(values["valid_to"])),
            year=values.get("year"),
            amount=values.get("amount"),
            post=str(values.get("post", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            field="Kịch bản", because="ủy quyền cần loại văn bản, ngày bắt đầu và ngày kết thúc"
        ) from error


def _shipped(process_key: str) -> tuple[dict[str, Any], ...]:
    path = BPMN / "processes" / process_key / f"{process_key}.scenarios.toml"
    if not process_key.isidentifier() or not path.is_file():
        return ()
    return tuple(rows_from_toml(path.read_text(encoding="utf-8")))


def _lists(scenario: Scenario) -> list[Any]:
    names = ("addressees", "delegations", "absent")
    return [scenario.facts[name] for name in names if name in scenario.facts]


def _pairs(values: Mapping[str, Any], names: Sequence[str] | None = None) -> list[str]:
    return [
        f"{name} = {toml_value(values[name])}"
        for name in names or values
        if name in values and values[name] not in (None, "", [], {})
    ]


def toml_value(value: Any) -> str:
    """Write one value as TOML does."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(each) for each in value) + "]"
    # A JSON string, number or truth value is written the same in TOML.
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Values as JSON keeps them: dates become text."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
