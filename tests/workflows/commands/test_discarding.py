"""A draft never submitted can be dropped by its drafter: gone from every list, kept on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models import AuditEvent, Document, DocumentStatus, DocumentVersion
from tests.acting import LETTER
from workflows.commands.attach_file import AttachFile, attach_file
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
from workflows.commands.submit_document import SubmitDocument, submit_document
from workflows.commands.withdraw_document import WithdrawDocument, withdraw_document
from workflows.demo.journey import submit
from workflows.errors import ConflictError, ForbiddenError, NotFoundError
from workflows.queries.draft_start import copied_content, start_page
from workflows.queries.search import DocumentFilters, find_documents

if TYPE_CHECKING:
    from workflows.demo.office import Office


@pytest.fixture
def draft(office: Office) -> Document:
    """A draft with one saved version."""
    started = office.run(
        start_document,
        StartDocument(office.organisation_id, office.unit_id, "cong_van", LETTER),
        "drafter",
    )
    saved: Document = office.run(
        save_document, SaveDocument(started.id, 1, started.working, keep=True), "drafter"
    )
    return saved


def discard(office: Office, document: Document, post: str = "drafter") -> None:
    office.run(discard_document, DiscardDocument(document.id, document.working_revision), post)


def listed(office: Office, post: str) -> set[int]:
    with office.services.database.session() as session:
        page = find_documents(session, office.actor(post), DocumentFilters())
        return {row.id for row in page.rows}


def test_it_leaves_every_list_and_stays_on_record(office: Office, draft: Document) -> None:
    assert draft.id in listed(office, "drafter")

    discard(office, draft)

    assert draft.id not in listed(office, "drafter")
    with office.services.database.session() as session:
        kept = session.get_one(Document, draft.id)
        assert kept.status is DocumentStatus.DISCARDED
        assert kept.working == draft.working
        versions = session.query(DocumentVersion).filter_by(document_id=draft.id).count()
        assert versions == 1
        event = session.query(AuditEvent).filter_by(act="document.discard").one()
        assert event.document_id == draft.id
        assert event.before == {"content": draft.content_sha256, "revision": 2, "version": 1}
        page = start_page(session, office.actor("drafter"), office.services.clock())
        earlier = {
            choice.earlier.document_id
            for group in page.full
            for choice in group.choices
            if choice.earlier
        }
        assert draft.id not in earlier
        with pytest.raises(NotFoundError):
            copied_content(session, office.actor("drafter"), draft.id)


def test_nothing_can_be_done_with_it_afterwards(office: Office, draft: Document) -> None:
    discard(office, draft)

    with pytest.raises(NotFoundError):
        discard(office, draft)
    with pytest.raises(NotFoundError, match="đã bỏ bản nháp này"):
        office.run(save_document, SaveDocument(draft.id, 2, draft.working), "drafter")
    with pytest.raises(NotFoundError, match="đã bỏ bản nháp này"):
        office.run(attach_file, AttachFile(draft.id, "a.pdf", b"%PDF-1.7"), "drafter")
    with pytest.raises(ConflictError):
        office.run(submit_document, SubmitDocument(draft.id, 2), "drafter")


@pytest.mark.parametrize("post", ["chair", "secretary", "admin", "member"])
def test_it_is_nobody_elses_to_drop(office: Office, draft: Document, post: str) -> None:
    with pytest.raises(NotFoundError):
        discard(office, draft, post)
    assert draft.id in listed(office, "drafter")


def test_what_was_submitted_once_is_a_record(office: Office) -> None:
    case = submit(office, "cong_van", LETTER)
    document = office.document(case.document_id)
    with pytest.raises(ForbiddenError, match="đã trình thì lưu trong hồ sơ"):
        discard(office, document)

    office.run(withdraw_document, WithdrawDocument(document.id), "drafter")

    with pytest.raises(ForbiddenError, match="đã trình thì lưu trong hồ sơ"):
        discard(office, office.document(document.id))


def test_what_was_saved_in_another_tab_is_not_lost(office: Office, draft: Document) -> None:
    office.run(save_document, SaveDocument(draft.id, 2, draft.working), "drafter")

    with pytest.raises(SavedMeanwhileError):
        discard(office, draft)
    assert draft.id in listed(office, "drafter")
