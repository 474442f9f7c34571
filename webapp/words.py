"""How the pages name things and write dates (interface words, one place)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from webapp.http import now, session
from webapp.language import said
from workflows.authority.purposes import PURPOSES
from workflows.calendar import ZONE
from workflows.documents.kinds import KINDS
from workflows.queries.rules import calendar_of

if TYPE_CHECKING:
    from flask import Flask

STATUSES = {
    "draft": lazy_gettext("Đang soạn"),
    "submitted": lazy_gettext("Đang trình"),
    "signed": lazy_gettext("Đã ký, chưa ban hành"),
    "issued": lazy_gettext("Đã ban hành"),
    "rejected": lazy_gettext("Đã từ chối"),
}
URGENCIES = {
    "": lazy_gettext("Thường"),
    "khan": lazy_gettext("Khẩn"),
    "thuong_khan": lazy_gettext("Thượng khẩn"),
    "hoa_toc": lazy_gettext("Hỏa tốc"),
}

#: Posts and bodies, which keep their capitals inside a sentence.
_CAPITALISED = ("Trưởng", "Phó", "Chủ tịch", "Giám đốc", "Ban ", "Ủy ban", "UBND", "Sở ")


def init(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        ago=ago,
        kind_name=kind_name,
        purpose_name=purpose_name,
        lower_start=lower_start,
        open_end=open_end,
    )
    app.jinja_env.globals.update(
        STATUSES=STATUSES, URGENCIES=URGENCIES, due_words=due_words, due_days=due_days
    )


def local(at: datetime) -> datetime:
    """Return an instant in Vietnam's time."""
    return at.astimezone(ZONE)


def day(value: date | datetime | None) -> str:
    """Write a date as dd/mm/yyyy."""
    if isinstance(value, datetime):
        value = local(value).date()
    return f"{value:%d/%m/%Y}" if value else ""


def moment(value: datetime | None) -> str:
    """Write an instant as 08:15 ngày 05/01/2027."""
    return _("%(time)s ngày %(day)s", time=f"{local(value):%H:%M}", day=day(value)) if value else ""


def ago(value: datetime | None) -> str:
    """Write an instant as people say it: 08:15 today, hôm qua, then the date."""
    if value is None:
        return ""
    days = (now().date() - local(value).date()).days
    time = f"{local(value):%H:%M}"
    if days == 0:
        return _("hôm nay %(time)s", time=time)
    if days == 1:
        return _("hôm qua %(time)s", time=time)
    return day(value)


def due_days(due_at: datetime, organisation_id: int) -> int:
    """Return the working days left; negative when overdue."""
    calendar = calendar_of(session(), organisation_id)
    today, due_on = now().date(), local(due_at).date()
    left = calendar.working_days_between(today, due_on)
    if due_at.astimezone(UTC) < now().astimezone(UTC):
        return min(left, -1)
    return max(left, 0)


def due_words(due_at: datetime, organisation_id: int) -> str:
    """Write a due date as people say it: Quá hạn 2 ngày, Hạn hôm nay, Còn 1 ngày làm việc."""
    days = due_days(due_at, organisation_id)
    if days < 0:
        return _("Quá hạn %(days)d ngày", days=-days)
    if days == 0:
        return _("Hạn hôm nay %(time)s", time=f"{local(due_at):%H:%M}")
    return _("Còn %(days)d ngày làm việc", days=days)


def kind_name(key: str) -> str:
    """Name a kind of document."""
    return _(KINDS[key].name) if key in KINDS else key


def purpose_name(key: str) -> str:
    """Name a routing kind."""
    return _(PURPOSES[key].name) if key in PURPOSES else key


def lower_start(name: str) -> str:
    """Write a name inside a sentence: “Dấu Sở …” becomes “dấu Sở …”, a post keeps its capital."""
    name = said(name)
    return name if name.startswith(_CAPITALISED) else name[:1].lower() + name[1:]


def open_end(sentence: str) -> str:
    """Take the full stop off a sentence that goes on in brackets."""
    return str(said(sentence)).rstrip(". ")
