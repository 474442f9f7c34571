"""A document's page, its PDF, its history and its file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from flask import (
    Blueprint,
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

from webapp.downloads import disposition
from webapp.http import act, actor, now, services, session
from webapp.views.history import diagram_steps, timeline_rows
from webapp.views.task_pane import act_links, title_of
from workflows import stored_files
from workflows.commands.seal_document import ConfirmSignature, confirm_signature
from workflows.commands.withdraw_document import WithdrawDocument, withdraw_document
from workflows.documents.content import Content
from workflows.documents.kinds import KINDS
from workflows.errors import NotFoundError
from workflows.queries.access import readable_document
from workflows.queries.changes import changes_between
from workflows.queries.content import version_content
from workflows.queries.document_view import case_file, document_head, versions
from workflows.queries.drafting import draft_files
from workflows.queries.opinions import opinion_lines
from workflows.queries.preview import expected_signer, preview, running_case
from workflows.queries.process_view import process_diagram, process_view
from workflows.queries.search import DocumentFilters, find_documents

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from models import Document
    from workflows.queries.document_view import DocumentHead

blueprint = Blueprint("documents", __name__)


@blueprint.app_template_global("kind_choices")
def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of document, for a select."""
    return [(kind.key, _(kind.name)) for kind in KINDS.values()]


#: A PDF needs nothing from anywhere; browsers style their viewer inline.
PDF_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
)
_STATUSES = ("draft", "submitted", "signed", "issued", "rejected")


@blueprint.get("/documents")
def listing() -> str:
    """List the documents that I may read."""
    filters = filters_from(request.args)
    page = find_documents(session(), actor(), filters)
    kept = {k: v for k, v in request.args.items() if k != "at" and v}
    return render_template("documents/listing.html", page=page, filters=filters, kept=kept)


@blueprint.get("/documents/<int:document_id>")
def show(document_id: int) -> str:
    """Show a document: the tab is in the address."""
    head = document_head(session(), actor(), document_id)
    tab = request.args.get("tab", "text")
    context = _TABS.get(tab, _text_tab)(head)
    tab = tab if tab in _TABS else "text"
    return render_template(
        f"documents/{tab}.html",
        head=head,
        document=head.document,
        title=title_of(head.document.kind, head.document.subject),
        tab=tab,
        acts=act_links(head.my_task) if head.my_task else [],
        **context,
    )


@blueprint.post("/documents/<int:document_id>/withdraw")
def withdraw(document_id: int) -> AnyResponse:
    """Take my submission back before the next person opens it."""
    document = act(withdraw_document, WithdrawDocument(document_id))
    title = title_of(document.kind, document.subject)
    flash(_("Bạn đã rút lại “%(title)s”. Văn bản trở về bản nháp của bạn.", title=title), "good")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/confirm-signature")
def confirm(document_id: int) -> AnyResponse:
    """Let a signature stand although its delegation was revoked afterwards."""
    head = document_head(session(), actor(), document_id)
    if head.confirms_case is None:
        raise NotFoundError(what=_("chữ ký cần xác nhận"))
    act(confirm_signature, ConfirmSignature(head.confirms_case))
    flash(_("Bạn đã xác nhận chữ ký. Văn thư có thể đóng dấu."), "good")
    return redirect(url_for("documents.show", document_id=document_id, tab="file"), 303)


@blueprint.get("/documents/<int:document_id>/preview.pdf", endpoint="preview")
def current_pdf(document_id: int) -> Response:
    """Answer the document as it stands: the signed file, else the draft as it will look."""
    document = readable_document(session(), actor(), document_id)
    if document.file_sha256:
        return _signed(document)
    number = document.version_number
    content = (
        version_content(session(), document.id, number)
        if number
        else Content.from_mapping(document.working)
    )
    return _rendered(document, content)


@blueprint.get("/documents/<int:document_id>/versions/<int:number>.pdf")
def version_pdf(document_id: int, number: int) -> Response:
    """Answer one saved version, rendered as a draft."""
    document = readable_document(session(), actor(), document_id)
    return _rendered(document, version_content(session(), document.id, number))


@blueprint.get("/documents/<int:document_id>/original.pdf")
def original(document_id: int) -> Response:
    """Answer the signed bytes, exactly as they are kept."""
    document = readable_document(session(), actor(), document_id)
    if not document.file_sha256:
        raise NotFoundError(what=_("bản gốc đã ký"))
    return _signed(document, download=True)


