"""What is wrong with a drawing in this body: the engine's checks, and who would do each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import Post, PostHolding, Role, RolePost, User
from workflows.authority.explain import TABLES, Authority
from workflows.engine.compile import ProcessError, ProcessSource, compile_process
from workflows.engine.decisions import Decision, DecisionError, compile_decision
from workflows.engine.lint import lint_file
from workflows.engine.problems import LintReport, Problem, report
from workflows.engine.separation import find_overlaps
from workflows.engine.xml import XmlError
from workflows.errors import NotFoundError
from workflows.queries.administration import in_force
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from workflows.authority.profile import OrganisationProfile
    from workflows.engine.compile import CompiledProcess
    from workflows.queries.deployments import Candidate

#: The role of whoever drafts: every holder of a post may.
DRAFTER: Final = "drafter"


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
        select(Post.key, Post.title)
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
    name: str = "",
) -> LintReport:
    """Check a diagram by the engine's rules, then by who holds its roles on a day."""
    known = _readable(tables)
    engine = lint_file(name, bpmn, known)
    try:
        process = compile_process(ProcessSource(bpmn, tuple(d for _, d in sorted(tables.items()))))
    except (ProcessError, XmlError, DecisionError):
        return engine
    problems = organisation_problems(process, doers(session, organisation_id, day), day)
    return report(name, [*engine.problems, *problems])


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


def lint_candidate(session: Session, candidate: Candidate, day: date) -> list[LintReport]:
    """Check everything that a deployment would put in force."""
    reports = [
        lint_table(
            session, candidate.organisation_id, data, candidate.deployed_tables.get(key), key
        )
        for key, data in candidate.tables.items()
        if key in candidate.changed_tables
    ]
    reports += [
        lint_diagram(session, candidate.organisation_id, data, candidate.tables, day=day, name=key)
        for key, data in candidate.diagrams.items()
        if key in candidate.affected_diagrams
    ]
    missing = _missing_tables(session, candidate)
    return [*reports, *([missing] if missing else [])]


def organisation_problems(
    process: CompiledProcess, people: Mapping[str, Doer], day: date
) -> list[Problem]:
    """Say which steps nobody would do on a day, and where one person could do too much."""
    problems: list[Problem] = []
    for step in process.steps:
        role = step.properties.get("role", "")
        if step.kind != "user" or not role:
            continue
        doer = people.get(role)
        if doer is None:
            because = f"vai trò “{role}” chưa có trong cơ quan; hãy chọn vai trò trong danh sách"
            problems.append(_problem(step.id, "unknown_role", step.name, because, "deploy"))
        elif not doer.holders and role != DRAFTER:
            because = (
                f"ngày {day:%d/%m/%Y} chưa có ai giữ “{doer.name}”; hãy giao chức vụ hoặc chọn "
                "vai trò khác"
            )
            problems.append(_problem(step.id, "role_unheld", step.name, because, "deploy"))
    holders = {key: frozenset(map(str, doer.holders)) for key, doer in people.items()}
    names = {str(user): name for doer in people.values() for user, name in doer.holders.items()}
    for overlap in find_overlaps(process, holders):
        sentence = overlap.sentence.replace(overlap.person, names.get(overlap.person, ""))
        problems.append(
            Problem(overlap.steps[-1], "one_person_does_all", sentence, None, "warning")
        )
    return problems


def _unknown_outputs(
    decision: Decision, before: Decision | None, profile: OrganisationProfile
) -> list[Problem]:
    """Seals and posts that a table newly names and the body does not have."""
    known = {
        "seal": {seal.key for seal in profile.seals},
        "signer": {post.key for post in profile.posts},
    }
    for column in known if before else ():
        known[column] |= {value for _, value in _constants(before, column)}
    return [
        Problem(
            rule,
            "unknown_output",
            f"Cơ quan không có {'con dấu' if column == 'seal' else 'chức vụ'} “{value}”; hãy chọn "
            f"trong: {', '.join(sorted(allowed))}.",
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
        return report(", ".join(TABLES), [Problem("", "tables_missing", str(error), None)])
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


def _problem(element: str, code: str, step: str, because: str, severity: str) -> Problem:
    message = f"Bước “{step}”: {because}."
    return Problem(element, code, message, None, "deploy" if severity == "deploy" else "warning")
