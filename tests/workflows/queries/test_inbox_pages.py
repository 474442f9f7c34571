"""Pages of the inbox: every task once, in order, forwards and backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.acting import LETTER
from tests.acting import waiting as waiting_step
from workflows.demo.journey import submit
from workflows.queries.inbox import Filters, counts, waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office

#: Copies a step many times over, with due dates and urgencies that repeat.
_COPY = text(
    """
    INSERT INTO user_task (organisation_id, case_id, engine_task_id, step, name, form, article,
        post_id, status, priority, due_at, created_at, reason)
    SELECT organisation_id, case_id, engine_task_id, step, name, form, article, post_id, status,
        n % 4, due_at + (n * 7919 % 11) * interval '1 hour', created_at, ''
    FROM user_task, generate_series(1, :copies) n WHERE id = :task_id
    """
)


@pytest.fixture
def busy(new_office: Callable[..., Office]) -> Office:
    office = new_office()
    task = waiting_step(office, submit(office, "cong_van", LETTER))
    with office.services.database.transaction() as session:
        session.execute(_COPY, {"copies": 129, "task_id": task.id})
    return office


@pytest.mark.parametrize("sort", ["urgency", "due", "newest"])
@pytest.mark.parametrize("words", ["", "don doc"])
def test_every_task_is_on_one_page_only(busy: Office, sort: str, words: str) -> None:
    actor, now = busy.actor("drafting_unit_head"), busy.services.clock()
    forwards: list[list[int]] = []
    keys = []
    with busy.services.database.session() as session:
        page = waiting(session, actor, now, Filters(sort=sort, words=words))
        assert page.previous is None
        while True:
            forwards.append([task.id for task in page.rows])
            keys += [
                {
                    "urgency": (task.priority, task.due_at, task.id),
                    "due": (task.due_at, task.id),
                    "newest": (-task.id,),
                }[sort]
                for task in page.rows
            ]
            if page.next is None:
                break
            page = waiting(session, actor, now, Filters(sort=sort, words=words, cursor=page.next))
        backwards = [[task.id for task in page.rows]]
        while page.previous is not None:
            back = Filters(sort=sort, words=words, cursor=page.previous)
            page = waiting(session, actor, now, back)
            backwards.append([task.id for task in page.rows])

    assert [len(rows) for rows in forwards] == [50, 50, 30]
    assert keys == sorted(keys)
    assert len({task_id for rows in forwards for task_id in rows}) == 130
    assert backwards == forwards[::-1]


def test_filters_narrow_by_urgency_lateness_and_post(busy: Office) -> None:
    actor, now = busy.actor("drafting_unit_head"), busy.services.clock()

    def ids(**given: object) -> int:
        with busy.services.database.session() as session:
            return len(waiting(session, actor, now, Filters(**given)).rows)  # type: ignore[arg-type]

    assert ids(priority=0) == 32
    assert ids(late=True) == 0
    assert ids(form="check") == 50
    assert ids(form="sign") == 0
    assert ids(post_id=busy.posts["drafting_unit_head"]) == 50
    assert ids(post_id=busy.posts["chair"]) == 50, "a post that is not held narrows nothing"
    assert ids(kind="cong_van") == 50
    assert ids(kind="quyet_dinh") == 0
    assert ids(cursor="not~a~cursor") == 50


def test_counts_stop_where_nobody_counts_any_more(busy: Office) -> None:
    actor = busy.actor("drafting_unit_head")
    with busy.services.database.transaction() as session:
        assert counts(session, actor).waiting == 130
        task = session.execute(text("SELECT max(id) FROM user_task")).scalar_one()
        session.execute(_COPY, {"copies": 1_100, "task_id": task})
        assert counts(session, actor).waiting == 1_000
        session.rollback()
