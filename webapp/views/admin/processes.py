"""Deployed diagrams and tables, for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, render_template

from webapp.http import session
from webapp.views.admin.door import administered_organisation, blueprint
from workflows.queries.admin_processes import decision_file, process_file

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/processes/<int:version_id>")
def process(version_id: int) -> str:
    """Show one version of a diagram."""
    version, _bpmn, tables = process_file(session(), administered_organisation(), version_id)
    return render_template("admin/process.html", version=version, tables=tables)


@blueprint.get("/processes/<int:version_id>/diagram.bpmn")
def diagram(version_id: int) -> Response:
    """Send a diagram, to look at or to keep."""
    version, bpmn, _tables = process_file(session(), administered_organisation(), version_id)
    return _file(bpmn, f"{version.file_name}.bpmn")


@blueprint.get("/decisions/<int:version_id>/table.dmn")
def table(version_id: int) -> Response:
    """Send a decision table."""
    version, dmn = decision_file(session(), administered_organisation(), version_id)
    return _file(dmn, f"{version.file_name}.dmn")


def _file(data: bytes, name: str) -> Response:
    answer = make_response(data)
    answer.content_type = "application/xml"
    # Never shown as a page of ours: whoever drew it could have put a script in.
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
