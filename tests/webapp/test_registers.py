"""The register of outgoing documents: who reads it, what it shows, prints and exports."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest

from models import NumberSeries, RegisterEntry
from tests.acting import LETTER, approve, give_back, number, seal, sign, waiting
from tests.webapp.drafting import started, text_of
from workflows.commands.issue_document import IssueDocument, issue_document
from workflows.commands.submit_document import SubmitDocument, submit_document
from workflows.queries.register import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from models import Case
    from workflows.demo.office import Office

    ClientFor = Callable[..., FlaskClient]

READERS = (
    "chair",
    "standing_deputy",
    "secretary",
    "format_checker",
    "clerk_ubnd",
    "clerk_so",
    "admin",
)
OTHERS = ("drafter", "drafting_unit_head", "deputy", "member")


def numbered(office: Office, **content: object) -> Case:
    """Take a letter as far as its number."""
    document = started(office, **{**LETTER, **content})
    command = SubmitDocument(document.id, document.working_revision)
    case = office.run(submit_document, command, "drafter")
    while waiting(office, case).form == "check":
        approve(office, case)
    sign(office, case)
    number(office, case)
    return case


@pytest.fixture(scope="module")
def register(office: Office) -> dict[str, str]:
    """Three letters of the shared office: one issued, one whose number was voided, one numbered."""
    issued = numbered(
        office,
        subject="hướng dẫn kiểm tra chéo giữa các huyện",
        recipients=["Như trên", "Chủ tịch UBND tỉnh (để b/c)", "Lưu: VT, VX"],
        copies=27,
    )
    seal(office, issued)
    task = waiting(office, issued)
    office.run(issue_document, IssueDocument(task.id), office.post_of(task))
    voided = numbered(office, subject="=HYPERLINK(1) gây hại")
    printed = office.document(voided.document_id).number
    give_back(office, voided, reason="Sai ngày họp")
    last = numbered(office, subject="-góp ý dự thảo đề án")
    return {
        "issued": office.document(issued.document_id).number or "",
        "voided": printed or "",
        "last": office.document(last.document_id).number or "",
    }


def rows_of(page: str) -> list[str]:
    return re.findall(r"<tr.*?</tr>", page, re.DOTALL)[1:]


def test_those_who_keep_or_oversee_it_read_the_register(
    client_for: ClientFor, register: dict[str, str]
) -> None:
    for post in READERS:
        page = text_of(client_for(post).get("/register"))
        assert register["issued"] in page, post


def test_others_are_told_who_may(client_for: ClientFor, register: dict[str, str]) -> None:
    for post in OTHERS:
        client = client_for(post)
        for path in ("/register", "/register.csv", "/register.pdf", "/register/series"):
            answer = client.get(path)
            assert answer.status_code == 403, (post, path)
            assert register["issued"].encode() not in answer.data
        assert "dành cho văn thư" in text_of(answer)


def test_another_bodys_register_is_not_found(
    client_for: ClientFor, new_office: Callable[..., Office]
) -> None:
    other = new_office()
    client = client_for("clerk_ubnd")
    for path in ("/register", "/register.csv", "/register.pdf", "/register/series"):
        assert client.get(path, query_string={"body": other.organisation_id}).status_code == 404


def test_a_voided_number_stays_struck_through_with_its_reason(
    client_for: ClientFor, register: dict[str, str]
) -> None:
    page = text_of(client_for("clerk_ubnd").get("/register"))
    row = next(row for row in rows_of(page) if register["voided"] in row)
    assert "is-void" in row
    assert f"<del>{register['voided']}</del>" in row
    assert "Số đã hủy" in row
    assert "Sai ngày họp" in row
    standing = next(row for row in rows_of(page) if register["issued"] in row)
    assert "is-void" not in standing


@pytest.mark.parametrize(
    "words", ["kiem tra cheo", "KIỂM TRA CHÉO", "chéo huyen", "cheo le minh tam", "cheo de b/c"]
)
def test_search_needs_no_accents_and_reads_every_column(
    client_for: ClientFor, register: dict[str, str], words: str
) -> None:
    page = text_of(client_for("clerk_ubnd").get("/register", query_string={"q": words}))
    assert [register["issued"] in row for row in rows_of(page)] == [True]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; drop table register_entry; --", "\x00"])
def test_signs_of_a_query_language_are_ordinary_text(
    client_for: ClientFor, register: dict[str, str], words: str
) -> None:
    client = client_for("clerk_ubnd")
    answer = client.get("/register", query_string={"q": words})
    assert answer.status_code == 200
    assert register["issued"] not in text_of(answer) or words == "\x00"


def test_kind_year_and_days_narrow_the_selection(
    client_for: ClientFor, register: dict[str, str], office: Office
) -> None:
    client = client_for("clerk_ubnd")
    today = office.services.clock().date()

    def shown(**asked: object) -> bool:
        return register["issued"] in text_of(client.get("/register", query_string=asked))

    assert shown(kind="cong_van")
    assert not shown(kind="bao_cao")
    assert shown(**{"from": today.isoformat(), "to": today.isoformat()})
    assert not shown(year=today.year - 1)
    assert "Chưa có văn bản nào được cấp số" in text_of(
        client.get("/register", query_string={"year": today.year - 1})
    )
    # What makes no sense in an address is left out, and never an error page.
    assert shown(**{"kind": "la_thu", "from": "hôm nay", "year": "x", "before": "y"})
    if today.month > 1 or today.day > 1:
        assert not shown(to=(today - timedelta(days=1)).isoformat())


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(
    client_for: ClientFor, register: dict[str, str]
) -> None:
    answer = client_for("clerk_ubnd").get("/register.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert table[0][0] == "Số, ký hiệu văn bản"
    assert {len(row) for row in table} == {10}
    lines = {row[0]: row for row in table[1:]}
    issued = lines[register["issued"]]
    assert issued[4] == "Như trên; Chủ tịch UBND tỉnh (để b/c); Lưu: VT, VX"
    assert issued[5:7] == ["VT, VX", "27"]
    assert lines[register["voided"]][9] == "Số đã hủy: Sai ngày họp"
    assert not any(cell[:1] in "=+-@\t" for row in table[1:] for cell in row if cell)


def test_the_book_has_a_cover_ten_columns_and_page_numbers(
    client_for: ClientFor, register: dict[str, str]
) -> None:
    answer = client_for("clerk_ubnd").get("/register.pdf")
    assert answer.mimetype == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    cover = pages[0].extract_text()
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in cover
    assert "UBND TỈNH THANH HÓA" in cover
    inside = " ".join(" ".join(page.extract_text() for page in pages[1:]).split())
    for words in ("(1)", "(10)", "Ký nhận", "Ghi chú", register["voided"], "Sai ngày họp"):
        assert words in inside
    assert inside.startswith("1 ")


def test_a_long_register_is_paged_by_key_both_ways(
    client_for: ClientFor, new_office: Callable[..., Office]
) -> None:
    office = new_office()
    first = numbered(office)
    with office.services.database.transaction() as session:
        entry = session.query(RegisterEntry).filter_by(case_id=first.id).one()
        session.add_all(
            RegisterEntry(
                **{
                    column.key: getattr(entry, column.key)
                    for column in RegisterEntry.__table__.columns
                    if column.key != "id"
                }
                | {
                    "number": serial,
                    "printed_number": f"{serial}/BVSTBCPN-VX",
                    "voided_at": entry.registered_at,
                    "voided_because": "thử",
                }
            )
            for serial in range(2, 2 * PAGE + 12)
        )
    client = client_for("clerk_ubnd", office)
    seen: list[int] = []
    address = "/register"
    back = ""
    for _ in range(3):
        page = text_of(client.get(address))
        seen += [int(n) for n in re.findall(r">(\d+)/BVSTBCPN-VX<", page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        previous = re.search(r'rel="prev" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else ""
        back = html.unescape(previous[1]) if previous else back
    assert not address
    assert seen == list(range(2 * PAGE + 11, 0, -1))
    again = text_of(client.get(back))
    numbers = [int(n) for n in re.findall(r">(\d+)/BVSTBCPN-VX<", again)]
    assert numbers == list(range(PAGE + 11, 11, -1))


def test_clerks_see_the_next_number_of_each_series(
    client_for: ClientFor, new_office: Callable[..., Office]
) -> None:
    office = new_office()
    client = client_for("clerk_so", office)
    assert "Số đầu tiên sẽ là 01" in text_of(client.get("/register/series"))
    numbered(office)
    page = text_of(client.get("/register/series"))
    assert "02/BVSTBCPN-VX" in page
    assert "Chung của cơ quan" in page


def test_a_year_that_is_over_gives_no_more_numbers(
    client_for: ClientFor, new_office: Callable[..., Office]
) -> None:
    office = new_office()
    last_year = office.services.clock().year - 1
    with office.services.database.transaction() as session:
        session.add(
            NumberSeries(
                organisation_id=office.organisation_id,
                year=last_year,
                first_number=1,
                next_number=40,
            )
        )
    client = client_for("clerk_so", office)
    page = text_of(client.get("/register/series"))
    assert "đã hết năm" in page
    assert "40/BVSTBCPN-VX" not in page
    assert f'<option value="{last_year}"' in text_of(client.get("/register"))
