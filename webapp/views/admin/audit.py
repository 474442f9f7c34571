"""The audit trail: look something up, check the chain."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from webapp.audit_words import act_name, changes
from webapp.http import services, session
from webapp.views.admin.door import administered_organisation, blueprint
from workflows import audit
from workflows.queries.administration import people_choices
from workflows.queries.audit_log import AuditFilter, acts_on_record, audit_page


@blueprint.get("/audit")
def audit_log() -> str:
    """Show the acts that match, the newest first; check the chain when asked."""
    organisation_id = administered_organisation()
    asked = {
        name: request.args.get(name, "").strip()
        for name in ("document", "person", "act", "since", "until")
    }
    problems: list[tuple[str, str]] = []
    wanted = AuditFilter(
        document=asked["document"],
        person=request.args.get("person", 0, int),
        act=asked["act"],
        since=_day("since", _("Từ ngày"), problems),
        until=_day("until", _("Đến ngày"), problems),
    )
    page = audit_page(
        session(),
        organisation_id,
        wanted,
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
    )
    return render_template(
        "admin/audit.html",
        page=page,
        asked=asked,
        problems=problems,
        people=[
            (str(user_id), name)
            for user_id, name in people_choices(session(), organisation_id, closed=True)
        ],
        acts=sorted(
            ((act, act_name(act)) for act in acts_on_record(session(), organisation_id)),
            key=lambda pair: pair[1],
        ),
        act_name=act_name,
        changes=changes,
        checked=_verified(organisation_id) if "verify" in request.args else None,
        older=_link(asked, before=page.older),
        newer=_link(asked, after=page.newer),
    )


def _verified(organisation_id: int) -> dict[str, Any]:
    # One transaction: a long chain is read through a cursor.
    with services().database.session() as whole:
        rows, problems = audit.verify(whole, services().settings.secret, organisation_id)
    return {"rows": rows, "problems": problems}


def _link(asked: dict[str, str], **place: int | None) -> str | None:
    if None in place.values():
        return None
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return url_for("admin.audit_log", **kept | place)


def _day(name: str, label: str, problems: list[tuple[str, str]]) -> date | None:
    written = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        problems.append((name, _("%(field)s: ngày không đúng.", field=label)))
        return None
