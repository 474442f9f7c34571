"""What is wrong with a drawing in this body: the engine's checks, and who would do each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import Post, PostHolding, Role, RolePost, User
from workflows.authority.explain import TABLES, Authority
from workflows.engine.compile import ProcessError, ProcessSource, compile_process
from workflows.engine.decisions import Decision, DecisionError, compile_decision
from workflows.engine.lint import is_table, lint_file
from workflows.engine.problems import LintReport, Problem, in_words, report
from workflows.engine.rules.catalogue import found
from workflows.engine.rules.people import role_problems, separation_problems
from workflows.engine.rules.steps import ladder_problems
from workflows.engine.xml import XmlError
from workflows.errors import NotFoundError
from workflows.ladders import ladders
from workflows.queries.administration import in_force
from workflows.queries.dated import title_on
from workflows.queries.rules import profile_of
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from workflows.authority.profile import OrganisationProfile
    from workflows.queries.deployments import Candidate

#: What a table gives that the body does not have, by the column.
_UNKNOWN: Final = {
    "seal": Sentence("Cơ quan không có con dấu “{value}”; hãy chọn trong: {known}."),
    "signer": Sentence("Cơ quan không có chức vụ “{value}”; hãy chọn trong: {known}."),
}


@dataclass(frozen=True, slots=True)
class Doer:
    """A role or a post that a step may name, with who would do it."""

    key: str
    name: str
    #: Account id → name.
    holders: dict[int, str]
    is_role: bool


def doers(session: Session, organisation_id: int, day: date) -> dict[str, Doer]:
    """Return the roles, then the posts that are no role, with their holders on a day."""
    found = {
        key: Doer(key, name, {}, is_role=True)
        for key, name in session.execute(
            select(Role.key, Role.name)
            .where(Role.organisation_id == organisation_id)
            .order_by(Role.id)
        )
    }
    roles = set(found)
    for key, title in session.execute(
        select(Post.key, title_on(Post.id, day))
        .where(Post.organisation_id == organisation_id, in_force(Post, day))
        .order_by(Post.id)
    ):
        found.setdefault(key, Doer(key, title, {}, is_role=False))
    for post_key, role_key, user_id, name in session.execute(
        select(Post.key, Role.key, User.id, User.full_name)
        .join(PostHolding, PostHolding.post_id == Post.id)
        .join(User, (User.id == PostHolding.user_id) & User.active)
        .outerjoin(RolePost, RolePost.post_id == Post.id)
        .outerjoin(Role, Role.id == RolePost.role_id)
        .where(
            Post.organisation_id == organisation_id,
            in_force(Post, day),
            in_force(PostHolding, day),
        )
        .order_by(User.sort_key)
    ):
        if role_key in found:
            found[role_key].holders[user_id] = name
        if post_key not in roles:
            found[post_key].holders[user_id] = name
    return found


def lint_diagram(  # noqa: PLR0913 - a diagram is checked with all that it calls
    session: Session,
    organisation_id: int,
    bpmn: bytes,
    tables: Mapping[str, bytes],
    *,
    day: date,
    today: bool = True,
    name: str = "",
) -> LintReport:
    """Check a diagram by the engine's rules, then by who holds its roles on a day.

    Nobody for a step hinders deployment today; on another day it is only told.
    """
    if is_table(bpmn):
        return report(name, [found("not_bpmn_but_dmn")])
    known = _readable(tables)
    engine = lint_file(name, bpmn, known)
    try:
        process = compile_process(ProcessSource(bpmn, tuple(d for _, d in sorted(tables.items()))))
    except (ProcessError, XmlError, DecisionError):
        return engine
    known_ladders = ladders().by_key
    named_ladders = [ladder.name for ladder in known_ladders.values()]
    people = doers(session, organisation_id, day)
    holders = {key: frozenset(map(str, doer.holders)) for key, doer in people.items()}
    roles = {key: doer.name for key, doer in people.items()}
    names = {str(user): person for doer in people.values() for user, person in doer.holders.items()}
    return report(
        name,
        [
            *engine.problems,
            *role_problems(process, holders, roles, day, today=today),
            *separation_problems(process, holders, names),
            *ladder_problems(process.graphs, known_ladders, named_ladders),
        ],
    )


def lint_table(
    session: Session, organisation_id: int, dmn: bytes, deployed: bytes | None, name: str = ""
) -> LintReport:
    """Check a table by the engine's rules, then against the body's posts and seals.

    What the deployed table names already is known: shipped tables serve several bodies.
    """
    engine = lint_file(name, dmn)
    if not engine.deployable:
        return engine
    before = compile_decision(deployed) if deployed else None
    profile = profile_of(session, organisation_id)
    problems = _unknown_outputs(compile_decision(dmn), before, profile)
    return report(name, [*engine.problems, *problems])


def lint_candidate(
    session: Session, candidate: Candidate, day: date, *, today: bool = True
) -> list[LintReport]:
    """Check everything that a deployment would put in force, with the people of a day."""
    reports = [
        lint_table(
            session, candidate.organisation_id, data, candidate.deployed_tables.get(key), key
        )
        for key, data in candidate.tables.items()
        if key in candidate.changed_tables
    ]
    reports += [
        lint_diagram(
            session,
            candidate.organisation_id,
            data,
            candidate.tables,
            day=day,
            today=today,
            name=key,
        )
        for key, data in candidate.diagrams.items()
        if key in candidate.affected_diagrams
    ]
    missing = _missing_tables(session, candidate)
    return [*reports, *([missing] if missing else [])]


def _unknown_outputs(
    decision: Decision, before: Decision | None, profile: OrganisationProfile
) -> list[Problem]:
    """Seals and posts that a table newly names and the body does not have."""
    known = {
        "seal": {seal.key: seal.name for seal in profile.seals},
        "signer": {post.key: post.title for post in profile.posts},
    }
    for column in known if before else ():
        known[column] = {value: value for _, value in _constants(before, column)} | known[column]
    return [
        Problem(
            rule,
            "unknown_output",
            Sentence(
                _UNKNOWN[column],
                value=value,
                known=tuple(f"{key} ({name})" for key, name in allowed.items()),
            ),
            None,
            "deploy",
        )
        for column, allowed in known.items()
        for rule, value in _constants(decision, column)
        if value not in allowed
    ]


def _constants(decision: Decision | None, column: str) -> list[tuple[str, str]]:
    """The fixed texts of an output column, each with its row."""
    found: list[tuple[str, str]] = []
    for rule in decision.rules if decision else ():
        cell = rule.outputs.get(column)
        value = None if cell is None or cell.names else cell.evaluate({})
        if isinstance(value, str) and value:
            found.append((rule.id, value))
    return found


def _missing_tables(session: Session, candidate: Candidate) -> LintReport | None:
    try:
        Authority(profile_of(session, candidate.organisation_id), candidate.decisions())
    except (DecisionError, XmlError):
        return None
    except NotFoundError as error:
        return report(", ".join(TABLES), [Problem("", "tables_missing", in_words(error), None)])
    return None


def _readable(tables: Mapping[str, bytes]) -> dict[str, Decision]:
    known: dict[str, Decision] = {}
    for data in tables.values():
        try:
            decision = compile_decision(data)
        except (DecisionError, XmlError):
            continue
        known[decision.id] = decision
    return known
