"""Signing for the chair: only with a delegation in force at that instant."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from models import Case, DocumentStatus, PostVersion, Signature, UserTask
from tests.acting import LETTER, PLAN, at, delegate, give_back, history, rows, seal, sign, waiting
from workflows.commands.load_organisation import BEGINNING
from workflows.commands.record_absence import EndAbsence, RecordAbsence, end_absence, record_absence
from workflows.commands.revoke_delegation import RevokeDelegation, revoke_delegation
from workflows.commands.seal_document import ConfirmSignature, confirm_signature
from workflows.demo.journey import Route, submit, walk
from workflows.errors import ForbiddenError, WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from models import DelegationInstrument
    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _on_the_deputys_desk(office: Office) -> tuple[Case, DelegationInstrument]:
    delegation = delegate(office)
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="deputy_sign")
    assert waiting(office, case).step == "deputy_sign"
    return case, delegation


def _expire(office: Office, delegation: DelegationInstrument) -> None:
    """Let it have ended yesterday, without anybody's act."""
    with office.services.database.transaction() as session:
        session.merge(delegation).valid_to = office.services.clock().date() - timedelta(days=1)


def _revoke_silently(office: Office, delegation: DelegationInstrument) -> None:
    """Revoke without moving what waits: as when both happen in the same instant."""
    with office.services.database.transaction() as session:
        session.merge(delegation).revoked_at = office.services.clock()


def test_a_delegated_deputy_signs_for_the_chair_and_brings_his_own_seal(own: Office) -> None:
    """Worked case 2."""
    case, delegation = _on_the_deputys_desk(own)
    document = walk(own, case)

    assert document.status is DocumentStatus.ISSUED
    person, sealed = rows(own, Signature, Signature.case_id == case.id)
    assert person.user_id == own.holders["standing_deputy"]
    assert person.capacity.splitlines() == [
        "KT. TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
        "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
    ]
    assert person.delegation_id == delegation.id
    assert sealed.user_id == own.holders["clerk_so"]
    event = next(event for event in history(own, case) if event.act == "document.sign")
    assert delegation.number in event.authority
    assert event.after["delegation"] == delegation.id
    assert event.after["seal"] == "SO_LDTBXH"


def test_without_a_delegation_the_deputy_never_sees_it(own: Office) -> None:
    """Worked case 3, G1."""
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="chair_sign")

    steps = [task.step for task in rows(own, UserTask, UserTask.case_id == case.id)]
    assert "deputy_sign" not in steps


@pytest.mark.parametrize(
    "terms", [{"valid_from": 1, "valid_to": 30}, {"valid_from": -9, "valid_to": -1}]
)
def test_a_delegation_not_yet_or_no_longer_in_force_sends_it_to_the_chair(
    own: Office, terms: dict[str, int]
) -> None:
    today = own.services.clock().date()
    delegate(own, **{name: today + timedelta(days=days) for name, days in terms.items()})
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="chair_sign")

    assert waiting(own, case).step == "chair_sign"


def test_the_secretariat_may_still_send_it_to_the_chair(own: Office) -> None:
    delegate(own)
    case = submit(own, "cong_van", LETTER)
    document = walk(own, case, Route(to_chair=True))

    assert document.status is DocumentStatus.ISSUED
    person, sealed = rows(own, Signature, Signature.case_id == case.id)
    assert person.user_id == own.holders["chair"]
    assert sealed.user_id == own.holders["clerk_ubnd"]


def test_a_superior_addressee_is_the_chairs_whatever_is_delegated(own: Office) -> None:
    """C2: the addressee beats the kind."""
    delegate(own)
    to_superior = {"addressees": [{"code": "UBND_TINH", "text": "Ủy ban nhân dân tỉnh"}]}
    case = submit(own, "cong_van", LETTER | to_superior)
    walk(own, case, until="chair_sign")

    assert waiting(own, case).step == "chair_sign"


def test_a_yearly_plan_is_the_chairs_whatever_is_delegated(own: Office) -> None:
    delegate(own)
    case = submit(own, "ke_hoach_nam", PLAN)
    walk(own, case, until="chair_sign")

    assert waiting(own, case).step == "chair_sign"


