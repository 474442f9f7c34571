"""Who may: the predicates, fact by fact."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from models import Case, CaseStatus, Document, DocumentStatus, TaskStatus, UserTask
from workflows import policy
from workflows.context import Actor, Capacity
from workflows.errors import ConflictError, ForbiddenError

NOW = datetime(2026, 3, 2, tzinfo=UTC)
BODY, ELSEWHERE = 1, 2


def capacity(post: int, *roles: str, body: int = BODY, away: str | None = None) -> Capacity:
    return Capacity(
        post, body, f"post{post}", "Chức vụ", None, "full", None, frozenset(roles), "", away
    )


def person(user: int, *capacities: Capacity) -> Actor:
    own = [c for c in capacities if c.standing_in_for is None]
    return Actor(user, "Lan", BODY, capacities, own[0] if own else None)


def step(form: str = "check", **offered: Any) -> UserTask:
    task = UserTask(
        organisation_id=BODY,
        step="s",
        name="Kiểm tra",
        form=form,
        status=offered.pop("status", TaskStatus.OPEN),
        **offered,
    )
    if task.assignee_id is not None:
        task.queue = f"user:{task.assignee_id}"
    elif task.user_id is not None:
        task.queue = f"user:{task.user_id}"
    elif task.post_id is not None:
        task.queue = f"post:{task.post_id}"
    else:
        task.queue = f"role:{BODY}:{task.role_key}"
    return task


def letter(status: DocumentStatus, drafter: int = 9) -> Document:
    return Document(id=1, organisation_id=BODY, drafter_id=drafter, status=status)


@pytest.mark.parametrize(
    ("task", "actor", "may"),
    [
        (step(role_key="secretariat"), person(5, capacity(1, "secretariat")), True),
        (step(role_key="secretariat"), person(5, capacity(1, "chair")), False),
        (
            step(role_key="secretariat"),
            person(5, capacity(1, "secretariat", body=ELSEWHERE)),
            False,
        ),
        (step(post_id=1), person(5, capacity(1)), True),
        (step(post_id=1), person(5, capacity(2)), False),
        (step(user_id=5), person(5), True),
        (step(user_id=6), person(5, capacity(1, "admin")), False),
        (step(role_key="secretariat", assignee_id=5), person(5, capacity(1, "secretariat")), True),
        (step(role_key="secretariat", assignee_id=6), person(5, capacity(1, "secretariat")), False),
        (step(role_key="secretariat", assignee_id=5), person(5, capacity(1, "chair")), False),
        (step(post_id=1), person(5, capacity(2), capacity(1, away="Vân")), True),
        (step("sign", post_id=1), person(5, capacity(2), capacity(1, away="Vân")), False),
        (step("seal", post_id=1), person(5, capacity(2), capacity(1, away="Vân")), False),
        (step("sign", post_id=1), person(5, capacity(1)), True),
    ],
)
def test_a_step_waits_for_whom_it_was_offered_to(
    task: UserTask, actor: Actor, *, may: bool
) -> None:
    assert policy.offered_to(actor, task) is may
    if may:
        policy.require_open_task(actor, task)
    else:
        with pytest.raises((ForbiddenError, ConflictError)):
            policy.require_open_task(actor, task)


@pytest.mark.parametrize("status", [TaskStatus.DONE, TaskStatus.CANCELLED])
def test_a_step_that_is_over_is_a_conflict_for_everybody(status: TaskStatus) -> None:
    for actor in (person(5, capacity(1)), person(6)):
        with pytest.raises(ConflictError, match="đã được xử lý xong"):
            policy.require_open_task(actor, step(post_id=1, status=status))


def test_the_chosen_post_is_the_one_acted_from() -> None:
    two = person(5, capacity(1, "secretariat"), capacity(2, "secretariat"))
    chosen = Actor(5, "Lan", BODY, two.capacities, two.capacities[1])

    assert policy.capacity_for(two, step(role_key="secretariat")).post_id == 1  # type: ignore[union-attr]
    assert policy.capacity_for(chosen, step(role_key="secretariat")).post_id == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("status", "actor", "may"),
    [
        (DocumentStatus.DRAFT, person(9), True),
        (DocumentStatus.DRAFT, person(5, capacity(1, "chair")), False),
        (DocumentStatus.DRAFT, person(5, capacity(1, "admin")), False),
        (DocumentStatus.SUBMITTED, person(9), True),
        (DocumentStatus.SUBMITTED, person(5, capacity(1, "chair")), True),
        (DocumentStatus.SUBMITTED, person(5, capacity(1, "member")), False),
        (DocumentStatus.SUBMITTED, person(5, capacity(1, "chair", body=ELSEWHERE)), False),
        (DocumentStatus.REJECTED, person(5, capacity(1, "member")), False),
        (DocumentStatus.ISSUED, person(5, capacity(1, "member")), True),
        (DocumentStatus.ISSUED, person(5, capacity(1, "chair", body=ELSEWHERE)), False),
        (DocumentStatus.ISSUED, person(5, capacity(1, "member", away="Vân")), False),
    ],
)
def test_who_reads_a_document(status: DocumentStatus, actor: Actor, *, may: bool) -> None:
    assert policy.may_view(actor, letter(status), [], set()) is may


def test_who_acted_on_it_or_is_asked_reads_it() -> None:
    asked = person(5, capacity(7))
    assert policy.may_view(asked, letter(DocumentStatus.SUBMITTED), ["post:7"], set())
    assert policy.may_view(person(5), letter(DocumentStatus.REJECTED), [], {5})


@pytest.mark.parametrize(
    ("status", "task", "actor", "may"),
    [
        (DocumentStatus.DRAFT, None, person(9), True),
        (DocumentStatus.DRAFT, None, person(5), False),
        (DocumentStatus.SUBMITTED, None, person(9), False),
        (DocumentStatus.SUBMITTED, step("revise", user_id=9), person(9), True),
        (DocumentStatus.SUBMITTED, step("check", post_id=1), person(5, capacity(1)), True),
        (DocumentStatus.SUBMITTED, step("vote", post_id=1), person(5, capacity(1)), False),
        (DocumentStatus.SUBMITTED, step("sign", post_id=1), person(5, capacity(1)), False),
        (DocumentStatus.SIGNED, step("check", post_id=1), person(5, capacity(1)), False),
        (DocumentStatus.ISSUED, None, person(9), False),
    ],
)
def test_who_changes_the_content(
    status: DocumentStatus, task: UserTask | None, actor: Actor, *, may: bool
) -> None:
    assert policy.may_edit(actor, letter(status), task) is may


@pytest.mark.parametrize(
    ("steps", "may"),
    [
        ([step(role_key="x")], True),
        ([step(role_key="x", opened_at=NOW)], False),
        ([step(role_key="x", status=TaskStatus.DONE, completed_at=NOW)], False),
        ([step("revise", user_id=9, completed_at=NOW), step(role_key="x")], True),
    ],
)
def test_the_drafter_takes_it_back_until_somebody_opens_it(
    steps: list[UserTask], *, may: bool
) -> None:
    case = Case(status=CaseStatus.RUNNING)
    assert policy.may_withdraw(person(9), letter(DocumentStatus.SUBMITTED), case, steps) is may
    assert not policy.may_withdraw(person(8), letter(DocumentStatus.SUBMITTED), case, steps)


def test_standing_in_brings_neither_the_post_nor_its_administration() -> None:
    substitute = person(5, capacity(3), capacity(1, "admin", "chair", away="Vân"))

    assert not policy.may_administer(substitute, BODY)
    assert not policy.holds(substitute, 1)
    assert not policy.may_give(substitute, BODY, 1)
    assert not policy.records_absences(person(5, capacity(1, "secretariat", away="Vân")), BODY)
    assert policy.may_draft(substitute, BODY)
    assert not policy.may_draft(person(5, capacity(1, away="Vân")), BODY)
