"""Checks hold for the content that was checked, and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import Check, DocumentStatus, Resolution, Signature
from tests.acting import (
    LETTER,
    PLAN,
    approve,
    edit,
    give_back,
    history,
    resubmit,
    rows,
    sign,
    versions,
    vote,
    waiting,
)
from workflows.commands.save_document import SaveDocument, save_document
from workflows.demo.journey import submit, walk
from workflows.errors import ConflictError, ForbiddenError, NotFoundError

if TYPE_CHECKING:
    from models import Case
    from workflows.demo.office import Office

CHANGED = "Nội dung đã được sửa sau khi kiểm tra."


def _standing(office: Office, case: Case) -> list[str]:
    checks = rows(office, Check, Check.case_id == case.id)
    return [check.step for check in checks if check.voided_at is None]


def test_each_check_is_recorded_with_who_made_it_as_what_and_for_which_text(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    approve(office, case, comment="Đủ căn cứ")

    check = rows(office, Check, Check.case_id == case.id)[0]
    assert check.checked_by_id == office.holders["drafting_unit_head"]
    assert check.post_id == office.posts["drafting_unit_head"]
    assert check.content_sha256 == office.document(case.document_id).content_sha256
    event = history(office, case)[-1]
    assert (event.act, event.after["step"]) == ("task.approve", "content_check")
    assert event.after["comment"] == "Đủ căn cứ"
    assert "Điều 12 khoản 1" in event.authority


def test_a_drafters_change_after_a_return_voids_every_check(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    assert _standing(office, case) == ["content_check", "format_check", "secretariat_review"]
    give_back(office, case)
    edit(office, case, "drafter", body="Nội dung mới.")

    assert _standing(office, case) == []
    because = {check.voided_because for check in rows(office, Check, Check.case_id == case.id)}
    assert because == {CHANGED}
    event = history(office, case)[-1]
    assert event.act == "document.save_version"
    assert event.after["voided"] == ["content_check", "format_check", "secretariat_review"]

    resubmit(office, case)
    for step in ("content_check", "format_check", "secretariat_review"):
        assert waiting(office, case).step == step
        approve(office, case)
    assert waiting(office, case).step == "chair_sign"


def test_a_reviewers_own_edit_sends_the_text_back_to_the_first_check_it_voids(
    office: Office,
) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="secretariat_review")
    edit(office, case, "secretary", body="Văn thư Tổ thư ký đã sửa câu này.")
    assert _standing(office, case) == []
    approve(office, case)

    assert waiting(office, case).step == "content_check"
    assert _standing(office, case) == ["secretariat_review"]
    assert versions(office, case)[-1].saved_by_id == office.holders["secretary"]
    approve(office, case)
    approve(office, case)
    assert waiting(office, case).step == "secretariat_review"
    approve(office, case)
    assert waiting(office, case).step == "chair_sign"
    assert walk(office, case).status is DocumentStatus.ISSUED


def test_an_edit_by_the_second_checker_goes_back_to_the_first(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="format_check")
    edit(office, case, "format_checker", body="Đã sửa thể thức.")
    approve(office, case)

    assert waiting(office, case).step == "content_check"


def test_an_edit_by_the_first_checker_goes_straight_on(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    edit(office, case, "drafting_unit_head", body="Trưởng đơn vị sửa trực tiếp.")
    approve(office, case)

    assert waiting(office, case).step == "format_check"
    assert _standing(office, case) == ["content_check"]


def test_saving_the_same_text_again_voids_nothing(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="secretariat_review")
    edit(office, case, "secretary")

    assert _standing(office, case) == ["content_check", "format_check"]
    assert len(versions(office, case)) == 1


def test_decomposed_letters_are_the_same_text(office: Office) -> None:
    """“ế” typed as e + ^ + ´ is no change."""
    import_form = LETTER["body"].replace("ế", "e\u0302\u0301")
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="format_check")
    edit(office, case, "format_checker", body=import_form)

    assert len(versions(office, case)) == 1


def test_a_vote_does_not_cover_text_changed_after_it(office: Office) -> None:
    """Worked case 10."""
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case, until="record_vote")
    assert vote(office, case, yes=13, members=25).passed
    assert waiting(office, case).step == "chair_sign"
    give_back(office, case)
    edit(office, case, "drafter", body="Sau Hội nghị đã sửa.")

    resolution = rows(office, Resolution, Resolution.case_id == case.id)[0]
    assert resolution.voided_at is not None
    assert "record_vote" in history(office, case)[-1].after["voided"]
    resubmit(office, case)
    walk(office, case, until="record_vote")
    assert waiting(office, case).step == "record_vote"


def test_what_a_check_does_not_cover_is_not_signed(office: Office) -> None:
    """Even when the state of the process says that it is time to sign."""
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    with office.services.database.transaction() as session:
        for check in session.query(Check).filter_by(case_id=case.id, step="format_check"):
            check.content_sha256 = "0" * 64

    with pytest.raises(ForbiddenError, match="chưa qua bước Kiểm tra thể thức"):
        sign(office, case)
    assert rows(office, Signature, Signature.case_id == case.id) == []
    assert waiting(office, case).step == "chair_sign"


def test_while_it_waits_for_a_signature_nobody_edits(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    for post in ("chair", "secretary", "clerk_ubnd"):
        with pytest.raises(NotFoundError):
            edit(office, case, post, body="Sửa lúc ký")
    with pytest.raises(ForbiddenError, match="chưa trả lại để sửa"):
        edit(office, case, "drafter", body="Sửa lúc ký")


def test_a_check_on_a_stale_page_is_refused(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    seen = office.document(case.document_id).content_sha256 or ""
    edit(office, case, "drafting_unit_head", body="Vừa sửa ở cửa sổ khác.")

    with pytest.raises(ConflictError, match="đã thay đổi từ khi bạn mở"):
        approve(office, case, seen=seen)
    assert waiting(office, case).step == "content_check"
    approve(office, case, seen=office.document(case.document_id).content_sha256)


def test_two_windows_of_one_editor_lose_nothing(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    document = office.document(case.document_id)
    edit(office, case, "drafting_unit_head", body="Cửa sổ thứ nhất.")

    with pytest.raises(ConflictError, match="vẫn còn trên trang này"):
        office.run(
            save_document,
            SaveDocument(document.id, document.working_revision, document.working, keep=True),
            "drafting_unit_head",
        )
    assert office.document(document.id).working["body"] == "Cửa sổ thứ nhất."


def test_an_edit_kept_only_as_typing_is_not_approved_unseen(office: Office) -> None:
    """Autosaved typing of a checker is part of what is approved, or it is not approved at all."""
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="format_check")
    document = office.document(case.document_id)
    office.run(
        save_document,
        SaveDocument(
            document.id, document.working_revision, {**document.working, "body": "Đang gõ dở"}
        ),
        "format_checker",
    )
    approve(office, case)
    walk(office, case, until="number")

    signed = versions(office, case)[-1]
    assert signed.content["body"] == LETTER["body"]
    assert rows(office, Signature, Signature.case_id == case.id)[0].content_sha256 == signed.sha256
