"""Say with which number a series begins, for a start within the year (số bắt đầu)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from models import NumberSeries, RegisterEntry
from workflows.commands._administration import kept, require_administrator
from workflows.commands._record import record
from workflows.errors import ForbiddenError, InvalidInputError
from workflows.text import Sentence

if TYPE_CHECKING:
    from workflows.context import CommandContext

_YEARS: Final = (2000, 2100)
_LARGEST: Final = 99_999


@dataclass(frozen=True, slots=True)
class SetFirstNumber:
    """A year's series; ``scope`` is empty for the one series of the body (C12)."""

    organisation_id: int
    year: int
    first_number: int
    scope: str = ""


def set_first_number(ctx: CommandContext, command: SetFirstNumber) -> NumberSeries:
    """Set the first number, before any number of the series is given.

    Source: Decree 30/2020 Article 15.1: a series runs from 01 at the year's start; a body that
    begins within the year goes on from its paper register.

    Raises:
        ForbiddenError: a number has been given already.
    """
    require_administrator(ctx, command.organisation_id)
    if not _YEARS[0] <= command.year <= _YEARS[1]:
        raise InvalidInputError(field="Năm", because="không phải một năm")
    if not 1 <= command.first_number <= _LARGEST:
        raise InvalidInputError(
            field="Số đầu tiên", because=Sentence("từ 1 đến {most}", most=_LARGEST)
        )
    ctx.session.execute(
        insert(NumberSeries)
        .values(
            organisation_id=command.organisation_id,
            year=command.year,
            scope=command.scope,
            first_number=1,
            next_number=1,
        )
        .on_conflict_do_nothing()
    )
    series = ctx.session.scalars(
        select(NumberSeries)
        .where(
            NumberSeries.organisation_id == command.organisation_id,
            NumberSeries.year == command.year,
            NumberSeries.scope == command.scope,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    given = ctx.session.scalar(
        select(func.min(RegisterEntry.number)).where(RegisterEntry.series_id == series.id)
    )
    if given is not None or series.next_number != series.first_number:
        raise ForbiddenError(
            because=Sentence(
                "năm {year} đã cấp số {number}; số đã cấp thì không đặt lại số đầu tiên "
                "(Điều 15 Nghị định 30/2020/NĐ-CP).",
                year=series.year,
                number=f"{series.next_number - 1:02d}",
            )
        )
    before = kept(series, "first_number")
    series.first_number = series.next_number = command.first_number
    record(
        ctx,
        "number.set_first",
        organisation_id=series.organisation_id,
        authority="Điều 15 khoản 1 Nghị định 30/2020/NĐ-CP",
        before=before,
        after=kept(series, "year", "scope", "first_number"),
    )
    return series
