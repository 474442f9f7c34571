"""The editor's page: what it shows first for a kind, which field an error speaks about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import render_template, request
from flask_babel import gettext as _

from webapp.http import account
from webapp.language import sentence
from workflows.attachment_types import ACCEPTED
from workflows.authority.purposes import PURPOSES
from workflows.commands.attach_file import LARGEST_FILE
from workflows.commands.submit_document import missing_parts
from workflows.documents.kinds import KINDS, Form
from workflows.documents.reading import LABELS
from workflows.queries.draft_start import FULL_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webapp.forms.draft import DraftForm
    from workflows.documents.findings import Finding
    from workflows.errors import WorkflowError
    from workflows.queries.drafting import Draft

#: Field of a finding → where on the page it is.
ANCHORS: Final[Mapping[str, str]] = {
    "issuer": "draft-form",
    "signature": "draft-form",
    "kind": "more",
    "purpose": "more",
    "contact_line": "more",
    "is_report": "flags",
    "is_submission": "flags",
    "guides_system": "flags",
}
#: Words of commands that differ from the labels of the content's reader.
_FIELDS: Final = {label: key for key, label in LABELS.items()} | {
    "Loại văn bản": "purpose",
    "Trích yếu nội dung": "subject",
    "Tài liệu kèm theo": "attachments",
}
_IN_MORE: Final = frozenset(
    {"kind", "purpose", "drafting_unit", "drafter_mark", "contact_line", "effective_note"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parts stand in the open; the rest is under “Thêm”."""

    subject: str
    greeting: bool
    bases: bool
    meeting: bool
    attached: bool
    annexes: bool
    more_open: bool
    more_words: str


def shown(form: DraftForm, concerned: frozenset[str]) -> Shown:
    """Return what this kind needs; a part that is filled in is never hidden.

    Args:
        form: what stands in the form.
        concerned: fields that an error or a finding speaks about.
    """
    purpose = PURPOSES.get(form.texts["purpose"])
    kind = KINDS[purpose.base_kind] if purpose and purpose.base_kind else KINDS["cong_van"]
    texts, rows = form.texts, form.rows
    parts = {
        "bases": kind.needs_bases
        or (kind.full and kind.form is Form.NAMED)
        or bool(rows["legal_bases"]),
        "meeting": kind.form is Form.INVITATION or _any(texts, "chaired_by", "starts_at", "place"),
        "attached": kind.form is Form.DECISION
        or _any(texts, "attached_title", "attached_subject", "attached_body"),
        "annexes": kind.key in {"ke_hoach", "bao_cao", "chuong_trinh", "huong_dan"}
        or bool(rows["annexes"]),
    }
    hidden = [
        (_("căn cứ"), parts["bases"]),
        (_("cuộc họp"), parts["meeting"]),
        (_("văn bản kèm theo"), parts["attached"]),
        (_("phụ lục"), parts["annexes"]),
    ]
    words = [_("loại văn bản"), *(name for name, is_shown in hidden if not is_shown)]
    return Shown(
        subject=_("Trích yếu (V/v)") if kind.form is Form.LETTER else _("Trích yếu"),
        greeting=kind.form in {Form.LETTER, Form.INVITATION} or kind.upward_greeting,
        **parts,
        more_open=bool(concerned & _IN_MORE),
        more_words=", ".join([*words, _("mã đơn vị, địa chỉ, dấu hiệu trình ký")]),
    )


def purpose_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every purpose that is issued, by kind, the usual kinds first."""
    order = [*FULL_KINDS, *(key for key in KINDS if key not in FULL_KINDS)]
    return [
        (
            _(KINDS[key].name),
            [
                (purpose.key, _(purpose.name))
                for purpose in PURPOSES.values()
                if purpose.base_kind == key and purpose.is_issued
            ],
        )
        for key in order
    ]


def field_of(error: WorkflowError) -> str:
    """Return the form field an error speaks about; empty when it is about none."""
    label = str(error.data.get("field", "")).partition(":")[0].rstrip("0123456789 ")
    return _FIELDS.get(label, "")


def sentences(errors: list[WorkflowError]) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Return errors by field, and as the summary above the form lists them."""
    by_field: dict[str, list[str]] = {}
    problems: list[tuple[str, str]] = []
    for error in errors:
        field = field_of(error)
        text = sentence(error)
        by_field.setdefault(field, []).append(text)
        problems.append((ANCHORS.get(field, field) or "draft-form", text))
    return by_field, problems


def editor_page(  # noqa: PLR0913 - what the page is made of
    draft: Draft,
    form: DraftForm,
    *,
    etag: int | None = None,
    errors: list[WorkflowError] | None = None,
    findings: tuple[Finding, ...] | None = None,
    may_submit_anyway: bool = False,
    stale: bool = False,
) -> str:
    """Render the editor with the form as typed.

    Args:
        draft: the document as last saved.
        form: what stands in the fields.
        etag: the revision the form was opened with; by default the newest.
        errors: what was refused.
        findings: faults of form; None when they were not asked for.
        may_submit_anyway: the findings stand between the person and submitting; not offered
            while a part is missing without which submitting is refused.
        stale: saved elsewhere meanwhile; nothing is saved by itself then.
    """
    by_field, problems = sentences(errors or [])
    concerned = frozenset(by_field) | {finding.field for finding in findings or ()}
    return render_template(
        "drafts/edit.html",
        draft=draft,
        form=form,
        shown=shown(form, concerned),
        etag=draft.revision if etag is None else etag,
        errors=by_field,
        problems=problems,
        findings=findings,
        may_submit_anyway=may_submit_anyway and not missing_parts(draft.content),
        stale=stale,
        anchors=ANCHORS,
        purposes=purpose_choices(),
        note=request.form.get("note", ""),
        draft_key=f"{account().user_id}-{draft.document_id}",
        file_types=", ".join(ending.lstrip(".") for ending in ACCEPTED),
        file_accept=",".join(ACCEPTED),
        file_limit=LARGEST_FILE // 2**20,
    )


def _any(texts: Mapping[str, Any], *names: str) -> bool:
    return any(texts[name].strip() for name in names)
