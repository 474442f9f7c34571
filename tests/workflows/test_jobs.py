"""Deferred work, by a real worker, with a real mail server beside it."""

from __future__ import annotations

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from models import Notification, Reminder, UserTask, schema
from models.database import Database
from tests.acting import LETTER, approve, at, give_back, gives_post, rows, waiting
from tests.conftest import PEOPLE, SECRETS
from workflows.bootstrap import open_services
from workflows.calendar import ZONE
from workflows.commands.ask_opinion import AskOpinion, GiveOpinion, ask_opinion, give_opinion
from workflows.commands.decide_task import RejectTask, reject_task
from workflows.commands.record_absence import RecordAbsence, record_absence
from workflows.demo.journey import submit, walk
from workflows.demo.office import Office, Person, load_profile, open_office
from workflows.jobs import run_jobs, worker_app
from workflows.settings import MailSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from workflows.bootstrap import Services
    from workflows.settings import Settings


class Postbox:
    """Keeps what the mail server is handed."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        #: Says yes only when set: to hold a sender up.
        self.open = threading.Event()
        self.open.set()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, post: str) -> list[EmailMessage]:
        return [m for m in self.messages if str(m["To"]).startswith(post.replace("_", "."))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return _free_port()


@pytest.fixture(scope="module")
def office(settings: Settings, port: int) -> Iterator[Office]:
    """An office in a database of its own, so that only its own jobs wait there."""
    admin = Database(settings.database_url or "")
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE jobs"))
    admin.dispose()
    own = dataclasses.replace(
        settings,
        database_url=(settings.database_url or "").replace("/postgres?", "/jobs?"),
        base_url="https://trinhky.example.vn",
        mail=MailSettings(host="127.0.0.1", port=port, sender="trinh-ky@example.vn"),
    )
    services = open_services(own)
    schema.upgrade(services.database)
    profile = load_profile("thanh-hoa-2021")
    posts = [post.key for post in profile.posts]
    people = [Person(key.replace("_", "."), PEOPLE[key], key) for key in posts]
    yield open_office(services, profile, people, SECRETS)
    services.database.dispose()


@pytest.fixture
def mail(port: int) -> Iterator[Postbox]:
    """A mail server that is up."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()


@pytest.fixture(autouse=True)
def _empty_queue(office: Office) -> None:
    with office.services.database.transaction() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
        session.execute(text("UPDATE user_task SET status = 'cancelled' WHERE status = 'open'"))


def _work(services: Services) -> None:
    """Let a worker do everything that is due now."""
    run_jobs(services, wait=False, install_signal_handlers=False)


def _queue(office: Office) -> list[tuple[str, str, int]]:
    with office.services.database.session() as session:
        found = session.execute(
            text(
                "SELECT task_name, status::text, attempts FROM procrastinate_jobs "
                "WHERE task_name NOT IN ('sweep_reminders', 'sweep_timers', 'requeue_stalled') "
                "ORDER BY id"
            )
        )
        return [tuple(row) for row in found]


def _due_now(office: Office) -> None:
    with office.services.database.transaction() as session:
        session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))


def _run_task(office: Office, services: Services, name: str) -> None:
    """Run one periodic job now, and what it queues."""
    with office.services.database.transaction() as session:
        office.services.defer(session, name, timestamp=0)
    _work(services)


def _body(message: EmailMessage) -> str:
    return message.get_content()


def test_whom_a_new_step_waits_for_is_told_once_with_a_link_and_no_text(
    office: Office, mail: Postbox
) -> None:
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    assert _queue(office) == [("announce_task", "todo", 0)]
    _work(office.services)
    _work(office.services)

    assert len(mail.messages) == 1
    (message,) = mail.to("drafting_unit_head")
    assert message["Subject"] == f"Kiểm tra nội dung: {LETTER['subject']}"
    assert message["From"] == "trinh-ky@example.vn"
    assert f"https://trinhky.example.vn/tasks/{task.id}" in _body(message)
    assert LETTER["subject"] in _body(message)
    assert "trước ngày 05 tháng 6" not in str(message)
    assert "Số liệu" not in _body(message)
    assert _queue(office) == []


