"""Finished cases put to the drafted tables again: who would have signed, with which seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from models import Case, Signature
from workflows.authority.question import Question
from workflows.errors import WorkflowError
from workflows.queries._walk import signing_role
from workflows.queries.authority_facts import delegations_at, offices_at
from workflows.queries.finished_cases import Finished, finished_cases, signed_between
from workflows.queries.routing import routing_facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from workflows.authority.explain import Authority
    from workflows.authority.question import Answer, MaySign
    from workflows.engine.compile import CompiledProcess
    from workflows.queries.authority_facts import Offices
    from workflows.queries.deployments import Candidate

#: Cases of one portion: small enough that progress shows.
PORTION: Final = 100
_NO_SEAL: Final = "không đóng dấu"


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that would have been signed or sealed differently."""

    document_id: int
    number: str
    subject: str
    signed_at: datetime
    #: (what, as it was, as it would have been).
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReplayPortion:
    """Part of a replay."""

    differences: tuple[Difference, ...]
    total: int
    done: int
    next_after: int | None


def replay(  # noqa: PLR0913 - a period and a portion of it
    session: Session,
    candidate: Candidate,
    first: date,
    last: date,
    *,
    after: int = 0,
    most: int = PORTION,
) -> ReplayPortion:
    """Put the next finished cases of a period to the candidate's tables and diagram.

    Every question is asked for the instant of signing: posts, absences, delegations and seal
    rules as they were in force then, the content that was signed, the vote for it. Writes
    nothing; asked twice it says the same.

    Raises:
        WorkflowError: the candidate's tables or diagram cannot be used at all.
    """
    authority = candidate.authority(session)
    processes = {key: candidate.process(key) for key in candidate.diagrams}
    scope = signed_between(candidate.organisation_id, first, last)
    total, before = session.execute(
        select(func.count(), func.count().filter(Case.id <= after))
        .select_from(Case)
        .join(Signature, Signature.case_id == Case.id)
        .where(*scope)
    ).one()
    finished = finished_cases(session, scope, after, most)
    tried = _Tried(session, candidate.organisation_id, authority, processes, finished)
    differences = []
    for case in finished:
        changes = tried.changes(case)
        if changes:
            differences.append(
                Difference(case.document_id, case.number, case.subject, case.signed_at, changes)
            )
    done = before + len(finished)
    return ReplayPortion(
        tuple(differences),
        total,
        done,
        finished[-1].case_id if finished and done < total else None,
    )


def _changed(case: Finished, signer: MaySign) -> list[tuple[str, str, str]]:
    changes: list[tuple[str, str, str]] = []
    lines = "\n".join(signer.lines)
    if lines != case.capacity:
        changes.append(("Thể thức ký", case.capacity, lines))
    if signer.seal != case.seal:
        changes.append(("Con dấu", case.seal or _NO_SEAL, signer.seal or _NO_SEAL))
    return changes


class _Tried:
    """The rules that are tried, what was in force at each signing, what was answered already."""

    def __init__(
        self,
        session: Session,
        organisation_id: int,
        authority: Authority,
        processes: dict[str, CompiledProcess],
        finished: Sequence[Finished],
    ) -> None:
        moments = {case.signed_at for case in finished}
        self._offices = offices_at(session, organisation_id, moments)
        days = {moment.date() for moment in moments}
        self._delegations = delegations_at(session, organisation_id, days)
        self._authority = authority
        self._processes = processes
        self._roles: dict[tuple[str, str], str] = {}

    def changes(self, case: Finished) -> tuple[tuple[str, str, str], ...]:
        """What would have been otherwise; empty for nothing."""
        offices = self._offices[case.signed_at]
        try:
            answer = self._authority.explain(self._question(case, offices), offices.candidates)
        except WorkflowError as error:
            return (("Thẩm quyền ký", case.signer_title, str(error)),)
        signer = answer.signer(case.signer)
        if signer is None:
            refused = next((each for each in answer.refused if each.post == case.signer), None)
            because = refused.because if refused else "chức vụ này không có trong bảng."
            changes = [("Người ký", case.signer_title, f"Không được ký: {because}")]
        else:
            changes = _changed(case, signer)
            if answer.vote_required and answer.vote_before_signing and not case.voted:
                changes.append(("Biểu quyết", "không", "phải biểu quyết trước khi ký"))
        posts = self._posts_to_sign(case, answer)
        if posts and case.signer not in posts:
            titles = [each.title for each in offices.candidates if each.post in posts]
            changes.append(("Chuyển đến", case.signer_title, ", ".join(titles)))
        return tuple(changes)

    def _question(self, case: Finished, offices: Offices) -> Question:
        content = case.content
        did = {str(user_id): "kiểm tra" for user_id in case.checked_by}
        return Question(
            kind=content.purpose,
            addressees=tuple(each.code for each in content.addressees if each.code),
            at=case.signed_at,
            delegations=tuple(self._delegations[case.signed_at.date()].values()),
            vote="passed" if case.voted else "none",
            absent=offices.absent,
            seals=offices.seals,
            is_report=content.is_report,
            is_submission=content.is_submission,
            guides_system=content.guides_system,
            excluded={**did, str(case.drafter_id): "soạn thảo"},
        )

    def _posts_to_sign(self, case: Finished, answer: Answer) -> frozenset[str]:
        """Posts of the role that the diagram would have brought the document to."""
        process = self._processes.get(case.version_key)
        if process is None:
            return frozenset()
        profile = self._authority.profile

        def facts(voted: bool) -> dict[str, Any]:  # noqa: FBT001 - one fact, named by the callback
            return routing_facts(
                profile,
                case.content,
                answer,
                passed=voted or case.voted,
                to_chair=case.to_chair,
            )

        asked = (case.version_key, repr(sorted(facts(False).items())))  # noqa: FBT003 - as above
        if asked not in self._roles:
            self._roles[asked] = signing_role(
                process, case.content.kind, case.content.purpose, facts
            )
        role = self._roles[asked]
        return frozenset(
            post.key for post in profile.posts if role in post.roles or role == post.key
        )
