"""The other language, for what reaches a person outside a page (thư báo)."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations, translation

from workflows.settings import TRANSLATIONS
from workflows.text import translate


def in_language(text: str, language: str) -> str:
    """Return a `Sentence` in a language; in Vietnamese when it has no catalogue."""
    return str(translate(text, _catalogue(language).gettext))


@cache
def _catalogue(language: str) -> NullTranslations:
    return translation("messages", TRANSLATIONS, [language], fallback=True)
