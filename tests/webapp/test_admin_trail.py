"""The audit trail on its page: looked up, paged, checked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models import AuditEvent
from tests.acting import LETTER, rows
from workflows.demo.journey import submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.fixture
def admin(own: Office, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for("admin", own)


def _page(client: FlaskClient, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.get_data(as_text=True)


def test_the_trail_is_filtered_and_paged(own: Office, admin: FlaskClient) -> None:
    case = submit(own, "cong_van", LETTER)
    walk(own, case, until="chair_sign")
    page = _page(admin, f"/admin/audit?document={case.document_id}&act=task.approve")
    seen = re.findall(r"<strong>(.*?)</strong>", page)
    assert seen
    assert set(seen) == {"Đồng ý"}
    drafter = own.holders["drafter"]
    mine = _page(admin, f"/admin/audit?person={drafter}")
    assert "Nguyễn Thị Lan" in mine
    assert "Bắt đầu soạn" in mine
    today = own.services.clock().date()
    assert "Không có dòng nào" in _page(admin, f"/admin/audit?until={today - timedelta(days=1)}")
    assert "ngày không đúng" in _page(admin, "/admin/audit?since=hôm-qua")


def test_pages_of_the_trail_follow_one_another_without_gaps(
    own: Office, admin: FlaskClient
) -> None:
    for _ in range(60):
        admin.post(f"/admin/people/{own.holders['member']}/open")
        admin.post(f"/admin/people/{own.holders['member']}/close")
        admin.post(f"/admin/people/{own.holders['member']}/open")
    expected = [
        event.seq
        for event in rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id)
    ][::-1]
    seen: list[int] = []
    where: str | None = "/admin/audit"
    while where:
        page = _page(admin, where)
        seen += _lines(page)
        where = _neighbours(page).get("next")
    assert seen == expected
    while where := _neighbours(page).get("prev"):
        page = _page(admin, where)
    assert _lines(page)[0] == expected[0]


def _lines(page: str) -> list[int]:
    return [int(seq) for seq in re.findall(r'data-label="Dòng">(\d+)<', page)]


def _neighbours(page: str) -> dict[str, str]:
    return {
        rel: href.replace("&amp;", "&")
        for rel, href in re.findall(r'rel="(prev|next)" href="([^"]+)"', page)
    }


def test_the_chain_is_checked_on_the_page_and_a_forged_row_named(
    own: Office, admin: FlaskClient
) -> None:
    assert "toàn vẹn: đã kiểm tra" in _page(admin, "/admin/audit?verify=1")
    with own.services.database.transaction() as session:
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        session.execute(
            text(
                "UPDATE audit_event SET actor_name = 'Ai đó' "
                "WHERE organisation_id = :organisation AND seq = 2"
            ),
            {"organisation": own.organisation_id},
        )
        session.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
    page = _page(admin, "/admin/audit?verify=1")
    assert "không toàn vẹn" in page
    assert "Dòng 2: nội dung đã bị sửa" in page
    with own.services.database.transaction() as session:
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        session.execute(
            text("DELETE FROM audit_event WHERE organisation_id = :organisation"),
            {"organisation": own.organisation_id},
        )
        session.execute(
            text("DELETE FROM audit_head WHERE organisation_id = :organisation"),
            {"organisation": own.organisation_id},
        )
        session.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
