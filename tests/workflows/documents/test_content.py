from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.documents.cleaning import clean_line, clean_text
from workflows.documents.content import Content
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from typing import Any

ANYTHING = st.text(max_size=120)


@given(subject=ANYTHING, body=ANYTHING, line=ANYTHING)
def test_every_text_is_nfc_and_survives_json(subject: str, body: str, line: str) -> None:
    content = Content.from_mapping(
        {
            "kind": "cong_van",
            "subject": subject,
            "body": body,
            "recipients": [line],
            "legal_bases": [line],
            "annexes": [{"title": line, "body": body, "landscape": True}],
        }
    )
    for text in (content.subject, content.body, *content.recipients, content.annexes[0].body):
        assert unicodedata.is_normalized("NFC", text)
    again = Content.from_mapping(json.loads(json.dumps(content.to_mapping())))
    assert again == content
    assert again.sha256 == content.sha256


@given(st.text(alphabet="abcđêơư ạỗự<>&;pbr/\n\t\u0301\u00ad\u200b\u00a0", max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


def test_the_same_words_typed_in_two_ways_have_one_hash() -> None:
    composed = {"kind": "cong_van", "subject": "hướng dẫn hoạt động"}
    decomposed = {
        "kind": "cong_van",
        "subject": unicodedata.normalize("NFD", "hướng dẫn hoạt động"),
    }
    assert Content.from_mapping(composed).sha256 == Content.from_mapping(decomposed).sha256


def test_one_changed_letter_changes_the_hash() -> None:
    one = Content.from_mapping({"kind": "cong_van", "body": "Số liệu là 12."})
    other = Content.from_mapping({"kind": "cong_van", "body": "Số liệu là 13."})
    assert one.sha256 != other.sha256


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("Ban\u00a0Vì sự\u200b tiến\u00ad bộ", "Ban Vì sự tiến bộ"),
        ("<p class=MsoNormal>Điều 1.</p><o:p></o:p>", "Điều 1."),
        ("<b>Nơi</b>&nbsp;nhận &amp; gửi", "Nơi nhận & gửi"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]-->Thân", "Thân"),
        ("Tham mƣu, TRƢỞNG BAN", "Tham mưu, TRƯỞNG BAN"),
        ("nếu a < b và c > d", "nếu a < b và c > d"),
        ("<UBND tỉnh>", "<UBND tỉnh>"),
        ("\uf0b7 Ý thứ nhất", "- Ý thứ nhất"),
    ],
)
def test_rubbish_of_word_processors_is_removed(pasted: str, plain: str) -> None:
    assert clean_line(pasted) == plain


def test_a_pasted_html_table_becomes_lines_with_tabs() -> None:
    html = "<table><tr><td>STT</td><td>Tên</td></tr><tr><td>1</td><td>Ban</td></tr></table>"
    lines = [line.strip() for line in clean_text(html).split("\n") if line.strip()]
    assert lines == ["STT\tTên", "1\tBan"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "thong_tu"}, "Loại văn bản"),
        ({"kind": None}, "Loại văn bản"),
        ({"subject": 5}, "Trích yếu"),
        ({"subject": "dài " * 300}, "Trích yếu"),
        ({"body": ["một", "hai"]}, "Nội dung"),
        ({"recipients": "Như trên"}, "Nơi nhận"),
        ({"recipients": [1]}, "Nơi nhận"),
        ({"urgency": "rat_khan"}, "Độ khẩn"),
        ({"copies": -1}, "Số lượng bản"),
        ({"copies": True}, "Số lượng bản"),
        ({"is_report": "yes"}, "Là báo cáo"),
        ({"purpose": "công văn"}, "Mục đích văn bản"),
        ({"addressees": [{"code": "HUYEN"}]}, "Kính gửi 1: Tên nơi nhận"),
        ({"addressees": ["Sở"]}, "Kính gửi 1"),
        ({"annexes": [{"title": "A", "landscape": "có"}]}, "Phụ lục 1: Trang ngang"),
        ({"meeting": {"chaired_by": "A", "room": "B"}}, "Cuộc họp: room"),
        ({"tieu_de": "x"}, "tieu_de"),
    ],
)
def test_bad_input_names_the_field_in_vietnamese(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        Content.from_mapping({"kind": "cong_van"} | change)
    assert caught.value.data["field"] == field
    assert str(caught.value).startswith("Cần sửa mục “")


def test_what_is_not_a_mapping_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        Content.from_mapping(["cong_van"])  # type: ignore[arg-type]


def test_purpose_is_the_kind_unless_given() -> None:
    assert Content.from_mapping({"kind": "bao_cao"}).purpose == "bao_cao"
    given_purpose = Content.from_mapping({"kind": "bao_cao", "purpose": "bao_cao_dinh_ky"})
    assert given_purpose.purpose == "bao_cao_dinh_ky"


def test_content_cannot_be_changed() -> None:
    content = Content.from_mapping({"kind": "cong_van"})
    with pytest.raises(AttributeError):
        content.subject = "khác"  # type: ignore[misc]
