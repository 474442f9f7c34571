"""The register of outgoing documents (sổ đăng ký văn bản đi): readers, lines, series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Select, func, literal_column, select

from models import Case, NumberSeries, RegisterEntry, Seal
from workflows import policy
from workflows.documents.kinds import KINDS
from workflows.errors import ForbiddenError, NotFoundError
from workflows.queries.rules import profile_of
from workflows.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from workflows.context import Actor

PAGE: Final = 50
#: Folds as `workflows.text.fold` does, in any PostgreSQL, whatever its collations.
_FOLDED: Final = (
    "lower(regexp_replace(normalize(translate(concat_ws(' ', register_entry.printed_number, "
    "register_entry.kind, register_entry.subject, register_entry.signer, "
    "register_entry.recipients, register_entry.note), 'đĐ', 'dD'), NFD), "
    "'[\u0300-\u036f]', '', 'g'))"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines of the register are asked for."""

    organisation_id: int
    year: int
    text: str = ""
    #: Key of a kind; empty for all.
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the decree's ten columns (Annex IV, form I), and where the document is."""

    entry_id: int
    document_id: int
    number: int
    printed_number: str
    dated_on: date
    kind: str
    subject: str
    signer: str
    recipients: str
    kept_by: str
    copies: int
    sent_on: date | None
    note: str
    voided_because: str | None

    @property
    def is_void(self) -> bool:
        """Whether the number was given and taken back; it is never used again."""
        return self.voided_because is not None

    @property
    def remark(self) -> str:
        """Ghi chú: with a void number, why."""
        void = f"Số đã hủy: {self.voided_because}" if self.is_void else ""
        return "; ".join(filter(None, [void, self.note]))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of lines, newest first, with where the pages before and after begin."""

    lines: tuple[Line, ...]
    #: Of the whole selection.
    total: int
    voided: int
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """A series of numbers of one year."""

    year: int
    #: The kind or the seal it is for; empty when the body has one series.
    scope: str
    first_number: int
    next_number: int
    used: int
    voided: int


def readable_bodies(actor: Actor) -> dict[int, str]:
    """Return the bodies whose register the actor may read, the one acted for first."""
    acting = [actor.acting] if actor.acting else []
    return {
        c.organisation_id: c.organisation_name
        for c in (*acting, *actor.capacities)
        if policy.may_read_register(c)
    }


def readable_body(actor: Actor, organisation_id: int = 0) -> int:
    """Return the body asked for, or the first that the actor may read.

    Raises:
        ForbiddenError: the actor reads no register.
        NotFoundError: not that one.
    """
    bodies = readable_bodies(actor)
    if not bodies:
        raise ForbiddenError(
            because="sổ đăng ký văn bản đi dành cho văn thư, Tổ thư ký, người kiểm tra thể thức, "
            "lãnh đạo và quản trị viên của cơ quan."
        )
    chosen = organisation_id or next(iter(bodies))
    if chosen not in bodies:
        raise NotFoundError(what="sổ đăng ký văn bản đi")
    return chosen


def years(session: Session, organisation_id: int, this_year: int) -> list[int]:
    """Return the years that have a register, the newest first, this year always."""
    found = session.scalars(
        select(NumberSeries.year).where(NumberSeries.organisation_id == organisation_id).distinct()
    )
    return sorted({*found, this_year}, reverse=True)


def register_page(session: Session, wanted: Filter, *, before: int = 0, after: int = 0) -> Page:
    """Return the lines before (older than) or after (newer than) an entry; else the newest."""
    counts = session.execute(
        select(func.count(), func.count(RegisterEntry.voided_at)).where(*_conditions(wanted))
    ).one()
    query = _lines(wanted)
    if after:
        query = query.where(RegisterEntry.id > after).order_by(RegisterEntry.id)
    else:
        query = query.order_by(RegisterEntry.id.desc())
        if before:
            query = query.where(RegisterEntry.id < before)
    found = [_line(*row) for row in session.execute(query.limit(PAGE + 1))]
    more, lines = len(found) > PAGE, found[:PAGE]
    if after:
        lines.reverse()
    newer = bool(before) or (bool(after) and more)
    older = bool(after) or more
    return Page(
        tuple(lines),
        total=counts[0],
        voided=counts[1],
        newer=lines[0].entry_id if lines and newer else None,
        older=lines[-1].entry_id if lines and older else None,
    )


def register_lines(session: Session, wanted: Filter) -> list[Line]:
    """Return every line of the selection as the book has them, in the order of numbers."""
    query = _lines(wanted).order_by(RegisterEntry.series_id, RegisterEntry.number)
    return [_line(*row) for row in session.execute(query)]


def number_series(session: Session, organisation_id: int) -> list[Series]:
    """Return the series of a body, the newest year first."""
    rows = session.execute(
        select(
            NumberSeries.year,
            NumberSeries.scope,
            NumberSeries.first_number,
            NumberSeries.next_number,
            func.count(RegisterEntry.id),
            func.count(RegisterEntry.voided_at),
        )
        .outerjoin(RegisterEntry, RegisterEntry.series_id == NumberSeries.id)
        .where(NumberSeries.organisation_id == organisation_id)
        .group_by(NumberSeries.id)
        .order_by(NumberSeries.year.desc(), NumberSeries.scope)
    ).all()
    seals = {
        f"seal:{seal_id}": name
        for seal_id, name in session.execute(
            select(Seal.id, Seal.name).where(Seal.organisation_id == organisation_id)
        )
    }
    names = seals | {key: kind.name for key, kind in KINDS.items()}
    return [
        Series(year, names.get(scope, scope), first, following, used, voided)
        for year, scope, first, following, used, voided in rows
    ]


def next_series_number(session: Session, organisation_id: int, year: int) -> int:
    """Return the number with which a year's series opens, when it has none yet."""
    numbering = profile_of(session, organisation_id).numbering
    return numbering.start_numbers.get(str(year), 1)


def _lines(wanted: Filter) -> Select[RegisterEntry, int]:
    return (
        select(RegisterEntry, Case.document_id)
        .join(Case, Case.id == RegisterEntry.case_id)
        .where(*_conditions(wanted))
    )


def _conditions(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    yield RegisterEntry.organisation_id == wanted.organisation_id
    yield RegisterEntry.year == wanted.year
    if wanted.kind in KINDS:
        yield RegisterEntry.kind == KINDS[wanted.kind].name
    if wanted.first_day:
        yield RegisterEntry.dated_on >= wanted.first_day
    if wanted.last_day:
        yield RegisterEntry.dated_on <= wanted.last_day
    folded: ColumnElement[str] = literal_column(_FOLDED)
    for word in fold(wanted.text).split()[:12]:
        yield folded.contains(word, autoescape=True)


def _line(entry: RegisterEntry, document_id: int) -> Line:
    return Line(
        entry_id=entry.id,
        document_id=document_id,
        number=entry.number,
        printed_number=entry.printed_number,
        dated_on=entry.dated_on,
        kind=entry.kind,
        subject=entry.subject,
        signer=entry.signer,
        recipients=entry.recipients,
        kept_by=entry.kept_by,
        copies=entry.copies,
        sent_on=entry.sent_on,
        note=entry.note,
        voided_because=(entry.voided_because or "") if entry.voided_at else None,
    )
