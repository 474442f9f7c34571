"""The blueprint, who may enter, and what every screen of the workbench shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from models import DraftKind
from webapp.http import actor, now, session
from webapp.views.admin.door import administered_organisation, sections
from workflows.errors import ForbiddenError
from workflows.queries.deployments import Candidate, drafts_for, read_candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

blueprint = Blueprint("workbench", __name__, url_prefix="/admin")
blueprint.context_processor(sections)

#: Parts of addresses: what is worked on.
PLACES: Final = {"processes": DraftKind.PROCESS, "tables": DraftKind.TABLE}
PLACE: Final = "/<any(processes, tables):place>/<key>"
PROCESS: Final = "/processes/<key>"


@blueprint.before_request
def _admit() -> None:
    if not actor().administers:
        raise ForbiddenError(because="việc này dành cho quản trị viên của cơ quan.")


@blueprint.context_processor
def _names() -> dict[str, Any]:
    return {
        "places": [
            _link(_("Quy trình"), url_for("workbench.processes")),
            _link(_("Bảng quyết định"), url_for("workbench.tables")),
            _link(_("Triển khai"), url_for("workbench.deployments")),
        ],
        "model_tabs": model_tabs,
    }


def organisation() -> int:
    """Return the body that is administered."""
    return administered_organisation()


def asked_day() -> date:
    """Return the day whose people the checks are to look at (``?on=2027-03-01``), else today."""
    try:
        return date.fromisoformat(request.values.get("on", ""))
    except ValueError:
        return now().date()


def chosen_drafts() -> list[int]:
    """Return the drafts named in the address (``?draft=1&draft=2``)."""
    return [int(each) for each in request.values.getlist("draft") if each.isdigit()][:50]


def candidate_for(kind: DraftKind, key: str, chosen: Sequence[int] | None = None) -> Candidate:
    """Return the body's models with the drafts to try laid over them."""
    wanted = chosen_drafts() if chosen is None else chosen
    drafts = drafts_for(session(), organisation(), kind, key, wanted)
    return read_candidate(session(), organisation(), drafts)


def model_tabs(place: str, key: str) -> list[dict[str, Any]]:
    """Return the screens of one diagram or table."""
    screens = [("model", _("Tổng quan")), ("edit", _("Vẽ") if place == "processes" else _("Sửa"))]
    if place == "processes":
        screens += [
            ("steps", _("Danh sách bước")),
            ("reading", _("Đọc")),
            ("scenarios", _("Kịch bản")),
            ("dry_run", _("Hồ sơ đang chạy")),
        ]
    else:
        screens += [("rows", _("Danh sách dòng"))]
    screens += [("compare", _("So sánh"))]
    if place == "processes":
        screens += [("waiting", _("Chờ việc"))]
    return [_link(label, _address(name, place, key)) for name, label in screens]


def _address(name: str, place: str, key: str) -> str:
    if name in {"model", "edit", "compare"}:
        return url_for(f"workbench.{name}", place=place, key=key)
    return url_for(f"workbench.{name}", key=key)


def _link(label: str, href: str) -> dict[str, Any]:
    return {"label": label, "href": href, "active": request.path == href}
