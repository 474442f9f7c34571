"""Whether the server is well, for whoever watches it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from webapp.http import session

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 when the database answers."""
    session().execute(text("SELECT 1"))
    return jsonify(ok=True)