@pytest.mark.parametrize("ends", [_expire, _revoke_silently])
def test_a_delegation_that_ends_on_the_desk_sends_the_document_on_to_the_chair(
    own: Office, ends: Callable[[Office, DelegationInstrument], None]
) -> None:
    """Worked case 4: refused at the moment of signing, nothing signed, and not lost."""
    case, delegation = _on_the_deputys_desk(own)
    task = waiting(own, case)
    ends(own, delegation)
    answer = sign(own, case, "standing_deputy")

    assert not answer.signed
    assert answer.message.endswith("Văn bản chưa được ký và đã chuyển đến Lê Minh Tâm.")
    assert delegation.number in answer.message
    assert rows(own, Signature, Signature.case_id == case.id) == []
    assert own.document(case.document_id).file_sha256 is None
    done = rows(own, UserTask, UserTask.id == task.id)[0]
    assert (done.status, done.outcome) == ("done", "reroute")
    assert waiting(own, case).step == "chair_sign"
    event = history(own, case)[-1]
    assert (event.act, event.after["steps"]) == ("document.reroute", ["chair_sign"])
    assert event.actor_id == own.holders["standing_deputy"]
    assert walk(own, case).status is DocumentStatus.ISSUED


def test_revoking_takes_it_off_the_deputys_desk_at_once(own: Office) -> None:
    """G2: withdrawn from the deputy, offered to the chair; the checks stay."""
    case, delegation = _on_the_deputys_desk(own)
    moved = own.run(
        revoke_delegation, RevokeDelegation(delegation.id, "Trưởng Ban trực tiếp ký"), "chair"
    )

    assert moved == [LETTER["subject"]]
    assert waiting(own, case).step == "chair_sign"
    with pytest.raises(WorkflowError):
        sign(own, case, "standing_deputy")
    assert sign(own, case).signed


