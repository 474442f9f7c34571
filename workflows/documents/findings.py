"""What a form check says: the field, the clause of the decree, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from workflows.text import Sentence

Severity = Literal["error", "warning"]

#: Khoản of Phụ lục I, Phần I, Mục II, by the part of the document that it rules.
NUMBER = Sentence("Phụ lục I, Phần I, Mục II, khoản 3")
DATE = Sentence("Phụ lục I, Phần I, Mục II, khoản 4")
SUBJECT = Sentence("Phụ lục I, Phần I, Mục II, khoản 5")
TEXT = Sentence("Phụ lục I, Phần I, Mục II, khoản 6")
SIGNATURE = Sentence("Phụ lục I, Phần I, Mục II, khoản 7")
RECIPIENTS = Sentence("Phụ lục I, Phần I, Mục II, khoản 9")
ISSUER = Sentence("Phụ lục I, Phần I, Mục II, khoản 2")
ANNEX = Sentence("Phụ lục I, Phần I, Mục III, khoản 1")
FONT = Sentence("Phụ lục I, Phần I, Mục I, khoản 4")
CAPITALS = Sentence("Phụ lục II")
METADATA = Sentence("Phụ lục VI, Phần II, Mục I")
INVITATION = Sentence("Phụ lục III, Mẫu 1.7")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of form: an error must be mended, a warning must be looked at."""

    #: Field of the content (“subject”, “body”, …), or “issuer”, “signature”.
    field: str
    #: Clause of Nghị định 30/2020/NĐ-CP that the finding rests on.
    clause: Sentence
    message: Sentence
    severity: Severity


def error(field: str, clause: Sentence, template: str, **blanks: Any) -> Finding:
    """Return a fault that must be mended; what fills the template is as in `Sentence`."""
    return Finding(field, clause, Sentence(template, **blanks), "error")


def warning(field: str, clause: Sentence, template: str, **blanks: Any) -> Finding:
    """Return a doubt that a person must look at."""
    return Finding(field, clause, Sentence(template, **blanks), "warning")


def shown(text: str, limit: int = 60) -> str:
    """Return the beginning of a text for quoting in a message."""
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"
