"""Vietnamese first, English for who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import session as cookie
from flask_babel import gettext

from workflows.text import Sentence, translate, translate_blank

if TYPE_CHECKING:
    from flask import Flask

    from workflows.errors import WorkflowError

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def init(app: Flask) -> None:
    """Let every page say sentences in the person's language, wherever it writes one."""
    app.jinja_env.finalize = said
    app.jinja_env.filters["said"] = said


def chosen() -> str:
    """Return the language the person chose, else Vietnamese.

    The browser is not asked: many an office computer was set up in English.
    """
    language = cookie.get("language")
    return str(language) if language in LANGUAGES else "vi"


def sentence(error: WorkflowError) -> str:
    """Return the error's sentence in the person's language."""
    data = {key: _reason(value) for key, value in error.data.items()}
    template = gettext(error.template)
    return template.format(**data) if data else template


def said(text: Any) -> Any:
    """Return a `Sentence` in the person's language; anything else is data and stays as it is."""
    return translate(text, gettext)


def _reason(value: Any) -> Any:
    """What fills an error's blank: a sentence, or a plain reason that the catalogue may know."""
    if isinstance(value, str) and value and not isinstance(value, Sentence):
        return gettext(value)
    return translate_blank(value, gettext)
