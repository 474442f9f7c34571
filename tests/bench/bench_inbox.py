"""The inbox with 100,000 open and a million done steps, search over a million documents; JSON.

Run as ``python tests/bench/bench_inbox.py [FOLDER]``; the data set is built in FOLDER when it is
not there yet (some minutes), else in a scratch folder. Budgets: a page of 50 with its counts
p95 30 ms, also for a person who holds 97,000 of the open steps; search p95 150 ms.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from models import schema  # noqa: E402
from models.database import Database  # noqa: E402
from models.embedded import start_postgres, stop_postgres  # noqa: E402
from workflows.context import Actor, Capacity  # noqa: E402
from workflows.queries.inbox import Filters, counts, waiting  # noqa: E402
from workflows.queries.search import DocumentFilters, find_documents  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

OPEN = 100_000
DOCUMENTS = 1_000_000
#: Of the open steps, how many one post holds; the others are spread over single people.
HELD_BY_ONE = 97_000
PEOPLE = 60
ROUNDS = 60

DATA = [
    "INSERT INTO organisation (key, name, profile, profile_sha256) VALUES ('b', 'Ban', '{}', '')",
    """INSERT INTO user_account (organisation_id, username, full_name, sort_key, email,
        password_hash, session_salt, active, language, failed_logins, created_at)
        SELECT 1, 'u' || n, 'Người ' || n, '', '', '', '', true, 'vi', 0, now()
        FROM generate_series(1, :people) n""",
    "INSERT INTO unit (organisation_id, key, valid_from) VALUES (1, 'vx', '2020-01-01')",
    """INSERT INTO unit_version (unit_id, valid_from, name, code)
        VALUES (1, '2020-01-01', 'Khối văn xã', 'VX')""",
    """INSERT INTO post (organisation_id, key, valid_from)
        SELECT 1, 'p' || n, '2020-01-01' FROM generate_series(1, 12) n""",
    """INSERT INTO post_version (post_id, valid_from, title, votes)
        SELECT n, '2020-01-01', 'Chức vụ ' || n, false FROM generate_series(1, 12) n""",
    "INSERT INTO role (organisation_id, key, name) VALUES (1, 'secretariat', 'Tổ thư ký')",
    "INSERT INTO role_post (role_id, post_id) VALUES (1, 1)",
    """INSERT INTO post_holding (post_id, user_id, mode, valid_from)
        SELECT n, n, 'full', '2020-01-01' FROM generate_series(1, 12) n""",
    """INSERT INTO process_version (organisation_id, key, number, name, bpmn, sha256, active,
        reason, deployed_at) VALUES (1, 'p', 1, 'Quy trình', '', '', true, '', now())""",
    """INSERT INTO document (organisation_id, unit_id, drafter_id, kind, purpose, subject, urgency,
        status, working, working_revision, version_number, content_sha256, number, created_at,
        updated_at, issued_at, search_text)
        SELECT 1, 1, 13 + n % (:people - 13), kind, kind, subject,
            (ARRAY['', '', '', '', '', '', '', 'khan', 'thuong_khan', 'hoa_toc'])[1 + n % 10],
            CASE WHEN n <= :open THEN 'submitted' ELSE 'issued' END, '{}', 1, 1, 'x',
            CASE WHEN n > :open THEN printed END, at, at, CASE WHEN n > :open THEN at END,
            CASE WHEN n > :open THEN translate(printed, '/-', '  ') || ' ' ELSE '' END
                || replace(kind, '_', ' ') || ' ' || subject || ' so nganh huyen ' || n % 27
        FROM (
            SELECT n, (ARRAY['cong_van', 'ke_hoach', 'bao_cao', 'quyet_dinh', 'to_trinh',
                    'thong_bao', 'giay_moi', 'huong_dan'])[1 + n * 31 / 7 % 8] AS kind,
                (ARRAY['trien khai cong tac', 'kiem tra hoat dong', 'tong ket nhiem ky',
                    'don doc bao cao', 'tap huan can bo', 'binh dang gioi', 'phong chong bao luc',
                    'tuyen truyen phap luat', 'quy hoach can bo nu', 'giam sat chuyen de'])
                    [1 + n / 3 % 10] || ' nam ' || 2016 + n / 5 % 12 || ' dot ' || n % 977
                    AS subject,
                (n % 4000 + 1) || '/bc-bvstbcpn' AS printed,
                now() - (n % 3000) * interval '1 day' AS at
            FROM generate_series(1, :documents) n
        ) AS made""",
    """INSERT INTO "case" (organisation_id, document_id, process_version_id, status, state,
        submitted_by_id, submitted_at, finished_at, to_chair)
        SELECT 1, id, 1, CASE WHEN id <= :open THEN 'running' ELSE 'finished' END, '', drafter_id,
            created_at, issued_at, false FROM document ORDER BY id""",
    """INSERT INTO user_task (organisation_id, case_id, engine_task_id, step, name, form, article,
        role_key, user_id, status, priority, due_at, created_at, opened_at, completed_at,
        completed_by_id, completed_post_id, outcome, reason)
        SELECT 1, id, 'e' || id, 'content_check', 'Kiểm tra nội dung', 'check', 'Điều 12 khoản 1',
            'secretariat', NULL, 'done', 3, submitted_at, submitted_at, submitted_at, submitted_at,
            1 + id % :people, NULL, 'approve', '' FROM "case" ORDER BY id""",
    """INSERT INTO user_task (organisation_id, case_id, engine_task_id, step, name, form, article,
        role_key, user_id, status, priority, due_at, created_at, reason)
        SELECT 1, c.id, 'o' || c.id, 'secretariat_review', 'Tổ thư ký thẩm định',
            CASE WHEN c.id % 9 = 0 THEN 'vote' ELSE 'check' END, 'Điều 14',
            CASE WHEN c.id <= :held THEN 'secretariat' END,
            CASE WHEN c.id > :held THEN 13 + c.id % (:people - 13) END, 'open',
            (ARRAY[3, 3, 3, 3, 3, 3, 3, 2, 1, 0])[1 + c.id % 10],
            now() + ((c.id * 7919) % 30000 - 12000) * interval '1 minute', c.submitted_at, ''
        FROM "case" c WHERE c.id <= :open ORDER BY c.id""",
]


def fill(database: Database) -> None:
    """Build the data set: statements only, no command would end in a lifetime."""
    amounts = {"open": OPEN, "documents": DOCUMENTS, "held": HELD_BY_ONE, "people": PEOPLE}
    for statement in DATA:
        named = {name: value for name, value in amounts.items() if f":{name}" in statement}
        with database.transaction() as session:
            session.execute(text(statement), named)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def person(user_id: int, *roles: str) -> Actor:
    """One of the people of the data set."""
    held: tuple[Capacity, ...] = ()
    if roles:
        held = (
            Capacity(
                post_id=user_id,
                organisation_id=1,
                key=f"p{user_id}",
                title=f"Chức vụ {user_id}",
                second_office=None,
                mode="full",
                unit_id=None,
                roles=frozenset(roles),
            ),
        )
    return Actor(user_id, f"Người {user_id}", 1, held, held[0] if held else None)


def measure(database: Database, read: Callable[[Session], Any]) -> dict[str, float]:
    """Time one read many times, each in a session of its own."""
    times = []
    for _ in range(ROUNDS):
        with database.session() as session:
            session.execute(text("SELECT 1"))
            begun = time.perf_counter()
            read(session)
            times.append((time.perf_counter() - begun) * 1_000)
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[18], 2),
    }


def inbox_figures(database: Database) -> dict[str, dict[str, float]]:
    """Pages of the inbox, with their counts, of the busiest person and of an ordinary one."""
    now = datetime.now(UTC)
    busy, ordinary = person(1, "secretariat", "drafter"), person(30, "drafter")

    def page(actor: Actor, filters: Filters) -> Callable[[Session], Any]:
        return lambda session: (waiting(session, actor, now, filters), counts(session, actor))

    reads = {
        f"{who}, by {sort}": page(actor, Filters(sort=sort))
        for who, actor in (("97,000 waiting", busy), ("64 waiting", ordinary))
        for sort in ("urgency", "due", "newest")
    }
    with database.session() as session:
        cursor = waiting(session, busy, now, Filters(sort="due")).next or ""
    deep = f"{now.isoformat()}~0"
    reads |= {
        "97,000 waiting, page 2": page(busy, Filters(sort="due", cursor=cursor)),
        "97,000 waiting, in the middle": page(busy, Filters(sort="due", cursor=deep)),
        "97,000 waiting, late only": page(busy, Filters(late=True)),
        "97,000 waiting, votes only": page(busy, Filters(form="vote")),
        "97,000 waiting, one kind": page(busy, Filters(kind="to_trinh")),
        "97,000 waiting, a kind that is not there": page(busy, Filters(kind="thu_cong")),
        "97,000 waiting, words": page(busy, Filters(words="bình đẳng giới 2027")),
        "97,000 waiting, a rare word": page(busy, Filters(words="đợt 611")),
        "97,000 waiting, no such word": page(busy, Filters(words="không có từ này")),
    }
    return {name: measure(database, read) for name, read in reads.items()}


def search_figures(database: Database) -> dict[str, dict[str, float]]:
    """Search as an ordinary member, who may read what is issued, and as who oversees all."""
    member, overseer = person(3, "member"), person(1, "secretariat")
    outsider = person(30)
    asked = {
        "kế hoạch 2027": DocumentFilters(words="kế hoạch 2027"),
        "05/BC": DocumentFilters(words="05/BC"),
        "rare words": DocumentFilters(words="đợt 611 tập huấn"),
        "one common word": DocumentFilters(words="nam"),
        "common words that never meet": DocumentFilters(words="ke hoach giay moi"),
        "no such word": DocumentFilters(words="khongcotunay"),
        "the list": DocumentFilters(),
        "the list, submitted only": DocumentFilters(status="submitted"),
        "the list, one kind": DocumentFilters(kind="to_trinh"),
        "the list, rejected only": DocumentFilters(status="rejected"),
        "the list, one year": DocumentFilters(year=2020),
    }
    figures = {}
    for who, actor in (("member", member), ("overseer", overseer), ("no post", outsider)):
        for name, filters in asked.items():
            figures[f"{name}, {who}"] = measure(
                database,
                lambda session, actor=actor, filters=filters: find_documents(
                    session, actor, filters
                ),
            )
    return figures


def main() -> None:
    """Build, measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve()
        url = start_postgres(folder / "postgres")
        database = Database(url)
        schema.upgrade(database)
        with database.session() as session:
            built = session.scalar(text("SELECT count(*) FROM organisation"))
        begun = time.perf_counter()
        if not built:
            fill(database)
        report = {
            "open": OPEN,
            "documents": DOCUMENTS,
            "built_in_s": round(time.perf_counter() - begun),
            "inbox": inbox_figures(database),
            "search": search_figures(database),
        }
        database.dispose()
        stop_postgres(folder / "postgres")
    print(json.dumps(report, ensure_ascii=False, indent=1))  # noqa: T201 - its output


if __name__ == "__main__":
    main()
