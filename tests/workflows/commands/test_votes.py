"""Collective decisions: more than half of all members, for one text."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError

from models import Case, DocumentStatus, PostHolding, Resolution, UserTask
from tests.acting import PLAN, approve, give_back, history, resubmit, rows, sign, vote, waiting
from workflows.commands.record_vote import RecordVote, record_vote
from workflows.commands.sign_document import Signed
from workflows.demo.journey import submit, walk
from workflows.errors import ConflictError, ForbiddenError, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office


@pytest.fixture
def case(office: Office) -> Case:
    """A yearly plan that waits for its vote."""
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case, until="record_vote")
    return case


def test_thirteen_of_twenty_five_pass_and_the_chair_signs(office: Office, case: Case) -> None:
    resolution = vote(office, case, yes=13, members=25)

    assert resolution.passed
    assert resolution.content_sha256 == office.document(case.document_id).content_sha256
    assert waiting(office, case).step == "chair_sign"
    event = history(office, case)[-1]
    assert (event.act, event.after["yes"], event.after["members"]) == ("vote.record", 13, 25)
    assert sign(office, case) == Signed(signed=True)
    assert history(office, case)[-1].after["resolution"] == resolution.id


def test_exactly_half_fails_and_the_drafter_gets_it_back(office: Office, case: Case) -> None:
    """Worked case 9: 12 of 24."""
    task = waiting(office, case)
    resolution = vote(office, case, yes=12, members=24)

    assert not resolution.passed
    back = waiting(office, case)
    assert (back.step, back.user_id) == ("revise", office.holders["drafter"])
    done = rows(office, UserTask, UserTask.id == task.id)[0]
    assert "12/24" in done.reason
    assert "chưa quá nửa" in done.reason


@pytest.mark.parametrize(("yes", "members"), [(12, 24), (1, 2), (0, 1), (13, 25)])
def test_the_database_itself_refuses_a_false_majority(
    office: Office, case: Case, yes: int, members: int
) -> None:
    with pytest.raises(IntegrityError), office.services.database.transaction() as session:
        session.add(
            Resolution(
                case_id=case.id,
                content_sha256="0" * 64,
                held_on=office.services.clock().date(),
                method="meeting",
                reference="BB",
                yes=yes,
                members=members,
                passed=2 * yes <= members,
                recorded_by_id=office.holders["secretary"],
                recorded_at=office.services.clock(),
            )
        )


def test_a_vote_that_failed_is_not_rescued_by_an_earlier_one(office: Office, case: Case) -> None:
    """The members decide again on the same text: only their last word counts."""
    assert vote(office, case, yes=20).passed
    give_back(office, case, "record_vote", reason="Biên bản ghi sai")
    assert not vote(office, case, yes=5).passed
    resubmit(office, case)
    walk(office, case, until="record_vote")

    assert waiting(office, case).step == "record_vote"
    standing = rows(
        office, Resolution, Resolution.case_id == case.id, Resolution.voided_at.is_(None)
    )
    assert [resolution.yes for resolution in standing] == [5]


def test_a_vote_sent_back_for_its_minutes_no_longer_lets_anybody_sign(
    office: Office, case: Case
) -> None:
    vote(office, case, yes=20)
    give_back(office, case, "record_vote", reason="Thiếu biên bản")
    give_back(office, case, "secretariat_review", reason="Xem lại hồ sơ")
    approve(office, case)

    assert waiting(office, case).step == "record_vote"


def test_a_vote_stands_when_the_text_comes_back_unchanged(office: Office, case: Case) -> None:
    vote(office, case, yes=20)
    give_back(office, case, "format_check")
    walk(office, case, until="chair_sign")

    assert waiting(office, case).step == "chair_sign"
    assert walk(office, case).status is DocumentStatus.ISSUED


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"yes": 26, "members": 25}, "Số phiếu tán thành"),
        ({"yes": -1, "members": 25}, "Số phiếu tán thành"),
        ({"yes": 0, "members": 0}, "Tổng số thành viên"),
        ({"yes": 1, "members": 3}, "Tổng số thành viên"),
        ({"yes": 13, "members": 25, "reference": "  "}, "Biên bản"),
        ({"yes": 13, "members": 25, "days": 1}, "Ngày biểu quyết"),
    ],
)
def test_a_record_that_cannot_be_true_is_refused(
    office: Office, case: Case, terms: dict[str, Any], field: str
) -> None:
    held_on = office.services.clock().date() + timedelta(days=terms.get("days", 0))
    command = RecordVote(
        waiting(office, case).id,
        held_on,
        "meeting",
        terms.get("reference", "Biên bản số 1"),
        terms["yes"],
        terms["members"],
    )
    with pytest.raises(InvalidInputError, match=field):
        office.run(record_vote, command, "secretary")
    assert waiting(office, case).step == "record_vote"


def test_all_members_in_office_count_not_only_those_who_came(
    new_office: Callable[..., Office],
) -> None:
    office = new_office()
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case, until="record_vote")
    command = RecordVote(
        waiting(office, case).id, office.services.clock().date(), "ballot", "Kiểm phiếu", yes=3
    )
    resolution = office.run(record_vote, command, "secretary")

    # Chair, standing deputy, deputy, member; the secretariat has no vote.
    assert (resolution.members, resolution.passed) == (4, True)


def test_a_vacant_seat_is_not_counted(new_office: Callable[..., Office]) -> None:
    office = new_office()
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case, until="record_vote")
    today = office.services.clock().date()
    with office.services.database.transaction() as session:
        for holding in session.query(PostHolding).filter_by(post_id=office.posts["member"]):
            holding.valid_to = today
    command = RecordVote(waiting(office, case).id, today, "ballot", "Kiểm phiếu", yes=2)

    assert office.run(record_vote, command, "secretary").members == 3


def test_only_the_secretariat_records_a_vote(office: Office, case: Case) -> None:
    command = RecordVote(
        waiting(office, case).id, office.services.clock().date(), "meeting", "BB", 20, 24
    )
    for post in ("drafter", "chair", "member"):
        with pytest.raises(ForbiddenError):
            office.run(record_vote, command, post)


def test_a_vote_on_a_stale_page_is_refused(office: Office, case: Case) -> None:
    command = RecordVote(
        waiting(office, case).id,
        office.services.clock().date(),
        "meeting",
        "BB",
        20,
        24,
        seen="0" * 64,
    )
    with pytest.raises(ConflictError, match="đã thay đổi"):
        office.run(record_vote, command, "secretary")


def test_a_plan_is_not_signed_without_its_vote(office: Office, case: Case) -> None:
    """Even when the process is made to stand at the signature."""
    vote(office, case, yes=20)
    with office.services.database.transaction() as session:
        for resolution in session.query(Resolution).filter_by(case_id=case.id):
            resolution.voided_at = office.services.clock()

    with pytest.raises(ForbiddenError):
        sign(office, case)
    assert office.document(case.document_id).status is DocumentStatus.SUBMITTED
