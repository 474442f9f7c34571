"""What people of an office do, in few words, for tests."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from models import AuditEvent, DelegationInstrument, DocumentVersion, PostHolding
from workflows.commands.decide_task import ApproveTask, ReturnTask, approve_task, return_task
from workflows.commands.load_organisation import BEGINNING
from workflows.commands.number_document import NumberDocument, number_document
from workflows.commands.record_delegation import RecordDelegation, record_delegation
from workflows.commands.record_vote import RecordVote, record_vote
from workflows.commands.save_document import SaveDocument, save_document
from workflows.commands.seal_document import SealDocument, seal_document
from workflows.commands.sign_document import SignDocument, sign_document
from workflows.commands.submit_document import ResubmitDocument, resubmit_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models import Case, RegisterEntry, Resolution, Signature, UserTask
    from models.base import Base
    from workflows.commands._case import CaseInHand
    from workflows.commands.sign_document import Signed
    from workflows.demo.office import Office

M = TypeVar("M", bound="Base")

#: An ordinary letter: the standing deputy may be delegated to sign it; no vote.
LETTER: dict[str, Any] = {
    "subject": "đôn đốc gửi báo cáo sáu tháng",
    "addressees": [{"code": "HUYEN", "text": "Ủy ban nhân dân các huyện, thị xã, thành phố"}],
    "body": "Đề nghị các đơn vị gửi báo cáo trước ngày 05 tháng 6.\n\n1. Số liệu\n\n2. Đánh giá",
}
#: A yearly plan: the members decide, the chair signs.
PLAN = LETTER | {"subject": "hoạt động vì sự tiến bộ của phụ nữ năm tới"}


def waiting(office: Office, case: Case) -> UserTask:
    """Return the one step of the process that waits."""
    steps = [task for task in office.open_tasks(case.id) if task.form != "opinion"]
    assert len(steps) == 1, [task.step for task in steps]
    return steps[0]


def approve(office: Office, case: Case, post: str = "", **choices: Any) -> CaseInHand:
    task = waiting(office, case)
    return office.run(approve_task, ApproveTask(task.id, **choices), post or office.post_of(task))


def give_back(office: Office, case: Case, to_step: str = "", reason: str = "Sai số liệu") -> None:
    task = waiting(office, case)
    office.run(return_task, ReturnTask(task.id, reason, to_step), office.post_of(task))


def resubmit(office: Office, case: Case, note: str = "") -> None:
    task = waiting(office, case)
    office.run(resubmit_document, ResubmitDocument(task.id, note), office.post_of(task))


def edit(office: Office, case: Case, post: str, **changes: Any) -> None:
    """Change the content and keep it as a version."""
    document = office.document(case.document_id)
    office.run(
        save_document,
        SaveDocument(
            document.id, document.working_revision, {**document.working, **changes}, keep=True
        ),
        post,
    )


def vote(office: Office, case: Case, yes: int, members: int = 24) -> Resolution:
    task = waiting(office, case)
    held_on = office.services.clock().date()
    return office.run(
        record_vote,
        RecordVote(task.id, held_on, "meeting", "Biên bản số 03", yes, members),
        office.post_of(task),
    )


def sign(office: Office, case: Case, post: str = "", pin: str = "") -> Signed:
    task = waiting(office, case)
    return office.run(
        sign_document,
        SignDocument(task.id, pin or office.secrets.pin),
        post or office.post_of(task),
    )


def number(office: Office, case: Case, post: str = "") -> RegisterEntry:
    task = waiting(office, case)
    return office.run(number_document, NumberDocument(task.id), post or office.post_of(task))


def seal(office: Office, case: Case, post: str = "", pin: str = "") -> Signature:
    task = waiting(office, case)
    return office.run(
        seal_document,
        SealDocument(task.id, pin or office.secrets.pin),
        post or office.post_of(task),
    )


def delegate(
    office: Office, kinds: Sequence[str] = ("cong_van",), **terms: Any
) -> DelegationInstrument:
    """Let the chair delegate signing to the standing deputy."""
    today = office.services.clock().date()
    given = {
        "number": f"{datetime.now().timestamp():.6f}/UQ",  # noqa: DTZ005 - only has to be new
        "signed_on": today - timedelta(days=10),
        "valid_from": today - timedelta(days=10),
        "valid_to": today + timedelta(days=60),
        **terms,
    }
    return office.run(
        record_delegation,
        RecordDelegation(
            office.organisation_id,
            from_post_id=office.posts["chair"],
            to_post_id=office.posts["standing_deputy"],
            kinds=tuple(kinds),
            **given,
        ),
        "chair",
    )


def rows(office: Office, model: type[M], *where: Any) -> list[M]:
    """Read rows of one table, oldest first."""
    with office.services.database.session() as session:
        return list(session.scalars(select(model).where(*where).order_by(model.id)))  # type: ignore[attr-defined]


def history(office: Office, case: Case) -> list[AuditEvent]:
    """Read what the audit trail says about the case's document."""
    return rows(office, AuditEvent, AuditEvent.document_id == case.document_id)


def versions(office: Office, case: Case) -> list[DocumentVersion]:
    return rows(office, DocumentVersion, DocumentVersion.document_id == case.document_id)


def at(office: Office, clock: Callable[[], datetime]) -> Office:
    """Return the same office on another day."""
    return dataclasses.replace(office, services=dataclasses.replace(office.services, clock=clock))


def gives_post(office: Office, post: str, holder: str, since: date = BEGINNING) -> None:
    """Let the holder of one post hold another one too."""
    with office.services.database.transaction() as session:
        session.add(
            PostHolding(
                post_id=office.posts[post], user_id=office.holders[holder], valid_from=since
            )
        )
