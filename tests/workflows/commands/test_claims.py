"""Two people at once: one effect, and the other is told who was first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from models import Check, PostHolding, RegisterEntry, Signature, UserTask
from tests.acting import LETTER, approve, gives_post, history, rows, vote, waiting
from workflows.commands.claim_task import (
    ClaimTask,
    OpenTask,
    ReleaseTask,
    claim_task,
    open_task,
    release_task,
)
from workflows.commands.decide_task import ApproveTask, ReturnTask, approve_task, return_task
from workflows.commands.number_document import NumberDocument, number_document
from workflows.commands.sign_document import SignDocument, sign_document
from workflows.demo.journey import submit, walk
from workflows.errors import ConflictError, ForbiddenError, NotFoundError, WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from models import Case
    from workflows.context import Actor
    from workflows.demo.office import Office


@pytest.fixture
def shared(new_office: Callable[..., Office]) -> Office:
    """An office with two people in the secretariat: its secretary and a member."""
    office = new_office()
    gives_post(office, "secretary", "member")
    return office


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Start all at the same moment; return what each gave or raised."""
    start = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            answers[index] = act()
        except WorkflowError as error:
            answers[index] = error

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _reviewed(office: Office) -> tuple[Case, UserTask, Actor, Actor]:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="secretariat_review")
    return case, waiting(office, case), office.actor("secretary"), office.actor("member")


def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(shared: Office) -> None:
    case, task, first, second = _reviewed(shared)
    services = shared.services
    for _ in range(50):
        answers = _at_once(
            lambda: services.run(claim_task, ClaimTask(task.id), first),
            lambda: services.run(claim_task, ClaimTask(task.id), second),
        )
        won = [answer for answer in answers if isinstance(answer, UserTask)]
        lost = [answer for answer in answers if isinstance(answer, ConflictError)]
        assert (len(won), len(lost)) == (1, 1), answers
        winner = first if isinstance(answers[0], UserTask) else second
        assert won[0].assignee_id == winner.user_id
        assert f"{winner.name} đã nhận xử lý" in str(lost[0])
        services.run(release_task, ReleaseTask(task.id), winner)
    claims = [event for event in history(shared, case) if event.act == "task.claim"]
    assert len(claims) == 50


def test_a_claimed_step_leaves_the_others_and_comes_back_when_released(shared: Office) -> None:
    case, task, first, second = _reviewed(shared)
    run = shared.services.run
    run(claim_task, ClaimTask(task.id), second)
    assert waiting(shared, case).queue == f"user:{second.user_id}"

    for act, command in (
        (approve_task, ApproveTask(task.id)),
        (return_task, ReturnTask(task.id, "Sửa")),
    ):
        with pytest.raises(ConflictError, match="đã có người nhận xử lý"):
            run(act, command, first)
    with pytest.raises(ForbiddenError, match="bạn chưa nhận xử lý"):
        run(release_task, ReleaseTask(task.id), first)

    run(release_task, ReleaseTask(task.id), second)
    assert waiting(shared, case).queue == f"role:{shared.organisation_id}:secretariat"
    run(approve_task, ApproveTask(task.id), first)


def test_claiming_twice_is_no_error(shared: Office) -> None:
    case, task, first, _ = _reviewed(shared)
    for _ in range(2):
        shared.services.run(claim_task, ClaimTask(task.id), first)

    assert [event.act for event in history(shared, case)].count("task.claim") == 1


def test_nobody_claims_what_is_not_offered_to_them_or_is_done(shared: Office) -> None:
    case, task, first, second = _reviewed(shared)
    for post in ("drafter", "chair", "clerk_ubnd"):
        with pytest.raises(ForbiddenError):
            shared.run(claim_task, ClaimTask(task.id), post)
    shared.services.run(approve_task, ApproveTask(task.id), first)
    with pytest.raises(ConflictError, match="đã được xử lý xong"):
        shared.services.run(claim_task, ClaimTask(task.id), second)
    with pytest.raises(NotFoundError):
        shared.services.run(claim_task, ClaimTask(2**40), second)
    assert waiting(shared, case).step == "chair_sign"


