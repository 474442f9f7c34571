"""Files by their hash: kept once, read back unchanged or not at all."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from models import StoredFile
from workflows import stored_files
from workflows.errors import NotFoundError

if TYPE_CHECKING:
    from workflows.bootstrap import Services


def _store(services: Services, data: bytes) -> str:
    with services.database.transaction() as session:
        return stored_files.store(session, data, "application/pdf", services.clock())


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=5_000))
def test_what_was_kept_comes_back(services: Services, data: bytes) -> None:
    digest = _store(services, data)
    with services.database.session() as session:
        assert stored_files.fetch(session, digest) == data
        assert session.get_one(StoredFile, digest).size == len(data)


def test_the_same_bytes_are_kept_once_even_when_written_at_once(services: Services) -> None:
    data = b"mot tep" * 1000
    start = threading.Barrier(6)
    kept: list[str] = []

    def write() -> None:
        start.wait()
        kept.append(_store(services, data))

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept == [hashlib.sha256(data).hexdigest()] * 6
    with services.database.session() as session:
        assert session.scalar(select(func.count()).where(StoredFile.sha256 == kept[0])) == 1


@pytest.mark.parametrize("digest", [None, "", "0" * 64, "'; DROP TABLE stored_file; --"])
def test_what_is_not_there_is_not_found(services: Services, digest: str | None) -> None:
    with services.database.session() as session, pytest.raises(NotFoundError, match="tệp"):
        stored_files.fetch(session, digest)


def test_a_damaged_file_is_never_handed_out(services: Services) -> None:
    digest = _store(services, b"nguyen ven")
    with services.database.transaction() as session:
        session.get_one(StoredFile, digest).data = b"nguyen veN"
    with (
        services.database.session() as session,
        pytest.raises(stored_files.DamagedFileError, match="Hãy báo quản trị viên"),
    ):
        stored_files.fetch(session, digest)
