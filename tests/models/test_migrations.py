"""The schema: migrations lead from nothing to the declared tables, and back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

import models
from models import Base, schema
from models.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.settings import Settings

VERSIONS = sorted((Path(models.__file__).parent / "migrations" / "versions").glob("*.py"))


@pytest.fixture
def empty(settings: Settings) -> Iterator[Database]:
    """A database with nothing in it."""
    url = settings.database_url or ""
    admin = Database(url)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrations"))
        connection.execute(text("CREATE DATABASE migrations"))
    database = Database(url.replace("/postgres?", "/migrations?"))
    yield database
    database.dispose()
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE migrations"))
    admin.dispose()


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def _functions(database: Database) -> set[str]:
    with database.session() as session:
        return set(
            session.scalars(
                text(
                    "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
                    "WHERE nspname = 'public'"
                )
            )
        )


def test_from_nothing_to_the_declared_tables_and_back_and_again(empty: Database) -> None:
    schema.upgrade(empty)
    schema.check(empty)
    assert set(Base.metadata.tables) <= _tables(empty)
    assert "procrastinate_jobs" in _tables(empty)

    schema.downgrade(empty, "base")
    assert _tables(empty) <= {"alembic_version"}
    assert _functions(empty) == set()

    schema.upgrade(empty)
    schema.check(empty)


def test_each_step_down_and_up_again_leads_to_the_same(empty: Database) -> None:
    schema.upgrade(empty)
    for _ in VERSIONS[1:]:
        schema.downgrade(empty, "-1")
    schema.upgrade(empty)
    schema.check(empty)


def test_migrating_what_is_up_to_date_changes_nothing(empty: Database) -> None:
    schema.upgrade(empty)
    schema.upgrade(empty)
    schema.check(empty)


@pytest.mark.parametrize("file", VERSIONS, ids=lambda file: file.name)
def test_a_migrations_file_says_when_and_what(file: Path) -> None:
    assert re.fullmatch(r"\d{8}_\d{4}_[a-z0-9_]+\.py", file.name)
    source = file.read_text(encoding="utf-8")
    assert "def upgrade()" in source
    assert "def downgrade()" in source


def test_the_trail_is_guarded_by_a_trigger(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.session() as session:
        events = session.scalars(
            text(
                "SELECT string_agg(DISTINCT event_manipulation, ',') "
                "FROM information_schema.triggers WHERE event_object_table = 'audit_event'"
            )
        ).one()
        truncate = session.scalars(
            text(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass "
                "AND (tgtype & 32) > 0 AND NOT tgisinternal"
            )
        ).one()
    assert set(str(events).split(",")) == {"DELETE", "UPDATE"}
    assert truncate == 1


def test_every_constraint_has_a_name_that_a_migration_can_drop() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, (table.name, constraint)


def test_every_foreign_key_of_a_list_has_an_index_or_leads_to_few_rows() -> None:
    """What is looked up by case on every act is indexed."""
    for name in ("user_task", "check", "resolution", "opinion", "signature"):
        table = Base.metadata.tables[name]
        leading = {next(iter(index.columns)).name for index in table.indexes}
        assert "case_id" in leading, name
