"""What an editor offers to choose from, as the body has it today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workflows.authority.purposes import PURPOSES
from workflows.engine.decisions import DecisionError, compile_decision
from workflows.engine.graph import read_properties
from workflows.engine.wording import FORM_NAMES, OPERATION_NAMES
from workflows.engine.xml import XmlError, read_xml
from workflows.ladders import ladders
from workflows.queries.deployments import read_candidate
from workflows.queries.model_lint import doers
from workflows.queries.rules import profile_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

#: Articles that steps of any body rest on.
_ARTICLES: Final = (
    "Nghị định 30/2020/NĐ-CP, Điều 10 khoản 2",
    "Nghị định 30/2020/NĐ-CP, Điều 11",
    "Nghị định 30/2020/NĐ-CP, Điều 12 khoản 1",
    "Nghị định 30/2020/NĐ-CP, Điều 12 khoản 2",
    "Nghị định 30/2020/NĐ-CP, Điều 13",
    "Nghị định 30/2020/NĐ-CP, Điều 15",
    "Nghị định 30/2020/NĐ-CP, Điều 18 khoản 1",
    "Nghị định 30/2020/NĐ-CP, Điều 32 và Điều 33",
)
#: Names of holders in a list of choices: two dozen fit on no screen.
_NAMED: Final = 4


def editor_options(session: Session, organisation_id: int, day: date) -> dict[str, Any]:
    """Return roles with today's holders, posts, forms, operations, tables, articles and kinds."""
    people = doers(session, organisation_id, day)
    candidate = read_candidate(session, organisation_id)
    profile = profile_of(session, organisation_id)

    def named(*, roles: bool) -> list[dict[str, Any]]:
        return [
            {
                "key": doer.key,
                "name": doer.name,
                "holders": list(doer.holders.values()),
                "label": _label(doer.name, tuple(doer.holders.values())),
            }
            for doer in people.values()
            if doer.is_role is roles
        ]

    return {
        "roles": named(roles=True),
        "posts": named(roles=False),
        "forms": [{"key": key, "name": name} for key, name in FORM_NAMES.items()],
        "operations": [{"key": key, "name": name} for key, name in OPERATION_NAMES.items()],
        "decisions": [
            {"id": key, "name": name} for key, name in _decisions(candidate.tables.values())
        ],
        "articles": sorted({*_ARTICLES, *_articles(candidate.diagrams.values())}),
        "ladders": [
            {"key": ladder.key, "name": ladder.name} for ladder in ladders().by_key.values()
        ],
        "kinds": [
            {"key": purpose.key, "name": Sentence(purpose.name)} for purpose in PURPOSES.values()
        ],
        "seals": [{"key": seal.key, "name": seal.name} for seal in profile.seals],
        "addressees": [{"key": code, "name": name} for code, name in profile.addressees.items()],
    }


def _label(name: str, holders: tuple[str, ...]) -> str:
    """A role or post in a list of choices, with who holds it; of many only the first."""
    if not holders:
        return name
    first, more = holders[:_NAMED], len(holders) - _NAMED
    if more <= 0:
        return f"{name} – {', '.join(first)}"
    return Sentence("{name} – {first} và {more} người nữa", name=name, first=first, more=more)


def _decisions(tables: Iterable[bytes]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for data in tables:
        try:
            decision = compile_decision(data)
        except (DecisionError, XmlError):
            continue
        found.append((decision.id, decision.name))
    return sorted(found, key=lambda each: each[1])


def _articles(diagrams: Iterable[bytes]) -> set[str]:
    """Articles that the body's diagrams name already."""
    return {
        article
        for data in diagrams
        for element in read_xml(data).iter()
        if isinstance(element.tag, str) and (article := read_properties(element).get("article"))
    }
