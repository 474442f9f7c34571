"""Search: words without accents, numbers, among the documents I may read."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from webapp.http import actor, session
from webapp.views.documents import filters_from
from workflows.queries.search import find_documents, prefix_query

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def results() -> str:
    """Show what matches the words."""
    query = request.args.get("q", "").strip()[:200]
    page = None
    if prefix_query(query):
        page = find_documents(session(), actor(), filters_from(request.args, query))
    return render_template("search/results.html", query=query, page=page)
