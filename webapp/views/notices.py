"""What I was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from webapp.http import act, actor, session
from workflows.commands.read_notices import (
    ReadAllNotices,
    ReadNotice,
    read_all_notices,
    read_notice,
)
from workflows.queries.notices import notices

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
def listing() -> str:
    """List my messages, the newest first."""
    page = notices(session(), actor(), request.args.get("at", "")[:100])
    return render_template("notices/listing.html", page=page)


@blueprint.post("/notices/<int:notice_id>", endpoint="open_notice")
def read_and_open(notice_id: int) -> Response:
    """Mark a message read and go to its document."""
    notice = act(read_notice, ReadNotice(notice_id))
    return redirect(url_for("documents.show", document_id=notice.document_id), 303)


@blueprint.post("/notices/read")
def read_all() -> Response:
    """Mark read everything up to the newest message shown."""
    act(read_all_notices, ReadAllNotices(request.form.get("up_to", 0, type=int)))
    flash(_("Đã đánh dấu tất cả thông báo là đã đọc."), "good")
    return redirect(url_for("notices.listing"), 303)
