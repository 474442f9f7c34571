"""The register of outgoing documents: read, search, export, print; the series of numbers."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext as _

from webapp.http import actor, now, session
from workflows.documents.cleaning import clean_line
from workflows.documents.kinds import KINDS
from workflows.documents.register_print import COLUMNS, RegisterBook, RegisterRow, register_pdf
from workflows.letterhead import printed_number, symbol
from workflows.queries.register import (
    PAGE,
    Filter,
    Line,
    next_series_number,
    number_series,
    readable_bodies,
    readable_body,
    register_lines,
    register_page,
    years,
)
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("registers", __name__)

_YEARS = range(1945, 10_000)
#: A cell that a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@blueprint.get("/register")
def outgoing() -> str:
    """Show a page of the register."""
    wanted = _wanted()
    page = register_page(
        session(),
        wanted,
        before=request.args.get("before", 0, type=int),
        after=request.args.get("after", 0, type=int),
    )
    asked = _asked(wanted)
    return render_template(
        "registers/outgoing.html",
        page=page,
        wanted=wanted,
        filtered=bool(wanted.text or wanted.kind or wanted.first_day or wanted.last_day),
        bodies=readable_bodies(actor()),
        years=[(year, year) for year in years(session(), wanted.organisation_id, now().year)],
        kinds=[("", _("Mọi loại")), *((kind.key, _(kind.name)) for kind in KINDS.values())],
        newer=page.newer and url_for("registers.outgoing", **asked, after=page.newer),
        older=page.older and url_for("registers.outgoing", **asked, before=page.older),
        export=url_for("registers.export", **asked),
        book=url_for("registers.book", **asked),
        page_size=PAGE,
    )


@blueprint.get("/register/series")
def series() -> str:
    """Show which number each series gives next."""
    organisation_id = readable_body(actor(), request.args.get("body", 0, type=int))
    profile = profile_of(session(), organisation_id)
    this_year = now().year
    found = number_series(session(), organisation_id)
    return render_template(
        "registers/series.html",
        organisation_id=organisation_id,
        bodies=readable_bodies(actor()),
        series=found,
        this_year=this_year,
        opens_at=None
        if any(each.year == this_year for each in found)
        else next_series_number(session(), organisation_id, this_year),
        example=lambda number: printed_number(number, symbol(profile, "cong_van", "")),
    )


@blueprint.get("/register.csv")
def export() -> Response:
    """Give the selection as CSV for a spreadsheet: UTF-8 with its mark, no formulas."""
    wanted = _wanted()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([title for title, _width in COLUMNS])
    for line in register_lines(session(), wanted):
        writer.writerow([_harmless(cell) for cell in _cells(line)])
    answer = make_response(("\ufeff" + text.getvalue()).encode())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="so-dang-ky-van-ban-di-{wanted.year}.csv"'
    )
    return answer


@blueprint.get("/register.pdf")
def book() -> Response:
    """Give the selection as the book on paper."""
    wanted = _wanted()
    head = profile_of(session(), wanted.organisation_id).letterhead
    today = now().date()
    lines = register_lines(session(), wanted)
    pdf = register_pdf(
        RegisterBook(
            parent_lines=head.parent_lines,
            issuer_lines=head.issuer_lines,
            year=wanted.year,
            first_day=wanted.first_day or date(wanted.year, 1, 1),
            last_day=wanted.last_day
            or min(date(wanted.year, 12, 31), max(today, date(wanted.year, 1, 1))),
            printed_on=today,
        ),
        [
            RegisterRow(
                printed_number=line.printed_number,
                dated_on=line.dated_on,
                title=f"{line.kind} {line.subject}",
                signer=line.signer,
                recipients=line.recipients,
                kept_by=line.kept_by,
                copies=line.copies,
                sent_on=line.sent_on,
                remark=line.remark,
                is_void=line.is_void,
            )
            for line in lines
        ],
    )
    answer = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = (
        f'inline; filename="so-dang-ky-van-ban-di-{wanted.year}.pdf"'
    )
    return answer


def _wanted() -> Filter:
    """Read the filter of the address; what is no year, kind or day of that year is left out."""
    organisation_id = readable_body(actor(), request.args.get("body", 0, type=int))
    year = request.args.get("year", 0, type=int)
    year = year if year in _YEARS else now().year
    kind = request.args.get("kind", "")
    return Filter(
        organisation_id=organisation_id,
        year=year,
        text=clean_line(request.args.get("q", ""))[:200],
        kind=kind if kind in KINDS else "",
        first_day=_day("from", year),
        last_day=_day("to", year),
    )


def _day(name: str, year: int) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if day.year == year else None


def _asked(wanted: Filter) -> dict[str, Any]:
    """Return the filter as the arguments of an address."""
    given = {
        "body": wanted.organisation_id,
        "year": wanted.year,
        "q": wanted.text,
        "kind": wanted.kind,
        "from": wanted.first_day and wanted.first_day.isoformat(),
        "to": wanted.last_day and wanted.last_day.isoformat(),
    }
    return {key: value for key, value in given.items() if value}


def _cells(line: Line) -> list[str]:
    return [
        line.printed_number,
        f"{line.dated_on:%d/%m/%Y}",
        f"{line.kind} {line.subject}",
        line.signer,
        line.recipients,
        line.kept_by,
        str(line.copies or ""),
        f"{line.sent_on:%d/%m/%Y}" if line.sent_on else "",
        "",
        line.remark,
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
