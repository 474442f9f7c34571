"""Who may: pure predicates over the actor and the facts, asked by every command and screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import DocumentStatus, TaskStatus
from workflows.errors import ConflictError, ForbiddenError, PassedOnError
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from models import Case, Check, Document, UserTask
    from workflows.context import Actor, Capacity

#: What only the holder does, never who stands in: signing and using a seal.
PERSONAL_FORMS = frozenset({"sign", "seal"})
#: Roles that follow every submitted document of their body.
OVERSEEING_ROLES = frozenset(
    {"chair", "standing_deputy", "chairman", "vice_chairman", "secretariat", "seal_keeper"}
)

#: Roles that may record that a colleague is away, e.g. already ill.
ABSENCE_RECORDERS = frozenset({"secretariat", "seal_keeper"})
#: Roles that read the whole register of their body.
REGISTER_ROLES = OVERSEEING_ROLES | {"admin", "format_checker"}


def offered_to(actor: Actor, task: UserTask) -> bool:
    """Whether the task waits for this person, alone or among others."""
    if task.queue in actor.queues:
        # Who has claimed a step and then left the post it was offered to acts on it no longer.
        return task.user_id is not None or capacity_for(actor, task) is not None
    return task.form not in PERSONAL_FORMS and task.queue in actor.substitute_queues


def capacity_for(actor: Actor, task: UserTask) -> Capacity | None:
    """Return the post from which the person acts on a task that waits for them."""
    if task.post_id is not None:
        return actor.in_post(task.post_id)
    if task.role_key is not None:
        return actor.in_role(task.organisation_id, task.role_key)
    own = [c for c in actor.capacities if c.organisation_id == task.organisation_id]
    return actor.acting if actor.acting in own else (own[0] if own else None)


def require_open_task(actor: Actor, task: UserTask) -> Capacity | None:
    """Return the capacity in which the actor may act on the task.

    Raises:
        PassedOnError: the authority to sign ended meanwhile, and the head signs.
        ConflictError: the step is no longer open, or somebody else has claimed it.
        ForbiddenError: the step does not wait for this person.
    """
    if task.outcome == "reroute" and capacity_for(actor, task) is not None:
        raise PassedOnError(because=task.reason)
    if task.status is not TaskStatus.OPEN:
        raise ConflictError(because=Sentence("bước “{step}” đã được xử lý xong.", step=task.name))
    capacity = capacity_for(actor, task)
    if not offered_to(actor, task):
        if task.assignee_id is not None and capacity is not None:
            raise ConflictError(
                because=Sentence("bước “{step}” đã có người nhận xử lý.", step=task.name)
            )
        raise ForbiddenError(
            because=Sentence("bước “{step}” không được giao cho bạn.", step=task.name)
        )
    if (
        task.form in PERSONAL_FORMS
        and capacity is not None
        and capacity.standing_in_for is not None
    ):
        raise ForbiddenError(
            because=Sentence(
                "người thay thế không được thực hiện bước “{step}” thay người vắng mặt.",
                step=task.name,
            )
        )
    return capacity


def may_draft(actor: Actor, organisation_id: int) -> bool:
    """Whether the person may start a document of that body: anyone who holds a post there."""
    return any(
        c.organisation_id == organisation_id and c.standing_in_for is None for c in actor.capacities
    )


def may_view(actor: Actor, document: Document, queues: Iterable[str], people: set[int]) -> bool:
    """Whether the person may read a document.

    Args:
        actor: who asks.
        document: the document.
        queues: every queue its steps waited or wait in.
        people: everyone who has acted on it.
    """
    if document.status is DocumentStatus.DISCARDED:
        return False
    if document.drafter_id == actor.user_id or actor.user_id in people:
        return True
    if set(queues) & (set(actor.queues) | set(actor.substitute_queues)):
        return True
    inside = [c for c in actor.capacities if c.organisation_id == document.organisation_id]
    if document.status is DocumentStatus.ISSUED:
        return any(c.standing_in_for is None for c in inside)
    return document.status is not DocumentStatus.DRAFT and any(
        OVERSEEING_ROLES & c.roles for c in inside
    )


def may_edit(actor: Actor, document: Document, task: UserTask | None) -> bool:
    """Whether the person may change the content now.

    The drafter while it is a draft or has come back; the holder of a check, directly (Decree
    30/2020 Article 11.2: what is changed is then checked again).
    """
    if document.status is DocumentStatus.DRAFT:
        return document.drafter_id == actor.user_id
    return (
        document.status is DocumentStatus.SUBMITTED
        and task is not None
        and task.form in {"revise", "check"}
        and task.status is TaskStatus.OPEN
        and offered_to(actor, task)
    )


def may_discard(actor: Actor, document: Document, *, submitted: bool) -> bool:
    """Whether the person may drop the draft: one's own, and never submitted."""
    return (
        document.status is DocumentStatus.DRAFT
        and document.drafter_id == actor.user_id
        and not submitted
    )


