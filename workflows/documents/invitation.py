"""The wording of a Giấy mời (Phụ lục III, Mẫu 1.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workflows.documents import layout
from workflows.documents.typesetting import REGULAR, paragraph, style
from workflows.documents.wording import bare_subject, lower_first, sentence_case

if TYPE_CHECKING:
    from workflows.documents.content import Content
    from workflows.documents.layout import IssuerLayout

_ATTEND = re.compile(r"^(?:mời\s+)?(?:tham\s+)?dự\s+", re.IGNORECASE)
_VERB_MEETING = re.compile(r"^họp\b", re.IGNORECASE)


def invitation(content: Content, issuer: IssuerLayout) -> list[Any]:
    """Return who is invited, to what, chaired by whom, when and where."""
    name = sentence_case(" ".join(issuer.issuer_lines), issuer.place)
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
                made.append(_text([(f"{label} {value.rstrip(' .')}.", REGULAR)]))
    return made


def _text(runs: list[tuple[str, str]]) -> Any:
    return paragraph(runs, style(first=layout.INDENT))
