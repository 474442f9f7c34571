"""The frame around every page: rail, search, capacity, notices, me."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, request, url_for
from flask_babel import get_locale, pgettext
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from webapp.http import actor, session
from webapp.language import LANGUAGES
from webapp.sign_in_state import settled
from workflows import policy
from workflows.queries.inbox import waiting_count

if TYPE_CHECKING:
    from flask import Flask

#: The rail says no more than this many wait: beyond it shows "99+".
MOST_SHOWN = 99
#: Which rail item a blueprint belongs to.
_SECTIONS = {
    "inbox": "inbox",
    "tasks": "inbox",
    "notices": "inbox",
    "documents": "documents",
    "search": "documents",
    "drafts": "new",
    "registers": "register",
    "admin": "admin",
    "workbench": "admin",
}


def init(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    locale = get_locale()
    context: dict[str, Any] = {
        "lang": str(locale) if locale else "vi",
        "theme": request.cookies.get("theme", ""),
        "frame": None,
    }
    # Somebody who has yet to choose a password has nowhere else to go.
    if request.endpoint != "static" and settled():
        context["frame"] = _frame(context["lang"])
    return context


def _frame(lang: str) -> dict[str, Any]:
    me = current_user.account
    section = _SECTIONS.get(request.blueprint or "", "")
    capacities = [c for c in me.actor.capacities if c.standing_in_for is None]
    acting = me.actor.acting
    return {
        "home": url_for("inbox.waiting"),
        "active": section,
        "rail": _rail(),
        "most": MOST_SHOWN,
        "search": url_for("search.results"),
        "query": request.args.get("q", "") if request.blueprint == "search" else "",
        "counts": url_for("inbox.counts"),
        "shortcuts": True,
        "capacity": {
            "post": acting.title if acting else _("Chưa giữ chức vụ"),
            "organisation": acting.organisation_name if acting else me.organisation_name,
        },
        "capacity_action": url_for("account.act_as"),
        "capacities": [
            {
                "id": c.post_id,
                "post": c.title,
                "organisation": c.organisation_name,
                "active": acting is not None and c.post_id == acting.post_id,
            }
            for c in capacities
        ],
        "notices": url_for("notices.listing"),
        "notice_count": me.unread,
        "languages": [
            {
                "code": code,
                "label": label,
                "active": code == lang,
                "href": url_for("account.speak", language=code, next=request.full_path),
            }
            for code, label in LANGUAGES.items()
        ],
        "me": {
            "name": me.name,
            "links": [
                {
                    "href": url_for("authority.authority"),
                    "icon": "sign",
                    "label": _("Tra cứu thẩm quyền ký"),
                },
                {"href": url_for("account.settings"), "icon": "lock", "label": _("Tài khoản")},
            ],
            "sign_out": url_for("account.sign_out"),
        },
    }


def _rail() -> list[dict[str, Any]]:
    who = actor()
    documents = pgettext("nhiều", "Văn bản")
    items: list[dict[str, Any]] = [
        _item("inbox", _("Việc của tôi"), _("Việc"), "inbox.waiting", "inbox") | {"count": waiting},
        _item("documents", documents, documents, "documents.listing", "document"),
    ]
    if any(policy.may_draft(who, c.organisation_id) for c in who.capacities):
        items.append(_item("new", _("Soạn mới"), _("Soạn"), "drafts.start", "compose"))
    if any(map(policy.may_read_register, who.capacities)):
        items.append(_item("register", _("Sổ văn bản"), _("Sổ"), "registers.outgoing", "register"))
    if who.administers:
        items.append(_item("admin", _("Quản trị"), _("Quản trị"), "admin.home", "admin"))
    return items


def waiting() -> int:
    """Count what waits for me, at most one more than is shown; asked only where a rail is drawn.

    A page that has counted already leaves the figure in ``g.waiting``. On the page that says a
    statement failed there is no asking again.
    """
    if "waiting" not in g:
        try:
            g.waiting = waiting_count(session(), actor(), MOST_SHOWN + 1)
        except SQLAlchemyError:
            g.waiting = 0
    return int(g.waiting)


def _item(key: str, label: str, short: str, endpoint: str, icon: str) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "short": short,
        "href": url_for(endpoint),
        "icon": icon,
        "count": None,
    }