def may_read_register(capacity: Capacity) -> bool:
    """Whether a post reads the whole register of its body."""
    return bool(REGISTER_ROLES & capacity.roles)


def may_administer(actor: Actor, organisation_id: int) -> bool:
    """Whether the person administers the body."""
    return organisation_id in actor.administers


def require_admin(actor: Actor, organisation_id: int) -> None:
    """Raise ForbiddenError unless the person administers the body."""
    if not may_administer(actor, organisation_id):
        raise ForbiddenError(because="việc này dành cho quản trị viên của cơ quan.")


def require_separate(  # noqa: PLR0913, PLR0917 - each fact is one of the people who acted
    actor: Actor,
    task: UserTask,
    document: Document,
    checks: Collection[Check],
    signer_id: int | None,
    excepted: Collection[int],
) -> None:
    """Refuse a second act of one person on one document.

    Drafter, content checker, form checker, signer and keeper of the seal are different people
    (Decree 30/2020 Articles 10–12, 32.2), unless an exception with a reason is on record.

    Raises:
        ForbiddenError: names the earlier act.
    """
    if task.form not in {"check", "sign", "number", "seal"} or actor.user_id in excepted:
        return
    before = None
    if document.drafter_id == actor.user_id:
        before = Sentence("bạn đã soạn thảo văn bản này")
    elif any(c.checked_by_id == actor.user_id and c.step != task.step for c in checks):
        before = Sentence("bạn đã kiểm tra văn bản này")
    elif signer_id == actor.user_id:
        before = Sentence("bạn đã ký văn bản này")
    if before:
        raise ForbiddenError(
            because=Sentence(
                "{did} nên không thể tự mình thực hiện bước "
                "“{step}” (Điều 10–12 và Điều 32 Nghị định 30/2020/NĐ-CP).",
                did=before,
                step=task.name,
            )
        )


def may_withdraw(actor: Actor, document: Document, case: Case, tasks: Iterable[UserTask]) -> bool:
    """Whether the drafter may still take it back: until the next person opens it."""
    return (
        document.drafter_id == actor.user_id
        and case.status == "running"
        and all(
            task.opened_at is None and task.completed_at is None
            for task in tasks
            if task.form != "revise"
        )
    )


def holds(actor: Actor, post_id: int) -> bool:
    """Whether the person holds that very post, not only standing in for who does."""
    return any(c.post_id == post_id and c.standing_in_for is None for c in actor.capacities)


def may_give(actor: Actor, organisation_id: int, from_post_id: int) -> bool:
    """Whether the person may record or revoke delegations of that post: its holder, an admin."""
    return may_administer(actor, organisation_id) or holds(actor, from_post_id)


def require_giver(actor: Actor, organisation_id: int, from_post_id: int) -> None:
    """Raise ForbiddenError unless the person may record delegations of that post."""
    if not may_give(actor, organisation_id, from_post_id):
        raise ForbiddenError(
            because="chỉ người giữ chức vụ ủy quyền hoặc quản trị viên được ghi văn bản ủy quyền."
        )


def records_absences(actor: Actor, organisation_id: int) -> bool:
    """Whether the person may record anybody's absence: admin, secretariat, clerk."""
    return may_administer(actor, organisation_id) or any(
        c.organisation_id == organisation_id
        and c.standing_in_for is None
        and c.roles & ABSENCE_RECORDERS
        for c in actor.capacities
    )


def may_record_absence(actor: Actor, organisation_id: int, post_id: int) -> bool:
    """Whether the person may record the absence of that post's holder."""
    return records_absences(actor, organisation_id) or holds(actor, post_id)


def require_absence_recorder(actor: Actor, organisation_id: int, post_id: int) -> None:
    """Raise ForbiddenError unless the person may record that absence."""
    if not may_record_absence(actor, organisation_id, post_id):
        raise ForbiddenError(
            because="vắng mặt của người khác do Tổ thư ký, văn thư hoặc quản trị viên ghi."
        )
