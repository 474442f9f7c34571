"""A decision table edited row by row, as it works without mouse and scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from models import DraftKind
from tests.drawing import active_table, read_draft
from workflows.engine.table_editing import read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from workflows.demo.office import Office

TABLE = "signer_route"
AT = f"/admin/tables/{TABLE}/rows"


@pytest.fixture
def body(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.fixture
def admin(body: Office, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for("admin", body)


def _page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(AT + query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def _post(client: FlaskClient, **fields: object) -> TestResponse:
    revision = re.search(r'name="revision" value="(\d+)"', _page(client))
    assert revision is not None
    form = {"revision": revision[1], **{name.replace("_", "-"): v for name, v in fields.items()}}
    return client.post(AT, data=form)


def _drafted(body: Office) -> bytes:
    draft = read_draft(body, TABLE, DraftKind.TABLE)
    assert draft is not None
    return draft.content


def test_rows_are_read_in_the_words_of_the_office(admin: FlaskClient) -> None:
    page = _page(admin)

    assert "Mỗi trường hợp chỉ khớp một dòng." in page
    assert "Người soạn đề nghị Trưởng Ban ký?" in page
    assert "<strong>Phó Trưởng Ban Thường trực</strong>" in page
    assert "<dd>có</dd>" in page
    assert "&#34;standing_deputy&#34;" not in page


def test_a_row_is_changed_and_its_problems_stand_at_the_cells(
    body: Office, admin: FlaskClient
) -> None:
    form = _page(admin, "?row=1")
    assert 'name="cell-3" type="text" value="&#34;chair&#34;"' in form
    assert '<option value="&#34;standing_deputy&#34;">Phó Trưởng Ban Thường trực</option>' in form
    fields = {"cell_0": "", "cell_1": "", "cell_2": "true"}
    answer = _post(admin, edit="set", number=1, **fields, cell_3='"ông Ba"', note="Theo quy chế")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("#row-1")

    row = read_sheet(_drafted(body)).rows[0]
    assert ([cell.text for cell in row.cells], row.note) == (
        ["-", "-", "true", '"ông Ba"'],
        "Theo quy chế",
    )
    item = _page(admin).split('id="row-1"')[1].split('id="row-2"')[0]
    assert "Cơ quan không có chức vụ “ông Ba”" in item
    assert active_table(body, TABLE).dmn != _drafted(body)

    wrong = _post(admin, edit="set", number=1, **fields, cell_3="chair.name", note="")
    assert wrong.status_code == 303
    cell = _page(admin).split('id="row-1"')[1].split('id="row-2"')[0]
    assert "field__error" in cell
    assert "không dùng được cách viết này" in cell


def test_rows_are_added_moved_and_taken_away(body: Office, admin: FlaskClient) -> None:
    before = active_table(body, TABLE).dmn
    cells = {"cell_0": "true", "cell_1": "true", "cell_2": "true", "cell_3": '"chair"'}
    assert _post(admin, edit="add", number=2, **cells, note="Dòng mới").status_code == 303
    page = _page(admin)
    assert "Dòng mới" in page
    assert "cùng áp dụng, ví dụ khi" in page

    moved = _post(admin, edit="up", number=3)
    assert moved.headers["Location"].endswith("#row-2")
    assert read_sheet(_drafted(body)).rows[1].note == "Dòng mới"
    assert _post(admin, edit="down", number=2).status_code == 303
    assert _post(admin, edit="remove", number=3).status_code == 303
    assert _drafted(body) == before


def test_what_is_refused_keeps_what_was_typed(body: Office, admin: FlaskClient) -> None:
    cells = {"cell_0": "", "cell_1": "", "cell_2": "", "cell_3": '"chair"'}
    long = _post(admin, edit="add", number=1, **cells, note="x" * 3000)
    page = long.get_data(as_text=True)
    assert long.status_code == 400
    assert "ghi chú có nhiều nhất 2000 ký tự" in page
    assert "x" * 3000 in page
    assert 'value="&#34;chair&#34;"' in page
    assert read_draft(body, TABLE, DraftKind.TABLE) is None

    stale = admin.post(AT, data={"revision": 7, "edit": "remove", "number": 1})
    assert stale.status_code == 409
    assert _post(admin, edit="up", number=1).status_code == 400
    assert _post(admin, edit="burn", number=1).status_code == 422


def test_the_table_is_tried_without_scripts(admin: FlaskClient) -> None:
    page = _page(admin, "?try=1&in-0=true&in-1=true&in-2=false")
    assert "Dòng 2 áp dụng" in page
    nothing = _page(admin, "?try=1&in-0=x")
    assert 'id="trial"' in nothing


def test_a_table_of_nobody_is_not_found(admin: FlaskClient) -> None:
    assert admin.get("/admin/tables/no_table/rows").status_code == 404
