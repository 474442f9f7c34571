"""Taking a submission back, and submitting again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import Case, CaseStatus, DocumentStatus, UserTask
from tests.acting import (
    LETTER,
    approve,
    edit,
    give_back,
    history,
    resubmit,
    rows,
    versions,
    waiting,
)
from workflows.commands.claim_task import ClaimTask, OpenTask, claim_task, open_task
from workflows.commands.save_document import SaveDocument, save_document
from workflows.commands.submit_document import (
    ResubmitDocument,
    SubmitDocument,
    resubmit_document,
    submit_document,
)
from workflows.commands.withdraw_document import WithdrawDocument, withdraw_document
from workflows.demo.journey import submit, walk
from workflows.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from workflows.demo.office import Office


def test_a_drafter_takes_back_what_nobody_has_opened_and_submits_it_again(office: Office) -> None:
    first = submit(office, "cong_van", LETTER)
    document = office.run(withdraw_document, WithdrawDocument(first.document_id), "drafter")

    assert document.status is DocumentStatus.DRAFT
    assert office.case(first.id).status is CaseStatus.WITHDRAWN
    assert office.open_tasks(first.id) == []
    assert history(office, first)[-1].act == "document.withdraw"

    edit(office, first, "drafter", subject="đôn đốc lần hai")
    again = office.document(first.document_id)
    second = office.run(
        submit_document, SubmitDocument(again.id, again.working_revision), "drafter"
    )
    issued = walk(office, second)
    assert issued.status is DocumentStatus.ISSUED
    assert issued.subject == "đôn đốc lần hai"
    cases = rows(office, Case, Case.document_id == first.document_id)
    assert [case.status for case in cases] == [CaseStatus.WITHDRAWN, CaseStatus.FINISHED]


@pytest.mark.parametrize("look", ["open", "claim"])
def test_once_the_next_person_has_opened_it_only_a_return_helps(office: Office, look: str) -> None:
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    if look == "open":
        office.run(open_task, OpenTask(task.id), "drafting_unit_head")
    else:
        office.run(claim_task, ClaimTask(task.id), "drafting_unit_head")

    with pytest.raises(ForbiddenError, match="Hãy đề nghị người đó trả lại"):
        office.run(withdraw_document, WithdrawDocument(case.document_id), "drafter")
    assert office.case(case.id).status is CaseStatus.RUNNING


def test_a_step_already_decided_counts_as_opened(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    approve(office, case)

    with pytest.raises(ForbiddenError):
        office.run(withdraw_document, WithdrawDocument(case.document_id), "drafter")


def test_a_colleague_cannot_take_it_back(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)

    with pytest.raises(NotFoundError):
        office.run(withdraw_document, WithdrawDocument(case.document_id), "secretary")


def test_what_was_never_submitted_or_is_issued_cannot_be_withdrawn(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case)

    with pytest.raises(NotFoundError):
        office.run(withdraw_document, WithdrawDocument(case.document_id), "drafter")


def test_looking_at_it_is_for_those_it_waits_for(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)

    with pytest.raises(NotFoundError):
        office.run(open_task, OpenTask(task.id), "chair")
    assert rows(office, UserTask, UserTask.id == task.id)[0].opened_at is None


def test_a_draft_submitted_twice_starts_one_case(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    document = office.document(case.document_id)

    with pytest.raises(ConflictError, match="đã được trình"):
        office.run(
            submit_document, SubmitDocument(document.id, document.working_revision), "drafter"
        )
    assert len(rows(office, Case, Case.document_id == document.id)) == 1


def test_a_stale_draft_form_does_not_submit_the_newer_text(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    document = office.run(withdraw_document, WithdrawDocument(case.document_id), "drafter")
    seen = document.working_revision
    edit(office, case, "drafter", subject="bản mới")

    with pytest.raises(ConflictError, match="lưu ở nơi khác"):
        office.run(submit_document, SubmitDocument(document.id, seen), "drafter")
    assert office.document(document.id).status is DocumentStatus.DRAFT


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"subject": ""}, "Trích yếu nội dung"),
        ({"body": " \n "}, "Nội dung"),
        ({"addressees": []}, "Kính gửi"),
        ({"recipients": []}, "Nơi nhận"),
    ],
)
def test_what_nobody_could_check_is_not_submitted(
    office: Office, missing: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError, match=field):
        submit(office, "cong_van", LETTER | missing)


def test_a_returned_draft_is_edited_saved_as_a_new_version_and_goes_the_whole_way(
    office: Office,
) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="secretariat_review")
    give_back(office, case, reason="Thiếu thời hạn")
    edit(office, case, "drafter", body="Đề nghị gửi trước ngày 10 tháng 6.")
    resubmit(office, case, note="Đã thêm thời hạn")

    assert [version.number for version in versions(office, case)] == [1, 2]
    assert waiting(office, case).step == "content_check"
    assert history(office, case)[-1].after["note"] == "Đã thêm thời hạn"
    assert walk(office, case).status is DocumentStatus.ISSUED


def test_only_the_drafter_completes_a_returned_draft(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    give_back(office, case)
    document = office.document(case.document_id)

    for post in ("secretary", "chair", "drafting_unit_head"):
        with pytest.raises(NotFoundError):
            office.run(
                save_document,
                SaveDocument(document.id, document.working_revision, document.working, keep=True),
                post,
            )
        with pytest.raises(ForbiddenError):
            office.run(resubmit_document, ResubmitDocument(waiting(office, case).id), post)
