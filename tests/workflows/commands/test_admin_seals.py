"""Seals, their rules, first numbers and exceptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from models import NumberSeries, Seal, SealRule, SeparationException
from tests.acting import LETTER, delegate, rows
from workflows.commands.change_post import ChangePost, change_post
from workflows.commands.change_seal import ChangeSeal, change_seal
from workflows.commands.grant_exception import GrantException, grant_exception
from workflows.commands.record_seal_rule import (
    EndSealRule,
    RecordSealRule,
    end_seal_rule,
    record_seal_rule,
)
from workflows.commands.register_seal import RegisterSeal, register_seal
from workflows.commands.set_first_number import SetFirstNumber, set_first_number
from workflows.commands.set_seal_image import SetSealImage, set_seal_image
from workflows.demo.journey import Route, submit, walk
from workflows.errors import ForbiddenError, InvalidInputError, NotFoundError
from workflows.queries.authority_lookup import Asked, look_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _seals(office: Office) -> list[Seal]:
    return rows(office, Seal, Seal.organisation_id == office.organisation_id)


def _imprint(width: int, height: int) -> bytes:
    picture = Image.new("RGB", (width + 40, height + 40), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, width + 20, height + 20), outline="red", width=8)
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def test_a_seal_is_declared_with_its_keeper_and_true_size(own: Office) -> None:
    today = own.services.clock().date()
    seal = own.run(
        register_seal,
        RegisterSeal(
            own.organisation_id, "so_noi_vu", "Dấu Sở Nội vụ", 36.04, own.posts["clerk_so"], today
        ),
        "admin",
    )
    assert (seal.key, seal.diameter_mm) == ("SO_NOI_VU", 36.0)
    for wrong in (9.9, 61, 0):
        with pytest.raises(InvalidInputError, match="Đường kính"):
            own.run(
                change_seal,
                ChangeSeal(seal.id, seal.name, wrong, seal.keeper_post_id, None),
                "admin",
            )
    with pytest.raises(InvalidInputError, match="đang dùng mã này"):
        own.run(
            register_seal,
            RegisterSeal(
                own.organisation_id, "SO_NOI_VU", "Dấu khác", 36, own.posts["clerk_so"], today
            ),
            "admin",
        )


def test_an_imprint_is_round_and_cropped_to_its_edge(own: Office) -> None:
    seal = _seals(own)[0]
    with pytest.raises(InvalidInputError, match="phải tròn"):
        own.run(set_seal_image, SetSealImage(seal.id, _imprint(400, 250)), "admin")
    own.run(set_seal_image, SetSealImage(seal.id, _imprint(400, 400)), "admin")
    assert _seals(own)[0].image_sha256 != seal.image_sha256


def test_one_double_office_brings_one_seal_at_a_time(own: Office) -> None:
    """C9."""
    today = own.services.clock().date()
    first, second = _seals(own)[:2]

    def rule(seal: Seal, start: int, end: int | None = None) -> SealRule:
        return own.run(
            record_seal_rule,
            RecordSealRule(
                own.organisation_id,
                own.posts["standing_deputy"],
                "PHÓ GIÁM ĐỐC SỞ",
                seal.id,
                "Quyết định số 12/QĐ-UBND",
                today + timedelta(days=start),
                None if end is None else today + timedelta(days=end),
            ),
            "admin",
        )

    kept = rule(first, 0)
    with pytest.raises(InvalidInputError, match="đã có quy tắc"):
        rule(second, 5)
    own.run(end_seal_rule, EndSealRule(kept.id, today + timedelta(days=5)), "admin")
    rule(second, 5, 9)
    with pytest.raises(InvalidInputError):
        rule(first, 8)


def test_a_seal_that_the_bodys_file_does_not_know_is_brought_by_its_office(own: Office) -> None:
    """C9: the department is renamed and has a new seal; nobody edits the file."""
    today, office = own.services.clock().date(), "GIÁM ĐỐC SỞ NỘI VỤ"
    deputy, keeper = own.posts["standing_deputy"], own.posts["clerk_so"]
    title = "Phó Trưởng Ban Thường trực"
    changed = ChangePost(deputy, today, title, office, None, votes=True)
    own.run(change_post, changed, "admin")
    new = RegisterSeal(own.organisation_id, "SO_NOI_VU", "Dấu Sở Nội vụ", 36, keeper, today)
    seal = own.run(register_seal, new, "admin")
    rule = RecordSealRule(
        own.organisation_id, deputy, office, seal.id, "Quyết định số 12/QĐ-UBND", today
    )
    delegate(own)
    asked = Asked("cong_van", ("HUYEN",), today)

    def brought(day: date) -> str:
        with own.services.database.session() as session:
            found = look_up(
                session, own.organisation_id, replace(asked, day=day), own.services.clock()
            )
        signer = found.answer.signer("standing_deputy")
        return signer.seal if signer else ""

    assert brought(today) == "", "no rule yet: nothing is sealed"
    own.run(record_seal_rule, rule, "admin")
    assert brought(today) == "SO_NOI_VU"
    ends = today + timedelta(days=5)
    last = ChangeSeal(seal.id, seal.name, 36, keeper, ends)
    own.run(change_seal, last, "admin")
    assert brought(ends - timedelta(days=1)) == "SO_NOI_VU"
    assert brought(ends) == "", "a seal that is no longer in force seals nothing"


def test_a_seal_of_another_body_is_not_found(
    own: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office("ha-tinh-2020")
    seal = _seals(own)[0]
    with pytest.raises(NotFoundError):
        other.run(
            change_seal,
            ChangeSeal(seal.id, "Dấu của tôi", 36, other.posts["clerk"], None),
            "admin",
        )


def test_a_year_begins_at_the_number_the_paper_register_had_reached(own: Office) -> None:
    year = own.services.clock().year
    own.run(set_first_number, SetFirstNumber(own.organisation_id, year, 148), "admin")
    own.run(set_first_number, SetFirstNumber(own.organisation_id, year, 149), "admin")
    document = walk(own, submit(own, "cong_van", LETTER), Route(to_chair=True))
    assert (document.number or "").startswith("149/")
    with pytest.raises(ForbiddenError, match="149"):
        own.run(set_first_number, SetFirstNumber(own.organisation_id, year, 10), "admin")
    series = rows(own, NumberSeries, NumberSeries.organisation_id == own.organisation_id)
    assert [(s.first_number, s.next_number) for s in series] == [(149, 150)]


def test_only_the_administrator_sets_numbers_and_only_real_ones(own: Office) -> None:
    with pytest.raises(ForbiddenError):
        own.run(set_first_number, SetFirstNumber(own.organisation_id, 2027, 5), "clerk_ubnd")
    with pytest.raises(InvalidInputError, match="Năm"):
        own.run(set_first_number, SetFirstNumber(own.organisation_id, 27, 5), "admin")
    with pytest.raises(InvalidInputError, match="Số đầu tiên"):
        own.run(set_first_number, SetFirstNumber(own.organisation_id, 2027, 0), "admin")


def test_an_exception_has_a_reason_a_person_and_an_open_document(
    own: Office, new_office: Callable[..., Office]
) -> None:
    case = submit(own, "cong_van", LETTER)
    reason = "Cả phòng đi công tác, không còn ai khác kiểm tra"
    person = own.holders["drafter"]
    with pytest.raises(InvalidInputError, match="Lý do"):
        own.run(grant_exception, GrantException(case.document_id, person, "bận"), "admin")
    with pytest.raises(ForbiddenError, match="tự cho mình"):
        own.run(
            grant_exception,
            GrantException(case.document_id, own.holders["admin"], reason),
            "admin",
        )
    with pytest.raises(NotFoundError):
        new_office("ha-tinh-2020").run(
            grant_exception, GrantException(case.document_id, person, reason), "admin"
        )
    own.run(grant_exception, GrantException(case.document_id, person, reason), "admin")
    with pytest.raises(InvalidInputError, match="đã có ngoại lệ"):
        own.run(grant_exception, GrantException(case.document_id, person, reason), "admin")
    kept = rows(own, SeparationException, SeparationException.document_id == case.document_id)
    assert [each.user_id for each in kept] == [person]
    walk(own, case, Route(to_chair=True))
    with pytest.raises(ForbiddenError, match="xử lý xong"):
        own.run(
            grant_exception,
            GrantException(case.document_id, own.holders["member"], reason),
            "admin",
        )
