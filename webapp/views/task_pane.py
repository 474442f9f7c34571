"""What the page of a step and the reading pane of the inbox share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask_babel import gettext as _

from webapp.http import act, actor, now, session
from webapp.language import sentence
from webapp.words import kind_name
from workflows.commands.claim_task import OpenTask, open_task
from workflows.documents.kinds import KINDS, Form
from workflows.documents.wording import bare_subject, lower_first
from workflows.queries.task_view import TaskView, task_view

if TYPE_CHECKING:
    from models import UserTask


def pane_context(task_id: int) -> dict[str, Any]:
    """Read a waiting step for its page, then note that it was opened."""
    view = task_view(session(), actor(), task_id, now())
    act(open_task, OpenTask(task_id))
    return context_of(view)


def context_of(view: TaskView) -> dict[str, Any]:
    """Return what the templates of a step need."""
    return {
        "view": view,
        "task": view.line,
        "document": view.document,
        "title": title_of(view.document.kind, view.document.subject),
        "blocked": sentence(view.blocked) if view.blocked else "",
        "acts": acts_of(view),
        "came_from": "inbox" if request.args.get("from") == "inbox" else "",
    }


def title_of(kind: str, subject: str) -> str:
    """Name a document as its own heading does: V/v … for a letter, else kind and subject."""
    if not subject.strip():
        return _("%(kind)s (chưa có trích yếu)", kind=kind_name(kind))
    if kind in KINDS and KINDS[kind].form is Form.LETTER:
        return f"V/v {lower_first(bare_subject(subject))}"
    name = kind_name(kind)
    return subject if subject.lower().startswith(name.lower()) else f"{name}: {subject}"


def kind_beside(kind: str, subject: str) -> str:
    """Name the kind beside a title; empty where the title begins with it already."""
    name = kind_name(kind)
    return "" if title_of(kind, subject).lower().startswith(name.lower()) else name


#: What each form of step offers: act, icon, key; the first is the primary one.
_ACTS = {
    "check": ("approve", "return", "ask", "reject"),
    "vote": ("vote", "return", "ask", "reject"),
    "sign": ("sign", "return", "ask", "reject"),
    "number": ("number", "return", "ask"),
    "seal": ("seal", "return", "ask"),
    "issue": ("issue", "return", "ask"),
    "revise": ("resubmit",),
    "opinion": ("answer",),
}
_ICONS = {
    "approve": "check",
    "return": "return",
    "reject": "stop",
    "ask": "comment",
    "answer": "comment",
    "vote": "vote",
    "sign": "sign",
    "number": "number",
    "seal": "seal",
    "issue": "send",
    "resubmit": "send",
}
#: Acts with a page of their own; the others open over the page.
WHOLE_PAGE = frozenset({"sign"})


def act_names() -> dict[str, str]:
    """Name the acts as everywhere (interface words)."""
    return {
        "approve": _("Đồng ý"),
        "return": _("Trả lại"),
        "reject": _("Từ chối"),
        "ask": _("Xin ý kiến"),
        "answer": _("Cho ý kiến"),
        "vote": _("Ghi biểu quyết"),
        "sign": _("Ký"),
        "number": _("Cấp số"),
        "seal": _("Đóng dấu"),
        "issue": _("Ban hành"),
        "resubmit": _("Trình"),
    }


def may(form: str, act_name: str) -> bool:
    """Whether a step of this form offers the act."""
    return act_name in _ACTS.get(form, ())


def acts_of(view: TaskView) -> list[dict[str, Any]]:
    """Return the buttons of a step, the primary act first."""
    return act_links(view.task)


def act_links(task: UserTask) -> list[dict[str, Any]]:
    """Return the buttons of a step that waits for the reader, the primary act first."""
    names = act_names()
    return [
        {
            "key": name,
            "label": names[name],
            "icon": _ICONS[name],
            "href": url_for("tasks.step", task_id=task.id, act_name=name),
            "dialog": name not in WHOLE_PAGE,
            "shortcut": {"return": "r"}.get(name, "a" if place == 0 else ""),
        }
        for place, name in enumerate(_ACTS.get(task.form, ()))
    ]
