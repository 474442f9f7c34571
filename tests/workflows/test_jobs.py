"""Deferred work, by a real worker, with a real mail server beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from models import Notification, UserTask
from tests.acting import LETTER, approve, give_back, gives_post, rows, waiting
from tests.posting import Postbox, body_of, due_now, empty_queue, queue, run_task, work
from workflows.commands.ask_opinion import AskOpinion, GiveOpinion, ask_opinion, give_opinion
from workflows.commands.choose_language import ChooseLanguage, choose_language
from workflows.commands.decide_task import RejectTask, reject_task
from workflows.commands.record_absence import RecordAbsence, record_absence
from workflows.commands.remind import Remind, remind
from workflows.demo.journey import submit, walk
from workflows.jobs import worker_app

if TYPE_CHECKING:
    from workflows.demo.office import Office


@pytest.fixture(scope="module")
def office(post_office: Office) -> Office:
    return post_office


@pytest.fixture(autouse=True)
def _nothing_waits(office: Office) -> None:
    empty_queue(office)


def test_whom_a_new_step_waits_for_is_told_once_with_a_link_and_no_text(
    office: Office, mail: Postbox
) -> None:
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    assert queue(office) == [("announce_task", "todo", 0)]
    work(office.services)
    work(office.services)

    assert len(mail.messages) == 1
    (message,) = mail.to("drafting_unit_head")
    assert message["Subject"] == f"Kiểm tra nội dung: {LETTER['subject']}"
    assert message["From"] == "Trình Ký <trinh-ky@example.vn>"
    assert f"https://trinhky.example.vn/tasks/{task.id}" in body_of(message)
    assert LETTER["subject"] in body_of(message)
    assert "trước ngày 05 tháng 6" not in str(message)
    assert "Số liệu" not in body_of(message)
    assert queue(office) == []


def test_a_step_that_was_done_meanwhile_is_not_announced(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    approve(office, case)
    work(office.services)

    assert [str(message["To"]).split("@")[0] for message in mail.messages] == ["format.checker"]


def test_the_drafter_is_told_of_rejection_and_of_issue_in_the_inbox_and_by_mail(
    office: Office, mail: Postbox
) -> None:
    rejected = submit(office, "cong_van", LETTER)
    task = waiting(office, rejected)
    office.run(reject_task, RejectTask(task.id, "Trùng văn bản"), office.post_of(task))
    issued = walk(office, submit(office, "cong_van", LETTER))
    work(office.services)

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
        f"/documents/{each.document_id}" in body_of(m) for each, m in zip(told, mails, strict=True)
    ]
    assert len(mails) == 2


def test_a_returned_draft_is_announced_to_its_drafter(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    give_back(office, case)
    work(office.services)

    assert [m["Subject"] for m in mail.to("drafter@")] == [
        f"Hoàn thiện dự thảo: {LETTER['subject']}"
    ]


def test_mail_is_in_the_language_its_reader_chose(office: Office, mail: Postbox) -> None:
    for post in ("drafting_unit_head", "drafter"):
        office.run(choose_language, ChooseLanguage("en"), post)
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    with office.services.database.transaction() as session:
        session.get_one(UserTask, task.id).due_at = office.services.clock() - timedelta(hours=1)
    office.services.run_system(remind, Remind(task.id, 1))
    office.run(reject_task, RejectTask(task.id, "Trùng văn bản"), "drafting_unit_head")
    work(office.services)
    for post in ("drafting_unit_head", "drafter"):
        office.run(choose_language, ChooseLanguage("vi"), post)

    (reminder,) = mail.to("drafting_unit_head")
    assert str(reminder["Subject"]).startswith("Reminder: The step “Kiểm tra nội dung” of “đôn đốc")
    (refusal,) = mail.to("drafter@")
    assert str(refusal["Subject"]).endswith("Trùng văn bản")
    assert "bị từ chối" not in str(refusal["Subject"])
    # The inbox keeps the Vietnamese, for a page to say in the language of its day.
    told = rows(office, Notification, Notification.document_id == case.document_id)
    assert all("Bước “" in each.text or "bị từ chối" in each.text for each in told)


def test_who_asked_for_an_opinion_is_told_of_the_answer(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    opinion = office.run(
        ask_opinion,
        AskOpinion(waiting(office, case).id, office.posts["member"], "Số liệu khớp chưa?"),
        "drafting_unit_head",
    )
    work(office.services)
    assert [m["Subject"] for m in mail.to("member")] == [f"Cho ý kiến: {LETTER['subject']}"]
    office.run(give_opinion, GiveOpinion(opinion.task_id, "Đã khớp"), "member")
    work(office.services)

    told = mail.to("drafting_unit_head")[-1]
    assert told["Subject"] == f"Đặng Thu Hà đã cho ý kiến về “{LETTER['subject']}”."


def test_while_the_mail_server_is_down_the_inbox_is_true_and_the_mail_comes_later_once(
    office: Office, port: int
) -> None:
    case = submit(office, "cong_van", LETTER)
    task = waiting(office, case)
    office.run(reject_task, RejectTask(task.id, "Thôi"), office.post_of(task))
    work(office.services)

    told = rows(office, Notification, Notification.document_id == case.document_id)
    assert len(told) == 1
    assert queue(office) == [("mail_person", "todo", 1)]

    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    due_now(office)
    work(office.services)
    work(office.services)
    server.stop()
    assert len(box.messages) == 1
    assert (
        rows(office, Notification, Notification.document_id == case.document_id) == told
        or len(rows(office, Notification, Notification.document_id == case.document_id)) == 1
    )
    assert queue(office) == []


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
        work(office.services)
        due_now(office)
    server.stop()

    assert len(box.to("member")) == 1
    left = [row for row in queue(office) if row[0] == "mail_person"]
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
    work(office.services)

    assert len(mail.to("format_checker")) == 1
    assert len(mail.to("deputy@")) == 1


def test_a_job_of_an_act_that_failed_never_runs(office: Office, mail: Postbox) -> None:
    case = submit(office, "cong_van", LETTER)
    work(office.services)
    mail.messages.clear()

    class UnluckyError(Exception):
        pass

    def fails(ctx: Any, command: RejectTask) -> None:
        reject_task(ctx, command)
        raise UnluckyError

    with pytest.raises(UnluckyError):
        office.run(fails, RejectTask(waiting(office, case).id, "Thôi"), "drafting_unit_head")
    work(office.services)

    assert mail.messages == []
    assert queue(office) == []
    assert rows(office, Notification, Notification.document_id == case.document_id) == []


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
        silent.settimeout(120)  # it starts in its own time on a busy machine
        connection, _ = silent.accept()  # the worker waits for a greeting that never comes
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        silent.close()
    connection.close()
    assert queue(office) == [("mail_person", "doing", 0)]

    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    work(office.services)
    assert box.messages == []
    with office.services.database.transaction() as session:
        session.execute(
            text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        )
    run_task(office, office.services, "requeue_stalled")
    server.stop()

    assert len(box.to("drafting_unit_head")) == 1
    assert queue(office) == []
    assert waiting(office, case).step == "content_check"


def test_two_workers_share_the_work_and_do_nothing_twice(office: Office, mail: Postbox) -> None:
    for _ in range(12):
        submit(office, "cong_van", LETTER)
    threads = [threading.Thread(target=work, args=(office.services,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.messages) == 12
    assert queue(office) == []


def test_every_job_that_commands_queue_is_known_to_the_worker(office: Office) -> None:
    known = set(worker_app(office.services).tasks)

    assert {"notify_person", "announce_task", "mail_person", "remind", "fire_timers"} <= known
