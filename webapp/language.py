"""Vietnamese first, English for who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import session as cookie
from flask_babel import gettext

if TYPE_CHECKING:
    from workflows.errors import WorkflowError

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def chosen() -> str:
    """Return the language the person chose, else Vietnamese.

    The browser is not asked: many an office computer was set up in English.
    """
    language = cookie.get("language")
    return str(language) if language in LANGUAGES else "vi"


def sentence(error: WorkflowError) -> str:
    """Return the error's sentence in the person's language."""
    template = gettext(error.template)
    data: dict[str, Any] = {
        key: gettext(value) if isinstance(value, str) and value else value
        for key, value in error.data.items()
    }
    return template.format(**data) if data else template
