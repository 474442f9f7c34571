"""The seal: only on what somebody with authority signed, only by its keeper."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen.canvas import Canvas

from models import Case, RegisterEntry, Seal, Signature, StoredFile, UserTask
from tests.acting import LETTER, delegate, history, rows, seal, waiting
from workflows import stored_files
from workflows.commands.change_seal import ChangeSeal, change_seal
from workflows.demo.journey import submit, walk
from workflows.documents.form_fields import NUMBER_FIELD, number_appearance
from workflows.documents.layout import Box
from workflows.errors import ForbiddenError, WorkflowError
from workflows.signing import reading
from workflows.signing import sign as signing
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office


@pytest.fixture
def case(office: Office) -> Case:
    """A letter of the chair, signed and numbered."""
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="seal")
    return case


def _file(office: Office, case: Case) -> bytes:
    with office.services.database.session() as session:
        return stored_files.fetch(session, office.document(case.document_id).file_sha256)


def _replace_file(office: Office, case: Case, pdf: bytes) -> None:
    """Put other bytes in the document's place, as a bug or an intruder would."""
    with office.services.database.transaction() as session:
        digest = stored_files.store(session, pdf, "application/pdf", office.services.clock())
        session.merge(office.document(case.document_id)).file_sha256 = digest


def _unsealed(office: Office, case: Case) -> bool:
    kinds = [each.kind for each in rows(office, Signature, Signature.case_id == case.id)]
    return kinds == ["person"] and waiting(office, case).step == "seal"


def test_the_keeper_of_the_chairs_seal_seals_the_chairs_letter(office: Office, case: Case) -> None:
    assert waiting(office, case).post_id == office.posts["clerk_ubnd"]
    before = office.document(case.document_id).file_sha256
    signature = seal(office, case)

    assert (signature.kind, signature.user_id) == ("seal", office.holders["clerk_ubnd"])
    used = rows(office, Seal, Seal.id == signature.seal_id)[0]
    assert used.key == "UBND_TINH"
    event = history(office, case)[-1]
    assert (event.act, event.before, event.after["seal"]) == (
        "document.seal",
        {"file": before},
        "UBND_TINH",
    )
    assert "Điều 32" in event.authority
    report = verify(_file(office, case), office.services.certificates.root_certificates)
    assert report.valid
    assert report.sealed


def test_the_other_clerk_cannot_seal_it(office: Office, case: Case) -> None:
    """Worked case 13: not the keeper of this seal."""
    for post in ("clerk_so", "chair", "secretary", "admin", "drafter"):
        with pytest.raises(ForbiddenError):
            seal(office, case, post)
    assert _unsealed(office, case)


def test_the_keeper_of_the_chairs_seal_cannot_seal_the_deputys_letter(
    new_office: Callable[..., Office],
) -> None:
    office = new_office()
    delegate(office)
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="seal")

    assert waiting(office, case).post_id == office.posts["clerk_so"]
    with pytest.raises(ForbiddenError):
        seal(office, case, "clerk_ubnd")
    assert _unsealed(office, case)


def test_an_unsigned_document_never_reaches_the_seal(office: Office) -> None:
    """Worked case 14, by the process: the step is not there."""
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="chair_sign")
    with pytest.raises(WorkflowError):
        seal(office, case, "clerk_ubnd")
    assert rows(office, Signature, Signature.case_id == case.id) == []


def test_an_unsigned_file_put_in_its_place_is_refused(office: Office, case: Case) -> None:
    """Worked case 14, by the bytes: the signature is looked for in the file itself."""
    _replace_file(office, case, Canvas("x").getpdfdata())
    with pytest.raises(WorkflowError):
        seal(office, case)
    assert _unsealed(office, case)


@pytest.mark.parametrize("where", ["number", "text", "signature"])
def test_a_file_changed_after_the_signature_is_refused(
    office: Office, case: Case, where: str
) -> None:
    pdf = bytearray(_file(office, case))
    if where == "number":
        entry = rows(office, RegisterEntry, RegisterEntry.case_id == case.id)[0]
        other = f"Số: {entry.number + 1:02d}/BVSTBCPN-VX"
        appearance = _number_appearance(bytes(pdf), other)
        pdf = bytearray(signing.fill_fields(bytes(pdf), {"SO": (other, appearance)}))
    elif where == "text":
        pdf[len(pdf) // 4] ^= 1
    else:
        at = bytes(pdf).index(b"/Contents <") + 500
        pdf[at] = ord("0") if pdf[at] != ord("0") else ord("1")
    _replace_file(office, case, bytes(pdf))

    with pytest.raises(WorkflowError):
        seal(office, case)
    assert _unsealed(office, case)


def _number_appearance(pdf: bytes, text: str) -> bytes:
    return number_appearance(Box(*reading.field_boxes(pdf)[NUMBER_FIELD]), text)


def test_another_documents_file_is_refused(office: Office, case: Case) -> None:
    """Validly signed and numbered, but not this one."""
    other = submit(office, "cong_van", LETTER | {"subject": "việc khác"})
    walk(office, other, until="seal")
    _replace_file(office, case, _file(office, other))

    with pytest.raises(ForbiddenError, match="không khớp với sổ đăng ký"):
        seal(office, case)
    assert _unsealed(office, case)


def test_a_damaged_stored_file_is_reported_as_damaged(office: Office, case: Case) -> None:
    digest = office.document(case.document_id).file_sha256
    with office.services.database.transaction() as session:
        stored = session.get_one(StoredFile, digest)
        stored.data = stored.data[:-9] + b"\0" * 9

    with pytest.raises(stored_files.DamagedFileError, match="Hãy báo quản trị viên"):
        seal(office, case)
    assert _unsealed(office, case)


def test_a_seal_taken_out_of_use_after_the_signature_is_not_used(
    new_office: Callable[..., Office],
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="seal")
    with office.services.database.transaction() as session:
        row = session.get_one(Seal, office.case(case.id).seal_id)
        row.valid_to = office.services.clock().date() - timedelta(days=1)

    with pytest.raises(ForbiddenError, match="con dấu"):
        seal(office, case)
    assert _unsealed(office, case)


def test_a_new_keeper_seals_what_was_waiting_for_the_old_one(
    new_office: Callable[..., Office],
) -> None:
    """The keeper is who keeps the seal when it is used, not when the document was signed."""
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="seal")
    used = rows(office, Seal, Seal.id == office.case(case.id).seal_id)[0]
    office.run(
        change_seal,
        ChangeSeal(used.id, used.name, used.diameter_mm, office.posts["clerk_so"], None),
        "admin",
    )

    with pytest.raises(ForbiddenError):
        seal(office, case, "clerk_ubnd")
    assert seal(office, case, "clerk_so").kind == "seal"
    assert waiting(office, case).post_id == office.posts["clerk_so"]


def test_sealing_leaves_the_signed_bytes_as_they_were(office: Office, case: Case) -> None:
    before = _file(office, case)
    seal(office, case)

    assert _file(office, case).startswith(before)


def test_the_step_says_why_it_is_asked(office: Office, case: Case) -> None:
    task = rows(office, UserTask, UserTask.id == waiting(office, case).id)[0]

    assert (task.name, task.form) == ("Đóng dấu", "seal")
    assert "Điều 32" in task.article
