"""Static files: addressed by their content, so that browsers may keep them, and sent compressed."""

from __future__ import annotations

import json
import mimetypes
import re
from typing import TYPE_CHECKING, Final

from flask import request, send_from_directory

from workflows.settings import DIST

if TYPE_CHECKING:
    from flask import Flask, Response

_AT: Final = "/static/dist"
#: What the build writes beside a file, best first (webapp/frontend/build.mjs).
_ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
#: The build names parts and pictures by their content.
_NAMED_BY_CONTENT: Final = re.compile(r"-[A-Z0-9]{8}\.\w+$")


def init(app: Flask) -> None:
    """Give templates ``asset(name)`` and serve what the build made."""
    manifest = DIST / "manifest.json"
    names: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}
    app.jinja_env.globals["asset"] = lambda name: f"{_AT}/{names.get(name, name)}"
    app.add_url_rule(f"{_AT}/<path:name>", "static", _send)


def _send(name: str) -> Response:
    """Send a file, in the smallest form that the browser reads."""
    encoding = next(
        (
            encoding
            for encoding, suffix in _ENCODINGS.items()
            if request.accept_encodings.quality(encoding) and (DIST / f"{name}{suffix}").is_file()
        ),
        None,
    )
    answer = send_from_directory(
        DIST, name + _ENCODINGS.get(encoding or "", ""), mimetype=mimetypes.guess_type(name)[0]
    )
    if encoding:
        answer.content_encoding = encoding
    answer.vary.add("Accept-Encoding")
    if "v" in request.args or _NAMED_BY_CONTENT.search(name):
        answer.cache_control.no_cache = None
        answer.cache_control.public = True
        answer.cache_control.max_age = 31_536_000
        answer.cache_control.immutable = True
    return answer
