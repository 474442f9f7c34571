"""What can be managed, and what needs attention today."""

from __future__ import annotations

from flask import render_template

from webapp.http import account, now, session
from webapp.views.admin.door import administered_organisation, blueprint
from workflows.queries.administration import attention


@blueprint.get("/")
def home() -> str:
    """Show what needs attention, and the way to everything."""
    organisation_id = administered_organisation()
    return render_template(
        "admin/home.html",
        attention=attention(session(), organisation_id, now()),
        organisation=next(
            (
                capacity.organisation_name
                for capacity in account().actor.capacities
                if capacity.organisation_id == organisation_id
            ),
            "",
        ),
    )
