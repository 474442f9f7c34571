"""Complete a step over HTTP as ``serve`` runs it, by 1 and by 8 clients; prints JSON.

Run as ``python tests/bench/bench_complete.py``. Real sessions, CSRF, authority, audit, two
workers. Budgets: median 8 ms alone, 200 a second with 8 clients, 10 statements and 1 commit.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import event  # noqa: E402

from models import schema  # noqa: E402
from models.embedded import stop_postgres  # noqa: E402
from tests.acting import LETTER  # noqa: E402
from tests.browsing import Server, Visitor, free_port, running  # noqa: E402
from webapp.app import create_app  # noqa: E402
from workflows.bootstrap import Services, open_services  # noqa: E402
from workflows.demo.journey import submit  # noqa: E402
from workflows.demo.office import (  # noqa: E402
    Office,
    Person,
    Secrets,
    load_profile,
    open_office,
)
from workflows.settings import load_settings  # noqa: E402

SECRETS = Secrets(password="mat-khau-thu-2026", pin="246135")
ALONE, TOGETHER, CLIENTS, WARM = 100, 600, 8, 40
CHECKER = "drafting.unit.head.a"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


def fill(services: Services) -> tuple[Office, list[tuple[int, str]]]:
    """Set an office up with letters that wait for their first check: step id, content hash."""
    schema.upgrade(services.database)
    profile = load_profile("thanh-hoa-2021")
    people = [
        Person(f"{post.key.replace('_', '.')}.a", f"Nguyễn Văn {number}", post.key)
        for number, post in enumerate(profile.posts)
    ]
    office = open_office(services, profile, people, SECRETS)
    waiting = []
    for _ in range(WARM + ALONE + TOGETHER + 10):
        case = submit(office, "cong_van", LETTER)
        seen = office.document(case.document_id).content_sha256 or ""
        waiting.append((office.open_tasks(case.id)[0].id, seen))
    return office, waiting


def count(services: Services, tasks: list[tuple[int, str]]) -> dict[str, Any]:
    """Count statements and commits of one completion, through the whole application."""
    client = create_app(services).test_client()
    client.get("/sign-in")
    token = _TOKEN.search(client.get("/sign-in").get_data(as_text=True))
    fields = {"csrf_token": token[1] if token else "", "username": CHECKER}
    client.post("/sign-in", data=fields | {"password": SECRETS.password})
    statements: list[str] = []
    commits: list[int] = []
    engine = services.database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    event.listen(engine, "commit", lambda _connection: commits.append(1))
    for task, seen in tasks:
        token = _TOKEN.search(client.get("/inbox").get_data(as_text=True))
        statements.clear()
        commits.clear()
        fields = {"csrf_token": token[1] if token else "", "seen": seen}
        answer = client.post(f"/tasks/{task}/approve", data=fields)
        if answer.status_code != 303:
            raise SystemExit(answer.get_data(as_text=True))
    return {"statements": len(statements), "commits": len(commits)}


def approve(visitor: Visitor, task: tuple[int, str]) -> float:
    """Complete one step; return the milliseconds it took."""
    # Nobody looks at the pages between: what they would be told must not pile up in the cookie.
    visitor.cookies = dict(visitor.signed_in)
    begun = time.perf_counter()
    status, page = visitor.post(f"/tasks/{task[0]}/approve", {"seen": task[1]})
    took = (time.perf_counter() - begun) * 1_000
    if status != 303:
        raise SystemExit(page)
    return took


def figures(times: list[float]) -> dict[str, float]:
    """Median and 95th percentile, in milliseconds."""
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
    }


def measure(port: int, waiting: list[tuple[int, str]]) -> dict[str, Any]:
    """Complete steps alone, then by several people at once."""
    visitors = [Visitor(port) for _ in range(CLIENTS)]
    for visitor in visitors:
        visitor.sign_in(CHECKER, SECRETS.password)
    for number, task in enumerate(waiting[:WARM]):
        approve(visitors[number % CLIENTS], task)
    waiting = waiting[WARM:]
    alone = [approve(visitors[0], task) for task in waiting[:ALONE]]
    waiting = waiting[ALONE : ALONE + TOGETHER]
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        together = pool.map(
            lambda index: [approve(visitors[index], task) for task in waiting[index::CLIENTS]],
            range(CLIENTS),
        )
        times = [took for each in together for took in each]
    seconds = time.perf_counter() - begun
    return {
        "one_client": figures(alone),
        "eight_clients": {**figures(times), "per_second": round(TOGETHER / seconds, 1)},
    }


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="trinhky-bench-"))
    try:
        services = open_services(load_settings(folder))
        _, waiting = fill(services)
        counted = count(services, waiting[-10:])
        services.database.dispose()
        with running(Server(folder, free_port())) as server:
            result = measure(server.port, waiting)
        print(json.dumps({"benchmark": "complete a step", **result, **counted}))  # noqa: T201
    finally:
        stop_postgres(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