def test_revoking_while_the_deputy_signs_gives_one_outcome_or_the_other(own: Office) -> None:
    """Both at once: either it was signed under a delegation in force, or the chair has it."""
    delegation = delegate(own)
    for _ in range(4):
        case = submit(own, "cong_van", LETTER)
        walk(own, case, until="deputy_sign")
        start = threading.Barrier(2)
        answers: list[object] = []

        def signs(
            case: Case = case, start: threading.Barrier = start, answers: list[object] = answers
        ) -> None:
            start.wait()
            try:
                answers.append(sign(own, case, "standing_deputy"))
            except WorkflowError as error:
                answers.append(error)

        def revokes(
            start: threading.Barrier = start, delegation: DelegationInstrument = delegation
        ) -> None:
            start.wait()
            own.run(revoke_delegation, RevokeDelegation(delegation.id, "Đổi phân công"), "chair")

        threads = [threading.Thread(target=signs), threading.Thread(target=revokes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        signatures = rows(own, Signature, Signature.case_id == case.id)
        step = waiting(own, case).step
        assert (step, len(signatures)) in {("number", 1), ("chair_sign", 0)}, answers
        delegation = delegate(own)


def test_a_delegation_revoked_after_the_signature_holds_the_seal_until_the_chair_confirms(
    own: Office,
) -> None:
    """G3."""
    case, delegation = _on_the_deputys_desk(own)
    walk(own, case, until="seal")
    own.run(revoke_delegation, RevokeDelegation(delegation.id, "Đổi phân công"), "chair")

    with pytest.raises(ForbiddenError, match="thu hồi sau khi ký") as held:
        seal(own, case)
    assert delegation.number in str(held.value)
    assert waiting(own, case).step == "seal"
    for post in ("standing_deputy", "clerk_so", "secretary", "admin", "drafter"):
        with pytest.raises(ForbiddenError, match="chỉ người đã ủy quyền"):
            own.run(confirm_signature, ConfirmSignature(case.id), post)

    own.run(confirm_signature, ConfirmSignature(case.id), "chair")
    event = history(own, case)[-1]
    assert (event.act, event.actor_name) == ("signature.confirm", "Lê Minh Tâm")
    assert walk(own, case).status is DocumentStatus.ISSUED


def test_what_the_chair_does_not_confirm_can_be_given_back(own: Office) -> None:
    case, delegation = _on_the_deputys_desk(own)
    walk(own, case, until="seal")
    own.run(revoke_delegation, RevokeDelegation(delegation.id, "Đổi phân công"), "chair")
    give_back(own, case, "secretariat_review", reason="Trưởng Ban ký lại")
    assert walk(own, case).status is DocumentStatus.ISSUED
    standing = rows(own, Signature, Signature.case_id == case.id, Signature.voided_at.is_(None))
    assert [each.user_id for each in standing] == [own.holders["chair"], own.holders["clerk_ubnd"]]


def test_a_delegation_that_merely_ends_after_the_signature_holds_nothing(own: Office) -> None:
    case, delegation = _on_the_deputys_desk(own)
    walk(own, case, until="seal")
    _expire(own, delegation)

    assert walk(own, case).status is DocumentStatus.ISSUED


def test_a_deputy_whose_second_office_has_no_seal_does_not_sign(own: Office) -> None:
    """Worked case 24, C9: an acting deputy director; no seal is mapped to that office."""
    case, _ = _on_the_deputys_desk(own)
    with own.services.database.transaction() as session:
        post = session.get_one(PostVersion, (own.posts["standing_deputy"], BEGINNING))
        post.second_office = "PHÓ GIÁM ĐỐC PHỤ TRÁCH SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
    answer = sign(own, case, "standing_deputy")

    assert not answer.signed
    assert "con dấu" in answer.message
    assert waiting(own, case).step == "chair_sign"
    assert rows(own, Signature, Signature.case_id == case.id) == []


def test_a_chair_without_a_seal_stops_and_says_why(own: Office) -> None:
    """C9 for the head: nobody else can be asked, so it stays and tells what is missing."""
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="chair_sign")
    with own.services.database.transaction() as session:
        session.get_one(
            PostVersion, (own.posts["chair"], BEGINNING)
        ).second_office = "GIÁM ĐỐC TRUNG TÂM"

    with pytest.raises(ForbiddenError, match="con dấu"):
        sign(own, case)
    assert waiting(own, case).step == "chair_sign"


def test_a_recorded_absence_lets_the_deputy_sign_and_its_end_takes_that_back(own: Office) -> None:
    """C8: the six kinds, for a recorded period."""
    now = own.services.clock()
    absence = own.run(
        record_absence,
        RecordAbsence(
            own.organisation_id,
            own.posts["chair"],
            now - timedelta(hours=1),
            now + timedelta(days=3),
            "Đi công tác theo Quyết định cử đi số 5",
        ),
        "secretary",
    )
    signed = submit(own, "cong_van", LETTER)
    walk(own, signed, until="deputy_sign")
    assert sign(own, signed, "standing_deputy").signed

    waits = submit(own, "cong_van", LETTER | {"subject": "còn chờ"})
    walk(own, waits, until="deputy_sign")
    assert own.run(end_absence, EndAbsence(absence.id), "secretary") == ["còn chờ"]
    assert waiting(own, waits).step == "chair_sign"


def test_an_absence_that_ran_out_is_noticed_when_signing(own: Office) -> None:
    now = own.services.clock()
    own.run(
        record_absence,
        RecordAbsence(
            own.organisation_id,
            own.posts["chair"],
            now - timedelta(hours=1),
            now + timedelta(hours=2),
            "Họp Tỉnh ủy buổi chiều",
        ),
        "secretary",
    )
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="deputy_sign")

    later = at(own, lambda: now + timedelta(hours=3))
    assert not sign(later, case, "standing_deputy").signed
    assert waiting(own, case).step == "chair_sign"


def test_who_stands_in_for_the_absent_chair_still_does_not_sign(own: Office) -> None:
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="chair_sign")
    now = own.services.clock()
    own.run(
        record_absence,
        RecordAbsence(
            own.organisation_id,
            own.posts["chair"],
            now - timedelta(hours=1),
            now + timedelta(hours=2),
            "Nghỉ phép năm",
            own.posts["deputy"],
        ),
        "secretary",
    )

    with pytest.raises(ForbiddenError):
        sign(own, case, "deputy")
    assert rows(own, Signature, Signature.case_id == case.id) == []


def test_while_the_deputy_signs_the_revocation_waits(own: Office) -> None:
    """The signing transaction holds the case: a revocation comes before it or after it."""
    case, delegation = _on_the_deputys_desk(own)
    with own.services.database.session() as session:
        session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
        thread = threading.Thread(
            target=own.run,
            args=(revoke_delegation, RevokeDelegation(delegation.id, "Đổi phân công"), "chair"),
        )
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        assert (
            session.scalar(
                text("SELECT revoked_at FROM delegation_instrument WHERE id = :id"),
                {"id": delegation.id},
            )
            is None
        )
    thread.join(10)
    assert not thread.is_alive()
    assert waiting(own, case).step == "chair_sign"
