"""Different people draft, check, sign and seal one document, or a reason is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import DocumentStatus, SeparationException, Signature
from tests.acting import (
    LETTER,
    delegate,
    edit,
    give_back,
    gives_post,
    history,
    resubmit,
    rows,
    sign,
    waiting,
)
from workflows.commands.decide_task import ApproveTask, approve_task
from workflows.commands.grant_exception import GrantException, grant_exception
from workflows.commands.number_document import NumberDocument, number_document
from workflows.demo.journey import submit, walk
from workflows.errors import ForbiddenError, InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from models import Case
    from workflows.demo.office import Office

BECAUSE = "Đơn vị chỉ còn một người trong kỳ nghỉ"


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _grant(office: Office, case: Case, post: str, by: str = "admin", reason: str = BECAUSE) -> None:
    office.run(grant_exception, GrantException(case.document_id, office.holders[post], reason), by)


def _approve_as(office: Office, case: Case, post: str) -> None:
    office.run(approve_task, ApproveTask(waiting(office, case).id), post)


def test_a_drafter_does_not_check_the_own_draft(own: Office) -> None:
    gives_post(own, "drafting_unit_head", "drafter")
    case = submit(own, "cong_van", LETTER)

    with pytest.raises(ForbiddenError, match="bạn đã soạn thảo văn bản này"):
        _approve_as(own, case, "drafter")
    _approve_as(own, case, "drafting_unit_head")


def test_one_person_does_not_make_both_checks(own: Office) -> None:
    gives_post(own, "format_checker", "drafting_unit_head")
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="format_check")

    with pytest.raises(ForbiddenError, match="bạn đã kiểm tra văn bản này"):
        _approve_as(own, case, "drafting_unit_head")


def test_a_checker_does_not_sign(own: Office) -> None:
    gives_post(own, "drafting_unit_head", "chair")
    case = submit(own, "cong_van", LETTER)
    _approve_as(own, case, "chair")
    walk(own, case, until="chair_sign")

    with pytest.raises(ForbiddenError, match="đã kiểm tra"):
        sign(own, case, "chair")
    assert rows(own, Signature, Signature.case_id == case.id) == []


def test_a_drafter_does_not_sign(own: Office) -> None:
    """Worked case 19."""
    case = submit(own, "cong_van", LETTER, drafter="chair")
    walk(own, case, until="chair_sign")

    with pytest.raises(ForbiddenError, match="đã soạn thảo"):
        sign(own, case, "chair")
    assert own.document(case.document_id).status is DocumentStatus.SUBMITTED


def test_a_deputy_who_drafted_it_leaves_it_to_the_chair(own: Office) -> None:
    delegate(own)
    case = submit(own, "cong_van", LETTER, drafter="standing_deputy")
    walk(own, case, until="chair_sign")

    assert waiting(own, case).step == "chair_sign"
    assert sign(own, case).signed


def test_a_signer_does_not_number_or_seal(own: Office) -> None:
    gives_post(own, "clerk_ubnd", "chair")
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="number")

    with pytest.raises(ForbiddenError, match="bạn đã ký văn bản này"):
        own.run(number_document, NumberDocument(waiting(own, case).id), "chair")


def test_one_keeper_numbers_seals_and_issues(own: Office) -> None:
    case = submit(own, "cong_van", LETTER)

    assert walk(own, case).status is DocumentStatus.ISSUED


def test_a_recorded_exception_lets_a_drafter_check(own: Office) -> None:
    gives_post(own, "drafting_unit_head", "drafter")
    case = submit(own, "cong_van", LETTER)
    _grant(own, case, "drafter")
    _approve_as(own, case, "drafter")

    assert waiting(own, case).step == "format_check"
    exception = rows(own, SeparationException, SeparationException.document_id == case.document_id)
    assert [(each.user_id, each.reason) for each in exception] == [
        (own.holders["drafter"], BECAUSE)
    ]
    event = next(event for event in history(own, case) if event.act == "exception.grant")
    assert (event.actor_id, event.after["reason"]) == (own.holders["admin"], BECAUSE)


@pytest.mark.parametrize("worked_on", ["draft", "check"])
def test_a_recorded_exception_lets_the_chair_sign_what_he_worked_on(
    own: Office, worked_on: str
) -> None:
    if worked_on == "draft":
        case = submit(own, "cong_van", LETTER, drafter="chair")
    else:
        gives_post(own, "drafting_unit_head", "chair")
        case = submit(own, "cong_van", LETTER)
        _approve_as(own, case, "chair")
    walk(own, case, until="chair_sign")
    _grant(own, case, "chair")

    assert sign(own, case, "chair").signed
    assert walk(own, case).status is DocumentStatus.ISSUED


def test_an_exception_is_for_one_document_and_one_person(own: Office) -> None:
    gives_post(own, "drafting_unit_head", "drafter")
    gives_post(own, "format_checker", "drafter")
    first = submit(own, "cong_van", LETTER)
    second = submit(own, "cong_van", LETTER)
    _grant(own, first, "secretary")
    _grant(own, second, "drafter")

    with pytest.raises(ForbiddenError):
        _approve_as(own, first, "drafter")
    _approve_as(own, second, "drafter")


def test_nobody_grants_the_own_exception_and_only_an_admin_any(own: Office) -> None:
    case = submit(own, "cong_van", LETTER)
    for post in ("drafter", "chair", "secretary"):
        with pytest.raises(NotFoundError):
            _grant(own, case, "drafter", by=post)
    with pytest.raises(ForbiddenError, match="không ai tự cho mình"):
        _grant(own, case, "admin")
    with pytest.raises(InvalidInputError):
        _grant(own, case, "drafter", reason="gấp")
    assert rows(own, SeparationException, SeparationException.document_id == case.document_id) == []


def test_a_check_that_an_edit_voided_no_longer_binds_who_made_it(own: Office) -> None:
    """Who checked only the old text may make the other check of the new one."""
    gives_post(own, "drafting_unit_head", "member")
    gives_post(own, "format_checker", "drafting_unit_head")
    case = submit(own, "cong_van", LETTER)
    _approve_as(own, case, "drafting_unit_head")
    with pytest.raises(ForbiddenError):
        _approve_as(own, case, "drafting_unit_head")
    give_back(own, case)
    edit(own, case, "drafter", body="Bản mới.")
    resubmit(own, case)
    _approve_as(own, case, "member")
    _approve_as(own, case, "drafting_unit_head")

    assert waiting(own, case).step == "secretariat_review"
