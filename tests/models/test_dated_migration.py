"""What units and posts were before they had versions is their first version, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models import schema
from models.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.settings import Settings


@pytest.fixture
def empty(settings: Settings) -> Iterator[Database]:
    """A database with nothing in it."""
    url = settings.database_url or ""
    admin = Database(url)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS dated"))
        connection.execute(text("CREATE DATABASE dated"))
    database = Database(url.replace("/postgres?", "/dated?"))
    yield database
    database.dispose()
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE dated"))
    admin.dispose()


def _units(database: Database) -> list[tuple[object, ...]]:
    with database.session() as session:
        rows = session.execute(text("SELECT id, name, code, parent_id FROM unit ORDER BY id"))
        return [tuple(row) for row in rows]


def test_names_titles_and_places_survive_the_way_up_and_down(empty: Database) -> None:
    schema.upgrade(empty, "0005")
    with empty.transaction() as session:
        session.execute(
            text(
                """
                INSERT INTO organisation (key, name, profile, profile_sha256)
                VALUES ('x', 'X', '{}', '');
                INSERT INTO unit (organisation_id, key, name, code, valid_from)
                SELECT id, 'VP', 'Văn phòng', 'VP', '2020-01-01' FROM organisation;
                INSERT INTO unit (organisation_id, key, name, code, valid_from, parent_id)
                SELECT organisation_id, 'TO', 'Tổ', 'TO', '2999-01-01', id FROM unit;
                INSERT INTO post (organisation_id, unit_id, key, title, votes, valid_from)
                SELECT organisation_id, id, 'chair', 'Trưởng Ban', true, '2020-01-01' FROM unit
                WHERE key = 'VP';
                """
            )
        )
    before = _units(empty)
    schema.upgrade(empty)
    with empty.transaction() as session:
        versions = session.execute(text("SELECT name FROM unit_version ORDER BY valid_from")).all()
        assert [row[0] for row in versions] == ["Văn phòng", "Tổ"]
        session.execute(
            text(
                "INSERT INTO post_version (post_id, valid_from, title, votes) "
                "SELECT id, DATE '2021-05-01', 'Chủ tịch', false FROM post "
                "UNION ALL SELECT id, DATE '2998-01-01', 'Về sau', true FROM post"
            )
        )
    schema.downgrade(empty, "0005")
    assert _units(empty) == before
    with empty.session() as session:
        # One row holds one version: the one in force today.
        post = session.execute(text("SELECT title, votes, unit_id FROM post")).one()
    assert tuple(post) == ("Chủ tịch", False, None)
    schema.upgrade(empty)
    schema.check(empty)
