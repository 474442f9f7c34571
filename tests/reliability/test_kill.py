"""Kill -9 while documents move: nothing is lost, nothing is doubled."""

from __future__ import annotations

import http.client
import random
import re
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from models import (
    Case,
    CaseStatus,
    Document,
    DocumentStatus,
    NumberSeries,
    RegisterEntry,
    TaskStatus,
    UserTask,
    schema,
)
from models.embedded import stop_postgres
from tests.acting import LETTER
from tests.browsing import Server, Visitor, form_of, free_port
from tests.conftest import PEOPLE, SECRETS
from workflows import audit, stored_files
from workflows.bootstrap import open_services
from workflows.demo.office import Person, load_profile, open_office
from workflows.engine import run
from workflows.queries.rules import process_of
from workflows.settings import load_settings
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from workflows.bootstrap import Services

POSTS = ("drafter", "drafting_unit_head", "format_checker", "secretary", "chair", "clerk_ubnd")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_TASK = re.compile(r'href="/tasks/(\d+)"')
#: What a step's page offers, most telling first.
_ACTS = ("sign", "number", "seal", "issue", "approve")
#: Seconds to wait for people to get on, on a busy machine.
_PATIENCE = 60


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder with an office in it, its database at rest."""
    folder = Path(tempfile.mkdtemp(prefix="trinhky-kill-"))
    services = open_services(load_settings(folder))
    schema.upgrade(services.database)
    profile = load_profile("thanh-hoa-2021")
    people = [Person(f"{key.replace('_', '.')}.a", PEOPLE[key], key) for key in POSTS]
    open_office(services, profile, people, SECRETS)
    services.database.dispose()
    stop_postgres(folder / "postgres")
    yield folder
    stop_postgres(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Witness:
    """What people were told had happened."""

    submitted: set[int] = field(default_factory=set)
    issued: set[int] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, page: str) -> None:
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status >= 500:
                self.faults.append(f"{status}: {page[:300]}")


@dataclass
class Worker:
    """Somebody who takes whatever waits for any of the posts, over HTTP."""

    desks: dict[str, Visitor]
    witness: Witness
    unit: str
    body: str
    chance: random.Random
    drafting: threading.Event
    stop: threading.Event

    def work(self) -> None:
        while not self.stop.is_set():
            try:
                did = self._draft() if self._should_draft() else self._take_a_step()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # the server has just been killed
            else:
                if not did:
                    time.sleep(0.01)
        for desk in self.desks.values():
            desk.close()

    def _should_draft(self) -> bool:
        return self.drafting.is_set() and self.chance.random() < 0.15

    def _post(self, desk: Visitor, path: str, fields: object) -> int:
        status, page = desk.post(path, fields)  # type: ignore[arg-type]
        self.witness.note(status, page)
        return status

    def _draft(self) -> bool:
        desk = self.desks["drafter"]
        status = self._post(
            desk,
            "/drafts/new",
            {"organisation_id": self.body, "unit_id": self.unit, "purpose": "cong_van"},
        )
        if status != 303:
            return False
        path = desk.location
        document_id = int(path.rsplit("/", 1)[1])
        _, page = desk.get(path)
        fields = dict(form_of(page, path)) | {
            "subject": f"việc số {document_id}",
            "body": LETTER["body"],
            "addressees": LETTER["addressees"][0]["text"],
            "addressee_code": "HUYEN",
            "recipients": "Như trên",
            "filing": "Lưu: VT, VX",
            "act": "submit_anyway",
        }
        if self._post(desk, path, fields) == 303 and desk.location.startswith("/documents/"):
            with self.witness.lock:
                self.witness.submitted.add(document_id)
        return True

    def _take_a_step(self) -> bool:
        post = self.chance.choice(POSTS)
        desk = self.desks[post]
        _, inbox = desk.get("/inbox")
        tasks = _TASK.findall(inbox)
        if not tasks:
            return False
        task = self.chance.choice(tasks)
        status, page = desk.get(f"/tasks/{task}")
        if status != 200:
            return False
        if post == "drafter":
            return self._post(desk, f"/tasks/{task}/resubmit", {"note": "đã sửa"}) == 303
        act = next((act for act in _ACTS if f"/tasks/{task}/{act}" in page), "")
        if not act:
            return False
        if act != "issue" and self.chance.random() < 0.06:
            fields = {"reason": "Xem lại", "to_step": ""}
            return self._post(desk, f"/tasks/{task}/return", fields) == 303
        path = f"/tasks/{task}/{act}"
        _, form = desk.get(path)
        fields = dict(form_of(form, path)) if f'action="{path}"' in form else {}
        status = self._post(desk, path, fields | {"pin": SECRETS.pin})
        document = re.search(r"/documents/(\d+)", page)
        if act == "issue" and status == 303 and document:
            with self.witness.lock:
                self.witness.issued.add(int(document[1]))
        return True


def _signed_in(port: int) -> dict[str, Visitor]:
    desks = {}
    for post in POSTS:
        desks[post] = Visitor(port)
        desks[post].sign_in(f"{post.replace('_', '.')}.a", SECRETS.password)
    return desks


def _place(desk: Visitor) -> tuple[str, str]:
    _, page = desk.get("/drafts/new")
    fields = dict(form_of(page, "/drafts/new"))
    return fields["organisation_id"], fields["unit_id"]


@pytest.mark.slow
def test_documents_survive_a_server_that_is_killed_again_and_again(data: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)  # noqa: S311 - a test's chance
    server, witness = Server(data, free_port()), Witness()
    drafting, stop = threading.Event(), threading.Event()
    drafting.set()
    server.start()
    desks: dict[str, Visitor] = {}
    threads: list[threading.Thread] = []
    try:
        desks |= _signed_in(server.port)
        body, unit = _place(desks["drafter"])
    except BaseException:
        server.stop()
        raise
    for index in range(4):
        own = {post: desk.as_in_another_tab() for post, desk in desks.items()}
        worker = Worker(own, witness, unit, body, random.Random(seed + index), drafting, stop)  # noqa: S311
        threads.append(threading.Thread(target=worker.work))
        threads[-1].start()
    try:
        for round_ in range(3):
            _wait_until_more(witness.submitted)
            time.sleep(chance.uniform(0.5, 2.5))
            server.kill(database=round_ == 1)
            server.start()
        _wait_until_more(witness.issued)
        drafting.clear()
        _wait_until_quiet(desks)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        for desk in desks.values():
            desk.close()
        server.stop()
    told = f"seed {seed}, {witness.statuses}, {len(witness.submitted)} submitted"
    assert witness.faults == [], told
    assert witness.issued, told
    _examine(data, witness, told)


def _wait_until_more(done: set[int]) -> None:
    """Let people work until one more document has come so far, however busy the machine is."""
    until, before = time.monotonic() + _PATIENCE, len(done)
    while len(done) == before and time.monotonic() < until:
        time.sleep(0.05)


def _wait_until_quiet(desks: dict[str, Visitor]) -> None:
    """Let people finish what waits, for a while."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        time.sleep(0.5)
        tabs = [desk.as_in_another_tab() for desk in desks.values()]
        pages = [tab.get("/inbox")[1] for tab in tabs]
        for tab in tabs:
            tab.close()
        if not any(_TASK.search(page) for page in pages):
            return


