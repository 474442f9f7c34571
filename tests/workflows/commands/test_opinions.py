"""Asking the holder of another post, and being told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import DocumentStatus, Opinion, TaskStatus, UserTask
from tests.acting import LETTER, approve, give_back, history, rows, waiting
from workflows.commands.ask_opinion import AskOpinion, GiveOpinion, ask_opinion, give_opinion
from workflows.commands.decide_task import RejectTask, reject_task
from workflows.demo.journey import submit, walk
from workflows.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from models import Case
    from workflows.demo.office import Office

QUESTION = "Số liệu năm trước đã khớp chưa?"


def _ask(office: Office, case: Case, of: str = "member", **terms: object) -> Opinion:
    task = waiting(office, case)
    command = AskOpinion(
        task.id,
        office.posts[of],
        str(terms.get("question", QUESTION)),
        int(str(terms.get("days", 2))),
    )
    return office.run(ask_opinion, command, office.post_of(task))


def test_a_question_waits_in_the_other_posts_inbox_while_the_step_stays(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    opinion = _ask(office, case)

    asked = rows(office, UserTask, UserTask.id == opinion.task_id)[0]
    assert (asked.form, asked.status, asked.post_id) == (
        "opinion",
        TaskStatus.OPEN,
        office.posts["member"],
    )
    assert waiting(office, case).step == "content_check"
    event = history(office, case)[-1]
    assert (event.act, event.after) == ("opinion.ask", {"post": "Ủy viên", "question": QUESTION})


def test_an_answer_is_kept_and_the_step_goes_on_whenever_it_comes(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    opinion = _ask(office, case)
    approve(office, case)
    office.run(give_opinion, GiveOpinion(opinion.task_id, "  Đã khớp.  "), "member")

    kept = rows(office, Opinion, Opinion.id == opinion.id)[0]
    assert (kept.answer, kept.answered_by_id) == ("Đã khớp.", office.holders["member"])
    assert kept.asked_by_id == office.holders["drafting_unit_head"]
    assert history(office, case)[-1].after == {"answer": "Đã khớp."}
    assert waiting(office, case).step == "format_check"


@pytest.mark.parametrize("step", ["content_check", "chair_sign", "number", "seal", "issue"])
def test_anybody_who_holds_a_step_may_ask(office: Office, step: str) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until=step)
    opinion = _ask(office, case)
    office.run(give_opinion, GiveOpinion(opinion.task_id, "Đồng ý"), "member")

    assert walk(office, case).status is DocumentStatus.ISSUED


def test_only_the_asked_answers_and_only_once(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    opinion = _ask(office, case)
    for post in ("drafter", "chair", "drafting_unit_head"):
        with pytest.raises(ForbiddenError):
            office.run(give_opinion, GiveOpinion(opinion.task_id, "Hộ"), post)
    office.run(give_opinion, GiveOpinion(opinion.task_id, "Đã khớp"), "member")
    with pytest.raises(ConflictError):
        office.run(give_opinion, GiveOpinion(opinion.task_id, "Đổi ý"), "member")
    assert rows(office, Opinion, Opinion.id == opinion.id)[0].answer == "Đã khớp"


def test_an_opinion_is_not_a_step_and_a_step_is_not_an_opinion(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    opinion = _ask(office, case)
    with pytest.raises(NotFoundError):
        office.run(give_opinion, GiveOpinion(waiting(office, case).id, "x"), "drafting_unit_head")
    task = rows(office, UserTask, UserTask.id == opinion.task_id)[0]
    with pytest.raises(NotFoundError):
        office.run(reject_task, RejectTask(task.id, "Không"), "member")


@pytest.mark.parametrize(
    ("of", "terms", "field"),
    [
        ("member", {"question": "   "}, "Nội dung xin ý kiến"),
        ("member", {"days": -1}, "Thời hạn"),
        ("member", {"days": 31}, "Thời hạn"),
        ("drafting_unit_head", {}, "Xin ý kiến của"),
    ],
)
def test_a_question_without_sense_is_refused(
    office: Office, of: str, terms: dict[str, object], field: str
) -> None:
    case = submit(office, "cong_van", LETTER)
    with pytest.raises(InvalidInputError, match=field):
        _ask(office, case, of, **terms)


def test_another_bodys_post_is_not_asked(office: Office, new_office: Callable[..., Office]) -> None:
    other = new_office("son-duong-2023")
    case = submit(office, "cong_van", LETTER)
    with pytest.raises(InvalidInputError, match="chức vụ của cơ quan"):
        office.run(
            ask_opinion,
            AskOpinion(waiting(office, case).id, other.posts["chairman"], QUESTION),
            "drafting_unit_head",
        )


@pytest.mark.parametrize("end", ["issue", "reject"])
def test_closing_the_case_takes_open_questions_back(office: Office, end: str) -> None:
    case = submit(office, "cong_van", LETTER)
    opinion = _ask(office, case)
    if end == "issue":
        walk(office, case)
    else:
        task = waiting(office, case)
        office.run(reject_task, RejectTask(task.id, "Thôi"), office.post_of(task))

    assert office.open_tasks(case.id) == []
    asked = rows(office, UserTask, UserTask.id == opinion.task_id)[0]
    assert asked.status is TaskStatus.CANCELLED
    with pytest.raises(ConflictError):
        office.run(give_opinion, GiveOpinion(opinion.task_id, "Muộn"), "member")


def test_a_question_survives_a_return(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="format_check")
    opinion = _ask(office, case)
    give_back(office, case)
    office.run(give_opinion, GiveOpinion(opinion.task_id, "Nên sửa mục 2"), "member")

    assert waiting(office, case).step == "revise"
    assert rows(office, Opinion, Opinion.id == opinion.id)[0].answer == "Nên sửa mục 2"
