from __future__ import annotations

import shutil
import unicodedata
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfbase import pdfmetrics

from workflows.documents import fonts
from workflows.documents.fonts import FontError, register_fonts, unprintable

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def _nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfmetrics, "_fonts", {})


def test_registering_twice_is_harmless(tmp_path: Path) -> None:
    register_fonts(tmp_path)
    register_fonts(tmp_path)


@pytest.mark.usefixtures("_nothing_registered")
def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontError, match=r"thiếu tệp .*Tinos-Regular\.ttf"):
        register_fonts(tmp_path)


@pytest.mark.usefixtures("_nothing_registered")
def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    for file in fonts.FILES.values():
        (tmp_path / file).write_bytes(b"not a font")
    with pytest.raises(FontError, match="bị hỏng"):
        register_fonts(tmp_path)


@pytest.mark.usefixtures("_nothing_registered")
def test_a_font_without_vietnamese_letters_is_refused(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = request.config.rootpath / "webapp/static/dist/fonts"
    for file in fonts.FILES.values():
        shutil.copy(source / file, tmp_path / file)
    monkeypatch.setattr(fonts, "VIETNAMESE_LETTERS", "a\u4e00")
    with pytest.raises(FontError, match="thiếu chữ tiếng Việt"):
        register_fonts(tmp_path)


def test_every_letter_with_every_tone_is_asked_for() -> None:
    for letter in [
        "ạ",
        "ẵ",
        "ặ",
        "ệ",
        "ỗ",
        "ợ",
        "ữ",
        "ự",
        "ỹ",
        "ỵ",
        "Ạ",
        "Ặ",
        "Ệ",
        "Ỗ",
        "Ợ",
        "Ự",
        "Ỵ",
        "đ",
        "Đ",
    ]:
        assert letter in fonts.VIETNAMESE_LETTERS
    assert unicodedata.is_normalized("NFC", fonts.VIETNAMESE_LETTERS)


def test_what_cannot_be_printed_is_listed_once() -> None:
    assert unprintable("Văn bản ☃ 好 ☃") == ("☃", "好")
