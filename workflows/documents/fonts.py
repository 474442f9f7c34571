"""The Times-metric font family that every document is set in (Phụ lục I, Phần I, Mục I, khoản 4).

The decree asks for Times New Roman with Unicode TCVN 6909:2001. Tinos has the same metrics and
every Vietnamese letter, and may be distributed with the product.
"""

from __future__ import annotations

import threading
import unicodedata
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from workflows.errors import WorkflowError
from workflows.text import Sentence

if TYPE_CHECKING:
    from pathlib import Path

REGULAR = "Tinos"
BOLD = "Tinos-Bold"
ITALIC = "Tinos-Italic"
BOLD_ITALIC = "Tinos-BoldItalic"

#: Font name in the PDF → file in the configured folder.
FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}

#: A ReportLab font keeps the state of the document being written, so one is written at a time.
ONE_AT_A_TIME = threading.Lock()

_BASES = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"

#: Every letter of Vietnamese in both cases, with each of the five tone marks.
VIETNAMESE_LETTERS = "".join(
    letter + letter.upper()
    for base in _BASES
    for letter in (base, *(unicodedata.normalize("NFC", base + tone) for tone in _TONES))
) + ("đĐ" + "bcdghklmnpqrstvxfjwz" + "BCDGHKLMNPQRSTVXFJWZ" + "0123456789" + "-–…“”./:;,()%&+")


class FontError(WorkflowError):
    """Không nạp được phông chữ để trình bày văn bản: {because}"""

    code = "font_unavailable"


def register_fonts(folder: Path) -> None:
    """Load the four Tinos faces from `folder`; do nothing when they are loaded already.

    Raises:
        FontError: a file is missing or damaged, or a Vietnamese letter has no glyph.
    """
    if fonts_ready():
        return
    faces = [_load(name, folder / file) for name, file in FILES.items()]
    for face in faces:
        pdfmetrics.registerFont(face)


def fonts_ready() -> bool:
    """Tell whether the four faces are loaded."""
    return set(FILES) <= set(pdfmetrics.getRegisteredFontNames())


def require_fonts() -> None:
    """Refuse to go on without the fonts.

    Raises:
        FontError: `register_fonts` has not been called.
    """
    if not fonts_ready():
        raise FontError(because="phần mềm chưa được chỉ thư mục chứa phông chữ Tinos.")


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that the font cannot print, each once, in order."""
    require_fonts()
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return tuple(
        dict.fromkeys(char for char in text if not char.isspace() and ord(char) not in glyphs)
    )


def _load(name: str, path: Path) -> TTFont:
    if not path.is_file():
        raise FontError(
            because=Sentence(
                "thiếu tệp {path}. Hãy chạy bước dựng giao diện để chép phông chữ vào thư mục.",
                path=path,
            )
        )
    try:
        font = TTFont(name, str(path))
    except (TTFError, OSError, ValueError) as problem:
        raise FontError(
            because=Sentence("tệp {path} bị hỏng hoặc không phải TrueType.", path=path)
        ) from problem
    missing = [letter for letter in VIETNAMESE_LETTERS if ord(letter) not in font.face.charToGlyph]
    if missing:
        shown = " ".join(missing[:10])
        raise FontError(
            because=Sentence("tệp {path} thiếu chữ tiếng Việt: {shown}.", path=path, shown=shown)
        )
    return font
