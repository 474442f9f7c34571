"""Two states of a diagram or table side by side."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _

from models import DraftKind
from webapp.http import session
from webapp.language import said
from webapp.views.workbench.door import PLACE, PLACES, blueprint, organisation
from workflows.queries.draft_history import revisions
from workflows.queries.drafts import find_model
from workflows.queries.model_comparison import DRAFT
from workflows.queries.model_comparison import compare as compare_states


@blueprint.get(f"{PLACE}/compare")
def compare(place: str, key: str) -> str:
    """List what differs between two states, and colour it on the diagram."""
    kind = PLACES[place]
    model = find_model(session(), organisation(), kind, key)
    names = {f"v{each.number}": _("Phiên bản %(n)d", n=each.number) for each in model.versions}
    if model.draft:
        names = {DRAFT: _("Bản nháp hiện nay"), **names}
        for each in revisions(session(), organisation(), kind, key):
            names[f"r{each.revision}"] = _("Bản nháp, lần lưu %(n)d", n=each.revision)
    active = f"v{model.active.number}" if model.active else next(iter(names))
    old = request.args.get("old") or active
    new = request.args.get("new") or next(iter(names))
    found = compare_states(session(), organisation(), kind, key, old, new)
    coloured = [
        {
            "element": each.element,
            "name": each.name,
            "kind": each.kind,
            "details": [[said(part) for part in detail] for detail in each.details],
        }
        for each in found.elements
    ]
    return render_template(
        "workbench/compare.html",
        place=place,
        model=model,
        names=names,
        old=old,
        new=new,
        found=found,
        coloured=coloured,
        files=(
            url_for(".file", place=place, key=key, name=old),
            url_for(".file", place=place, key=key, name=new),
        ),
        is_table=kind is DraftKind.TABLE,
    )
