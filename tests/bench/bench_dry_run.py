"""How long a dry run over 1,000 running cases takes. Run: python -m tests.bench.bench_dry_run.

An embedded PostgreSQL of its own; the cases stand at every step before the signature. Prints
seconds and milliseconds a case; 10 seconds are allowed on two cores.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from models import schema
from models.embedded import start_postgres, stop_postgres
from tests.acting import LETTER
from tests.drawing import KEY, draw, reviewed
from workflows.bootstrap import open_services
from workflows.demo.journey import submit, walk
from workflows.demo.office import Office, Person, Secrets, load_profile, open_office
from workflows.queries.deployments import read_candidate
from workflows.queries.dry_run import forecast
from workflows.settings import load_settings

CASES = 1_000
ALLOWED = 10.0
STEPS = ("content_check", "format_check", "secretariat_review", "chair_sign")
_COPY_DOCUMENTS = """
    INSERT INTO document (organisation_id, unit_id, drafter_id, kind, purpose, subject, urgency,
        status, working, working_revision, version_number, content_sha256, created_at, updated_at,
        search_text)
    SELECT organisation_id, unit_id, drafter_id, kind, purpose, subject || ' ' || n, urgency,
        status, working, working_revision, version_number, content_sha256, created_at, updated_at,
        search_text
    FROM document, generate_series(1, :copies) n WHERE document.id = :document
    RETURNING id
"""
_COPY_CASES = """
    INSERT INTO "case" (organisation_id, document_id, process_version_id, status, state,
        submitted_by_id, submitted_at, to_chair)
    SELECT organisation_id, d, process_version_id, status, state, submitted_by_id, submitted_at,
        to_chair
    FROM "case", unnest(CAST(:documents AS bigint[])) d WHERE "case".id = :case
"""


def measure(office: Office) -> float:
    """Draw a step into the diagram and try it on every running case; seconds it took."""
    draft = draw(office, reviewed(office))
    begun = time.perf_counter()
    done = 0
    with office.services.database.session() as session:
        candidate = read_candidate(session, office.organisation_id, [draft.id])
        target = candidate.process(KEY)
        after: int | None = 0
        while after is not None:
            portion = forecast(session, office.organisation_id, KEY, target, after=after)
            done, after = portion.done, portion.next_after
            sys.stdout.write(f"{done}/{portion.total} {time.perf_counter() - begun:.2f} s\n")
    if done < CASES:
        raise SystemExit(f"only {done} cases")
    return time.perf_counter() - begun


def fill(office: Office) -> None:
    """Copy one real case of each step as often as it takes."""
    for step in STEPS:
        case = submit(office, "cong_van", LETTER)
        walk(office, case, until=step)
        with office.services.database.transaction() as session:
            copies = CASES // len(STEPS)
            made = session.scalars(
                text(_COPY_DOCUMENTS), {"copies": copies, "document": case.document_id}
            ).all()
            session.execute(text(_COPY_CASES), {"documents": list(made), "case": case.id})


def main() -> None:
    """Measure once and fail beyond what is allowed."""
    with tempfile.TemporaryDirectory(prefix="trinhky-", ignore_cleanup_errors=True) as folder:
        url = start_postgres(Path(folder) / "postgres")
        settings = dataclasses.replace(load_settings(Path(folder)), database_url=url)
        services = open_services(settings)
        schema.upgrade(services.database)
        profile = load_profile("thanh-hoa-2021")
        people = [
            Person(post.key.replace("_", "."), post.title, post.key) for post in profile.posts
        ]
        office = open_office(services, profile, people, Secrets("mat-khau-thu-2026", "246135"))
        fill(office)
        seconds = measure(office)
        services.database.dispose()
        stop_postgres(Path(folder) / "postgres")
    sys.stdout.write(f"{seconds:.2f} s, {1000 * seconds / CASES:.2f} ms a case\n")
    if seconds > ALLOWED:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
