"""Page numbers, page breaks, annexes, attached texts, drafts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from workflows.documents.layout import Rendered

SENTENCE = (
    "Các đơn vị xây dựng kế hoạch, bố trí kinh phí và tổ chức thực hiện bảo đảm thiết thực, phù "
    "hợp với điều kiện của từng ngành, từng địa phương và gửi kết quả về cơ quan Thường trực."
)


def page_number(page: Any) -> Any:
    """Return the number in the top margin, or nothing."""
    found = [line for line in page.lines if line.baseline < 20 and line.text.isdigit()]
    return found[0] if found else None


def test_numbers_start_on_page_two_centred_in_the_top_margin(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    pages = read_pages(typeset("bao_cao", body="\n".join([SENTENCE] * 60)).pdf)
    assert page_number(pages[0]) is None
    for expected, page in enumerate(pages[1:], 2):
        number = page_number(page)
        assert number.text == str(expected)
        assert 13 <= number.size <= 14
        assert number.centre == pytest.approx(112.5, abs=0.5)


@pytest.mark.parametrize("extra", range(0, 46, 3))
def test_the_signature_never_stands_alone(
    extra: int, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    made = typeset("cong_van", body="\n".join(["Nội dung ngắn."] * extra + [SENTENCE]))
    page = read_pages(made.pdf)[made.signature_box.page]
    first = page.line("Nơi nhận:")
    above = {
        line.baseline for line in page.lines if line.size == 14 and line.baseline < first.baseline
    }
    assert len(above) >= 2
    name, office = page.line("Đầu Thanh Tùng"), page.line("PHÓ CHỦ TỊCH")
    assert office.baseline < name.baseline <= 277


def test_a_one_line_ending_takes_the_line_before_it_along(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    for count in range(24, 36):
        made = typeset("cong_van", body="\n".join(["Một dòng ngắn."] * count))
        page = read_pages(made.pdf)[made.signature_box.page]
        assert sum(line.text.startswith("Một dòng ngắn") for line in page.lines) >= 2


def test_a_heading_is_never_the_last_line_of_a_page(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    for count in range(20, 32):
        body = "\n".join(["Một dòng ngắn."] * count + ["5. Tổ chức thực hiện"] + [SENTENCE] * 30)
        for page in read_pages(typeset("ke_hoach", body=body).pdf):
            assert not page.lines[-1].text.startswith("5. Tổ chức thực hiện")


def test_a_long_list_of_recipients_runs_on(
    typeset: Callable[..., Rendered], ink: Callable[[bytes], str]
) -> None:
    recipients = [f"Cơ quan nhận thứ {number}" for number in range(90)]
    made = typeset("quyet_dinh", recipients=recipients)
    text = ink(made.pdf)
    for number in range(90):
        assert f"Cơquannhậnthứ{number};" in text
    assert text.endswith("-Lưu:VT,VX.")


def test_a_table_repeats_its_header_on_every_page(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    rows = ["STT | Đơn vị | Số cuộc"] + [f"{n} | Đơn vị thứ {n} | {n}" for n in range(1, 90)]
    made = typeset("bao_cao", body="Kết quả như sau:\n\n" + "\n".join(rows) + "\n\nTrân trọng.")
    pages = read_pages(made.pdf)
    with_rows = [page for page in pages if any("Đơn vị thứ" in line.text for line in page.lines)]
    assert len(with_rows) > 2
    assert all("Đơn vị" in page.line("STT").text for page in with_rows)


def test_a_table_cell_longer_than_a_page_is_broken(
    typeset: Callable[..., Rendered], ink: Callable[[bytes], str]
) -> None:
    rows = ["STT | Nội dung", "1 | " + " ".join([SENTENCE] * 40), "2 | Hết bảng"]
    text = ink(typeset("bao_cao", body="\n".join(rows)).pdf)
    assert text.count("gửikếtquảvềcơquanThườngtrực") == 40
    assert "Hếtbảng" in text


def test_annexes_are_numbered_apart_and_may_be_landscape(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    made = typeset(
        "ke_hoach",
        annexes=[
            {
                "title": "Lịch kiểm tra",
                "landscape": True,
                "body": "\n".join(f"{n} | Đơn vị {n} | Tháng {n % 12 + 1}" for n in range(60)),
            },
            {"title": "Đề cương báo cáo", "body": "\n".join([SENTENCE] * 20)},
        ],
    )
    pages = read_pages(made.pdf)
    assert made.pages == len(pages)
    openings = {
        line.text: number
        for number, page in enumerate(pages)
        for line in page.lines
        if line.text in {"Phụ lục I", "Phụ lục II"}
    }
    first, second = openings["Phụ lục I"], openings["Phụ lục II"]
    assert pages[first].width > pages[first].height
    assert pages[first + 1].width > pages[first + 1].height
    assert pages[second].width < pages[second].height
    assert page_number(pages[first]) is None
    assert page_number(pages[first + 1]).text == "2"
    assert page_number(pages[second]) is None
    assert page_number(pages[second + 1]).text == "2"
    assert pages[first].line("LỊCH KIỂM TRA").font == "Tinos-Bold"
    assert pages[first].line("(Kèm theo Kế hoạch số").font == "Tinos-Italic"


def test_a_single_annex_has_no_number(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    made = typeset("ke_hoach", annexes=[{"title": "Danh mục", "body": SENTENCE}])
    assert any(line.text == "Phụ lục" for line in read_pages(made.pdf)[-1].lines)


def test_an_attached_text_has_the_letterhead_without_a_number(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    attached = {
        "title": "Quy chế",
        "subject": "Hoạt động của Ban vì sự tiến bộ của phụ nữ tỉnh",
        "body": f"Chương I\nQuy định chung\nĐiều 1. Phạm vi điều chỉnh\n{SENTENCE}\n"
        f"Điều 2. Nguyên tắc\n1. {SENTENCE}\n3. {SENTENCE}",
    }
    made = typeset("quyet_dinh", attached_text=attached)
    page = read_pages(made.pdf)[1]
    assert page.line("CỘNG HÒA XÃ HỘI")
    assert page.line("QUY CHẾ").font == "Tinos-Bold"
    assert page.line("(Kèm theo Quyết định số").font == "Tinos-Italic"
    chapter, title = page.line("Chương I"), page.line("QUY ĐỊNH CHUNG")
    assert chapter.centre == pytest.approx(title.centre, abs=0.3)
    assert page.line("Điều 1. Phạm vi điều chỉnh").font == "Tinos-Bold"
    assert page.line("3. ")
    assert made.number_box.page == 0


def test_a_draft_says_so_on_every_page_and_the_original_does_not(
    typeset: Callable[..., Rendered], ink: Callable[[bytes], str]
) -> None:
    body = "\n".join([SENTENCE] * 40)
    draft = typeset("cong_van", body=body, draft=True)
    assert ink(draft.pdf).count("DỰTHẢO") == draft.pages > 1
    assert "DỰTHẢO" not in ink(typeset("cong_van", body=body).pdf)


def test_the_same_input_gives_the_same_bytes(typeset: Callable[..., Rendered]) -> None:
    assert typeset("ke_hoach").pdf == typeset("ke_hoach").pdf


def test_document_properties(typeset: Callable[..., Rendered]) -> None:
    reader = PdfReader(io.BytesIO(typeset("quyet_dinh").pdf))
    assert reader.pdf_header >= "%PDF-1.7"
    assert reader.metadata.title == "Quyết định về việc kiện toàn Tổ thư ký giúp việc"
    assert reader.metadata.author == "BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ"
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "vi-VN"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"] in (True, "true")


def test_two_hundred_pages(typeset: Callable[..., Rendered]) -> None:
    body = "\n".join(f"{n % 90 + 1}. {SENTENCE} {SENTENCE}" for n in range(1500))
    assert typeset("bao_cao", body=body).pages > 190