def _examine(data: Path, witness: Witness, told: str) -> None:
    services = open_services(load_settings(data))
    with services.database.session() as session:
        rows, problems = audit.verify(session, services.settings.secret)
        assert (problems, rows > 0) == ([], True), told
        documents = {each.id: each for each in session.scalars(select(Document))}
        cases = list(session.scalars(select(Case)))
        _nothing_lost_nothing_doubled(documents, cases, witness, told)
        for case in cases:
            _steps_match_the_engine(session, case, told)
        _numbers_are_consecutive(session, documents, told)
        for document in documents.values():
            if document.status is DocumentStatus.ISSUED:
                _file_verifies(session, services, document)
    services.database.dispose()


def _nothing_lost_nothing_doubled(
    documents: dict[int, Document], cases: list[Case], witness: Witness, told: str
) -> None:
    of: dict[int, list[Case]] = {document_id: [] for document_id in documents}
    for case in cases:
        of[case.document_id].append(case)
    for document_id in witness.submitted:
        assert len(of[document_id]) == 1, told
    for document_id, document in documents.items():
        assert len(of[document_id]) <= 1, told
        assert (document.status is DocumentStatus.DRAFT) == (not of[document_id]), told
    for document_id in witness.issued:
        assert documents[document_id].status is DocumentStatus.ISSUED, told
    for case in cases:
        issued = documents[case.document_id].status is DocumentStatus.ISSUED
        assert (case.status is CaseStatus.FINISHED) == issued, told


def _steps_match_the_engine(session: Session, case: Case, told: str) -> None:
    open_rows = session.scalars(
        select(UserTask).where(UserTask.case_id == case.id, UserTask.status == TaskStatus.OPEN)
    ).all()
    snapshot = run.tick(process_of(session, case.process_version_id), case.state, LONG_AGO)
    waiting = {(task.id, task.step) for task in snapshot.open_tasks}
    assert {(row.engine_task_id, row.step) for row in open_rows} == waiting, told
    assert len(waiting) == (1 if case.status is CaseStatus.RUNNING else 0), told


def _numbers_are_consecutive(session: Session, documents: dict[int, Document], told: str) -> None:
    entries = session.scalars(select(RegisterEntry).order_by(RegisterEntry.number)).all()
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1)), told
    series = session.scalars(select(NumberSeries)).all()
    assert [each.next_number for each in series] == [len(entries) + 1], told
    standing = {
        session.get_one(Case, entry.case_id).document_id: entry.printed_number
        for entry in entries
        if entry.voided_at is None
    }
    assert standing == {key: each.number for key, each in documents.items() if each.number}, told


def _file_verifies(session: Session, services: Services, document: Document) -> None:
    pdf = stored_files.fetch(session, document.file_sha256)
    report = verify(pdf, services.certificates.root_certificates)
    assert report.valid, (document.id, report.problems)
    assert report.sealed