@blueprint.get("/documents/<int:document_id>/attachments/<int:attachment_id>")
def attachment(document_id: int, attachment_id: int) -> AnyResponse:
    """Download a file that goes with the document; never shown inside a page."""
    document = readable_document(session(), actor(), document_id)
    files = {file.attachment_id: file for file in draft_files(session(), document.id)}
    found = files.get(attachment_id)
    if found is None:
        raise NotFoundError(what=_("tài liệu kèm theo"))
    answer = send_file(
        io.BytesIO(stored_files.fetch(session(), found.sha256)),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.filename,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/documents/<int:document_id>/process.bpmn")
def diagram(document_id: int) -> Response:
    """Answer the diagram that the document runs on."""
    document = readable_document(session(), actor(), document_id)
    answer = make_response(process_diagram(session(), document))
    answer.mimetype = "application/xml"
    return answer


@blueprint.get("/documents/<int:document_id>/process.json")
def progress(document_id: int) -> Response:
    """Answer how each step of the diagram stands."""
    document = readable_document(session(), actor(), document_id)
    view = process_view(session(), document, now())
    return jsonify(diagram_steps(view) if view else {})


def filters_from(values: Any, words: str = "") -> DocumentFilters:
    """Read the filters of a list of documents from an address."""
    status, kind = values.get("status", ""), values.get("kind", "")
    year = values.get("year", type=int)
    return DocumentFilters(
        whose="mine" if values.get("whose") == "mine" else "",
        status=status if status in _STATUSES else "",
        kind=kind if kind in KINDS else "",
        year=year if year and 1900 < year < 2200 else None,  # noqa: PLR2004 - years of people
        words=(words or values.get("words", ""))[:200],
        cursor=values.get("at", "")[:100],
    )


def _signed(document: Document, *, download: bool = False) -> Response:
    answer = make_response(stored_files.fetch(session(), document.file_sha256))
    name = (document.number or f"van-ban-{document.id}").replace("/", "-")
    return _pdf(answer, str(document.file_sha256), f"{name}.pdf", download=download)


def _rendered(document: Document, content: Content) -> Response:
    case = running_case(session(), document.id)
    expected = expected_signer(session(), document, content, case, now())
    looks = preview(session(), document, content, expected.block, now().year)
    answer = make_response(looks.rendered.pdf)
    return _pdf(answer, looks.etag, f"du-thao-{document.id}.pdf", download=False)


def _pdf(answer: Response, etag: str, name: str, *, download: bool) -> Response:
    answer.mimetype = "application/pdf"
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    answer.headers["Content-Disposition"] = disposition(name, download=download)
    answer.make_conditional(request)
    return answer


def _text_tab(_head: DocumentHead) -> dict[str, Any]:
    return {}


def _history_tab(head: DocumentHead) -> dict[str, Any]:
    view = process_view(session(), head.document, now())
    return {
        "process": view,
        "steps": diagram_steps(view) if view else {},
        "rows": timeline_rows(session(), head.document, view),
    }


def _opinions_tab(head: DocumentHead) -> dict[str, Any]:
    return {"opinions": opinion_lines(session(), head.document.id)}


def _versions_tab(head: DocumentHead) -> dict[str, Any]:
    lines = versions(session(), head.document.id)
    numbers = {line.number for line in lines}
    newer = request.args.get("newer", type=int, default=head.document.version_number)
    older = request.args.get("older", type=int, default=newer - 1)
    compared = None
    if {older, newer} <= numbers and older != newer:
        older, newer = sorted((older, newer))
        compared = changes_between(
            version_content(session(), head.document.id, older),
            version_content(session(), head.document.id, newer),
        )
    return {"lines": lines, "older": older, "newer": newer, "compared": compared}


def _file_tab(head: DocumentHead) -> dict[str, Any]:
    roots = services().certificates.root_certificates
    return {
        "file": case_file(session(), head.document, roots, now()),
        "expected": None if head.document.file_sha256 else _expected(head),
    }


def _expected(head: DocumentHead) -> Any:
    document = head.document
    if not document.version_number:
        return None
    content = version_content(session(), document.id, document.version_number)
    return expected_signer(session(), document, content, head.case, now())


_TABS = {
    "text": _text_tab,
    "history": _history_tab,
    "opinions": _opinions_tab,
    "versions": _versions_tab,
    "file": _file_tab,
}
