"""Reminders before and after a step is due, and the timers of diagrams."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models import AuditEvent, Notification, Reminder, UserTask
from tests.acting import LETTER, approve, at, rows, waiting
from tests.posting import Postbox, body_of, empty_queue, queue, run_task
from workflows import audit
from workflows.calendar import ZONE
from workflows.commands.deploy_process import DeployProcess, deploy_process
from workflows.commands.fire_timers import FireTimers, fire_timers
from workflows.demo.journey import submit
from workflows.demo.office import shipped_files
from workflows.engine.editing import apply_edit
from workflows.engine.edits import SetProperties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.demo.office import Office


@pytest.fixture(scope="module")
def office(post_office: Office) -> Office:
    return post_office


@pytest.fixture(autouse=True)
def _nothing_waits(office: Office) -> None:
    empty_queue(office)


def _rungs(office: Office, task: UserTask) -> list[int]:
    return [each.rung for each in rows(office, Reminder, Reminder.task_id == task.id)]


def _on(office: Office, day: datetime) -> Office:
    return at(office, lambda: day)


def _sweep_every_day(
    office: Office, task: UserTask, start: datetime, days: int
) -> dict[str, list[int]]:
    """Let a worker sweep twice a day; return on which day which reminder was given."""
    given: dict[str, list[int]] = {}
    seen = 0
    for day in range(days):
        for hour in (8, 15):
            now = start.replace(hour=hour) + timedelta(days=day)
            run_task(office, _on(office, now).services, "sweep_reminders")
            rungs = _rungs(office, task)
            if len(rungs) > seen:
                given.setdefault(f"{now:%d/%m}", []).extend(rungs[seen:])
                seen = len(rungs)
    return given


def test_reminders_come_a_day_before_on_the_day_and_after_once_each_not_on_weekends(
    office: Office, mail: Postbox
) -> None:
    # Wednesday; two working days for the first check: due Friday 17:00.
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(office, start), "cong_van", LETTER)
    task = waiting(office, case)
    assert task.due_at.astimezone(ZONE) == datetime(2027, 3, 5, 17, tzinfo=ZONE)
    given = _sweep_every_day(office, task, start, 14)

    assert given == {"04/03": [-1], "05/03": [0], "08/03": [1], "10/03": [3], "12/03": [5]}
    reminders = [m for m in mail.to("drafting_unit_head") if "Nhắc việc" in str(m["Subject"])]
    assert len(reminders) == 5
    assert "đến hạn lúc 17:00 ngày 05/03/2027" in body_of(reminders[0])
    assert "đã quá hạn từ 17:00 ngày 05/03/2027" in body_of(reminders[-1])
    assert f"/tasks/{task.id}" in body_of(reminders[0])
    told = rows(
        office,
        Notification,
        Notification.document_id == case.document_id,
        Notification.user_id == office.holders["drafting_unit_head"],
    )
    assert len(told) == 5


def test_nobody_is_reminded_during_tet(office: Office, mail: Postbox) -> None:
    # Tết Đinh Mùi: the holidays of 2027 lie in the first half of February.
    start = datetime(2027, 2, 2, 9, tzinfo=ZONE)
    case = submit(_on(office, start), "cong_van", LETTER)
    task = waiting(office, case)
    calendar_days = _sweep_every_day(office, task, start, 21)

    tet = {f"{day:02d}/02" for day in range(5, 12)}
    late = {day: rungs for day, rungs in calendar_days.items() if 1 in rungs or 3 in rungs}
    assert not tet & late.keys(), calendar_days
    assert sorted(rung for rungs in calendar_days.values() for rung in rungs) == [-1, 0, 1, 3, 5]
    del mail


def test_after_a_standstill_only_the_latest_reminder_is_given(
    office: Office, mail: Postbox
) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(office, start), "cong_van", LETTER)
    task = waiting(office, case)
    run_task(office, _on(office, start + timedelta(days=30)).services, "sweep_reminders")

    assert _rungs(office, task) == [5]
    assert len([m for m in mail.messages if "Nhắc việc" in str(m["Subject"])]) == 1


def test_a_finished_step_is_not_reminded_of(office: Office, mail: Postbox) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(office, start), "cong_van", LETTER)
    task = waiting(office, case)
    approve(office, case)
    run_task(office, _on(office, start + timedelta(days=5)).services, "sweep_reminders")

    assert _rungs(office, task) == []
    del mail


# --- timers of diagrams --------------------------------------------------------------------

_TIMER = """
<bpmn:boundaryEvent id="overdue" name="Quá hạn" attachedToRef="content_check" cancelActivity="true">
  <bpmn:outgoing>escalated</bpmn:outgoing>
  <bpmn:timerEventDefinition id="overdue_after">
    <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">"P3D"</bpmn:timeDuration>
  </bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:sequenceFlow id="escalated" sourceRef="overdue" targetRef="format_check" />
