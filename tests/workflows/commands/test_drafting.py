"""Start, save and copy drafts through the commands; what the preview and the findings rest on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from models import AuditEvent, DocumentVersion
from tests.acting import LETTER, PLAN, delegate, rows
from workflows.commands.save_document import (
    SaveDocument,
    StartDocument,
    save_document,
    start_document,
)
from workflows.commands.submit_document import SubmitDocument, submit_document
from workflows.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from workflows.queries.draft_preview import Likeness, likeness
from workflows.queries.draft_start import start_page
from workflows.queries.drafting import open_draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from models import Document
    from workflows.demo.office import Office


def start(office: Office, purpose: str = "cong_van", post: str = "drafter") -> Document:
    command = StartDocument(office.organisation_id, office.unit_id, purpose)
    return office.run(start_document, command, post)


def save(office: Office, document: Document, *, keep: bool = False, **content: Any) -> Document:
    now = office.document(document.id)
    command = SaveDocument(document.id, now.working_revision, {**now.working, **content}, keep=keep)
    return office.run(save_document, command, "drafter")


def looks(office: Office, document: Document) -> Likeness:
    now = office.services.clock()
    with office.services.database.session() as session:
        draft = open_draft(session, office.actor("drafter"), document.id, now.date())
        return likeness(session, draft, now)


def test_a_draft_opens_with_what_its_kind_and_unit_decide(office: Office) -> None:
    letter, report = start(office).working, start(office, "bao_cao_dinh_ky").working
    assert letter["recipients"] == ["Như trên", "Lưu: VT, VX"]
    assert (report["kind"], report["is_report"]) == ("bao_cao", True)


def test_a_draft_is_started_only_where_one_holds_a_post(
    office: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office()
    command = StartDocument(other.organisation_id, other.unit_id, "cong_van")
    with pytest.raises(ForbiddenError):
        office.run(start_document, command, "drafter")
    foreign_unit = StartDocument(office.organisation_id, other.unit_id, "cong_van")
    with pytest.raises(InvalidInputError):
        office.run(start_document, foreign_unit, "drafter")


def test_saving_at_once_from_two_places_keeps_one_and_tells_the_other(office: Office) -> None:
    document = start(office)

    def from_place(number: int) -> bool:
        content = {**document.working, "body": f"Bản {number}"}
        try:
            office.run(save_document, SaveDocument(document.id, 1, content), "drafter")
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(4) as places:
        kept = list(places.map(from_place, range(8)))
    assert kept.count(True) == 1
    now = office.document(document.id)
    assert (now.working_revision, now.working["body"]) == (2, f"Bản {kept.index(True)}")


def test_a_save_sees_what_was_saved_since_the_session_read_it(office: Office) -> None:
    document = start(office)
    actor = office.actor("drafter")
    content = {**document.working, "body": "Bản cũ"}
    with office.services.database.session() as session:
        open_draft(session, actor, document.id, office.services.clock().date())
        save(office, document, body="Bản mới")
        with pytest.raises(ConflictError):
            office.services.run(
                save_document, SaveDocument(document.id, 1, content), actor, session
            )
    assert office.document(document.id).working["body"] == "Bản mới"


def test_only_what_is_kept_becomes_a_version(office: Office) -> None:
    document = start(office)
    save(office, document, body="Đang gõ")
    save(office, document, body="Đã xong", keep=True)
    save(office, document, keep=True)
    kept = rows(office, DocumentVersion, DocumentVersion.document_id == document.id)
    assert [(version.number, version.content["body"]) for version in kept] == [(1, "Đã xong")]
    acts = rows(office, AuditEvent, AuditEvent.document_id == document.id)
    assert [event.act for event in acts] == ["document.start", "document.save_version"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "bao_cao_dinh_ky"},
        {"kind": "khong_co"},
        {"addressees": [{"code": "SAO_HOA", "text": "Sao Hỏa"}]},
        {"addressees": [{"code": "HUYEN", "text": ""}]},
        {"mat": "tối mật"},
        {"body": 5},
    ],
)
def test_content_that_makes_no_sense_is_refused_and_changes_nothing(
    office: Office, wrong: dict[str, Any]
) -> None:
    document = start(office)
    with pytest.raises(InvalidInputError):
        save(office, document, **wrong)
    assert office.document(document.id).working == document.working


def test_an_incomplete_draft_is_not_submitted(office: Office) -> None:
    document = save(office, start(office), **LETTER | {"addressees": []})
    with pytest.raises(InvalidInputError, match="Kính gửi"):
        office.run(
            submit_document, SubmitDocument(document.id, document.working_revision), "drafter"
        )
    assert office.document(document.id).status == "draft"


def test_nobody_opens_the_draft_of_another(office: Office) -> None:
    document = start(office)
    now = office.services.clock().date()
    with office.services.database.session() as session, pytest.raises(NotFoundError):
        open_draft(session, office.actor("chair"), document.id, now)


def test_the_preview_names_who_would_sign_now(new_office: Callable[..., Office]) -> None:
    office = new_office()
    letter = save(office, start(office), **LETTER)
    before = looks(office, letter)
    assert before.signature.form == ("TRƯỞNG BAN",)
    delegate(office)
    after = looks(office, letter)
    assert after.signature.form == ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC")
    assert before.etag != after.etag
    superior = [{"code": "UBND_TINH", "text": "UBND tỉnh"}]
    upward = save(office, letter, addressees=superior)
    assert looks(office, upward).signature.form == ("TRƯỞNG BAN",)


def test_a_vote_to_come_does_not_leave_the_preview_unsigned(office: Office) -> None:
    plan = save(office, start(office, "ke_hoach_nam"), **PLAN)
    signature = looks(office, plan).signature
    assert (signature.form, signature.name) == (("TRƯỞNG BAN",), "Lê Minh Tâm")
    assert signature.second_office == "PHÓ CHỦ TỊCH UBND TỈNH"


def test_the_same_draft_gives_the_same_page(office: Office) -> None:
    letter = save(office, start(office), **LETTER)
    first, second = looks(office, letter), looks(office, letter)
    assert (first.etag, first.pdf()) == (second.etag, second.pdf())


def test_the_start_page_of_a_peoples_committee_knows_its_signers(
    new_office: Callable[..., Office],
) -> None:
    office = new_office("son-duong-2023")
    with office.services.database.session() as session:
        page = start_page(session, office.actor("drafter"), office.services.clock())
    letter = next(group for group in page.full if group.kind == "cong_van").choices[0]
    assert letter.signers[0] == "Chủ tịch Ủy ban nhân dân"
    assert not letter.vote_required
    assert len(page.full) + len(page.others) == 29
