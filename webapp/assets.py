"""Addresses of static files, with the hash of their content so that browsers may keep them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workflows.settings import DIST

if TYPE_CHECKING:
    from flask import Flask, Response


def init(app: Flask) -> None:
    """Give templates ``asset(name)`` and let browsers keep what is named by its content."""
    manifest = DIST / "manifest.json"
    names: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}

    def asset(name: str) -> str:
        return f"{app.static_url_path}/dist/{names.get(name, name)}"

    def keep(response: Response) -> Response:
        from_dist = response.headers.get("Content-Type", "").startswith(
            ("text/css", "text/javascript", "font/", "image/svg+xml")
        )
        if from_dist and response.status_code == 200:  # noqa: PLR2004 - OK
            response.cache_control.max_age = 31_536_000
            response.cache_control.no_cache = None
            response.cache_control.public = True
        return response

    app.jinja_env.globals["asset"] = asset
    app.after_request(keep)
