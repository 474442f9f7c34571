"""The lists of diagrams and tables; one with its versions and its draft; the editor's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import after_this_request, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from models import DraftKind
from webapp.errors import status_of
from webapp.http import account, act, now, session
from webapp.language import sentence
from webapp.security import CONTENT_SECURITY_POLICY
from webapp.views.workbench.door import PLACE, PLACES, blueprint, organisation
from webapp.views.workbench.files import suffix, xml_file
from workflows.commands.discard_draft import DiscardDraft, discard_draft
from workflows.commands.save_draft import (
    ImportDraft,
    RestoreDraft,
    import_draft,
    restore_draft,
)
from workflows.errors import InvalidInputError, WorkflowError
from workflows.queries.deployments import version_before
from workflows.queries.draft_history import revisions
from workflows.queries.drafts import active_version, find_model, list_models
from workflows.queries.model_comparison import file_named

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from workflows.queries.drafts import Model


@blueprint.get("/processes")
def processes() -> str:
    """List the diagrams."""
    return _listing("processes", list_models(session(), organisation(), DraftKind.PROCESS))


@blueprint.get("/tables")
def tables() -> str:
    """List the decision tables."""
    return _listing("tables", list_models(session(), organisation(), DraftKind.TABLE))


@blueprint.post("/<any(processes, tables):place>/import", endpoint="import_file")
def take_file(place: str) -> AnyResponse | tuple[str, int]:
    """Take a file as the draft of the diagram or table that it names."""
    kind = PLACES[place]
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise InvalidInputError(field="Tệp", because="chưa chọn tệp")
        draft = act(import_draft, ImportDraft(organisation(), kind, file.read()))
    except WorkflowError as error:
        models = list_models(session(), organisation(), kind)
        return _listing(place, models, [("file", sentence(error))]), status_of(error)
    flash(_("Đã nhận tệp làm bản nháp. Phiên bản đang áp dụng không thay đổi."), "good")
    return redirect(url_for("workbench.model", place=place, key=draft.key), 303)


@blueprint.get(PLACE)
def model(place: str, key: str) -> str:
    """Show one diagram or table: its versions, its draft, what can be done."""
    kind = PLACES[place]
    found = find_model(session(), organisation(), kind, key)
    before = None
    if found.active is not None and kind is DraftKind.PROCESS:
        before = version_before(session(), organisation(), key)
    return render_template(
        "workbench/model.html",
        place=place,
        before=before,
        model=found,
        revisions=revisions(session(), organisation(), kind, key),
        suffix=suffix(kind),
    )


@blueprint.get(f"{PLACE}/edit")
def edit(place: str, key: str) -> str:
    """Show the editor; without scripts or on a phone, the way to the list of steps."""
    found = find_model(session(), organisation(), PLACES[place], key)
    if place == "processes":
        after_this_request(_let_pictures_be_made)
    # The board needs the room that the tabs of all admin screens would take.
    return render_template(
        f"workbench/edit_{place}.html",
        place=place,
        model=found,
        user_id=account().user_id,
        today=now().date(),
        sections=[],
    )


@blueprint.get(f"{PLACE}/file/<name>")
def file(place: str, key: str, name: str) -> Response:
    """Send the draft, a version or an earlier state, to look at or to keep."""
    kind = PLACES[place]
    content = file_named(session(), organisation(), kind, key, name)
    return xml_file(content, f"{key}-{name}{suffix(kind)}")


@blueprint.get(f"{PLACE}/active")
def active_file(place: str, key: str) -> AnyResponse:
    """Lead to the file of the version in force."""
    version = active_version(session(), organisation(), PLACES[place], key)
    return redirect(url_for(".file", place=place, key=key, name=f"v{version.number}"))


@blueprint.post(f"{PLACE}/restore")
def restore(place: str, key: str) -> AnyResponse:
    """Make an earlier state or a deployed version the newest state of the draft."""
    revision = request.form.get("revision", type=int)
    version = request.form.get("version", type=int)
    act(restore_draft, RestoreDraft(organisation(), PLACES[place], key, revision, version))
    flash(_("Đã lấy lại làm bản nháp mới nhất. Các bản trước vẫn còn trong lịch sử."), "good")
    return redirect(url_for(".model", place=place, key=key), 303)


@blueprint.post(f"{PLACE}/discard")
def discard(place: str, key: str) -> AnyResponse:
    """Drop the draft; the version in force stays."""
    revision = request.form.get("revision", -1, type=int)
    act(discard_draft, DiscardDraft(organisation(), PLACES[place], key, revision))
    flash(_("Đã bỏ bản nháp. Phiên bản đang áp dụng không thay đổi."), "good")
    return redirect(url_for(f".{place}"), 303)


def _let_pictures_be_made(response: Response) -> Response:
    """Let the board read its own drawing as an image, which a PNG is made from."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "img-src 'self'", "img-src 'self' blob:"
    )
    return response


def _listing(place: str, models: list[Model], errors: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "workbench/models.html",
        place=place,
        models=models,
        errors=errors or [],
        suffix=suffix(PLACES[place]),
    )