def test_a_step_that_was_done_meanwhile_is_not_announced(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    approve(office, case)
    _work(office.services)

    assert [str(message["To"]).split("@")[0] for message in mail.messages] == ["format.checker"]


def test_the_drafter_is_told_of_rejection_and_of_issue_in_the_inbox_and_by_mail(
    office: Office, mail: Postbox
) -> None:
    rejected = submit(office, "cong_van", LETTER)
    task = waiting(office, rejected)
    office.run(reject_task, RejectTask(task.id, "Trùng văn bản"), office.post_of(task))
    issued = walk(office, submit(office, "cong_van", LETTER))
    _work(office.services)

    told = rows(
        office, Notification, Notification.document_id.in_([rejected.document_id, issued.id])
    )
    assert {each.user_id for each in told} == {office.holders["drafter"]}
    assert [each.text for each in told] == [
        f"Văn bản “{LETTER['subject']}” đã bị từ chối: Trùng văn bản",
        f"Văn bản số {issued.number} “{LETTER['subject']}” đã được ban hành.",
    ]
    mails = mail.to("drafter@")
    assert [
        f"/documents/{each.document_id}" in _body(m) for each, m in zip(told, mails, strict=True)
    ]
    assert len(mails) == 2


def test_a_returned_draft_is_announced_to_its_drafter(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    give_back(office, case)
    _work(office.services)

    assert [m["Subject"] for m in mail.to("drafter@")] == [
        f"Hoàn thiện dự thảo: {LETTER['subject']}"
    ]


def test_who_asked_for_an_opinion_is_told_of_the_answer(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    opinion = office.run(
        ask_opinion,
        AskOpinion(waiting(office, case).id, office.posts["member"], "Số liệu khớp chưa?"),
        "drafting_unit_head",
    )
    _work(office.services)
    assert [m["Subject"] for m in mail.to("member")] == [f"Cho ý kiến: {LETTER['subject']}"]
    office.run(give_opinion, GiveOpinion(opinion.task_id, "Đã khớp"), "member")
    _work(office.services)

    told = mail.to("drafting_unit_head")[-1]
    assert told["Subject"] == f"Đặng Thu Hà đã cho ý kiến về “{LETTER['subject']}”."


def test_while_the_mail_server_is_down_the_inbox_is_true_and_the_mail_comes_later_once(
    office: Office, port: int
) -> None:
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    office.run(reject_task, RejectTask(task.id, "Thôi"), office.post_of(task))
    _work(office.services)

    told = rows(office, Notification, Notification.document_id == case.document_id)
    assert len(told) == 1
    assert _queue(office) == [("mail_person", "todo", 1)]

    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    _due_now(office)
    _work(office.services)
    _work(office.services)
    server.stop()
    assert len(box.messages) == 1
    assert (
        rows(office, Notification, Notification.document_id == case.document_id) == told
        or len(rows(office, Notification, Notification.document_id == case.document_id)) == 1
    )
    assert _queue(office) == []


def test_one_refused_address_does_not_mail_the_others_twice(office: Office, port: int) -> None:
    """Two keepers of seals are told of nothing twice when the first one's box is full."""

    class Picky(Postbox):
        async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
            self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
        ) -> str:
            if address.startswith("secretary"):
                return "452 4.2.2 mailbox full"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    box = Picky()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    gives_post(office, "secretary", "member")
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="secretariat_review")
    for _ in range(3):
        _work(office.services)
        _due_now(office)
    server.stop()

    assert len(box.to("member")) == 1
    left = [row for row in _queue(office) if row[0] == "mail_person"]
    assert [(name, status) for name, status, _ in left] == [("mail_person", "todo")]
    assert left[0][2] >= 2


def test_who_stands_in_for_somebody_absent_is_told_too(office: Office, mail: Postbox) -> None:
    now = office.services.clock()
    office.run(
        record_absence,
        RecordAbsence(
            office.organisation_id,
            office.posts["format_checker"],
            now - timedelta(hours=1),
            now + timedelta(hours=1),
            "Nghỉ phép năm",
            office.posts["deputy"],
        ),
        "secretary",
    )
    case = submit(office, "cong_van", LETTER)
    approve(office, case)
    _work(office.services)

    assert len(mail.to("format_checker")) == 1
    assert len(mail.to("deputy@")) == 1


def test_a_job_of_an_act_that_failed_never_runs(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    _work(office.services)
    mail.messages.clear()

    class UnluckyError(Exception):
        pass

    def fails(ctx: Any, command: RejectTask) -> None:
        reject_task(ctx, command)
        raise UnluckyError

    with pytest.raises(UnluckyError):
        office.run(fails, RejectTask(waiting(office, case).id, "Thôi"), "drafting_unit_head")
    _work(office.services)

    assert mail.messages == []
    assert _queue(office) == []
    assert rows(office, Notification, Notification.document_id == case.document_id) == []


# --- reminders -----------------------------------------------------------------------------


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
            _run_task(office, _on(office, now).services, "sweep_reminders")
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
    assert "đến hạn lúc 17:00 ngày 05/03/2027" in _body(reminders[0])
    assert "đã quá hạn từ 17:00 ngày 05/03/2027" in _body(reminders[-1])
    assert f"/tasks/{task.id}" in _body(reminders[0])
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
    _run_task(office, _on(office, start + timedelta(days=30)).services, "sweep_reminders")

    assert _rungs(office, task) == [5]
    assert len([m for m in mail.messages if "Nhắc việc" in str(m["Subject"])]) == 1


def test_a_finished_step_is_not_reminded_of(office: Office, mail: Postbox) -> None:
    start = datetime(2027, 3, 3, 9, tzinfo=ZONE)
    case = submit(_on(office, start), "cong_van", LETTER)
    task = waiting(office, case)
    approve(office, case)
    _run_task(office, _on(office, start + timedelta(days=5)).services, "sweep_reminders")

    assert _rungs(office, task) == []
    del mail


# --- workers -------------------------------------------------------------------------------

_WORKER = """
import dataclasses, sys
from workflows.bootstrap import open_services
from workflows.jobs import run_jobs
from workflows.settings import load_settings, MailSettings
from pathlib import Path
settings = dataclasses.replace(
    load_settings(Path(sys.argv[1])), database_url=sys.argv[2],
    mail=MailSettings(host="127.0.0.1", port=int(sys.argv[3])))
run_jobs(open_services(settings), install_signal_handlers=False)
"""


def test_what_a_killed_worker_had_begun_is_done_by_the_next_one(office: Office, port: int) -> None:
    silent = socket.create_server(("127.0.0.1", port))
    case = submit(office, "cong_van", LETTER)
    settings = office.services.settings
    worker = subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", _WORKER, settings.data, settings.database_url or "", str(port)],
        env={**os.environ, "PYTHONPATH": "."},
    )
    try:
        silent.settimeout(20)
        connection, _ = silent.accept()  # the worker waits for a greeting that never comes
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        silent.close()
    connection.close()
    assert _queue(office) == [("mail_person", "doing", 0)]

    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    _work(office.services)
    assert box.messages == []
    with office.services.database.transaction() as session:
        session.execute(
            text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        )
    _run_task(office, office.services, "requeue_stalled")
    server.stop()

    assert len(box.to("drafting_unit_head")) == 1
    assert _queue(office) == []
    assert waiting(office, case).step == "content_check"


def test_two_workers_share_the_work_and_do_nothing_twice(office: Office, mail: Postbox) -> None:
    for _ in range(12):
        submit(office, "cong_van", LETTER)
    threads = [threading.Thread(target=_work, args=(office.services,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.messages) == 12
    assert _queue(office) == []


def test_every_job_that_commands_queue_is_known_to_the_worker(office: Office) -> None:
    known = set(worker_app(office.services).tasks)

    assert {"notify_person", "announce_task", "mail_person", "remind", "fire_timers"} <= known
