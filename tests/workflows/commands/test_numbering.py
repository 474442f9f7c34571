"""Numbers: consecutive, without a gap, never twice (Decree 30/2020 Article 15)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models import NumberSeries, RegisterEntry
from tests.acting import LETTER, at, give_back, history, number, rows, waiting
from workflows import stored_files
from workflows.calendar import ZONE
from workflows.commands.number_document import NumberDocument, number_document
from workflows.commands.set_first_number import SetFirstNumber, set_first_number
from workflows.demo.journey import submit, walk
from workflows.errors import ForbiddenError
from workflows.signing import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from models import Case
    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    """A body whose register is empty."""
    return new_office()


def _signed(office: Office) -> Case:
    case = submit(office, "cong_van", LETTER)
    walk(office, case, until="number")
    return case


def _numbers(office: Office) -> list[int]:
    entries = rows(office, RegisterEntry, RegisterEntry.organisation_id == office.organisation_id)
    return sorted(entry.number for entry in entries)


def test_the_years_first_document_is_number_one_and_enters_the_register(own: Office) -> None:
    """Worked case 16."""
    case = _signed(own)
    entry = number(own, case)
    today = own.services.clock().date()

    assert entry.printed_number == "01/BVSTBCPN-VX"
    assert (entry.number, entry.year, entry.dated_on) == (1, today.year, today)
    assert (entry.kind, entry.subject) == ("Công văn", LETTER["subject"])
    assert (entry.signer, entry.kept_by) == ("Lê Minh Tâm", "VT, VX")
    assert entry.registered_by_id == own.holders["clerk_ubnd"]
    assert entry.sent_on is None
    document = own.document(case.document_id)
    assert document.number == "01/BVSTBCPN-VX"
    event = history(own, case)[-1]
    assert (event.act, event.after["number"]) == ("document.number", "01/BVSTBCPN-VX")
    assert "Điều 15" in event.authority
    with own.services.database.session() as session:
        values = reading.field_values(stored_files.fetch(session, document.file_sha256))
    assert values[reading.NUMBER_FIELD] == "Số: 01/BVSTBCPN-VX"
    assert values[reading.DATE_FIELD] == (
        f"Thanh Hóa, ngày {today:%d} tháng {today:%m} năm {today.year}"
        if today.month < 3
        else f"Thanh Hóa, ngày {today:%d} tháng {today.month} năm {today.year}"
    )


def test_two_documents_numbered_at_once_get_consecutive_numbers(own: Office) -> None:
    """Worked case 15."""
    cases = [_signed(own), _signed(own)]
    start = threading.Barrier(2)

    def act(case: Case) -> int:
        start.wait()
        return number(own, case).number

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, cases)) == [1, 2]


def test_eight_clerks_with_five_documents_each_leave_no_gap(own: Office) -> None:
    cases = [_signed(own) for _ in range(8)]
    clerk = own.actor("clerk_ubnd")
    start = threading.Barrier(8)

    def act(case: Case) -> list[int]:
        """Number, give back, sign and number again: five numbers of one document."""
        start.wait()
        taken = []
        for _ in range(5):
            task = waiting(own, case)
            taken.append(own.services.run(number_document, NumberDocument(task.id), clerk).number)
            if len(taken) < 5:
                give_back(own, case, "secretariat_review")
                walk(own, case, until="number")
        return taken

    with ThreadPoolExecutor(8) as pool:
        taken = [each for numbers in pool.map(act, cases) for each in numbers]
    assert sorted(taken) == list(range(1, 41))
    assert _numbers(own) == list(range(1, 41))
    standing = rows(
        own,
        RegisterEntry,
        RegisterEntry.organisation_id == own.organisation_id,
        RegisterEntry.voided_at.is_(None),
    )
    assert len(standing) == 8


def test_a_numbering_that_fails_uses_no_number(
    own: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _signed(own)

    def full(*_arguments: object, **_named: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(stored_files, "store", full)
        with pytest.raises(OSError, match="No space"):
            number(own, case)
    assert waiting(own, case).step == "number"
    assert _numbers(own) == []

    assert number(own, case).number == 1


def test_each_body_and_each_year_has_its_own_series(
    own: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office("son-duong-2023")
    number(own, _signed(own))
    number(own, _signed(own))

    assert number(other, _signed(other)).printed_number == "01/UBND-PLĐ"
    assert number(own, _signed(own)).number == 3


def test_the_series_begins_again_with_the_new_year(own: Office) -> None:
    """Worked case 16: signed on 31 December, numbered on 1 January."""
    now = own.services.clock()
    eve = datetime(now.year, 12, 31, 16, 59, tzinfo=ZONE)
    old_year, new_year = at(own, lambda: eve), at(own, lambda: eve + timedelta(hours=17))
    first, second, third = _signed(old_year), _signed(old_year), _signed(old_year)

    assert number(old_year, first).printed_number == "01/BVSTBCPN-VX"
    assert number(old_year, second).number == 2
    entry = number(new_year, third)
    assert (entry.printed_number, entry.year) == ("01/BVSTBCPN-VX", now.year + 1)
    assert entry.dated_on == datetime(now.year + 1, 1, 1, tzinfo=ZONE).date()
    series = rows(own, NumberSeries, NumberSeries.organisation_id == own.organisation_id)
    assert [(each.year, each.next_number) for each in series] == [(now.year, 3), (now.year + 1, 2)]


def test_midnight_is_vietnams_not_londons(own: Office) -> None:
    now = own.services.clock()
    case = _signed(own)
    shortly_after = at(own, lambda: datetime(now.year + 1, 1, 1, 0, 5, tzinfo=ZONE))

    assert number(shortly_after, case).year == now.year + 1


def test_a_body_that_begins_within_the_year_goes_on_from_its_paper_register(own: Office) -> None:
    year = own.services.clock().year
    own.run(set_first_number, SetFirstNumber(own.organisation_id, year, 218), "admin")

    assert number(own, _signed(own)).printed_number == "218/BVSTBCPN-VX"
    assert number(own, _signed(own)).number == 219
    with pytest.raises(ForbiddenError, match="đã cấp số 219"):
        own.run(set_first_number, SetFirstNumber(own.organisation_id, year, 500), "admin")


def test_only_the_keeper_of_the_signers_seal_numbers_it(own: Office) -> None:
    case = _signed(own)
    for post in ("clerk_so", "chair", "secretary", "drafter"):
        with pytest.raises(ForbiddenError):
            number(own, case, post)
    assert _numbers(own) == []


def test_three_digits_are_printed_as_they_are(own: Office) -> None:
    year = own.services.clock().year
    own.run(set_first_number, SetFirstNumber(own.organisation_id, year, 99), "admin")

    assert number(own, _signed(own)).printed_number == "99/BVSTBCPN-VX"
    assert number(own, _signed(own)).printed_number == "100/BVSTBCPN-VX"


def test_a_given_back_number_keeps_its_line_and_the_next_one_follows(own: Office) -> None:
    case = _signed(own)
    number(own, case)
    give_back(own, case, "secretariat_review", reason="Sai người nhận")
    other = _signed(own)
    assert number(own, other).number == 2
    walk(own, case, until="number")
    assert number(own, case).number == 3

    first = rows(own, RegisterEntry, RegisterEntry.organisation_id == own.organisation_id)[0]
    assert (first.number, first.voided_because) == (1, "Sai người nhận")
