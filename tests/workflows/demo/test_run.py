"""The demo as a whole, in an installation of its own: first the office, then the run."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text, update

from models import (
    Case,
    Document,
    RegisterEntry,
    TaskStatus,
    User,
    UserTask,
    schema,
)
from models.embedded import start_postgres, stop_postgres
from workflows import audit
from workflows.bootstrap import Services, open_services
from workflows.demo.loader import SignInLine, load_demo
from workflows.demo.office import find_office
from workflows.demo.offices import OfficeInUseError, people_of
from workflows.demo.run import run_demo
from workflows.demo.samples import sample_people, sample_secrets, situations
from workflows.queries.actor import load_actor
from workflows.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Hashing the passwords of seventy people takes most of the time.
pytestmark = pytest.mark.slow

MAIN = "thanh-hoa-2021"
CHAIR = ["TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND TỈNH"]
DEPUTY = [
    "KT. TRƯỞNG BAN",
    "PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
    "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
]
VICE = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
#: Body, routing kind, signer, seal: in the order of the run.
EXPECTED = [
    (MAIN, "quyet_dinh", "chair", "UBND_TINH"),
    ("binh-dinh-2021", "cong_van", "chair", "UBND_TINH"),
    ("thanh-hoa-2015", "cong_van", "chair", "UBND_TINH"),
    (MAIN, "cong_van", "standing_deputy", "SO_LDTBXH"),
    ("son-duong-2023", "cong_van", "vice_chairman", "UBND_HUYEN"),
    ("ha-tinh-2020", "cong_van", "vice_chairman", "UBND_TINH"),
    (MAIN, "bao_cao_dinh_ky", "chair", "UBND_TINH"),
    (MAIN, "ke_hoach_kiem_tra", "standing_deputy", "SO_LDTBXH"),
    (MAIN, "to_trinh", "chair", "UBND_TINH"),
    (MAIN, "chuong_trinh_cong_tac_nam", "standing_deputy", "SO_LDTBXH"),
    (MAIN, "cong_van", "chair", "UBND_TINH"),
    (MAIN, "giay_moi", "chair", "UBND_TINH"),
    (MAIN, "thong_bao", "chair", "UBND_TINH"),
]
FORMS = {"chair": CHAIR, "standing_deputy": DEPUTY, "vice_chairman": VICE}
KEYS = [
    "file",
    "organisation",
    "kind",
    "number",
    "date",
    "signer_post",
    "form",
    "seal",
    "article",
    "signatures",
    "valid",
]


@dataclass(frozen=True)
class Demo:
    services: Services
    sign_ins: list[SignInLine]
    rows: list[dict[str, Any]]
    out: Path
    said: list[str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data = tmp_path_factory.mktemp("demo")
    url = start_postgres(data / "postgres")
    services = open_services(dataclasses.replace(load_settings(data), database_url=url))
    schema.upgrade(services.database)
    said: list[str] = []
    sign_ins = load_demo(services, said.append)
    rows = run_demo(services, data / "out", said.append)
    yield Demo(services, sign_ins, rows, data / "out", said)
    services.database.dispose()
    stop_postgres(data / "postgres")


def test_each_document_is_signed_and_sealed_by_whom_the_rules_name(demo: Demo) -> None:
    found = [(r["organisation"], r["kind"], r["signer_post"], r["seal"]) for r in demo.rows]

    assert found == EXPECTED
    for row in demo.rows:
        assert row["form"] == FORMS[row["signer_post"]]
        assert row["valid"]
        assert row["signatures"] == 2
        assert row["article"]


def test_the_summary_is_what_scripts_expect(demo: Demo) -> None:
    written = json.loads((demo.out / "summary.json").read_bytes())
    table = (demo.out / "summary.txt").read_text(encoding="utf-8").splitlines()

    assert written == demo.rows
    assert all(list(row) == KEYS for row in written)
    assert len({row["file"] for row in written}) == len(written) >= 10
    assert all(row["file"].isascii() for row in written)
    assert len(table) == len(written) + 2
    column = table[0].index("Ký với tư cách")
    assert all(line[column - 1] == " " != line[column] for line in table[2:])
    assert sum("đã ban hành số" in line for line in demo.said) == len(written)


def test_an_independent_reader_finds_two_valid_signatures_in_each_file(demo: Demo) -> None:
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    for row in demo.rows:
        answer = subprocess.run(  # noqa: S603 - a program found on the path, a file made here
            [pdfsig, "-nocert", str(demo.out / row["file"])],
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.stdout.count("Signature is Valid.") == 2, row["file"]


def test_numbers_go_on_without_a_gap_in_an_installation_that_is_in_use(demo: Demo) -> None:
    with demo.services.database.session() as session:
        numbers = session.scalars(
            select(RegisterEntry.number)
            .join(Case, Case.id == RegisterEntry.case_id)
            .where(RegisterEntry.organisation_id == main_office(demo))
            .order_by(RegisterEntry.number)
        ).all()

    mine = [int(row["number"].split("/")[0]) for row in demo.rows if row["organisation"] == MAIN]
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert mine == numbers[-len(mine) :]
    assert mine[0] > 1


def test_everybody_has_something_to_do_and_some_of_it_is_late(demo: Demo) -> None:
    idle = []
    office = find_office(demo.services, MAIN, sample_secrets())
    assert office is not None
    now = demo.services.clock()
    with demo.services.database.session() as session:
        for person in sample_people(MAIN):
            actor = load_actor(session, office.accounts[person.username], now)
            assert actor is not None
            waiting = session.scalar(
                select(func.count())
                .select_from(UserTask)
                .where(UserTask.status == TaskStatus.OPEN, UserTask.queue.in_(actor.queues))
            )
            if not waiting:
                idle.append(person.post)
        open_now = (UserTask.status == TaskStatus.OPEN, UserTask.step.not_like("%:opinion"))
        steps = set(session.scalars(select(UserTask.step).where(*open_now)))
        late = set(session.scalars(select(UserTask.step).where(*open_now, UserTask.due_at < now)))

    assert set(idle) <= {"admin"}
    assert steps == {
        "revise",
        "content_check",
        "format_check",
        "secretariat_review",
        "record_vote",
        "deputy_sign",
        "chair_sign",
        "number",
        "seal",
        "issue",
    }
    assert {"content_check", "record_vote", "deputy_sign", "chair_sign", "revise"} <= late


def test_what_happened_is_on_record_in_the_order_of_time(demo: Demo) -> None:
    with demo.services.database.session() as session:
        times = session.scalars(
            text("SELECT at FROM audit_event WHERE organisation_id = :id ORDER BY seq"),
            {"id": main_office(demo)},
        ).all()
        _, problems = audit.verify(session, demo.services.settings.secret)

    assert problems == []
    assert times == sorted(times)


def test_the_sign_in_list_names_each_post_once_or_more_and_one_password(demo: Demo) -> None:
    assert {line.password for line in demo.sign_ins} == {sample_secrets().password}
    assert sum(line.post == "Ủy viên" for line in demo.sign_ins) == 1
    assert demo.sign_ins[0].username == "lan"


def test_loading_again_changes_nothing_and_is_quick(demo: Demo) -> None:
    before = counted(demo)
    started = time.monotonic()

    again = load_demo(demo.services, lambda _: None)

    assert time.monotonic() - started < 5
    assert again == demo.sign_ins
    assert counted(demo) == before


def test_whoever_is_missing_is_set_up_and_nothing_else(demo: Demo) -> None:
    subjects = len(situations()) + sum(row["organisation"] == MAIN for row in demo.rows)
    with demo.services.database.session() as session:
        documents = session.scalar(
            select(func.count())
            .select_from(Document)
            .where(Document.organisation_id == main_office(demo))
        )
        people = session.scalar(
            select(func.count()).select_from(User).where(User.organisation_id == main_office(demo))
        )

    assert documents == subjects
    assert people == len(sample_people(MAIN))


def test_a_username_that_another_body_has_is_left_to_it(demo: Demo) -> None:
    assert people_of(demo.services, MAIN) == sample_people(MAIN)
    with renamed(demo, {"lan": "lan.cu", "nhung.ht": "lan"}):
        assert people_of(demo.services, MAIN)[0].username == f"lan.{MAIN}"


def test_a_body_with_people_of_its_own_is_left_alone(demo: Demo) -> None:
    said: list[str] = []
    before = counted(demo)
    with renamed(demo, {p.username: f"that.{p.username}" for p in sample_people(MAIN)}):
        assert load_demo(demo.services, said.append) == []
        with pytest.raises(OfficeInUseError):
            run_demo(demo.services, demo.out / "again", said.append)

    assert "đã có người của mình" in said[0]
    assert counted(demo) == before


@contextmanager
def renamed(demo: Demo, names: dict[str, str]) -> Iterator[None]:
    """Change usernames for a while."""

    def rename(pairs: list[tuple[str, str]]) -> None:
        with demo.services.database.transaction() as session:
            for old, new in pairs:
                session.execute(update(User).where(User.username == old).values(username=new))

    rename(list(names.items()))
    try:
        yield
    finally:
        rename([(new, old) for old, new in reversed(names.items())])


def main_office(demo: Demo) -> int:
    office = find_office(demo.services, MAIN, sample_secrets())
    assert office is not None
    return office.organisation_id


def counted(demo: Demo) -> list[int]:
    tables = ("document", "user_task", "audit_event", "user_account", "delegation_instrument")
    with demo.services.database.session() as session:
        return [
            session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
            for table in tables
        ]
