"""Vietnamese text: one form, found without accents, sorted as people are listed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.text import fold, name_key, nfc, search_words

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữự"
)
words = st.text(LETTERS, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kế hoạch", "ke hoach"),
        ("ĐÔN ĐỐC", "don doc"),
        ("Ủy ban Quốc gia", "uy ban quoc gia"),
        ("đường", "duong"),
        ("ư ơ ă â ê ô", "u o a a e o"),
        ("", ""),
    ],
)
def test_folding_drops_every_mark_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.lists(words, max_size=6).map(" ".join))
def test_text_is_found_however_it_was_typed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert nfc(decomposed) == nfc(text)
    assert fold(decomposed) == fold(text) == fold(text.upper())
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()


@given(st.text())
def test_any_text_at_all_folds_to_the_same_again(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    found = search_words(text)
    assert search_words(found) == found
    assert found == " ".join(found.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/QĐ-BVSTBCPN", "05 qd bvstbcpn"),
        ("Số: 12/KH-UBND ngày 05/01/2021", "so 12 kh ubnd ngay 05 01 2021"),
        ("“Bình đẳng giới”; a_b", "binh dang gioi a b"),
    ],
)
def test_a_number_is_found_by_any_of_its_parts(text: str, expected: str) -> None:
    assert search_words(text) == expected


def test_people_are_sorted_by_given_name_then_the_rest_in_vietnamese_order() -> None:
    people = [
        "Nguyễn Văn An",
        "Trần Thị Ân",
        "Lê Bình",
        "Nguyễn Cường",
        "Phạm Dũng",
        "Bùi Thị Đào",
        "Đỗ Đạt",
        "Vũ Giang",
        "Hoàng Hà",
        "Hoàng Hạ",
        "Lê Oanh",
        "Lê Ơn",
        "Lê Uyên",
        "Lê Ưng",
    ]
    shuffled = people[::-1]
    assert sorted(shuffled, key=name_key) == people


def test_tones_come_in_their_order() -> None:
    names = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]
    shuffled = names[::-1]
    assert sorted(shuffled, key=name_key) == names


@given(words, words)
def test_a_decomposed_name_sorts_with_the_composed_one(first: str, last: str) -> None:
    name = f"{first} {last}"
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)


@pytest.mark.parametrize("name", ["", "   ", "O'Neil", "X Æ", "李小龍", "A-B C"])
def test_any_name_has_a_key(name: str) -> None:
    assert isinstance(name_key(name), str)
