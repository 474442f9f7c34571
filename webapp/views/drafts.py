"""Start a document, write it with its real PDF beside it, check its form, submit it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _

from webapp.draft_guard import guard, kept_page
from webapp.errors import status_of
from webapp.forms.draft import DraftForm
from webapp.forms.draft_page import editor_page
from webapp.http import act, actor, now, session
from webapp.language import sentence
from webapp.views.task_pane import title_of
from workflows import stored_files
from workflows.commands.attach_file import (
    LARGEST_FILE,
    AttachFile,
    RemoveAttachment,
    attach_file,
    remove_attachment,
)
from workflows.commands.discard_document import (
    DiscardDocument,
    SavedMeanwhileError,
    discard_document,
)
from workflows.commands.save_document import (
    SaveDocument,
    StartDocument,
    save_document,
    start_document,
)
from workflows.commands.submit_document import (
    ResubmitDocument,
    SubmitDocument,
    resubmit_document,
    submit_document,
)
from workflows.documents.cleaning import clean_line
from workflows.errors import ConflictError, ForbiddenError, NotFoundError, WorkflowError
from workflows.queries.draft_preview import likeness
from workflows.queries.draft_start import copied_content, start_page
from workflows.queries.drafting import Draft, open_draft

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("drafts", __name__)
blueprint.record_once(guard)

_ETAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')


@blueprint.get("/drafts/new")
def start() -> str:
    """Show what may be drafted."""
    page = start_page(session(), actor(), now(), request.args.get("body", 0, type=int))
    return render_template("drafts/start.html", start=page, error="")


@blueprint.post("/drafts/new")
def begin() -> AnyResponse | tuple[str, int]:
    """Open a draft of the chosen kind, or a copy of an earlier document."""
    organisation_id = request.form.get("organisation_id", 0, type=int)
    page = start_page(session(), actor(), now(), organisation_id)
    purpose, content = request.form.get("purpose", ""), None
    try:
        if copy_of := request.form.get("copy_of", 0, type=int):
            purpose, copied = copied_content(session(), actor(), copy_of)
            content = copied.to_mapping()
        unit_id = request.form.get("unit_id", 0, type=int)
        document = act(
            start_document, StartDocument(page.organisation_id, unit_id, purpose, content)
        )
    except WorkflowError as error:
        answer = render_template("drafts/start.html", start=page, error=sentence(error))
        return answer, status_of(error)
    return redirect(url_for("drafts.edit", document_id=document.id), 303)


@blueprint.get("/drafts/<int:document_id>")
def edit(document_id: int) -> str:
    """Show the editor; with ``?check`` the faults of form above it."""
    draft = _draft(document_id)
    asked = request.args.get("check", "")
    findings = likeness(session(), draft, now()).findings() if asked else None
    return editor_page(
        draft,
        DraftForm.from_content(draft.content),
        findings=findings,
        may_submit_anyway=asked == "submit",
    )


@blueprint.post("/drafts/<int:document_id>")
def save(document_id: int) -> AnyResponse | str | tuple[str, int]:
    """Save what is typed, then do what the button says; refused, show it all again."""
    form = DraftForm.from_form(request.form)
    try:
        return _saved_or_refused(document_id, form)
    except (ForbiddenError, NotFoundError) as error:
        advice = _("Hãy sao phần cần giữ trước khi rời trang này.")
        return kept_page(sentence(error), advice, status_of(error))


@blueprint.get("/drafts/<int:document_id>/discard")
def discard(document_id: int) -> str:
    """Ask whether the draft is to be dropped, and say what that means."""
    draft = _draft(document_id)
    if not draft.may_discard:
        raise NotFoundError(what=_("bản nháp chưa trình"))
    return render_template("drafts/discard.html", draft=draft)


@blueprint.post("/drafts/<int:document_id>/discard", endpoint="discarded")
def do_discard(document_id: int) -> AnyResponse:
    """Drop a draft that was never submitted."""
    revision = request.form.get("revision", 0, type=int)
    try:
        document = act(discard_document, DiscardDocument(document_id, revision))
    except SavedMeanwhileError as error:
        flash(sentence(error), "warn")
        return redirect(url_for("drafts.discard", document_id=document_id), 303)
    title = title_of(document.kind, document.subject)
    flash(_("Đã bỏ bản nháp “%(title)s”.", title=title), "good")
    return redirect(url_for("documents.listing", whose="mine"), 303)


@blueprint.post("/drafts/<int:document_id>/autosave")
def autosave(document_id: int) -> tuple[Response, int]:
    """Keep what is being typed; answer in JSON, the next revision as ETag.

    412 when the revision of ``If-Match`` is no longer the newest, 409 when it came in the form.
    """
    try:
        draft = _draft(document_id)
        revision = _save(draft, DraftForm.from_form(request.form), keep=False)
    except ConflictError as error:
        status = 412 if "If-Match" in request.headers else 409
        return jsonify(code=error.code, message=sentence(error)), status
    except WorkflowError as error:
        return jsonify(code=error.code, message=sentence(error)), status_of(error)
    answer = jsonify(revision=revision)
    answer.headers["ETag"] = f'"{revision}"'
    return answer, 200


@blueprint.get("/drafts/<int:document_id>/preview.pdf")
def preview(document_id: int) -> AnyResponse:
    """Show what is typed as the pages it would make."""
    looks = likeness(session(), _draft(document_id), now())
    answer = make_response()
    answer.set_etag(looks.etag)
    answer.headers["Cache-Control"] = "private, no-cache"
    if looks.etag in request.if_none_match:
        answer.status_code = 304
        return answer
    answer.data = looks.pdf()
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="ban-nhap.pdf"'
    return answer


@blueprint.get("/drafts/<int:document_id>/files/<int:attachment_id>")
def file(document_id: int, attachment_id: int) -> AnyResponse:
    """Download a file that goes with the draft."""
    found = {each.attachment_id: each for each in _draft(document_id).files}.get(attachment_id)
    if found is None:
        raise NotFoundError(what=_("tài liệu kèm theo"))
    return send_file(
        io.BytesIO(stored_files.fetch(session(), found.sha256)),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.filename,
    )


class _RefusedFilesError(Exception):
    """Some files were not taken; the text and the other files are saved."""

    def __init__(self, errors: list[WorkflowError]) -> None:
        super().__init__()
        self.errors = errors


def _draft(document_id: int) -> Draft:
    return open_draft(session(), actor(), document_id, now().date())


def _revision(etag: str) -> int:
    match = _ETAG.fullmatch(etag.strip())
    return int(match[1]) if match else -1


def _note() -> str:
    return clean_line(request.form.get("note", ""))[:300]


def _save(draft: Draft, form: DraftForm, *, keep: bool) -> int:
    """Save the form and return the new revision."""
    mapping = form.to_mapping(draft.addressees)
    revision = _revision(request.headers.get("If-Match") or request.form.get("etag", ""))
    command = SaveDocument(draft.document_id, revision, mapping, keep=keep, note=_note())
    return act(save_document, command).working_revision


def _saved_or_refused(document_id: int, form: DraftForm) -> AnyResponse | str | tuple[str, int]:
    draft = _draft(document_id)
    changed = form.changed_by(request.form)
    if changed is not None:
        return editor_page(draft, changed, etag=_revision(request.form.get("etag", "")))
    try:
        revision = _save(draft, form, keep=request.form.get("act") == "save")
        return _go_on(draft, revision)
    except _RefusedFilesError as refused:
        return _refused(document_id, form, refused.errors)
    except WorkflowError as error:
        return _refused(document_id, form, [error])


def _go_on(draft: Draft, revision: int) -> AnyResponse:
    chosen = request.form.get("act", "")
    here = url_for("drafts.edit", document_id=draft.document_id)
    if removed := request.form.get("remove_file", 0, type=int):
        act(remove_attachment, RemoveAttachment(draft.document_id, removed))
        flash(_("Đã bỏ tệp khỏi bản nháp."), "good")
        return redirect(f"{here}#attachments", 303)
    if any(each.filename for each in request.files.getlist("files")):
        _attach(draft.document_id)
        if chosen == "attach":
            return redirect(f"{here}#attachments", 303)
    if chosen == "check":
        return redirect(url_for("drafts.edit", document_id=draft.document_id, check=1), 303)
    if chosen in {"submit", "submit_anyway"}:
        return _submit(draft, revision, anyway=chosen == "submit_anyway")
    after = _draft(draft.document_id)
    if chosen == "save" and after.version > draft.version:
        flash(_("Đã lưu phiên bản %(n)d.", n=after.version), "good")
    elif chosen == "save":
        flash(
            _("Nội dung giống hệt phiên bản %(n)d nên không tạo phiên bản mới.", n=after.version),
            "info",
        )
    else:
        flash(_("Đã lưu nháp."), "good")
    return redirect(here, 303)


def _attach(document_id: int) -> None:
    refused: list[WorkflowError] = []
    for each in request.files.getlist("files"):
        if not each.filename:
            continue
        # One byte more than may be kept: enough to be refused, never a whole large file in memory.
        data = each.stream.read(LARGEST_FILE + 1)
        try:
            taken = act(attach_file, AttachFile(document_id, each.filename, data))
            flash(_("Đã kèm tệp “%(name)s”.", name=taken.filename), "good")
        except WorkflowError as error:
            refused.append(error)
    if refused:
        raise _RefusedFilesError(refused)


def _submit(draft: Draft, revision: int, *, anyway: bool) -> AnyResponse:
    """Submit, unless there are findings that the person has not been shown yet."""
    saved = _draft(draft.document_id)
    if not anyway and likeness(session(), saved, now()).findings():
        check = url_for("drafts.edit", document_id=draft.document_id, check="submit")
        return redirect(check, 303)
    if draft.came_back and draft.task_id is not None:
        act(resubmit_document, ResubmitDocument(draft.task_id, _note()))
    else:
        act(submit_document, SubmitDocument(draft.document_id, revision))
    flash(_("Đã trình văn bản. Bạn có thể rút lại cho đến khi người tiếp theo mở."), "good")
    return redirect(url_for("documents.show", document_id=draft.document_id), 303)


def _refused(document_id: int, form: DraftForm, errors: list[WorkflowError]) -> tuple[str, int]:
    """Show the form as typed, with what is wrong; after a conflict nothing saves by itself."""
    conflict = any(isinstance(error, ConflictError) for error in errors)
    draft = _draft(document_id)
    page = editor_page(draft, form, errors=[] if conflict else errors, stale=conflict)
    return page, status_of(errors[0])
