"""Complete a step over HTTP as ``serve`` runs it, by 1 and by 8 clients; prints JSON.

Run as ``python tests/bench/bench_complete.py``. Real sessions, CSRF, authority, audit, two
workers. Budgets: median 8 ms alone, 200 a second with 8 clients, 10 statements and 1 commit.
"""

from __future__ import annotations

import json
import os
import re
import selectors
import shutil
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Connection, event  # noqa: E402

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
ALONE, TOGETHER, CLIENTS, WARM = 100, 800, 8, 80
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


def asked(statement: str, statements: list[str]) -> None:
    """Keep what is asked or written; a BEGIN goes with the commit that is counted for itself."""
    if not statement.startswith("BEGIN"):
        statements.append(statement)


def writes(connection: Connection) -> bool:
    """Whether a transaction ends here: what is only read has begun none."""
    driver: Any = connection.connection.driver_connection
    return bool(driver.info.transaction_status)


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
    event.listen(engine, "before_cursor_execute", lambda *args: asked(args[2], statements))
    event.listen(engine, "commit", lambda made: commits.extend([1] if writes(made) else []))
    for task, seen in tasks:
        token = _TOKEN.search(client.get("/inbox").get_data(as_text=True))
        statements.clear()
        commits.clear()
        fields = {"csrf_token": token[1] if token else "", "seen": seen}
        answer = client.post(f"/tasks/{task}/approve", data=fields)
        if answer.status_code != 303:
            raise SystemExit(answer.get_data(as_text=True))
    return {"statements": len(statements), "commits": len(commits)}


class Sender:
    """A signed-in browser that costs next to nothing: requests made before, answers not read.

    The clients share the processors with the server they measure.
    """

    def __init__(self, port: int, waiting: list[tuple[int, str]]) -> None:
        visitor = Visitor(port)
        visitor.sign_in(CHECKER, SECRETS.password)
        visitor.close()
        cookie = "; ".join(f"{name}={value}" for name, value in visitor.signed_in.items())
        self.requests = [request(cookie, visitor.token, *task) for task in reversed(waiting)]
        self.times: list[float] = []
        self.socket = socket.create_connection(("127.0.0.1", port))
        self._begun = 0.0

    def begin(self) -> None:
        """Send the next request."""
        self._begun = time.perf_counter()
        self.socket.sendall(self.requests.pop())

    def end(self) -> None:
        """Take the answer: a redirect, with a line of text for old browsers."""
        answer = self.socket.recv(65_536)
        while answer.startswith(b"HTTP/1.1 303") and not answer.endswith(b"the link.\n"):
            answer += self.socket.recv(65_536)
        self.times.append((time.perf_counter() - self._begun) * 1_000)
        if not answer.startswith(b"HTTP/1.1 303"):
            raise SystemExit(answer.decode())


def request(cookie: str, token: str, task: int, seen: str) -> bytes:
    """Return the bytes of an approval."""
    body = urlencode({"csrf_token": token, "seen": seen})
    return (
        f"POST /tasks/{task}/approve HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def drive(senders: list[Sender]) -> list[float]:
    """Complete every sender's steps, all senders at once; milliseconds that each step took."""
    with selectors.DefaultSelector() as waiting:
        for sender in senders:
            waiting.register(sender.socket, selectors.EVENT_READ, sender)
            sender.begin()
        while waiting.get_map():
            for key, _events in waiting.select():
                key.data.end()
                if key.data.requests:
                    key.data.begin()
                else:
                    waiting.unregister(key.fileobj)
                    key.data.socket.close()
    return [took for sender in senders for took in sender.times]


def spent(server: Server) -> dict[str, float]:
    """Processor seconds so far of the server, of its database, and of this client."""
    postmaster = int((server.data / "postgres/postmaster.pid").read_text().split()[0])
    # A process of the server attached to the database, or any that it has forked.
    roots = {"server": server.pid, "database": postmaster}
    seconds = {**dict.fromkeys(roots, 0.0), "client": time.process_time()}
    tick = os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        for name, root in roots.items():
            if root in {int(stat.parent.name), int(fields[1])}:
                seconds[name] += (int(fields[11]) + int(fields[12])) / tick
    return seconds


def figures(times: list[float]) -> dict[str, float]:
    """Median and 95th percentile, in milliseconds."""
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
    }


def measure(server: Server, waiting: list[tuple[int, str]]) -> dict[str, Any]:
    """Complete steps alone, then by several people at once."""
    warm, rest = waiting[:WARM], waiting[WARM:]
    drive([Sender(server.port, warm[index::CLIENTS]) for index in range(CLIENTS)])
    alone = drive([Sender(server.port, rest[:ALONE])])
    rest = rest[ALONE : ALONE + TOGETHER]
    senders = [Sender(server.port, rest[index::CLIENTS]) for index in range(CLIENTS)]
    before, begun = spent(server), time.perf_counter()
    times = drive(senders)
    seconds, after = time.perf_counter() - begun, spent(server)
    return {
        "one_client": figures(alone),
        "eight_clients": {**figures(times), "per_second": round(TOGETHER / seconds, 1)},
        "processor_ms_each": {
            name: round((after[name] - before[name]) * 1_000 / TOGETHER, 2) for name in before
        },
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
            result = measure(server, waiting)
        print(json.dumps({"benchmark": "complete a step", **result, **counted}))  # noqa: T201
    finally:
        stop_postgres(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
