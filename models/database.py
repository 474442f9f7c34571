"""The one place that opens connections and begins, commits or rolls back transactions."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN: Final = "BEGIN ISOLATION LEVEL READ COMMITTED"


def _driver_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if separator and scheme.startswith("postgres") else url


def _dump_json(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """Connections to one PostgreSQL, and its transactions."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        #: The address as configured; procrastinate connects with it too.
        self.url = url
        self.engine: Engine = create_engine(
            _driver_url(url),
            pool_size=pool_size,
            max_overflow=4,
            pool_pre_ping=False,
            json_serializer=_dump_json,
            json_deserializer=orjson.loads,
            # A transaction begins where it is said, not with whatever is read first.
            isolation_level="AUTOCOMMIT",
        )
        self._readers = sessionmaker(self.engine, expire_on_commit=False)
        self._sessions = sessionmaker(self._in_transactions(), expire_on_commit=False)

    def _in_transactions(self) -> Engine:
        return self.engine.execution_options(isolation_level="READ COMMITTED")

    def connect(self) -> Connection:
        """Open a connection that begins a transaction with its first statement."""
        return self._in_transactions().connect()

    def session(self) -> Session:
        """Open a session that reads in one transaction."""
        return self._sessions()

    def reader(self) -> Session:
        """Open a session whose statements stand alone until it is given to ``transaction``.

        There is nothing to begin and nothing to roll back: after a ROLLBACK the driver forgets
        every statement it has prepared, and each would be parsed and planned again.
        """
        return self._readers()

    @contextmanager
    def transaction(self, session: Session | None = None) -> Iterator[Session]:
        """Commit what the block did, or roll all of it back when it raises.

        With a ``session`` the transaction is that session's; a reader reads on when it has ended.
        """
        mine = session is None
        session = session or self._readers()
        try:
            if session.bind is self.engine:
                session.connection().exec_driver_sql(_BEGIN)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            if mine:
                session.close()

    def dispose(self) -> None:
        """Close the pool, e.g. before a fork."""
        self.engine.dispose()
