"""The blueprint, who may enter, and which body is administered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from webapp.http import actor, now
from workflows import policy
from workflows.errors import ForbiddenError

if TYPE_CHECKING:
    from workflows.context import Actor

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

#: Screens that others than administrators use for their own posts; each checks who.
_FOR_HOLDERS: Final = frozenset(
    {
        "admin.delegations",
        "admin.new_delegation",
        "admin.delegation",
        "admin.revoke",
        "admin.absences",
        "admin.new_absence",
        "admin.finish_absence",
    }
)


@blueprint.before_request
def _admit() -> None:
    if request.endpoint not in _FOR_HOLDERS and not actor().administers:
        raise ForbiddenError(because="việc này dành cho quản trị viên của cơ quan.")


@blueprint.context_processor
def sections() -> dict[str, Any]:
    """Give the screens of administration their tabs."""
    administers = current_user.is_authenticated and actor().administers
    return {"sections": _tabs() if administers else []}


def _tabs() -> list[dict[str, Any]]:
    places = (
        ("admin.people", _("Người dùng")),
        ("admin.organisation", _("Cơ cấu")),
        ("admin.posts", pgettext("nhiều", "Chức vụ")),
        ("admin.roles", pgettext("nhiều", "Vai trò")),
        ("admin.seals", pgettext("nhiều", "Con dấu")),
        ("admin.delegations", _("Ủy quyền")),
        ("admin.absences", _("Vắng mặt")),
        ("admin.numbers", _("Sổ và số")),
        ("admin.exceptions", _("Ngoại lệ")),
        ("workbench.processes", _("Quy trình")),
        ("admin.audit_log", _("Nhật ký")),
    )
    here = request.path.split("/")[2:3]
    if here and here[0] in {"tables", "deploy", "replay"}:
        here = ["processes"]
    if here == ["units"]:
        here = ["organisation"]
    return [
        {
            "label": label,
            "href": url_for(endpoint),
            "active": url_for(endpoint).split("/")[2:3] == here,
        }
        for endpoint, label in places
    ]


def administered_organisation() -> int:
    """Return the body that is administered: the one acted for, when it is among them."""
    return _administered(actor())


def _administered(who: Actor) -> int:
    if who.acting is not None and policy.may_administer(who, who.acting.organisation_id):
        return who.acting.organisation_id
    if not who.administers:
        raise ForbiddenError(because="việc này dành cho quản trị viên của cơ quan.")
    return min(who.administers)


def asked_day(name: str) -> date:
    """Return the date asked for in the address; today when it is none."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return now().date()


def acting_organisation() -> int:
    """Return the body acted for: the administered one, else that of the chosen post.

    Raises:
        ForbiddenError: the person holds no post.
    """
    who = actor()
    if who.administers:
        return _administered(who)
    if who.acting is None:
        raise ForbiddenError(because="bạn chưa được giao chức vụ nào.")
    return who.acting.organisation_id
