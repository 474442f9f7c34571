"""Going back, stopping, taking back: every way that is not straight on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import CaseStatus, Check, DocumentStatus, RegisterEntry, Signature, UserTask
from tests.acting import LETTER, PLAN, approve, give_back, history, resubmit, rows, waiting
from workflows import stored_files
from workflows.commands.decide_task import RejectTask, ReturnTask, reject_task, return_task
from workflows.demo.journey import submit, walk
from workflows.errors import InvalidInputError, NotFoundError
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office

COMMITTEE = ["revise", "content_check", "format_check", "secretariat_review", "record_vote"]
DISTRICT = ["revise", "content_check", "format_check"]


@pytest.fixture(scope="module")
def committee(office: Office) -> Office:
    return office


@pytest.fixture
def district(new_office: Callable[..., Office]) -> Office:
    return new_office("son-duong-2023")


def _passed(order: list[str], step: str) -> list[str]:
    return order[: order.index(step)] if step in order else order


def _returns_everywhere(office: Office, purpose: str, step: str, order: list[str]) -> None:
    """From one step back to each earlier one, and on again to the end."""
    case = submit(office, purpose, PLAN)
    for target in reversed(_passed(order, step)):
        walk(office, case, until=step)
        returned = waiting(office, case)
        give_back(office, case, target, reason=f"Xem lại {target}")

        back = waiting(office, case)
        assert back.step == target
        done = rows(office, UserTask, UserTask.id == returned.id)[0]
        assert (done.outcome, done.reason) == ("return", f"Xem lại {target}")
        assert done.completed_by_id == office.holders[office.post_of(returned)]
        event = history(office, case)[-1]
        assert event.act == "task.return"
        assert event.before["step"] == step
        assert event.after == {"step": target, "reason": f"Xem lại {target}"}
        assert office.document(case.document_id).status is DocumentStatus.SUBMITTED
        if target == "revise":
            assert back.user_id == office.holders["drafter"]
            resubmit(office, case)
    document = walk(office, case)

    assert document.status is DocumentStatus.ISSUED
    assert office.case(case.id).status is CaseStatus.FINISHED
    with office.services.database.session() as session:
        pdf = stored_files.fetch(session, document.file_sha256)
    assert verify(pdf, office.services.certificates.root_certificates).valid


@pytest.mark.parametrize("step", [*COMMITTEE[1:], "chair_sign", "number", "seal", "issue"])
def test_a_committees_document_goes_back_to_any_earlier_step(committee: Office, step: str) -> None:
    _returns_everywhere(committee, "ke_hoach_nam", step, COMMITTEE)


@pytest.mark.parametrize("step", [*DISTRICT[1:], "vice_chairman_sign", "number", "seal", "issue"])
def test_a_districts_document_goes_back_to_any_earlier_step(district: Office, step: str) -> None:
    _returns_everywhere(district, "cong_van", step, DISTRICT)


def test_a_return_without_choice_goes_to_the_drafter(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    give_back(office, case)

    assert waiting(office, case).step == "revise"


@pytest.mark.parametrize("target", ["chair_sign", "secretariat_review", "number", "nowhere"])
def test_nothing_goes_back_to_a_step_it_has_not_passed(office: Office, target: str) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="format_check")

    with pytest.raises(InvalidInputError, match="chưa đi qua bước này"):
        give_back(office, case, target)
    assert waiting(office, case).step == "format_check"


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_a_return_needs_a_reason(office: Office, reason: str) -> None:
    case = submit(office, "cong_van", LETTER)

    with pytest.raises(InvalidInputError, match="Lý do"):
        give_back(office, case, reason=reason)
    with pytest.raises(InvalidInputError, match="Lý do"):
        office.run(reject_task, RejectTask(waiting(office, case).id, reason), "drafting_unit_head")


def test_a_signature_and_number_given_back_stay_on_record_and_are_not_used_again(
    office: Office,
) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="issue")
    first = office.document(case.document_id)
    give_back(office, case, "content_check", reason="Sai tên cơ quan nhận")

    document = office.document(case.document_id)
    assert (document.number, document.file_sha256) == (None, None)
    signatures = rows(office, Signature, Signature.case_id == case.id)
    assert [each.kind for each in signatures] == ["person", "seal"]
    assert {each.voided_because for each in signatures} == {"Sai tên cơ quan nhận"}
    assert all(each.voided_at for each in signatures)
    entry = rows(office, RegisterEntry, RegisterEntry.case_id == case.id)[0]
    assert (entry.printed_number, entry.voided_because) == (first.number, "Sai tên cơ quan nhận")
    assert history(office, case)[-1].before["number"] == first.number
    with office.services.database.session() as session:
        assert stored_files.fetch(session, first.file_sha256)

    again = walk(office, case)
    entries = rows(office, RegisterEntry, RegisterEntry.case_id == case.id)
    assert [each.voided_at is None for each in entries] == [False, True]
    assert entries[1].number > entries[0].number
    assert again.number == entries[1].printed_number != first.number
    kinds = [
        (each.kind, each.voided_at is None)
        for each in rows(office, Signature, Signature.case_id == case.id)
    ]
    assert kinds == [("person", False), ("seal", False), ("person", True), ("seal", True)]


@pytest.mark.parametrize("step", ["content_check", "format_check", "secretariat_review"])
def test_a_reviewer_can_reject_for_good(office: Office, step: str) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until=step)
    task = waiting(office, case)
    office.run(reject_task, RejectTask(task.id, "Không thuộc thẩm quyền"), office.post_of(task))

    assert office.case(case.id).status is CaseStatus.REJECTED
    assert office.document(case.document_id).status is DocumentStatus.REJECTED
    assert office.open_tasks(case.id) == []
    assert history(office, case)[-1].after == {"reason": "Không thuộc thẩm quyền"}


@pytest.mark.parametrize("step", ["record_vote", "chair_sign"])
def test_the_members_or_the_chair_can_reject_for_good(office: Office, step: str) -> None:
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case, until=step)
    task = waiting(office, case)
    office.run(reject_task, RejectTask(task.id, "Chưa cần thiết"), office.post_of(task))

    assert office.document(case.document_id).status is DocumentStatus.REJECTED
    assert rows(office, UserTask, UserTask.id == task.id)[0].outcome == "reject"


@pytest.mark.parametrize(
    ("step", "to_chair"),
    [
        ("content_check", False),
        ("format_check", False),
        ("vice_chairman_sign", False),
        ("chairman_sign", True),
    ],
)
def test_a_district_can_reject_for_good(district: Office, step: str, *, to_chair: bool) -> None:
    case = submit(district, "cong_van", LETTER)
    if to_chair:
        approve(district, case, to_chair=True)
    walk(district, case, until=step)
    task = waiting(district, case)
    district.run(reject_task, RejectTask(task.id, "Chưa cần thiết"), district.post_of(task))

    assert district.case(case.id).status is CaseStatus.REJECTED


def test_a_signed_document_is_no_longer_rejected_only_returned(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="number")
    task = waiting(office, case)

    with pytest.raises(NotFoundError):
        office.run(reject_task, RejectTask(task.id, "Muộn"), office.post_of(task))


def test_a_rejected_document_takes_no_more_steps(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    office.run(reject_task, RejectTask(task.id, "Không cần"), office.post_of(task))

    with pytest.raises(Exception, match="đã được xử lý xong"):
        office.run(return_task, ReturnTask(task.id, "Sửa"), office.post_of(task))


def test_the_same_content_sent_back_keeps_the_checks_that_cover_it(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    give_back(office, case, "format_check")
    approve(office, case)

    assert waiting(office, case).step == "secretariat_review"
    checks = rows(office, Check, Check.case_id == case.id)
    assert all(check.voided_at is None for check in checks)
    assert len({check.content_sha256 for check in checks}) == 1
