"""What changed between two versions of a document, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.documents.content import Content

#: Words shown before and after a change.
_AROUND: Final = 8
#: Words of one paragraph beyond which it is shown as replaced whole.
_LONGEST: Final = 1_500
_WORD = re.compile(r"\S+")

PieceKind = Literal["same", "added", "removed", "skipped"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, came or went; or the mark of a longer run left out."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One changed paragraph of one part of the document."""

    #: Key of the part: subject, addressees, recipients, legal_bases, body, annexes …
    part: str
    pieces: tuple[Piece, ...]


def changes_between(before: Content, after: Content) -> tuple[Change, ...]:
    """Return every changed paragraph, from the top of the document to the bottom."""
    old, new = _parts(before), _parts(after)
    return tuple(Change(part, pieces) for part in new for pieces in _changed(old[part], new[part]))


def _parts(content: Content) -> dict[str, list[str]]:
    attached, meeting = content.attached_text, content.meeting
    return {
        "urgency": [content.urgency],
        "purpose": [content.purpose],
        "subject": [content.subject],
        "addressees": [each.text for each in content.addressees],
        "legal_bases": list(content.legal_bases),
        "body": _paragraphs(content.body),
        "meeting": [meeting.chaired_by, meeting.starts_at, meeting.place] if meeting else [],
        "attached_text": [attached.title, attached.subject, *_paragraphs(attached.body)]
        if attached
        else [],
        "annexes": [
            text for annex in content.annexes for text in (annex.title, *_paragraphs(annex.body))
        ],
        "recipients": list(content.recipients),
        "contact_line": [content.contact_line],
        "marks": [content.drafting_unit, content.drafter_mark, str(content.copies)],
        "flags": [
            name
            for name in ("is_report", "is_submission", "guides_system")
            if getattr(content, name)
        ],
        "effective_note": [content.effective_note],
    }


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        removed, added = old[i1:i2], new[j1:j2]
        paired = min(len(removed), len(added))
        for was, now in zip(removed, added, strict=False):
            yield tuple(_shorten(_words(was, now)))
        yield from ((Piece("removed", text),) for text in removed[paired:] if text)
        yield from ((Piece("added", text),) for text in added[paired:] if text)


def _words(was: str, now: str) -> Iterator[Piece]:
    old, new = _WORD.findall(was), _WORD.findall(now)
    if len(old) > _LONGEST or len(new) > _LONGEST:
        yield Piece("removed", was)
        yield Piece("added", now)
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", " ".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Piece("removed", " ".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("added", " ".join(new[j1:j2]))


def _shorten(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Leave out what stayed the same, but for some words beside each change."""
    kept = list(pieces)
    for place, piece in enumerate(kept):
        words = piece.text.split(" ")
        first, last = place == 0, place == len(kept) - 1
        if piece.kind != "same" or len(words) <= _AROUND * (1 if first or last else 2) + 1:
            yield piece
            continue
        if not first:
            yield Piece("same", " ".join(words[:_AROUND]))
        yield Piece("skipped", "…")
        if not last:
            yield Piece("same", " ".join(words[-_AROUND:]))
