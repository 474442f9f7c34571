"""Put the web application together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from webapp import assets, errors, frame, language, security, sign_in_state, words
from webapp.http import close_session
from webapp.views import BLUEPRINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.bootstrap import Services

#: Bytes of one request: the largest attachment and its form around it.
LARGEST_REQUEST = 27 * 1024 * 1024


def create_app(services: Services, settings: Mapping[str, Any] | None = None) -> Flask:
    """Build the application on an open installation; ``settings`` win over Flask's own."""
    app = Flask(__name__, static_folder=None)
    secure = services.settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=services.settings.secret,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        MAX_FORM_PARTS=5_000,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        SESSION_COOKIE_NAME="trinhky",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
    )
    app.config.update(settings or {})
    app.extensions["trinhky"] = services
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # First who is there, then whether the form is theirs: an ended session is told as such.
    sign_in_state.init(app)
    CSRFProtect(app)
    Babel(app, locale_selector=language.chosen)
    security.init(app)
    assets.init(app)
    errors.init(app)
    frame.init(app)
    words.init(app)
    language.init(app)
    app.teardown_request(close_session)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
