"""A draft that is being typed: nothing typed is ever lost."""

from __future__ import annotations

import html
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from werkzeug.datastructures import MultiDict

from tests.acting import LETTER
from tests.webapp.drafting import BODY, etag_on, fields, started, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    ClientFor = Callable[..., FlaskClient]


def test_autosave_keeps_the_text_and_gives_the_next_etag(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    url = f"/drafts/{document.id}/autosave"
    answer = client.post(url, data=fields(office, document, body=BODY), headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert office.document(document.id).working["body"] == BODY
    assert office.document(document.id).version_number == 0


def test_a_second_tab_is_told_and_overwrites_nothing(client_for: ClientFor, office: Office) -> None:
    document = started(office)
    client = client_for("drafter")
    opened = fields(office, document)
    client.post(f"/drafts/{document.id}", data=fields(office, document, body=BODY))
    url = f"/drafts/{document.id}/autosave"
    stale = {**opened.to_dict(flat=False), "body": ["Bản ở thẻ thứ hai"]}
    auto = client.post(url, data=stale, headers={"If-Match": '"1"'})
    assert auto.status_code == 412
    assert "đã được lưu ở nơi khác" in auto.json["message"]
    assert client.post(url, data=stale).status_code == 409
    answer = client.post(f"/drafts/{document.id}", data=stale)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Bản ở thẻ thứ hai" in page
    assert "đã được lưu ở nơi khác" in page
    assert "data-autosave=" not in page
    assert office.document(document.id).working["body"] == BODY
    # Told, the person may still choose this text.
    again = {**stale, "etag": [f'"{etag_on(page)}"']}
    assert client.post(f"/drafts/{document.id}", data=again).status_code == 303
    assert office.document(document.id).working["body"] == "Bản ở thẻ thứ hai"


def test_the_same_text_saved_by_page_and_script_is_no_conflict(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    typed = fields(office, document, body=BODY)
    client.post(f"/drafts/{document.id}/autosave", data=typed, headers={"If-Match": '"1"'})
    assert client.post(f"/drafts/{document.id}", data=typed).status_code == 303


def test_a_version_is_kept_with_its_note_and_only_when_it_differs(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    for _ in range(2):
        typed = fields(office, document, body=BODY, act="save", note="bản đầu")
        answer = client.post(f"/drafts/{document.id}", data=typed)
        assert answer.status_code == 303
    assert office.document(document.id).version_number == 1
    assert "giống hệt phiên bản 1" in text_of(client.get(answer.location))


def test_rows_and_tables_are_added_without_scripts(client_for: ClientFor, office: Office) -> None:
    document = started(office)
    client = client_for("drafter")
    url = f"/drafts/{document.id}"
    typed = fields(office, document, legal_bases=["Luật A;", "Luật B;"], body="Chưa lưu")

    def pressed(**button: str) -> str:
        return text_of(client.post(url, data={**typed.to_dict(flat=False), **button}))

    page = pressed(add_row="legal_bases")
    assert page.count('name="legal_bases"') == 4  # with the row of the template
    assert "Chưa lưu" in page
    page = pressed(raise_row="legal_bases-2")
    assert page.index("Luật B;") < page.index("Luật A;")
    page = pressed(remove_row="legal_bases-1")
    assert "Luật A;" not in page
    assert "Luật B;" in page
    page = pressed(act="insert_table", table_rows="2", table_columns="3")
    assert "Chưa lưu\n\n| TT | Cột 2 | Cột 3 |\n| 1 | … | … |" in page
    assert office.document(document.id).working_revision == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"purpose": "duyet_chi"}, "hãy chọn một loại trong danh sách"),
        ({"urgency": "chop_nhoang"}, "Độ khẩn"),
        ({"copies": "hai mươi"}, "hãy ghi một số"),
        ({"copies": "9" * 5000}, "hãy ghi một số"),
        ({"addressee_code": ["SAO_HOA"], "addressees": ["Sao Hỏa"]}, "không có nhóm nơi nhận"),
        ({"recipients": ["Đơn vị"] * 400}, "nhiều quá 300 dòng"),
        ({"subject": "dài " * 500}, "Trích yếu"),
        ({"body": "a" * 1_000_001}, "Nội dung"),
    ],
)
def test_what_is_refused_is_said_and_stays_in_the_form(
    client_for: ClientFor, office: Office, wrong: dict[str, Any], sentence: str
) -> None:
    document = started(office)
    typed = fields(office, document, **{"contact_line": "Số 74 Tô Vĩnh Diện", **wrong})
    client = client_for("drafter")
    answer = client.post(f"/drafts/{document.id}", data=typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "Nội dung bạn nhập vẫn còn nguyên" in page
    assert "Số 74 Tô Vĩnh Diện" in page
    assert "field__error" in page
    auto = client.post(f"/drafts/{document.id}/autosave", data=typed)
    assert (auto.status_code, auto.json["code"]) == (422, "invalid_input")
    assert sentence in auto.json["message"]


def test_a_group_without_a_name_prints_the_groups_own(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    typed = fields(office, document, addressees=[""], addressee_code=["HUYEN"])
    client_for("drafter").post(f"/drafts/{document.id}", data=typed)
    assert office.document(document.id).working["addressees"] == [
        {"code": "HUYEN", "text": office.profile.addressees["HUYEN"]}
    ]


def test_decomposed_letters_and_pasted_markup_become_plain_text(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    word = (
        '<p class="MsoNormal" style="margin:0cm"><b>Điều 1.</b>&nbsp;Phạm vi</p>'
        "<!--[if gte mso 9]><xml>rác</xml><![endif]--><p>1. Quy chế này</p>"
    )
    typed = fields(
        office, document, subject=unicodedata.normalize("NFD", "tổ chức hội nghị"), body=word
    )
    client_for("drafter").post(f"/drafts/{document.id}", data=typed)
    working = office.document(document.id).working
    assert working["subject"] == "tổ chức hội nghị"
    assert working["body"].split() == ["Điều", "1.", "Phạm", "vi", "1.", "Quy", "chế", "này"]


def test_a_body_of_200_pages_is_saved_and_set(client_for: ClientFor, office: Office) -> None:
    document = started(office)
    client = client_for("drafter")
    clause = "Các đơn vị rà soát, báo cáo và chịu trách nhiệm về số liệu của mình. " * 6
    body = "\n\n".join(f"{n}. {clause}" for n in range(1, 1100))
    answer = client.post(f"/drafts/{document.id}", data=fields(office, document, body=body))
    assert answer.status_code == 303
    pdf = client.get(f"/drafts/{document.id}/preview.pdf").data
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 150


def test_others_do_not_learn_that_a_draft_exists(client_for: ClientFor, office: Office) -> None:
    document = started(office, **LETTER)
    client = client_for("secretary")
    for path in ("", "/preview.pdf", "/files/1"):
        assert client.get(f"/drafts/{document.id}{path}").status_code == 404
    answer = client.post(f"/drafts/{document.id}", data={"body": "của người khác"})
    assert answer.status_code == 404
    assert "của người khác" in text_of(answer)
    assert client.post(f"/drafts/{document.id}/autosave", data={}).status_code == 404


def test_a_session_that_ended_gives_the_text_back_to_send_again(
    app: Flask, client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    typed = fields(office, document, body="Gõ nửa giờ <b>liền</b>")
    stranger = app.test_client()
    auto = stranger.post(f"/drafts/{document.id}/autosave", data=typed)
    assert (auto.status_code, auto.json["code"]) == (401, "signed_out")
    answer = stranger.post(f"/drafts/{document.id}", data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "Gõ nửa giờ &lt;b&gt;liền&lt;/b&gt;" in page
    kept = MultiDict(
        (name, html.unescape(value))
        for name, value in re.findall(
            r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL
        )
    )
    assert kept.to_dict(flat=False) == typed.to_dict(flat=False)
    assert client_for("drafter").post(f"/drafts/{document.id}", data=kept).status_code == 303
    assert office.document(document.id).working["body"] == "Gõ nửa giờ liền"


def test_a_form_of_an_earlier_session_is_kept_and_confirmed(
    app: Flask, client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    typed = fields(office, document, body=BODY)
    url = f"/drafts/{document.id}"
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(url, data=typed)
        assert answer.status_code == 409
        assert BODY in text_of(answer)
        assert client.post(f"{url}/autosave", data=typed).status_code == 400
        token = re.search(r'name="csrf_token" value="([^"]+)"', text_of(answer))
        assert token
        saved = client.post(url, data={**typed.to_dict(flat=False), "csrf_token": token[1]})
        assert saved.status_code == 303
        # The script's own header, which no other site can send, is enough to go on saving.
        headers = {"If-Match": f'"{office.document(document.id).working_revision}"'}
        assert client.post(f"{url}/autosave", data=typed, headers=headers).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
