"""Fire 100,000 timers that are due at once, as ``serve`` does with two workers; prints JSON.

Run as ``python tests/bench/bench_timers.py [CASES]``. Each case leaves a step of a person by an
interrupting timer and opens the next one. Budget: 2 minutes for 100,000, none twice.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from models import schema  # noqa: E402
from models.embedded import stop_postgres  # noqa: E402
from tests.acting import LETTER  # noqa: E402
from tests.bench.bench_complete import spent  # noqa: E402
from tests.browsing import Server, free_port, running  # noqa: E402
from workflows.bootstrap import Services, now, open_services  # noqa: E402
from workflows.commands.deploy_process import DeployProcess, deploy_process  # noqa: E402
from workflows.demo.journey import submit  # noqa: E402
from workflows.demo.office import (  # noqa: E402
    Office,
    Person,
    Secrets,
    load_profile,
    open_office,
    shipped_files,
)
from workflows.settings import load_settings  # noqa: E402

CASES = 100_000
TIMER = b"""
<bpmn:boundaryEvent id="overdue" name="Qu\xc3\xa1 h\xe1\xba\xa1n" attachedToRef="content_check"
    cancelActivity="true">
  <bpmn:outgoing>escalated</bpmn:outgoing>
  <bpmn:timerEventDefinition id="overdue_after">
    <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">"P3D"</bpmn:timeDuration>
  </bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:sequenceFlow id="escalated" sourceRef="overdue" targetRef="format_check" />
</bpmn:process>"""
#: Only timers are measured: no step is so near its end that people are reminded of it.
SHORT = re.compile(rb'(name="due_working_days" value=")\d+')
COPIES = (
    """INSERT INTO document (organisation_id, unit_id, drafter_id, kind, purpose, subject, urgency,
        status, working, working_revision, version_number, content_sha256, created_at, updated_at,
        search_text)
        SELECT organisation_id, unit_id, drafter_id, kind, purpose, subject, urgency, status,
            working, working_revision, version_number, content_sha256, created_at, updated_at,
            search_text
        FROM document, generate_series(2, :cases) WHERE document.id = 1""",
    """INSERT INTO "case" (organisation_id, document_id, process_version_id, status, state,
        next_due_at, submitted_by_id, submitted_at, to_chair)
        SELECT c.organisation_id, d.id, process_version_id, c.status, state, next_due_at,
            submitted_by_id, submitted_at, to_chair
        FROM "case" c, document d WHERE c.id = 1 AND d.id > 1""",
    """INSERT INTO user_task (organisation_id, case_id, engine_task_id, step, name, form, article,
        role_key, post_id, user_id, status, priority, due_at, created_at, reason)
        SELECT t.organisation_id, c.id, engine_task_id, step, name, form, article, role_key,
            post_id, user_id, t.status, priority, due_at, created_at, reason
        FROM user_task t, "case" c WHERE t.case_id = 1 AND c.id > 1""",
)
LEFT = "SELECT count(*) FROM \"case\" WHERE status = 'running' AND next_due_at <= now()"
TWICE = """SELECT count(*) FROM (SELECT FROM user_task WHERE step = 'format_check'
    GROUP BY case_id HAVING count(*) <> 1) AS wrong"""
FIRED = "SELECT count(*) FROM user_task WHERE step = 'format_check' AND status = 'open'"


def fill(services: Services, cases: int) -> None:
    """Submit one letter four days ago, and copy its case."""
    schema.upgrade(services.database)
    profile = load_profile("thanh-hoa-2021")
    people = [Person(post.key.replace("_", "."), post.title, post.key) for post in profile.posts]
    office = open_office(services, profile, people, Secrets("mat-khau-thu-2026", "246135"))
    shipped = shipped_files("van_ban_ban")
    ((name, diagram),) = shipped["diagrams"]
    timed = SHORT.sub(rb"\g<1>30", diagram.replace(b"</bpmn:process>", TIMER))
    services.run_system(
        deploy_process,
        DeployProcess(office.organisation_id, ((name, timed),), shipped["tables"], "Hẹn giờ"),
    )
    submit(_days_ago(office, 4), "cong_van", LETTER)
    for statement in COPIES:
        with services.database.transaction() as session:
            named = {"cases": cases} if ":cases" in statement else {}
            session.execute(text(statement), named)
    with services.database.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _days_ago(office: Office, days: int) -> Office:
    then = dataclasses.replace(office.services, clock=lambda: now() - timedelta(days=days))
    return dataclasses.replace(office, services=then)


def count(services: Services, statement: str) -> int:
    """Return what the statement counts."""
    with services.database.session() as session:
        return int(session.scalar(text(statement)) or 0)


def main() -> None:
    """Measure and print."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    folder = Path(tempfile.mkdtemp(prefix="trinhky-bench-"))
    try:
        services = open_services(load_settings(folder))
        fill(services, cases)
        with running(Server(folder, free_port())) as server:
            before, begun = spent(server), time.perf_counter()
            with services.database.transaction() as session:
                services.defer(session, "sweep_timers", timestamp=0)
            while count(services, LEFT):
                time.sleep(0.5)
            seconds, after = time.perf_counter() - begun, spent(server)
        result = {
            "benchmark": "timers due at once",
            "cases": cases,
            "seconds": round(seconds, 1),
            "per_second": round(cases / seconds),
            "seconds_for_100_000": round(seconds * 100_000 / cases, 1),
            "processor_ms_each": {
                name: round((after[name] - before[name]) * 1_000 / cases, 2) for name in before
            },
            "fired": count(services, FIRED),
            "twice": count(services, TWICE),
        }
        services.database.dispose()
        print(json.dumps(result))  # noqa: T201 - its output
    finally:
        stop_postgres(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