def test_who_claimed_and_then_left_the_post_acts_no_more(shared: Office) -> None:
    case, task, _, second = _reviewed(shared)
    shared.services.run(claim_task, ClaimTask(task.id), second)
    with shared.services.database.transaction() as session:
        for holding in session.query(PostHolding).filter_by(
            post_id=shared.posts["secretary"], user_id=second.user_id
        ):
            holding.valid_to = shared.services.clock().date()

    with pytest.raises(ForbiddenError):
        shared.run(approve_task, ApproveTask(task.id), "member")
    with pytest.raises(NotFoundError):
        shared.run(open_task, OpenTask(task.id), "member")
    assert waiting(shared, case).step == "secretariat_review"


def test_two_who_decide_at_once_have_one_effect(shared: Office) -> None:
    for _ in range(10):
        case, task, first, second = _reviewed(shared)
        answers = _at_once(
            lambda first=first, task=task: shared.services.run(
                approve_task, ApproveTask(task.id), first
            ),
            lambda second=second, task=task: shared.services.run(
                return_task, ReturnTask(task.id, "Sửa"), second
            ),
        )
        refused = [answer for answer in answers if isinstance(answer, Exception)]
        assert len(refused) == 1, answers
        assert isinstance(refused[0], ConflictError)
        approved = refused[0] is answers[1]
        assert waiting(shared, case).step == ("chair_sign" if approved else "revise")
        checks = rows(shared, Check, Check.case_id == case.id, Check.step == task.step)
        assert len(checks) == int(approved)
        acts = [event.act for event in history(shared, case)][-1]
        assert acts == ("task.approve" if approved else "task.return")


def test_a_double_click_acts_once(office: Office) -> None:
    """The same person, the same form, twice at once: at every kind of step."""
    case = submit(office, "ke_hoach_nam", LETTER)
    walk(office, case, until="record_vote")
    vote(office, case, yes=20)
    task, chair = waiting(office, case), office.actor("chair")
    command = SignDocument(task.id, office.secrets.pin)
    answers = _at_once(*[lambda: office.services.run(sign_document, command, chair)] * 3)
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 2, answers
    assert len(rows(office, Signature, Signature.case_id == case.id)) == 1

    task, clerk = waiting(office, case), office.actor("clerk_ubnd")
    answers = _at_once(
        *[lambda: office.services.run(number_document, NumberDocument(task.id), clerk)] * 3
    )
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 2, answers
    assert len(rows(office, RegisterEntry, RegisterEntry.case_id == case.id)) == 1


def test_the_first_look_is_recorded_once(shared: Office) -> None:
    case, task, first, second = _reviewed(shared)
    _at_once(
        lambda: shared.services.run(open_task, OpenTask(task.id), first),
        lambda: shared.services.run(open_task, OpenTask(task.id), second),
    )
    seen = waiting(shared, case)
    again = shared.services.run(open_task, OpenTask(task.id), second)

    assert seen.opened_by_id in {first.user_id, second.user_id}
    assert (again.opened_at, again.opened_by_id) == (seen.opened_at, seen.opened_by_id)


def test_a_step_decided_without_claiming_is_credited_to_who_decided(shared: Office) -> None:
    case, task, _, second = _reviewed(shared)
    shared.services.run(approve_task, ApproveTask(task.id, comment="Đồng ý"), second)

    done = rows(shared, UserTask, UserTask.id == task.id)[0]
    assert done.completed_by_id == second.user_id
    assert done.completed_post_id == shared.posts["secretary"]
    assert (done.outcome, done.reason) == ("approve", "Đồng ý")
    event = history(shared, case)[-1]
    assert (event.actor_name, event.capacity) == (second.name, "Tổ thư ký giúp việc")


def test_the_office_goes_on_when_somebody_else_approves_first(shared: Office) -> None:
    case, _, _, _ = _reviewed(shared)
    approve(shared, case)
    with pytest.raises(ConflictError):
        shared.run(
            approve_task,
            ApproveTask(rows(shared, UserTask, UserTask.case_id == case.id)[-2].id),
            "member",
        )
