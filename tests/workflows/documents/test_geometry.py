"""The produced PDF measured against Nghị định 30/2020/NĐ-CP Phụ lục I, Mục I, II and V."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workflows.documents.kinds import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from workflows.documents.layout import Rendered, SignatureBlock

FULL = [key for key, kind in KINDS.items() if kind.full]
NAMED = [key for key in FULL if KINDS[key].form is not Form.LETTER]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_rendered_with_all_its_parts(
    kind: str, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    page = read_pages(typeset(kind).pdf)[0]
    assert page.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert page.line("- Lưu: VT, VX.")
    assert page.line("Đầu Thanh Tùng")


@pytest.mark.parametrize("kind", FULL)
def test_paper_is_a4_and_text_stays_inside_the_margins(
    kind: str, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    for page in read_pages(typeset(kind).pdf):
        assert (page.width, page.height) == (
            pytest.approx(210, abs=0.2),
            pytest.approx(297, abs=0.2),
        )
        for line in page.lines:
            assert line.x0 >= 29.9, line
            assert line.x1 <= 195.2, line
            assert line.baseline <= 277.1, line


@pytest.mark.parametrize("kind", FULL)
def test_quoc_hieu_and_tieu_ngu(
    kind: str, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    page = read_pages(typeset(kind).pdf)[0]
    state, motto = page.line("CỘNG HÒA"), page.line("Độc lập - Tự do - Hạnh phúc")
    assert (state.font, motto.font) == ("Tinos-Bold", "Tinos-Bold")
    assert 12 <= state.size <= 13
    assert 13 <= motto.size <= 14
    assert state.centre == pytest.approx(motto.centre, abs=0.3)
    assert state.x0 >= 100
    length, drop = page.rule_below(motto)
    assert length == pytest.approx(motto.x1 - motto.x0, abs=0.6)
    assert drop < 3


@pytest.mark.parametrize("kind", FULL)
def test_issuer_with_its_rule(
    kind: str, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    page = read_pages(typeset(kind).pdf)[0]
    parent, own = page.line("UBND TỈNH THANH HÓA"), page.line("BAN VÌ SỰ TIẾN BỘ")
    assert (parent.font, own.font) == ("Tinos-Regular", "Tinos-Bold")
    assert 12 <= parent.size <= 13
    assert 12 <= own.size <= 13
    assert own.x1 <= 100
    assert parent.centre == pytest.approx(own.centre, abs=0.3)
    assert parent.baseline == pytest.approx(page.line("CỘNG HÒA").baseline, abs=0.3)
    length, _ = page.rule_below(own)
    assert 1 / 3 <= length / (own.x1 - own.x0) <= 1 / 2


@pytest.mark.parametrize("kind", FULL)
def test_number_and_date_stand_on_one_line_under_their_columns(
    kind: str, typeset: Callable[..., Rendered]
) -> None:
    made = typeset(kind)
    number, date = made.number_box, made.date_box
    assert (number.page, date.page) == (0, 0)
    assert (number.y0, number.y1) == (date.y0, date.y1)
    assert number.x0 * 25.4 / 72 == pytest.approx(30, abs=0.1)
    assert number.width * 25.4 / 72 == pytest.approx(70, abs=0.1)
    assert date.width * 25.4 / 72 == pytest.approx(95, abs=0.1)


@pytest.mark.parametrize("kind", NAMED)
def test_name_of_the_kind_and_trich_yeu(
    kind: str, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    page = read_pages(typeset(kind).pdf)[0]
    title = page.line(KINDS[kind].name.upper())
    assert (title.font, 13 <= title.size <= 14) == ("Tinos-Bold", True)
    assert title.centre == pytest.approx(112.5, abs=0.5)
    following = page.lines[page.lines.index(title) + 1]
    last = next(
        line
        for line in page.lines[page.lines.index(title) + 1 :]
        if any(0 < top - line.baseline < 4 and x0 < line.centre < x1 for x0, x1, top in page.rules)
    )
    assert following.font == last.font == "Tinos-Bold"
    assert following.text[0].isupper()
    length, _ = page.rule_below(last)
    assert 1 / 3 <= length / (last.x1 - last.x0) <= 1 / 2


def test_subject_of_a_letter_stands_under_its_number(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    made = typeset("cong_van")
    page = read_pages(made.pdf)[0]
    subject = page.line("V/v triển khai")
    number_baseline = 297 - (made.number_box.y0 + 5) * 25.4 / 72
    assert (subject.font, 12 <= subject.size <= 13) == ("Tinos-Regular", True)
    assert subject.x1 <= 100
    assert subject.centre == pytest.approx(65, abs=0.5)
    # 6 pt of space: line distance less the letters' own height.
    assert 5.5 <= subject.baseline - number_baseline <= 8


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Rà soát số liệu", "V/v rà soát số liệu"),
        ("V/v Cung cấp số liệu", "V/v cung cấp số liệu"),
        ("Hội nghị tổng kết", "V/v Hội nghị tổng kết"),
    ],
)
def test_a_letter_goes_on_in_small_letters_after_v_v_but_for_names(
    typed: str,
    printed: str,
    typeset: Callable[..., Rendered],
    read_pages: Callable[[bytes], list[Any]],
) -> None:
    assert read_pages(typeset("cong_van", subject=typed).pdf)[0].line(printed)


@pytest.mark.parametrize("kind", FULL)
def test_text_is_14_point_indented_and_not_cramped(
    kind: str, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    pages = read_pages(typeset(kind).pdf)
    body = [
        line
        for page in pages
        for line in page.lines
        if line.size == 14 and line.text.startswith(("a) ", "b) ", "Điều", "Đề nghị các đồng chí"))
    ]
    assert body
    assert all(10 <= line.x0 - 30 <= 12.8 for line in body)


@pytest.mark.parametrize("kind", FULL)
def test_signature_block_and_recipients(
    kind: str, typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    made = typeset(kind)
    page = read_pages(made.pdf)[made.signature_box.page]
    heading, office = (
        page.line("Nơi nhận:"),
        [line for line in page.lines if line.text == "TRƯỞNG BAN"][-1],
    )
    other, name = page.line("PHÓ CHỦ TỊCH UBND TỈNH"), page.line("Đầu Thanh Tùng")
    assert (heading.font, heading.size) == ("Tinos-BoldItalic", 12)
    assert heading.baseline == pytest.approx(office.baseline, abs=0.2)
    assert heading.x0 == pytest.approx(30, abs=0.3)
    for line in (office, other, name):
        assert (line.font, 13 <= line.size <= 14) == ("Tinos-Bold", True)
        assert line.centre == pytest.approx(147.5, abs=0.5)
    assert office.baseline < other.baseline < name.baseline
    filed = page.line("- Lưu: VT, VX.")
    assert (filed.size, filed.x0) == (11, pytest.approx(30, abs=0.3))


@pytest.mark.parametrize("kind", FULL)
def test_boxes_for_signature_and_seal(kind: str, typeset: Callable[..., Rendered]) -> None:
    made = typeset(kind)
    signature, seal = made.signature_box, made.seal_box
    assert signature.page == seal.page
    assert seal.width == pytest.approx(seal.height)
    assert seal.width * 25.4 / 72 == pytest.approx(36, abs=0.1)
    # The seal covers about the left third of the signature.
    assert seal.x1 - signature.x0 == pytest.approx(signature.width / 3, abs=1)
    assert (seal.y0 + seal.y1) == pytest.approx(signature.y0 + signature.y1, abs=1)


def test_legal_bases_are_italic_and_the_authority_line_is_centred(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    page = read_pages(typeset("quyet_dinh").pdf)[0]
    assert page.line("Căn cứ Quyết định").font == "Tinos-Italic"
    authority, operative = page.line("TRƯỞNG BAN VÌ SỰ"), page.line("QUYẾT ĐỊNH:")
    for line in (authority, operative):
        assert (line.font, line.size) == ("Tinos-Bold", 14)
        assert line.centre == pytest.approx(112.5, abs=0.5)
    article = page.line("Điều 1.")
    assert (article.font, article.text) == ("Tinos-Bold", "Điều 1.")


def test_several_addressees_have_their_dashes_under_the_colon(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    page = read_pages(typeset("cong_van").pdf)[0]
    label = page.line("Kính gửi:")
    first, second = page.line("- Các sở, ban"), page.line("- Ủy ban nhân dân các huyện")
    assert label.text == "Kính gửi:"
    assert first.x0 == pytest.approx(second.x0, abs=0.1)
    assert first.x0 == pytest.approx(label.x1, abs=1.6)
    assert (first.text[-1], second.text[-1]) == (";", ".")


def test_one_addressee_follows_on_the_same_line(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    page = read_pages(typeset("to_trinh").pdf)[0]
    assert page.line("Kính gửi:").text == "Kính gửi: Ủy ban nhân dân tỉnh"


def test_a_report_to_members_only_has_no_kinh_gui(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    made = typeset("bao_cao", addressees=[{"code": "THANH_VIEN", "text": "Các thành viên Ban"}])
    assert not any("Kính gửi" in line.text for line in read_pages(made.pdf)[0].lines)


@pytest.mark.parametrize(
    ("urgency", "words", "width"),
    [("khan", "KHẨN", 20), ("thuong_khan", "THƯỢNG KHẨN", 40), ("hoa_toc", "HỎA TỐC", 30)],
)
def test_urgency_stamps_have_their_true_size(
    urgency: str,
    words: str,
    width: int,
    typeset: Callable[..., Rendered],
    read_pages: Callable[[bytes], list[Any]],
) -> None:
    page = read_pages(typeset("cong_van", urgency=urgency).pdf)[0]
    stamp = page.line(words)
    assert (stamp.font, 13 <= stamp.size <= 14) == ("Tinos-Bold", True)
    ((x0, top, wide, high),) = page.boxes
    assert (wide, high) == (pytest.approx(width, abs=0.2), pytest.approx(8, abs=0.2))
    assert x0 < stamp.x0 < stamp.x1 < x0 + wide
    assert top < stamp.baseline < top + high


def test_a_long_second_office_breaks_after_the_dash(
    typeset: Callable[..., Rendered],
    standing_deputy: SignatureBlock,
    read_pages: Callable[[bytes], list[Any]],
) -> None:
    made = typeset("ke_hoach", standing_deputy)
    texts = [line.text for line in read_pages(made.pdf)[made.signature_box.page].lines]
    start = texts.index("KT. TRƯỞNG BAN")
    assert texts[start + 1 :] == [
        "PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
        "GIÁM ĐỐC SỞ LAO ĐỘNG -",
        "THƯƠNG BINH VÀ XÃ HỘI",
        "Nguyễn Thị Lan",
    ]


def test_contact_line_stands_at_the_foot_of_page_one(
    typeset: Callable[..., Rendered], read_pages: Callable[[bytes], list[Any]]
) -> None:
    contact = "Số 74 Tô Vĩnh Diện, thành phố Thanh Hóa; điện thoại: 0237.3714.155"
    made = typeset("cong_van", contact_line=contact)
    page = read_pages(made.pdf)[0]
    line = page.line("Số 74")
    assert (11 <= line.size <= 12, 265 < line.baseline < 278) == (True, True)
    assert any(x1 - x0 == pytest.approx(165, abs=0.3) for x0, x1, top in page.rules if top > 260)