</bpmn:process>"""


@pytest.fixture
def timed(office: Office) -> Iterator[Office]:
    """The office with a diagram that goes on without a check that takes too long."""
    shipped = shipped_files("van_ban_ban")
    ((name, diagram),) = shipped["diagrams"]
    drawn = diagram.replace(b"</bpmn:process>", _TIMER.encode())
    _deploy(office, {**shipped, "diagrams": ((name, drawn),)})
    yield office
    _deploy(office, shipped)


def _deploy(office: Office, files: dict[str, object]) -> None:
    command = DeployProcess(office.organisation_id, **files, reason="Thử hẹn giờ")  # type: ignore[arg-type]
    office.services.run_system(deploy_process, command)


def test_a_timer_of_a_diagram_fires_once_when_it_is_due(timed: Office, mail: Postbox) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(timed, start), "cong_van", LETTER)
    assert timed.case(case.id).next_due_at == start + timedelta(days=3)
    task = waiting(timed, case)

    run_task(timed, _on(timed, start + timedelta(days=2)).services, "sweep_timers")
    assert waiting(timed, case).id == task.id

    late = _on(timed, start + timedelta(days=3, minutes=1))
    for _ in range(3):
        run_task(timed, late.services, "sweep_timers")
    assert waiting(timed, case).step == "format_check"
    steps = [each.step for each in rows(timed, UserTask, UserTask.case_id == case.id)]
    assert steps.count("format_check") == 1
    cancelled = rows(timed, UserTask, UserTask.id == task.id)[0]
    assert (cancelled.status, cancelled.outcome) == ("cancelled", None)
    assert timed.case(case.id).next_due_at is None
    assert len(mail.to("format_checker")) == 1
    assert queue(timed) == []


def test_a_timer_that_two_workers_see_at_once_fires_once(timed: Office) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(timed, start), "cong_van", LETTER)
    late = _on(timed, start + timedelta(days=4)).services
    begin = threading.Barrier(2)
    fired: list[bool] = []

    def fire() -> None:
        begin.wait()
        fired.append(late.run_system(fire_timers, FireTimers(case.id)))

    threads = [threading.Thread(target=fire) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fired) == [False, True]
    assert waiting(timed, case).step == "format_check"
    (event,) = rows(
        timed, AuditEvent, AuditEvent.case_id == case.id, AuditEvent.act == "case.timer"
    )
    assert (event.actor_name, event.document_id) == ("Hệ thống", case.document_id)
    assert (event.before, event.after) == (
        {"steps": ["content_check"]},
        {"steps": ["format_check"]},
    )


def test_a_step_done_in_time_disarms_its_timer(timed: Office) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    office = _on(timed, start)
    case = submit(office, "cong_van", LETTER)
    approve(office, case)

    assert timed.case(case.id).next_due_at is None
    assert not office.services.run_system(fire_timers, FireTimers(case.id))


# --- the ladder that a step chooses --------------------------------------------------------


@pytest.fixture
def closely(office: Office) -> Iterator[Office]:
    """The office with a first check that is followed closely."""
    shipped = shipped_files("van_ban_ban")
    ((name, diagram),) = shipped["diagrams"]
    drawn = apply_edit(diagram, SetProperties("content_check", {"reminder_ladder": "sat_sao"}))
    _deploy(office, {**shipped, "diagrams": ((name, drawn),)})
    yield office
    _deploy(office, shipped)


def test_the_ladder_of_the_step_says_when_and_tells_the_superior(
    closely: Office, mail: Postbox
) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(closely, start), "cong_van", LETTER)
    task = waiting(closely, case)
    given = _sweep_every_day(closely, task, start, 14)

    assert [rung for rungs in given.values() for rung in rungs] == [-1, 0, 1, 2, 3, 4, 5]
    assert given["09/03"] == [2]
    urged = [m for m in mail.to("standing_deputy") if "Đôn đốc" in str(m["Subject"])]
    assert len(urged) == 4
    assert "đã quá hạn từ 17:00 ngày 05/03/2027, đang chờ: " in body_of(urged[0])
    assert f"/documents/{case.document_id}" in body_of(urged[0])
    told = rows(
        closely,
        Notification,
        Notification.document_id == case.document_id,
        Notification.user_id == closely.holders["standing_deputy"],
    )
    assert [each.text for each in told] == [body_of(m).split("\n")[0] for m in urged]


def test_a_case_keeps_the_ladder_of_the_version_it_runs_on(closely: Office, mail: Postbox) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(closely, start), "cong_van", LETTER)
    _deploy(closely, shipped_files("van_ban_ban"))
    given = _sweep_every_day(closely, waiting(closely, case), start, 7)

    assert given["09/03"] == [2]
    del mail


def test_an_urgent_document_is_reminded_of_at_half_the_intervals(
    office: Office, mail: Postbox
) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(office, start), "cong_van", {**LETTER, "urgency": "khan"})
    task = waiting(office, case)
    given = _sweep_every_day(office, task, start, 14)

    # One working day instead of two; then a day before, on the day, and 1, 2, 3 days after.
    assert [rung for rungs in given.values() for rung in rungs] == [-1, 0, 1, 2, 3]
    del mail


def test_one_broken_case_does_not_hold_up_the_timers_of_others(timed: Office) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    broken, sound = (submit(_on(timed, start), "cong_van", LETTER) for _ in range(2))
    with timed.services.database.transaction() as session:
        session.execute(text("UPDATE \"case\" SET state = 'x' WHERE id = :id"), {"id": broken.id})
    run_task(timed, _on(timed, start + timedelta(days=4)).services, "sweep_timers")

    assert waiting(timed, sound).step == "format_check"
    assert waiting(timed, broken).step == "content_check"
    assert ("fire_timers", "todo", 1) in queue(timed)
    with timed.services.database.transaction() as session:
        session.execute(
            text('UPDATE "case" SET next_due_at = NULL WHERE id = :id'), {"id": broken.id}
        )
        session.execute(text("DELETE FROM procrastinate_jobs"))


def test_a_case_that_somebody_acts_on_is_left_to_the_next_sweep(timed: Office) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    held, free = (submit(_on(timed, start), "cong_van", LETTER) for _ in range(2))
    late = _on(timed, start + timedelta(days=4)).services
    with timed.services.database.transaction() as session:
        session.execute(text('SELECT FROM "case" WHERE id = :id FOR UPDATE'), {"id": held.id})
        run_task(timed, late, "sweep_timers")
        assert waiting(timed, free).step == "format_check"
        assert waiting(timed, held).step == "content_check"
    run_task(timed, late, "sweep_timers")
    assert waiting(timed, held).step == "format_check"
    with timed.services.database.session() as session:
        assert audit.verify(session, timed.services.settings.secret, timed.organisation_id)[1] == []
