"""The wording of a Giấy mời (Phụ lục III, Mẫu 1.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workflows.documents import layout
from workflows.documents.title import bare_subject, lower_first
from workflows.documents.typesetting import BOLD, REGULAR, paragraph, style

if TYPE_CHECKING:
    from workflows.documents.content import Content
    from workflows.documents.layout import IssuerLayout

_ATTEND = re.compile(r"^(?:mời\s+)?(?:tham\s+)?dự\s+", re.IGNORECASE)
_VERB_MEETING = re.compile(r"^họp\b", re.IGNORECASE)


def issuer_in_sentence(issuer: IssuerLayout) -> str:
    """Return the issuer's name as it is written inside a sentence.

    The letterhead is in capitals; the place keeps its own capitals.
    """
    name = " ".join(issuer.issuer_lines).lower()
    place = issuer.place.strip()
    if place:
        name = re.sub(re.escape(place.lower()), lambda _: place, name)
    return name[:1].upper() + name[1:]


def invitation(content: Content, issuer: IssuerLayout) -> list[Any]:
    """Return who is invited, to what, chaired by whom, when and where."""
    name = issuer_in_sentence(issuer)
    texts = [addressee.text.rstrip(" ;.,") for addressee in content.addressees]
    made: list[Any] = []
    opening = f"{name} trân trọng kính mời:"
    if len(texts) == 1:
        made.append(_text([(f"{opening} {texts[0]}.", REGULAR)]))
    else:
        made.append(_text([(opening, REGULAR)]))
        made.extend(
            _text([(f"- {text}{'.' if text is texts[-1] else ';'}", REGULAR)]) for text in texts
        )
    event = _ATTEND.sub("", bare_subject(content.subject)).rstrip(" .")
    if event:
        event = event[0].lower() + event[1:] if _VERB_MEETING.match(event) else lower_first(event)
        made.append(_text([(f"Tới dự {event}.", REGULAR)]))
    if content.meeting:
        for label, value in (
            ("Chủ trì:", content.meeting.chaired_by),
            ("Thời gian:", content.meeting.starts_at),
            ("Địa điểm:", content.meeting.place),
        ):
            if value:
                made.append(_text([(f"{label} ", BOLD), (f"{value.rstrip(' .')}.", REGULAR)]))
    return made


def _text(runs: list[tuple[str, str]]) -> Any:
    return paragraph(runs, style(first=layout.INDENT))
