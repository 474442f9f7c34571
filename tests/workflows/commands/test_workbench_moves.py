"""Deploying leaves running cases alone; moving them keeps what people have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from models import AuditEvent, CaseStatus, ProcessVersion
from tests.acting import LETTER, approve, rows, waiting
from tests.drawing import KEY, REVIEW, active_process, deploy, draw, reviewed, with_step
from workflows.commands.claim_task import ClaimTask, claim_task
from workflows.commands.move_cases import MoveCases, Moved, move_cases
from workflows.commands.roll_back import RollBack, roll_back
from workflows.demo.journey import submit, walk
from workflows.errors import ConflictError, ForbiddenError
from workflows.queries.deployments import version_before

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office

REASON = "Áp dụng bước thẩm định pháp chế"


@pytest.fixture
def body(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _move(office: Office, *cases: int, step: str | None = None) -> Moved:
    version = active_process(office)
    return office.run(
        move_cases, MoveCases(version.id, dict.fromkeys(cases, step), REASON), "admin"
    )


def test_a_new_step_reaches_new_cases_and_not_the_running_ones(body: Office) -> None:
    running = submit(body, "cong_van", LETTER)
    deployed = deploy(body, draw(body, reviewed(body)))
    assert deployed.versions == ("van_ban_ban v2",)
    fresh = submit(body, "cong_van", LETTER)
    for case in (running, fresh):
        approve(body, case)
        approve(body, case)
    assert waiting(body, running).step == "secretariat_review"
    assert waiting(body, fresh).step == REVIEW


def test_a_moved_case_keeps_its_claim_its_due_date_and_its_checks(body: Office) -> None:
    case = submit(body, "cong_van", LETTER)
    approve(body, case)
    before = waiting(body, case)
    body.run(claim_task, ClaimTask(before.id), body.post_of(before))
    deploy(body, draw(body, reviewed(body)))
    assert _move(body, case.id) == Moved((case.id,))
    after = waiting(body, case)
    assert (after.id, after.due_at, after.created_at) == (
        before.id,
        before.due_at,
        before.created_at,
    )
    assert after.assignee_id == body.holders["format_checker"]
    approve(body, case, "format_checker")
    assert waiting(body, case).step == REVIEW
    events = [
        e for e in rows(body, AuditEvent, AuditEvent.case_id == case.id) if e.act == "case.move"
    ]
    assert [(e.before["version"], e.after["version"]) for e in events] == [(1, 2)]


def test_a_case_that_cannot_move_stays_untouched_and_is_named(body: Office) -> None:
    movable = submit(body, "cong_van", LETTER)
    finished = submit(body, "cong_van", LETTER)
    approve(body, finished)
    deploy(body, draw(body, reviewed(body)))
    with body.services.database.transaction() as session:
        session.get_one(type(finished), finished.id).status = CaseStatus.WITHDRAWN
    moved = _move(body, movable.id, finished.id)
    assert moved.moved == (movable.id,)
    assert [case for case, _ in moved.stayed] == [finished.id]
    assert "kết thúc" in moved.stayed[0][1]
    assert body.case(finished.id).process_version_id == finished.process_version_id


def test_a_step_taken_out_of_the_diagram_asks_for_another_one(body: Office) -> None:
    deploy(body, draw(body, reviewed(body)))
    case = submit(body, "cong_van", LETTER)
    approve(body, case)
    approve(body, case)
    assert waiting(body, case).step == REVIEW
    first = rows(
        body,
        ProcessVersion,
        ProcessVersion.organisation_id == body.organisation_id,
        ProcessVersion.key == KEY,
        ProcessVersion.number == 1,
    )[0]
    undone = body.run(roll_back, RollBack(first.id, 2, "Bước mới gây chậm"), "admin")
    assert (undone.number, undone.replaced, undone.started_between) == (1, 2, (case.id,))
    assert active_process(body).number == 1
    assert "Hãy chọn bước" in _move(body, case.id).stayed[0][1]
    assert _move(body, case.id, step="secretariat_review").moved == (case.id,)
    assert waiting(body, case).step == "secretariat_review"
    assert walk(body, case).status == "issued"


def test_after_a_roll_back_the_failed_version_is_not_offered_again(body: Office) -> None:
    deploy(body, draw(body, reviewed(body)))
    with body.services.database.session() as session:
        first = version_before(session, body.organisation_id, KEY)
        assert first is not None
        assert first.number == 1
    body.run(roll_back, RollBack(first.id, 2, "Bước mới gây chậm"), "admin")
    with pytest.raises(ConflictError):
        body.run(roll_back, RollBack(first.id, 2, "Bước mới gây chậm"), "admin")
    third = with_step(first.bpmn, flow="reviewed", after="review_result", step="second_look")
    deploy(body, draw(body, third))
    with body.services.database.session() as session:
        before = version_before(session, body.organisation_id, KEY)
        assert before is not None
        assert before.number == 1


def test_only_admins_of_that_body_deploy_move_or_roll_back(body: Office, office: Office) -> None:
    draft = draw(body, reviewed(body))
    with pytest.raises(ForbiddenError):
        deploy(body, draft, post="secretary")
    version = active_process(body)
    for stranger in (office, body):
        post = "admin" if stranger is office else "secretary"
        with pytest.raises(Exception, match=r"Không tìm thấy|quyền"):
            stranger.run(move_cases, MoveCases(version.id, {1: None}, REASON), post)
        with pytest.raises(Exception, match=r"Không tìm thấy|quyền"):
            stranger.run(roll_back, RollBack(version.id, 1, REASON), post)
    with body.services.database.session() as session:
        assert session.scalar(select(ProcessVersion.number).where(ProcessVersion.id == version.id))
