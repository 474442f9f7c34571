"""What a delegation may be, and who may record one or an absence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models import Absence, AuditEvent, DelegationInstrument
from tests.acting import delegate, rows
from workflows.commands.record_absence import EndAbsence, RecordAbsence, end_absence, record_absence
from workflows.commands.record_delegation import RecordDelegation, record_delegation
from workflows.commands.revoke_delegation import RevokeDelegation, revoke_delegation
from workflows.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _record(office: Office, by: str = "admin", **terms: object) -> DelegationInstrument:
    today = office.services.clock().date()
    given = {
        "number": "05/GUQ-BVSTBCPN",
        "signed_on": today - timedelta(days=2),
        "from_post_id": office.posts["chair"],
        "to_post_id": office.posts["standing_deputy"],
        "kinds": ("cong_van",),
        "valid_from": today,
        "valid_to": today + timedelta(days=90),
        **terms,
    }
    command = RecordDelegation(office.organisation_id, **given)  # type: ignore[arg-type]
    return office.run(record_delegation, command, by)


def test_the_chair_and_the_administrator_record_others_do_not(own: Office) -> None:
    assert _record(own, "admin").recorded_by_id == own.holders["admin"]
    assert _record(own, "chair", number="06/GUQ").recorded_by_id == own.holders["chair"]
    for post in ("standing_deputy", "secretary", "clerk_ubnd"):
        with pytest.raises(ForbiddenError):
            _record(own, post, number="07/GUQ")


def test_who_was_given_the_power_does_not_give_it_on(own: Office) -> None:
    """G5; Decree 30/2020 Article 13.3."""
    with pytest.raises(InvalidInputError, match="Điều 13 khoản 3"):
        _record(own, from_post_id=own.posts["standing_deputy"], to_post_id=own.posts["deputy"])


def test_other_deputies_get_nothing_the_regulation_keeps_from_them(own: Office) -> None:
    """G4; regulation Articles 12.3 and 3.3."""
    with pytest.raises(InvalidInputError, match="Điều 12 khoản 3"):
        _record(own, to_post_id=own.posts["deputy"])
    with pytest.raises(InvalidInputError, match="Điều 13 khoản 1"):
        _record(own, to_post_id=own.posts["secretary"])


def test_a_kind_outside_the_closed_list_is_refused_with_the_article(own: Office) -> None:
    """C7; regulation Article 12.2."""
    for kind in ("to_trinh", "quyet_dinh", "ke_hoach_nam", "không có"):
        with pytest.raises(InvalidInputError, match="Điều 12 khoản 2"):
            _record(own, kinds=("cong_van", kind))
    assert not rows(
        own, DelegationInstrument, DelegationInstrument.organisation_id == own.organisation_id
    )


def test_the_yearly_programme_needs_its_year_and_a_ceiling_is_an_amount(own: Office) -> None:
    """C1, G14."""
    with pytest.raises(InvalidInputError, match="Năm của nội dung"):
        _record(own, kinds=("chuong_trinh_cong_tac_nam",))
    with pytest.raises(InvalidInputError, match="Hạn mức"):
        _record(own, kinds=("duyet_chi",), amount=0)
    kept = _record(
        own,
        kinds=("duyet_chi", "chuong_trinh_cong_tac_nam"),
        year=2027,
        amount=50_000_000,
    )
    assert (kept.year, kept.amount) == (2027, 50_000_000)


def test_it_never_holds_before_it_was_signed_nor_without_an_end(own: Office) -> None:
    today = own.services.clock().date()
    with pytest.raises(InvalidInputError, match="trước ngày ký"):
        _record(own, valid_from=today - timedelta(days=3))
    with pytest.raises(InvalidInputError, match="Đến hết ngày"):
        _record(own, valid_to=today - timedelta(days=1))
    with pytest.raises(InvalidInputError, match="Ngày ký"):
        _record(own, signed_on=today + timedelta(days=1))


def test_the_same_instrument_is_recorded_once(own: Office) -> None:
    _record(own)
    with pytest.raises(ForbiddenError, match="đã được ghi"):
        _record(own, number="05/guq-bvstbcpn")


def test_revoking_needs_a_reason_happens_once_and_only_by_who_may_give(
    own: Office, new_office: Callable[..., Office]
) -> None:
    delegation = delegate(own)
    with pytest.raises(InvalidInputError, match="Lý do"):
        own.run(revoke_delegation, RevokeDelegation(delegation.id, "  "), "chair")
    with pytest.raises(NotFoundError):
        own.run(revoke_delegation, RevokeDelegation(delegation.id, "không được"), "standing_deputy")
    with pytest.raises(NotFoundError):
        new_office("ha-tinh-2020").run(
            revoke_delegation, RevokeDelegation(delegation.id, "của cơ quan khác"), "admin"
        )
    own.run(revoke_delegation, RevokeDelegation(delegation.id, "đã trở lại làm việc"), "chair")
    with pytest.raises(ConflictError):
        own.run(revoke_delegation, RevokeDelegation(delegation.id, "lần thứ hai"), "admin")
    event = rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id)[-1]
    assert (event.act, event.capacity) == ("delegation.revoke", "Trưởng Ban")
    assert event.after["because"] == "đã trở lại làm việc"


def _away(office: Office, by: str, post: str = "chair", **terms: object) -> Absence:
    now = office.services.clock()
    given = {
        "starts_at": now,
        "ends_at": now + timedelta(days=2),
        "evidence": "Ốm, theo giấy của bệnh viện",
        **terms,
    }
    command = RecordAbsence(office.organisation_id, office.posts[post], **given)  # type: ignore[arg-type]
    return office.run(record_absence, command, by)


def test_who_may_record_that_the_chair_is_away(own: Office) -> None:
    start = own.services.clock()
    for post in ("admin", "secretary", "clerk_ubnd", "chair"):
        end = start + timedelta(days=2)
        away = _away(own, post, starts_at=start, ends_at=end)
        assert away.recorded_by_id == own.holders[post]
        start = end


def test_colleagues_record_only_their_own_absence(own: Office) -> None:
    with pytest.raises(ForbiddenError):
        _away(own, "drafter")
    assert _away(own, "drafter", "drafter").post_id == own.posts["drafter"]


def test_an_absence_is_proved_ends_later_and_does_not_overlap(own: Office) -> None:
    now = own.services.clock()
    with pytest.raises(InvalidInputError, match="minh chứng"):
        _away(own, "admin", evidence="ốm")
    with pytest.raises(InvalidInputError, match="Đến"):
        _away(own, "admin", ends_at=now - timedelta(minutes=1))
    with pytest.raises(InvalidInputError, match="chức vụ khác"):
        _away(own, "admin", substitute_post_id=own.posts["chair"])
    _away(own, "admin")
    with pytest.raises(InvalidInputError, match="đã ghi vắng mặt"):
        _away(own, "admin", starts_at=now + timedelta(hours=3))
    with pytest.raises(InvalidInputError, match="Người thay thế"):
        _away(own, "admin", "standing_deputy", substitute_post_id=own.posts["chair"])


def test_one_not_yet_begun_is_taken_back_without_a_trace_but_the_trail(own: Office) -> None:
    start = own.services.clock() + timedelta(days=1)
    absence = _away(own, "admin", starts_at=start, ends_at=start + timedelta(days=1))
    own.run(end_absence, EndAbsence(absence.id), "secretary")
    assert not rows(own, Absence, Absence.id == absence.id)
    event = rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id)[-1]
    assert event.act == "absence.end"
    with pytest.raises(NotFoundError):
        own.run(end_absence, EndAbsence(absence.id), "admin")
