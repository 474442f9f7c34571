"""What a person is told when something cannot be done, and with which HTTP status."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from webapp.language import sentence
from workflows.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    WorkflowError,
)

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

logger = logging.getLogger(__name__)

#: The one place where an error becomes a status; the most exact class first.
STATUS: tuple[tuple[type[WorkflowError], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (ConflictError, 409),
    (InvalidInputError, 422),
    (WorkflowError, 400),
)
_PAGES = frozenset({403, 404, 409, 413, 429, 500, 503})


def init(app: Flask) -> None:
    """Answer every error with a page in plain words."""
    app.register_error_handler(WorkflowError, _workflow_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DataError, _not_storable)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: WorkflowError) -> int:
    """Return the HTTP status of an error."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def error_page(status: int, message: str = "", reference: str = "") -> tuple[str, int]:
    """Render the page of a status, with the error's own sentence when there is one."""
    page = status if status in _PAGES else (404 if status < 500 else 500)  # noqa: PLR2004
    back = request.referrer if request.referrer and request.method != "GET" else ""
    template = f"errors/{page}.html"
    return render_template(template, message=message, back=back, reference=reference), status


def _workflow_error(error: WorkflowError) -> tuple[str, int]:
    status = status_of(error)
    logger.info("refused: %s", error.code)
    if status in {400, 422}:
        page = render_template(
            "errors/refused.html", message=sentence(error), back=request.referrer
        )
        return page, status
    return error_page(status, sentence(error))


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    return render_template("errors/stale.html", back=request.referrer), 409


def _http_error(error: HTTPException) -> Response | tuple[str, int]:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are answers
        return error.get_response()
    return error_page(error.code)


def _database_away(error: OperationalError) -> tuple[str, int]:
    # The statement's values may be personal: only the kind of failure is logged.
    logger.error("database unavailable: %s", type(error.orig).__name__)
    return error_page(503)


def _not_storable(_error: DataError) -> tuple[str, int]:
    # A number beyond all that are given, or a character that no keyboard types.
    if request.method == "GET":
        return error_page(404)
    message = _(
        "Nội dung gửi lên có số hoặc ký tự mà hệ thống không lưu được. Chưa có gì thay đổi."
    )
    return render_template("errors/refused.html", message=message, back=request.referrer), 422


def _unexpected(error: Exception) -> tuple[str, int]:
    reference = secrets.token_hex(4)
    logger.error("unexpected error %s in %s", reference, request.endpoint, exc_info=error)
    return error_page(500, reference=reference)
