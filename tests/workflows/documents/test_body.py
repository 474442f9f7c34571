from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.documents.body import BlockKind, parse_body
from workflows.documents.cleaning import clean_text
from workflows.documents.fonts import VIETNAMESE_LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.documents.layout import Rendered

LETTERS = [char for char in VIETNAMESE_LETTERS if char.isalpha()]
WORDS = st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=7), min_size=1, max_size=12)
SENTENCES = st.tuples(WORDS, st.sampled_from(["", ".", ";", ":", ",", "...", " (xem mục 2)"])).map(
    lambda parts: " ".join(parts[0]) + parts[1]
)
MARKS = st.sampled_from(
    [
        "",
        "",
        "Điều 1. ",
        "Điều 12. ",
        "1. ",
        "2.1. ",
        "a) ",
        "đ) ",
        "- ",
        "+ ",
        "I. ",
        "IV. ",
        "Chương I\n",
        "Mục 2. ",
        "\t",
        "1 | ",
        "x\ty\t",
    ]
)
LINES = st.tuples(MARKS, SENTENCES).map("".join)
BODIES = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=14).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)


def ink_of(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def ink_of_blocks(body: str) -> str:
    return ink_of(
        "".join(
            block.label + block.text + "".join(cell for row in block.rows for cell in row)
            for block in parse_body(body)
        )
    )


@given(BODIES)
def test_no_letter_is_lost_or_moved(body: str) -> None:
    assert ink_of_blocks(body) == ink_of(clean_text(body))


@given(st.text(max_size=300))
def test_anything_at_all_can_be_parsed(text: str) -> None:
    blocks = parse_body(text)
    assert all(block.text or block.rows or block.label for block in blocks)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
def test_every_letter_of_the_body_is_printed_in_order(
    typeset: Callable[..., Rendered], ink: Callable[[bytes], str], body: str
) -> None:
    printed = iter(ink(typeset("bao_cao", body=body).pdf).casefold())
    wanted = ink_of(clean_text(body)).casefold()
    missing = [char for char in wanted if char not in printed]
    assert not missing
    assert unicodedata.is_normalized("NFC", wanted)


def kinds(body: str) -> list[tuple[str, str, bool]]:
    return [(block.kind.name, block.label, block.titled) for block in parse_body(body)]


def test_a_regulation_as_it_is_typed() -> None:
    body = (
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi điều chỉnh\nQuy chế này quy định chức năng.\n"
        "Điều 2. Trụ sở, con dấu.\n1. Trụ sở đặt tại cơ quan.\n3. Ban sử dụng con dấu.\n"
        "Mục 1. TỔ CHỨC\nĐiều 3. Ban quyết định theo đa số."
    )
    assert kinds(body) == [
        ("CHAPTER", "Chương I", True),
        ("ARTICLE", "Điều 1.", True),
        ("PARAGRAPH", "", False),
        ("ARTICLE", "Điều 2.", True),
        ("CLAUSE", "1.", False),
        ("CLAUSE", "3.", False),
        ("SECTION", "Mục 1", True),
        ("ARTICLE", "Điều 3.", False),
    ]
    assert parse_body(body)[0].text == "QUY ĐỊNH CHUNG"


def test_a_letter_with_bold_headings_and_plain_items() -> None:
    body = (
        "1. Công tác tuyên truyền\n- Tổ chức tập huấn.\n- Phát tờ rơi.\n2. Kiểm tra các đơn vị.\n"
        "3. Chế độ báo cáo\na) Trước ngày 15/6;\nb) Trước ngày 15/12.\n1. Một\n2. Hai"
    )
    titled = [block.line for block in parse_body(body) if block.titled]
    assert titled == ["1. Công tác tuyên truyền", "3. Chế độ báo cáo"]


def test_text_pasted_with_a_break_at_every_line_is_joined() -> None:
    body = (
        "Thực hiện Công văn số 04/UBQG-VP ngày 19/02/2021 của Ủy ban Quốc gia vì sự\n"
        "tiến bộ của phụ nữ Việt Nam về việc hướng dẫn hoạt động năm, Ban đề nghị các\n"
        "Sở, ngành triển khai một số nội dung sau:\n"
        "1. Tham mưu cho lãnh đạo."
    )
    first, second = parse_body(body)
    assert first.text.endswith("Ban đề nghị các Sở, ngành triển khai một số nội dung sau:")
    assert second.kind is BlockKind.CLAUSE


def test_short_lines_stay_apart() -> None:
    assert len(parse_body("Kính thưa các đồng chí\nThưa toàn thể hội nghị\nHôm nay")) == 3


@pytest.mark.parametrize(
    "line",
    [
        "Chương trình công tác năm 2027 gồm ba phần",
        "Mục tiêu chung",
        "Điều này rất cần thiết",
        "Phần lớn các đơn vị đã báo cáo",
        "I am here",
        "2.500 phụ nữ được tập huấn",
    ],
)
def test_ordinary_sentences_are_not_taken_for_headings(line: str) -> None:
    assert [block.kind for block in parse_body(line)] == [BlockKind.PARAGRAPH]


@pytest.mark.parametrize("separator", [" | ", "\t"])
def test_tables(separator: str) -> None:
    rows = [("STT", "Đơn vị", "Số"), ("1", "Ban tỉnh", "12"), ("", "Tổng cộng", "12")]
    body = "Kết quả:\n\n" + "\n".join(separator.join(row) for row in rows) + "\n\nHết."
    before, table, after = parse_body(body)
    assert table.rows == tuple(rows)
    assert (before.text, after.text) == ("Kết quả:", "Hết.")


def test_a_markdown_table_loses_only_its_rule() -> None:
    (block,) = parse_body("| STT | Tên |\n|---|:--:|\n| 1 | Ban |")
    assert block.rows == (("STT", "Tên"), ("1", "Ban"))


def test_indented_paragraphs_are_not_a_table() -> None:
    blocks = parse_body("\tĐoạn thứ nhất.\n\tĐoạn thứ hai.\n1.\tMột việc.\n2.\tHai việc.")
    assert [block.kind.name for block in blocks] == ["PARAGRAPH", "PARAGRAPH", "CLAUSE", "CLAUSE"]
