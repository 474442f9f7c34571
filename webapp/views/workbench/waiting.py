"""Where cases stand and wait: on the diagram, in a list, step by step."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template, request, url_for
from flask_babel import gettext as _

from models import DraftKind
from webapp.http import now, session
from webapp.views.workbench.door import PROCESS, blueprint, organisation
from workflows.engine.run import steps
from workflows.errors import NotFoundError
from workflows.queries.administration import unit_choices
from workflows.queries.drafts import find_model
from workflows.queries.rules import process_of
from workflows.queries.waiting_times import waiting_cases, waiting_steps


@blueprint.get(f"{PROCESS}/waiting")
def waiting(key: str) -> str:
    """Show counts and median waiting times of each step."""
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    if model.active is None:
        raise NotFoundError(what="phiên bản đang áp dụng")
    today = now().date()
    first, last = _day("from", today - timedelta(days=90)), _day("to", today)
    unit_id = request.args.get("unit", type=int)
    found = waiting_steps(session(), organisation(), key, first, last, unit_id=unit_id, now=now())
    names = {
        step.id: step.name
        for step in steps(process_of(session(), model.active.id))
        if step.kind == "user"
    }
    rows = [
        (names.get(step, step), found[step])
        for step in (*names, *(found.keys() - names.keys()))
        if step in found
    ]
    longest = max((row.median for _name, row in rows if row.median), default=timedelta())
    return render_template(
        "workbench/waiting.html",
        place="processes",
        model=model,
        rows=rows,
        longest=longest,
        first=first,
        last=last,
        unit_id=unit_id or "",
        units=[("", _("Mọi đơn vị")), *unit_choices(session(), organisation(), today, closed=True)],
        span=span,
        heat={
            row.step: {
                "open": row.open,
                "overdue": row.overdue,
                "median": span(row.median),
                "about": about(row.median),
                "label": _(
                    "%(step)s: %(open)d hồ sơ đang chờ, %(late)d quá hạn, chờ trung vị %(span)s",
                    step=name,
                    open=row.open,
                    late=row.overdue,
                    span=span(row.median),
                ),
                "level": _level(row.median, longest),
                "href": url_for(".waiting_at", key=key, step=row.step, unit=unit_id),
            }
            for name, row in rows
        },
    )


@blueprint.get(f"{PROCESS}/waiting/<step>")
def waiting_at(key: str, step: str) -> str:
    """List the cases that wait at a step."""
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    if model.active is None:
        raise NotFoundError(what="phiên bản đang áp dụng")
    unit_id = request.args.get("unit", type=int)
    names = {each.id: each.name for each in steps(process_of(session(), model.active.id))}
    found = waiting_cases(session(), organisation(), key, step, unit_id=unit_id, day=now().date())
    return render_template(
        "workbench/waiting_at.html",
        place="processes",
        model=model,
        step=names.get(step, step),
        cases=found,
        now=now(),
        span=span,
    )


def span(value: timedelta | None) -> str:
    """Write a span as people say it: 2 ngày 3 giờ."""
    if value is None:
        return "–"
    minutes = max(int(value.total_seconds() // 60), 0)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _("%(d)d ngày %(h)d giờ", d=days, h=hours) if hours else _("%(d)d ngày", d=days)
    if hours:
        return _("%(h)d giờ %(m)d phút", h=hours, m=rest) if rest else _("%(h)d giờ", h=hours)
    return _("%(m)d phút", m=rest) if rest else _("dưới 1 phút")


def about(value: timedelta | None) -> str:
    """Write a span by its largest unit only, where there is little room."""
    if value is None:
        return "–"
    minutes = max(int(value.total_seconds() // 60), 0)
    if minutes >= 1440:  # noqa: PLR2004 - a day
        return _("%(d)d ngày", d=round(minutes / 1440))
    if minutes >= 60:  # noqa: PLR2004 - an hour
        return _("%(h)d giờ", h=round(minutes / 60))
    return _("%(m)d phút", m=minutes)


def _level(value: timedelta | None, longest: timedelta) -> int:
    """How hot a step is beside the slowest one: 0 to 3."""
    if not value or not longest:
        return 0
    return min(int(3 * (value / longest)) + 1, 3)


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
