"""Take a case in hand: lock its row, read what a step needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, any_, bindparam, select
from sqlalchemy.orm import load_only

from models import (
    Case,
    CaseStatus,
    Check,
    Document,
    Organisation,
    SeparationException,
    Signature,
    SignatureKind,
    TaskStatus,
    UserTask,
)
from workflows import policy
from workflows.errors import ConflictError, NotFoundError
from workflows.queries.rules import process_of, remember_profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.context import Capacity, CommandContext
    from workflows.engine.compile import CompiledProcess


def _locked(wanted: ColumnElement[bool], *, skip: bool = False) -> Select[Case, Document, str]:
    return (
        select(Case, Document, Organisation.profile_sha256)
        .join(Document, Document.id == Case.document_id)
        .join(Organisation, Organisation.id == Case.organisation_id)
        .where(wanted)
        .order_by(Case.id)
        # Not a full lock: others may still point at these rows, e.g. with a notification.
        .with_for_update(of=(Case, Document), key_share=True, skip_locked=skip)
        .execution_options(populate_existing=True)
    )


def _facts_of(
    wanted: ColumnElement[bool],
) -> Select[int, UserTask, Check, Signature, int]:
    return (
        select(Case.id, UserTask, Check, Signature, SeparationException.user_id)
        .select_from(Case)
        .outerjoin(
            UserTask,
            (UserTask.case_id == Case.id)
            & ((UserTask.status == TaskStatus.OPEN) | (UserTask.id == bindparam("task_id"))),
        )
        .outerjoin(Check, (Check.case_id == Case.id) & Check.voided_at.is_(None))
        .outerjoin(
            Signature,
            (Signature.case_id == Case.id)
            & (Signature.kind == SignatureKind.PERSON)
            & Signature.voided_at.is_(None),
        )
        .outerjoin(SeparationException, SeparationException.document_id == Case.document_id)
        .where(wanted)
        .options(
            load_only(Check.step, Check.content_sha256, Check.checked_by_id),
            load_only(Signature.user_id, Signature.delegation_id, Signature.confirmed_at),
        )
        .order_by(UserTask.id, Check.id)
        .execution_options(populate_existing=True)
    )


# Written once: to build these takes longer than to run them.
_CASE = _locked(Case.id == bindparam("case_id"))
_CASE_OF_STEP = _locked(
    Case.id == select(UserTask.case_id).where(UserTask.id == bindparam("task_id")).scalar_subquery()
)
#: A statement of its own: only after the case is locked does it see what others have done.
_FACTS = _facts_of(Case.id == bindparam("case_id"))
_SEVERAL = Case.id == any_(bindparam("case_ids", type_=ARRAY(BigInteger)))
_DUE = _locked(
    _SEVERAL & (Case.status == CaseStatus.RUNNING) & (Case.next_due_at <= bindparam("now")),
    skip=True,
)
_FACTS_OF_SEVERAL = _facts_of(_SEVERAL)


@dataclass(slots=True)
class CaseInHand:
    """A locked case with its document, its open steps and the checks that stand."""

    case: Case
    document: Document
    process: CompiledProcess
    open_tasks: list[UserTask]
    checks: list[Check]
    #: The step being acted on; None when nobody acts from a step (withdrawal, timers).
    task: UserTask | None = None
    capacity: Capacity | None = None
    signature: Signature | None = None
    excepted: frozenset[int] = field(default_factory=frozenset)

    @property
    def step(self) -> UserTask:
        """The step being acted on."""
        if self.task is None:
            raise NotFoundError(what="bước xử lý")
        return self.task


def take_case(ctx: CommandContext, *, task_id: int | None = None, case_id: int = 0) -> CaseInHand:
    """Lock the case of a step (or a case) until the transaction ends, and read it whole.

    Raises:
        NotFoundError: no such step or case.
    """
    if task_id is None:
        row = ctx.session.execute(_CASE, {"case_id": case_id}).first()
    else:
        row = ctx.session.execute(_CASE_OF_STEP, {"task_id": task_id}).first()
    if row is None:
        raise NotFoundError(what="hồ sơ trình")
    case: Case = row[0]
    facts = ctx.session.execute(_FACTS, {"case_id": case.id, "task_id": task_id or 0}).all()
    return _in_hand(ctx, row, facts, task_id)


def take_due_cases(ctx: CommandContext, case_ids: Sequence[int]) -> list[CaseInHand]:
    """Lock those of the cases that have a timer due now; what others hold is left out."""
    locked = ctx.session.execute(_DUE, {"case_ids": list(case_ids), "now": ctx.now}).all()
    ids = [case.id for case, _, _ in locked]
    facts: dict[int, list[Any]] = {case_id: [] for case_id in ids}
    for fact in ctx.session.execute(_FACTS_OF_SEVERAL, {"case_ids": ids, "task_id": 0}):
        facts[fact[0]].append(fact)
    return [_in_hand(ctx, row, facts[row[0].id], None) for row in locked]


def _in_hand(
    ctx: CommandContext, row: Any, facts: Sequence[Any], task_id: int | None
) -> CaseInHand:
    case, document, profile = row
    remember_profile(ctx.session, case.organisation_id, profile)
    tasks = list({task.id: task for _, task, _, _, _ in facts if task}.values())
    return CaseInHand(
        case=case,
        document=document,
        process=process_of(ctx.session, case.process_version_id),
        open_tasks=[task for task in tasks if task.status is TaskStatus.OPEN],
        checks=list({check.id: check for _, _, check, _, _ in facts if check}.values()),
        task=next((task for task in tasks if task.id == task_id), None),
        signature=next((signature for _, _, _, signature, _ in facts if signature), None),
        excepted=frozenset(user_id for *_, user_id in facts if user_id),
    )


def take_step(ctx: CommandContext, task_id: int, *forms: str, seen: str = "") -> CaseInHand:
    """Take the case of a step that the actor may act on now.

    Args:
        ctx: the command's context.
        task_id: the step.
        forms: the forms the command answers; anything else is not its step.
        seen: the content hash the person looked at; acting on other content is refused.

    Raises:
        NotFoundError, ForbiddenError, ConflictError: not there, not yours, no longer open.
    """
    hand = take_case(ctx, task_id=task_id)
    task = hand.step
    if task.form not in forms:
        raise NotFoundError(what="bước xử lý")
    hand.capacity = policy.require_open_task(ctx.actor, task)
    if hand.case.status is not CaseStatus.RUNNING:
        raise ConflictError(because="hồ sơ này đã kết thúc.")
    if seen and seen != hand.document.content_sha256:
        raise ConflictError(because="nội dung văn bản đã thay đổi từ khi bạn mở.")
    policy.require_separate(
        ctx.actor,
        task,
        hand.document,
        hand.checks,
        hand.signature.user_id if hand.signature else None,
        hand.excepted,
    )
    return hand
