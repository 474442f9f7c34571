from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workflows.authority.delegation import Delegation
from workflows.authority.explain import Authority, load_decisions
from workflows.authority.profile import OrganisationProfile
from workflows.authority.question import Answer, Candidate, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

BPMN = Path(__file__).parents[3] / "bpmn"


class Desk:
    """Asks the shipped tables about one of the shipped organisations."""

    def __init__(self, key: str) -> None:
        file = BPMN / "organisations" / f"{key}.toml"
        self.profile = OrganisationProfile.from_toml(file.read_text(), file=file.name)
        self.decisions = load_decisions(BPMN / "decisions")

    def ask(
        self,
        kind: str,
        *to: str,
        candidates: Sequence[Candidate] | None = None,
        rules: dict[str, Any] | None = None,
        **asked: Any,
    ) -> Answer:
        profile = self.profile
        if rules:
            profile = replace(profile, rules=replace(profile.rules, **rules))
        asked.setdefault("at", date(2021, 6, 1))
        question = Question(kind, to or ("HUYEN",), **asked)
        return Authority(profile, self.decisions).explain(question, candidates)


def delegation(*kinds: str, **changes: Any) -> Delegation:
    values: dict[str, Any] = {
        "kinds": kinds,
        "valid_from": date(2021, 1, 1),
        "valid_to": date(2021, 12, 31),
        "number": "05/UQ-BVSTBCPN",
        "signed_on": date(2020, 12, 30),
    }
    return Delegation(**{**values, **changes})


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk("thanh-hoa-2021")


@pytest.fixture(scope="session")
def desks() -> dict[str, Desk]:
    return {file.stem: Desk(file.stem) for file in sorted((BPMN / "organisations").glob("*.toml"))}


@pytest.fixture(scope="session")
def delegate() -> Any:
    return delegation
