"""Give a signed document its number and date, and register it (cấp số, đăng ký)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from models import NumberSeries, RegisterEntry, Signature, SignatureKind, User
from workflows import letterhead, stored_files
from workflows.commands._advance import complete_step
from workflows.commands._case import take_step
from workflows.commands._record import record
from workflows.documents.form_fields import (
    DATE_FIELD,
    NUMBER_FIELD,
    date_appearance,
    number_appearance,
)
from workflows.documents.kinds import KINDS
from workflows.documents.layout import Box
from workflows.queries.content import current_content
from workflows.queries.numbering import first_number, series_scope
from workflows.queries.rules import profile_of
from workflows.signing import reading, sign
from workflows.text import search_words

if TYPE_CHECKING:
    from datetime import date

    from workflows.commands._case import CaseInHand
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class NumberDocument:
    """The clerk takes the next number of the series; the date is the day it is given."""

    task_id: int
    note: str = ""


def number_document(ctx: CommandContext, command: NumberDocument) -> RegisterEntry:
    """Take the next number, fill it and the date into the signed file, enter it in the register.

    Numbers run without a gap within a series and a year: the series' row stays locked until
    this transaction ends, and a number is used or not taken (Decree 30/2020 Articles 15, 16).
    """
    hand = take_step(ctx, command.task_id, "number")
    content = current_content(ctx.session, hand.document)
    profile = profile_of(ctx.session, hand.case.organisation_id)
    today = ctx.now.date()
    series = _series(ctx, hand, today.year)
    number = series.next_number
    series.next_number = number + 1
    following = letterhead.symbol(profile, content.kind, content.drafting_unit)
    printed = letterhead.printed_number(number, following)
    _fill(ctx, hand, printed, today)
    entry = RegisterEntry(
        organisation_id=hand.case.organisation_id,
        series_id=series.id,
        case_id=hand.case.id,
        year=today.year,
        number=number,
        printed_number=printed,
        dated_on=today,
        kind=KINDS[content.kind].name,
        subject=content.subject,
        signer=_signer_name(ctx, hand),
        recipients="; ".join(content.recipients),
        kept_by=f"VT, {content.drafting_unit}" if content.drafting_unit else "VT",
        copies=content.copies,
        note=command.note.strip(),
        registered_by_id=ctx.actor.user_id,
        registered_at=ctx.now,
    )
    ctx.session.add(entry)
    hand.document.number = printed
    hand.document.search_text = f"{search_words(printed)} {hand.document.search_text}"
    complete_step(ctx, hand, "approve", reason=printed)
    record(
        ctx,
        "document.number",
        organisation_id=hand.case.organisation_id,
        document=hand.document,
        case_id=hand.case.id,
        capacity=hand.capacity,
        authority="Điều 15, Điều 16 Nghị định 30/2020/NĐ-CP",
        after={
            "number": printed,
            "dated_on": today.isoformat(),
            "file": hand.document.file_sha256,
        },
    )
    return entry


def _series(ctx: CommandContext, hand: CaseInHand, year: int) -> NumberSeries:
    """Lock the series that the document belongs to, opening it on the year's first number."""
    profile = profile_of(ctx.session, hand.case.organisation_id)
    scope = series_scope(profile, hand.case, hand.document)
    first = first_number(profile, year)
    ctx.session.execute(
        insert(NumberSeries)
        .values(
            organisation_id=hand.case.organisation_id,
            year=year,
            scope=scope,
            first_number=first,
            next_number=first,
        )
        .on_conflict_do_nothing()
    )
    return ctx.session.scalars(
        select(NumberSeries)
        .where(
            NumberSeries.organisation_id == hand.case.organisation_id,
            NumberSeries.year == year,
            NumberSeries.scope == scope,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _fill(ctx: CommandContext, hand: CaseInHand, printed: str, day: date) -> None:
    profile = profile_of(ctx.session, hand.case.organisation_id)
    pdf = stored_files.fetch(ctx.session, hand.document.file_sha256)
    boxes = {name: Box(*corners) for name, corners in reading.field_boxes(pdf).items()}
    number = f"Số: {printed}"
    date_line = letterhead.printed_date(profile.letterhead.place, day)
    filled = sign.fill_fields(
        pdf,
        {
            NUMBER_FIELD: (number, number_appearance(boxes[NUMBER_FIELD], number)),
            DATE_FIELD: (date_line, date_appearance(boxes[DATE_FIELD], date_line)),
        },
    )
    hand.document.file_sha256 = stored_files.store(ctx.session, filled, "application/pdf", ctx.now)


def _signer_name(ctx: CommandContext, hand: CaseInHand) -> str:
    name = ctx.session.scalar(
        select(User.full_name)
        .join(Signature, Signature.user_id == User.id)
        .where(
            Signature.case_id == hand.case.id,
            Signature.kind == SignatureKind.PERSON,
            Signature.voided_at.is_(None),
        )
    )
    return name or ""
