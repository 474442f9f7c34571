"""Posts and who holds them: no gaps unseen, no overlap unsaid, nothing deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models import HoldingMode, Post, PostHolding, RolePost, UserTask
from tests.acting import LETTER, rows, waiting
from workflows.commands.change_post import ChangePost, change_post
from workflows.commands.claim_task import ClaimTask, claim_task
from workflows.commands.close_post import ClosePost, close_post
from workflows.commands.decide_task import ApproveTask, approve_task
from workflows.commands.end_holding import EndHolding, end_holding
from workflows.commands.fill_role import FillRole, fill_role
from workflows.commands.hold_post import HoldPost, hold_post
from workflows.commands.open_post import OpenPost, open_post
from workflows.commands.release_claims import ReleaseClaims, release_claims
from workflows.demo.journey import submit, walk
from workflows.errors import ForbiddenError, InvalidInputError, NotFoundError
from workflows.queries.admin_posts import get_post, post_history

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _today(office: Office) -> date:
    return office.services.clock().date()


def _holdings(office: Office, post: str) -> list[PostHolding]:
    return rows(office, PostHolding, PostHolding.post_id == office.posts[post])


def _hold(office: Office, post: str, person: str, since: date, **terms: object) -> PostHolding:
    return office.run(
        hold_post,
        HoldPost(
            office.posts[post],
            office.holders[person],
            HoldingMode.FULL,
            since,
            **terms,  # type: ignore[arg-type]
        ),
        "admin",
    )


def test_a_hand_over_ends_one_holding_where_the_next_begins(own: Office) -> None:
    day = _today(own) + timedelta(days=3)
    _hold(own, "standing_deputy", "deputy", day, hand_over=True)
    with own.services.database.session() as session:
        at, arguments = session.execute(
            text(
                "SELECT scheduled_at, args FROM procrastinate_jobs "
                "WHERE task_name = 'release_claims' ORDER BY id DESC LIMIT 1"
            )
        ).one()
    assert at.astimezone(own.services.clock().tzinfo).date() == day
    assert arguments == {"user_id": own.holders["standing_deputy"]}

    old, new = _holdings(own, "standing_deputy")
    assert old.valid_to == new.valid_from == day
    with own.services.database.session() as session:
        post = get_post(session, own.organisation_id, own.posts["standing_deputy"], day)
    assert [h.user_id for h in post.held_on(day - timedelta(days=1))] == [
        own.holders["standing_deputy"]
    ]
    assert [h.user_id for h in post.held_on(day)] == [own.holders["deputy"]]


def test_two_do_not_hold_one_post_unless_that_is_said(own: Office) -> None:
    with pytest.raises(InvalidInputError, match="bàn giao"):
        _hold(own, "drafter", "member", _today(own))
    _hold(own, "drafter", "member", _today(own), together=True)
    assert len(_holdings(own, "drafter")) == 2


def test_a_post_that_signs_is_never_held_by_two(own: Office) -> None:
    for post in ("chair", "standing_deputy"):
        with pytest.raises(InvalidInputError, match="một người giữ"):
            _hold(own, post, "member", _today(own), together=True)


def test_a_hand_over_never_swallows_a_later_holding(own: Office) -> None:
    later = _today(own) + timedelta(days=30)
    _hold(own, "chair", "deputy", later, hand_over=True)
    with pytest.raises(InvalidInputError, match="sau ngày bàn giao"):
        _hold(own, "chair", "member", _today(own), hand_over=True)
    # For the time before it there is room.
    _hold(own, "chair", "member", _today(own), valid_to=later, hand_over=True)
    assert [h.valid_to for h in _holdings(own, "chair")].count(None) == 1


def test_an_end_that_is_written_is_never_moved_over_the_next_holder(own: Office) -> None:
    day = _today(own) + timedelta(days=10)
    _hold(own, "chair", "deputy", day, hand_over=True)
    before, _after = _holdings(own, "chair")
    with pytest.raises(InvalidInputError, match="hãy giao từ ngày đó"):
        own.run(end_holding, EndHolding(before.id, day + timedelta(days=5)), "admin")
    own.run(end_holding, EndHolding(before.id, day - timedelta(days=5)), "admin")
    assert [h.valid_to for h in _holdings(own, "chair")] == [day - timedelta(days=5), None]


def test_nobody_of_another_body_is_given_a_post(
    own: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office("ha-tinh-2020")
    with pytest.raises(NotFoundError):
        own.run(
            hold_post,
            HoldPost(own.posts["member"], other.holders["drafter"], HoldingMode.FULL, _today(own)),
            "admin",
        )
    with pytest.raises(NotFoundError):
        other.run(
            hold_post,
            HoldPost(own.posts["member"], own.holders["drafter"], HoldingMode.FULL, _today(own)),
            "admin",
        )


def test_who_leaves_a_post_gives_back_what_was_claimed_from_it(own: Office) -> None:
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="secretariat_review")
    task = waiting(own, case)
    own.run(claim_task, ClaimTask(task.id), "secretary")
    leaver = own.actor("secretary")

    _hold(own, "secretary", "member", _today(own), hand_over=True)

    assert rows(own, UserTask, UserTask.id == task.id)[0].assignee_id is None
    # Not even a page opened before the hand-over still acts.
    own.holders["left"] = leaver.user_id
    with pytest.raises(ForbiddenError):
        own.run(approve_task, ApproveTask(task.id), "left")
    own.holders["secretary"] = own.holders["member"]
    own.run(approve_task, ApproveTask(task.id), "secretary")


def test_who_claimed_and_left_on_a_day_set_before_no_longer_acts(own: Office) -> None:
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="secretariat_review")
    task = waiting(own, case)
    own.run(claim_task, ClaimTask(task.id), "secretary")
    with own.services.database.transaction() as session:
        holding = session.get_one(PostHolding, _holdings(own, "secretary")[0].id)
        holding.valid_to = _today(own)
    with pytest.raises(ForbiddenError):
        own.run(approve_task, ApproveTask(task.id), "secretary")
    released = own.services.run_system(release_claims, ReleaseClaims(own.holders["secretary"]))
    assert released == 1
    assert rows(own, UserTask, UserTask.id == task.id)[0].assignee_id is None


def test_the_last_administrator_cannot_go(own: Office) -> None:
    holding = _holdings(own, "admin")[0]
    with pytest.raises(ForbiddenError, match="quản trị viên"):
        own.run(end_holding, EndHolding(holding.id, _today(own)), "admin")
    with pytest.raises(ForbiddenError, match="quản trị viên"):
        own.run(fill_role, FillRole(own.organisation_id, "admin", ()), "admin")
    with pytest.raises(ForbiddenError, match="quản trị viên"):
        own.run(close_post, ClosePost(own.posts["admin"], _today(own)), "admin")
    assert _holdings(own, "admin")[0].valid_to is None


def test_a_holding_not_yet_begun_can_be_taken_back(own: Office) -> None:
    day = _today(own) + timedelta(days=5)
    holding = _hold(own, "drafter", "member", day, together=True)
    own.run(end_holding, EndHolding(holding.id, day), "admin")
    assert [h.user_id for h in _holdings(own, "drafter")] == [own.holders["drafter"]]


def test_a_post_ends_with_its_holding_and_its_key_may_be_used_again(own: Office) -> None:
    day = _today(own) + timedelta(days=1)
    own.run(close_post, ClosePost(own.posts["deputy"], day), "admin")
    post = rows(own, Post, Post.id == own.posts["deputy"])[0]
    assert post.valid_to == day
    assert _holdings(own, "deputy")[0].valid_to == day
    with pytest.raises(InvalidInputError, match="kết thúc"):
        _hold(own, "deputy", "member", day)
    opened = own.run(
        open_post,
        OpenPost(
            own.organisation_id, "deputy", "Phó Trưởng Ban", "", None, votes=True, valid_from=day
        ),
        "admin",
    )
    assert opened.post_id != post.id


def test_a_post_that_keeps_a_seal_does_not_end(own: Office) -> None:
    with pytest.raises(InvalidInputError, match="đang giữ"):
        own.run(close_post, ClosePost(own.posts["clerk_so"], _today(own)), "admin")


def test_a_posts_key_is_one_that_diagrams_can_name(own: Office) -> None:
    for key in ("", "Chánh văn phòng", "1st", "a" * 60):
        with pytest.raises(InvalidInputError, match="Mã chức vụ"):
            own.run(
                open_post,
                OpenPost(
                    own.organisation_id,
                    key,
                    "Chánh Văn phòng",
                    "",
                    None,
                    votes=False,
                    valid_from=_today(own),
                ),
                "admin",
            )


def test_a_posts_second_office_changes_without_touching_its_history(own: Office) -> None:
    own.run(
        change_post,
        ChangePost(
            own.posts["standing_deputy"],
            _today(own),
            "Phó Trưởng Ban Thường trực",
            "GIÁM ĐỐC SỞ NỘI VỤ",
            None,
            votes=True,
        ),
        "admin",
    )
    with own.services.database.session() as session:
        after, before = post_history(session, own.posts["standing_deputy"])
    assert after.second_office == "GIÁM ĐỐC SỞ NỘI VỤ"
    assert before.second_office == "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
    assert len(_holdings(own, "standing_deputy")) == 1


def test_a_role_is_filled_by_posts_of_the_same_body_only(
    own: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office("ha-tinh-2020")
    with pytest.raises(NotFoundError):
        own.run(
            fill_role,
            FillRole(own.organisation_id, "secretariat", (other.posts["secretary"],)),
            "admin",
        )
    role = own.run(
        fill_role,
        FillRole(own.organisation_id, "secretariat", (own.posts["secretary"], own.posts["member"])),
        "admin",
    )
    with own.services.database.session() as session:
        filled = {row.post_id for row in session.query(RolePost).filter_by(role_id=role.id)}
    assert filled == {own.posts["secretary"], own.posts["member"]}
