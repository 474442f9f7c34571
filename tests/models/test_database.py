"""Transactions: all or nothing, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from models import Organisation
from models.database import Database
from models.embedded import start_postgres

if TYPE_CHECKING:
    from workflows.bootstrap import Services


class StopError(Exception):
    """Something goes wrong half-way."""


def _body(key: str) -> Organisation:
    return Organisation(key=key, name="Cơ quan", profile={"tên": "Tỉnh"}, profile_sha256="")


def _add_and_raise(database: Database, key: str, error: BaseException) -> None:
    with database.transaction() as session:
        session.add(_body(key))
        session.flush()
        raise error


def _count(database: Database, key: str) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).where(Organisation.key == key)) or 0


@pytest.fixture
def database(services: Services) -> Database:
    return services.database


def test_what_a_transaction_did_is_there_and_what_failed_is_not(database: Database) -> None:
    with pytest.raises(StopError):
        _add_and_raise(database, "half", StopError())
    assert _count(database, "half") == 0


@pytest.mark.parametrize("lent", ["session", "reader"])
def test_a_failed_commit_leaves_nothing_and_the_session_usable(
    database: Database, lent: str
) -> None:
    with getattr(database, lent)() as session:
        with pytest.raises(IntegrityError), database.transaction(session):
            session.execute(
                text(
                    "INSERT INTO unit (organisation_id, key, valid_from) "
                    "VALUES (-1, 'x', '2021-01-01')"
                )
            )
        assert session.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("lent", ["session", "reader"])
def test_a_lent_session_stays_open_for_its_owner(database: Database, lent: str) -> None:
    with getattr(database, lent)() as session:
        with pytest.raises(StopError), database.transaction(session):
            raise StopError
        assert session.scalar(text("SELECT 1")) == 1


def test_a_reader_is_in_a_transaction_only_for_as_long_as_it_is_lent(database: Database) -> None:
    def in_transaction() -> bool:
        # A second statement of one transaction is asked after the transaction began.
        session.execute(text("SELECT 1"))
        return bool(session.scalar(text("SELECT statement_timestamp() > transaction_timestamp()")))

    def write_and_fail() -> None:
        with database.transaction(session):
            session.add(_body("lent"))
            assert in_transaction()
            raise StopError

    with database.reader() as session:
        assert not in_transaction()
        with pytest.raises(StopError):
            write_and_fail()
        assert not in_transaction()
        with database.transaction(session):
            assert in_transaction()
        assert not in_transaction()
    assert _count(database, "lent") == 0


def test_an_interrupt_rolls_back_too(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt):
        _add_and_raise(database, "interrupted", KeyboardInterrupt())
    assert _count(database, "interrupted") == 0


def test_connections_go_back_to_the_pool(database: Database) -> None:
    for _ in range(50):
        with pytest.raises(StopError), database.transaction():
            raise StopError
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://a@b/c", "postgresql+psycopg://a@b/c"),
        ("postgres://a@b/c", "postgresql+psycopg://a@b/c"),
        ("postgresql+psycopg://a@b/c", "postgresql+psycopg://a@b/c"),
    ],
)
def test_any_usual_address_of_postgresql_will_do(url: str, driver: str) -> None:
    database = Database(url)
    assert database.engine.url.render_as_string(hide_password=False) == driver
    assert database.url == url


def test_several_processes_share_the_embedded_database(services: Services) -> None:
    url = start_postgres(services.settings.data / "postgres")
    assert url == services.settings.database_url
