"""Bytes kept by their SHA-256, in the transaction that makes them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from models import StoredFile
from workflows.errors import NotFoundError, WorkflowError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


class DamagedFileError(WorkflowError):
    """Tệp lưu trữ bị hỏng: nội dung không khớp mã băm đã ghi. Hãy báo quản trị viên."""

    code = "file_damaged"


def store(session: Session, data: bytes, media_type: str, at: datetime) -> str:
    """Keep ``data`` and return its SHA-256; the same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    session.execute(
        insert(StoredFile)
        .values(sha256=digest, data=data, size=len(data), media_type=media_type, stored_at=at)
        .on_conflict_do_nothing()
    )
    return digest


def fetch(session: Session, digest: str | None) -> bytes:
    """Return the bytes of that hash.

    Raises:
        NotFoundError: there are none.
        DamagedFileError: they are no longer what was stored.
    """
    data = session.scalar(select(StoredFile.data).where(StoredFile.sha256 == digest))
    if data is None:
        raise NotFoundError(what="tệp")
    if hashlib.sha256(data).hexdigest() != digest:
        raise DamagedFileError
    return data
