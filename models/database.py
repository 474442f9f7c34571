"""The one place that opens connections and begins, commits or rolls back transactions."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        )
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    def session(self) -> Session:
        """Open a session; what is only read needs no commit."""
        return self._sessions()

    @contextmanager
    def transaction(self, session: Session | None = None) -> Iterator[Session]:
        """Commit what the block did, or roll all of it back when it raises.

        With a ``session`` its open transaction is the one that ends here.
        """
        mine = session is None
        session = session or self._sessions()
        try:
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
