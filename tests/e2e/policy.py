"""What every page carries: its policy, and nothing for which it would have to be loosened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from webapp.security import CONTENT_SECURITY_POLICY

if TYPE_CHECKING:
    from playwright.sync_api import Response

_INLINE: Final = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|javascript:", re.IGNORECASE
)
_HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


def breaches(answer: Response) -> list[tuple[str, ...]]:
    """Return the headers that a page lacks, and the scripts and styles inside it."""
    wrong: list[tuple[str, ...]] = [
        (name, answer.headers.get(name, ""))
        for name, value in _HEADERS.items()
        # A page may show pictures that it made itself.
        if answer.headers.get(name, "").replace(" blob:", "") != value
    ]
    return wrong + [(found,) for found in _INLINE.findall(answer.text())]
