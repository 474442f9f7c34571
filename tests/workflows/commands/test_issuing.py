"""Issuing: the last look at the file, then it is out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import CaseStatus, DocumentStatus, RegisterEntry, Signature
from tests.acting import LETTER, PLAN, edit, history, rows, waiting
from workflows import stored_files
from workflows.commands.issue_document import IssueDocument, issue_document
from workflows.demo.journey import submit, walk
from workflows.errors import ForbiddenError, WorkflowError

if TYPE_CHECKING:
    from models import Case
    from workflows.demo.office import Office


def _issue(office: Office, case: Case, post: str = "clerk_ubnd") -> None:
    office.run(issue_document, IssueDocument(waiting(office, case).id), post)


def test_issuing_enters_the_day_in_the_register_and_closes_the_case(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="issue")
    _issue(office, case)

    document = office.document(case.document_id)
    today = office.services.clock().date()
    assert document.status is DocumentStatus.ISSUED
    assert document.issued_at is not None
    assert office.case(case.id).status is CaseStatus.FINISHED
    assert office.open_tasks(case.id) == []
    assert rows(office, RegisterEntry, RegisterEntry.case_id == case.id)[0].sent_on == today
    acts = [event.act for event in history(office, case)]
    assert acts == [
        "document.start",
        "document.save_version",
        "document.submit",
        "task.approve",
        "task.approve",
        "task.approve",
        "document.sign",
        "document.number",
        "document.seal",
        "document.file",
        "document.issue",
    ]


def test_every_act_names_who_as_what_and_by_which_rule(office: Office) -> None:
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case)

    for event in history(office, case):
        assert event.actor_name
        assert event.actor_id is not None
        assert event.capacity, event.act
        if event.act.startswith(("task.", "vote.")) or event.act in {
            "document.sign",
            "document.number",
            "document.seal",
            "document.issue",
            "document.file",
        }:
            assert "Điều" in event.authority, event.act


@pytest.mark.parametrize("damage", ["unsealed", "byte"])
def test_a_file_that_a_receiver_would_reject_is_not_issued(office: Office, damage: str) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="issue")
    signature = rows(office, Signature, Signature.case_id == case.id)
    with office.services.database.transaction() as session:
        document = session.merge(office.document(case.document_id))
        if damage == "unsealed":
            document.file_sha256 = signature[0].file_sha256
        else:
            pdf = bytearray(stored_files.fetch(session, document.file_sha256))
            pdf[len(pdf) // 5] ^= 1
            document.file_sha256 = stored_files.store(
                session, bytes(pdf), "application/pdf", office.services.clock()
            )

    with pytest.raises(ForbiddenError, match="chưa đủ chữ ký hợp lệ"):
        _issue(office, case)
    assert waiting(office, case).step == "issue"
    assert office.document(case.document_id).status is DocumentStatus.SIGNED


def test_another_persons_clerk_does_not_issue_it(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="issue")
    for post in ("clerk_so", "drafter", "chair", "admin"):
        with pytest.raises(ForbiddenError):
            _issue(office, case, post)


def test_nothing_issued_is_changed_returned_or_issued_again(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="issue")
    task = waiting(office, case)
    _issue(office, case)
    before = office.document(case.document_id)

    with pytest.raises(WorkflowError):
        office.run(issue_document, IssueDocument(task.id), "clerk_ubnd")
    for post in ("drafter", "chair", "secretary"):
        with pytest.raises(WorkflowError):
            edit(office, case, post, body="Sau ban hành")
    after = office.document(case.document_id)
    assert (after.file_sha256, after.number) == (before.file_sha256, before.number)
