"""The history of a document in words, and the states of its diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.words import ago, due_words, lower_start, moment
from workflows.commands.record_vote import METHODS
from workflows.queries.timeline import Event, events

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Document
    from workflows.queries.process_view import ProcessView

#: Acts that sent a document back or stopped it.
_BACKWARDS = frozenset(
    {"task.return", "task.reject", "document.reroute", "document.withdraw", "task.release"}
)


def timeline_rows(
    session: Session, document: Document, view: ProcessView | None
) -> list[dict[str, Any]]:
    """Return the rows of the timeline: what was done, what waits, what comes next."""
    names = {step.id: step.name for step in view.steps} if view else {}
    rows = [_event_row(event, names) for event in events(session, document.id)]
    if view is None:
        return rows
    rows += [
        {
            "state": "now",
            "act": step.name,
            "person": step.person,
            "post": "",
            "at": None,
            "at_words": "",
            "reason": "",
            "details": [
                (_("Đến lúc"), moment(step.since)),
                (_("Hạn"), due_words(step.due_at, document.organisation_id)),
                (_("Đã mở"), _("rồi") if step.opened else _("chưa")),
            ],
        }
        for step in view.waiting
    ]
    rows += [
        _row("next", step.name, person=step.person, post="" if step.person else step.lane)
        for step in view.ahead
    ]
    return rows


def diagram_steps(view: ProcessView) -> dict[str, dict[str, str]]:
    """Return the states of the diagram's steps, as the diagram's script takes them."""
    return {step.id: {"state": step.state, "note": step.person} for step in view.steps}


def _row(
    state: str, said: str, *, person: str = "", post: str = "", reason: str = ""
) -> dict[str, Any]:
    return {
        "state": state,
        "act": said,
        "person": person,
        "post": post,
        "at": None,
        "at_words": "",
        "reason": reason,
        "details": [],
    }


def _event_row(event: Event, names: dict[str, str]) -> dict[str, Any]:
    row = _row(
        "returned" if event.act in _BACKWARDS else "done",
        _said(event, names),
        person=event.person,
        post=_post(event),
        reason=_reason(event),
    )
    details = [(_("Thời điểm"), moment(event.at))]
    if event.authority:
        details.append((_("Căn cứ"), event.authority))
    if event.after.get("content"):
        details.append((_("Mã nội dung"), str(event.after["content"])[:16]))
    return row | {"at": event.at, "at_words": ago(event.at), "details": details}


def _signed_as(event: Event) -> tuple[str, str]:
    """Return the first line of the signature, which the act says, and the others."""
    first, _bar, others = event.capacity.partition(" / ")
    return first, others


def _post(event: Event) -> str:
    return _signed_as(event)[1] if event.act == "document.sign" else event.capacity


def _said(event: Event, names: dict[str, str]) -> str:
    """Say an act as the table of interface words does."""
    after = event.after
    step = names.get(str(after.get("step", "")), "")
    words = {
        "document.start": _("đã bắt đầu soạn"),
        "document.save_version": _saved(event, names),
        "document.discard": _("đã bỏ bản nháp"),
        "document.submit": _("đã trình"),
        "document.resubmit": _("đã trình lại"),
        "document.withdraw": _("đã rút lại"),
        "document.sign": _("đã ký (%(capacity)s)", capacity=_signed_as(event)[0]),
        "document.reroute": _("đã chuyển người ký: %(step)s", step=_steps(event, names)),
        "document.number": _("đã cấp số %(number)s", number=after.get("number", "")),
        "document.seal": _("đã đóng %(seal)s", seal=lower_start(event.seal)),
        "document.issue": _("đã ban hành"),
        "task.claim": _("đã nhận xử lý"),
        "task.release": _("đã bỏ nhận"),
        "task.approve": _("đã đồng ý: %(step)s", step=step) if step else _("đã đồng ý"),
        "task.return": _("đã trả lại về bước %(step)s", step=step) if step else _("đã trả lại"),
        "task.reject": _("đã từ chối"),
        "signature.confirm": _("đã xác nhận chữ ký"),
        "opinion.ask": _("đã xin ý kiến của %(post)s", post=after.get("post", "")),
        "opinion.give": _("đã cho ý kiến"),
        "vote.record": _vote(after),
        "attachment.add": _("đã đính kèm tệp %(file)s", file=after.get("filename", "")),
        "attachment.remove": _("đã bỏ tệp %(file)s", file=event.before.get("filename", "")),
    }
    return words.get(event.act) or _("đã ghi nhận: %(act)s", act=event.act)


def _steps(event: Event, names: dict[str, str]) -> str:
    return ", ".join(names.get(str(key), str(key)) for key in event.after.get("steps", ()))


def _saved(event: Event, names: dict[str, str]) -> str:
    number = event.after.get("version", "")
    voided = [names[key] for key in event.after.get("voided", ()) if key in names]
    if voided:
        return _(
            "đã lưu phiên bản %(number)s; kết quả %(steps)s không còn giá trị",
            number=number,
            steps=", ".join(voided),
        )
    return _("đã lưu phiên bản %(number)s", number=number)


def _vote(after: Any) -> str:
    return _(
        "đã ghi biểu quyết: %(yes)s/%(members)s tán thành (%(method)s), %(result)s",
        yes=after.get("yes", ""),
        members=after.get("members", ""),
        method=_(METHODS.get(str(after.get("method", "")), "")) or "",
        result=_("thông qua") if after.get("passed") else _("chưa thông qua"),
    )


def _reason(event: Event) -> str:
    after = event.after
    for name in ("reason", "comment", "note", "because", "question", "answer", "reference"):
        if after.get(name):
            return str(after[name])
    return ""
