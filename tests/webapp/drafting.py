"""Drafts of an office and the form as a browser sends it, for tests."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict

from tests.acting import LETTER
from webapp.forms.draft import DraftForm
from workflows.commands.save_document import (
    SaveDocument,
    StartDocument,
    save_document,
    start_document,
)
from workflows.commands.submit_document import SubmitDocument, submit_document
from workflows.documents.content import Content

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from models import Case, Document
    from workflows.demo.office import Office

BODY = "Đề nghị các đơn vị gửi báo cáo trước ngày 05 tháng 6."


def started(office: Office, purpose: str = "cong_van", **content: Any) -> Document:
    """Start a draft without the browser."""
    document = office.run(
        start_document, StartDocument(office.organisation_id, office.unit_id, purpose), "drafter"
    )
    if not content:
        return document
    command = SaveDocument(document.id, 1, {**document.working, **content})
    return office.run(save_document, command, "drafter")


def submitted(office: Office) -> Case:
    document = started(office, **LETTER)
    command = SubmitDocument(document.id, document.working_revision)
    return office.run(submit_document, command, "drafter")


def fields(office: Office, document: Document, **changed: Any) -> MultiDict[str, Any]:
    """The form as a browser sends it: the draft's content, with some fields typed over."""
    now = office.document(document.id)
    form = DraftForm.from_content(Content.from_mapping(now.working))
    values: MultiDict[str, Any] = MultiDict([*form.fields(), ("etag", f'"{now.working_revision}"')])
    for name, value in changed.items():
        values.setlist(name, value if isinstance(value, list) else [value])
    return values


def text_of(answer: TestResponse) -> str:
    return html.unescape(answer.get_data(as_text=True))


def etag_on(page: str) -> str:
    found = re.search(r'name="etag" value=(?:"|\')"?(\d+)', page)
    assert found
    return found[1]
