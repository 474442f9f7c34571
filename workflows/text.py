"""Vietnamese text: one normal form, folding for search, keys for sorting names, sentences."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\{(\w+)\}")
_D = str.maketrans("đĐ", "dD")
#: The letters of the Vietnamese alphabet in order; tones sort after them.
_ALPHABET = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def nfc(text: str) -> str:
    """Compose letters and their marks (Unicode NFC), as every stored text is."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Drop diacritics and case, đ→d: “Kế hoạch” and “ke hoach” fold to the same."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D).casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def search_words(text: str) -> str:
    """Fold for search: only letters and digits, one space between words.

    A number such as “05/QĐ-BVSTBCPN” becomes three words, so that any of its parts finds it.
    """
    return " ".join(_WORD.findall(fold(text)))


def _word_key(word: str) -> str:
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(f"{_ALPHABET.get(base, 40 + ord(base[0]) % 50):02d}")
        tones.append(str(tone))
    return "".join(letters) + "." + "".join(tones)


def name_key(full_name: str) -> str:
    """Sort people as Vietnamese lists do: by given name, which comes last, then the rest."""
    words = full_name.split()
    return " ".join(_word_key(word) for word in [*words[-1:], *words[:-1]])


class Sentence(str):
    """What a person reads: Vietnamese at once, and what another language needs to say the same.

    A template with ``{placeholders}`` filled by the keywords, for what is not raised as an error: a
    fault of form, a reason, a name in a list. The command line, JSON, a mail and a stored row hold
    the Vietnamese words; a page in another language fills the template of its catalogue. What is
    done to it as a text (joined, cut, put into an f-string) is Vietnamese only.

    A value that is itself a Sentence is translated with it; any other is data and stays as it is.
    A tuple is a list of such values. Without keywords nothing is filled, braces included.
    """

    __slots__ = ("data", "template")

    template: str
    data: dict[str, Any]

    def __new__(cls, template: str, **data: Any) -> Self:
        """Write the sentence in Vietnamese and keep what it was made of."""
        filled = {
            name: ", ".join(map(str, value)) if isinstance(value, tuple) else value
            for name, value in data.items()
        }
        sentence = super().__new__(cls, template.format(**filled) if data else template)
        sentence.template = template
        sentence.data = data
        return sentence


def translate(text: Any, gettext: Callable[[str], str]) -> Any:
    """Return a Sentence by a catalogue; anything else is data and stays as it is."""
    if not isinstance(text, Sentence):
        return text
    data = {name: translate_blank(value, gettext) for name, value in text.data.items()}
    template = gettext(text.template) if text.template else ""
    return template.format(**data) if data else template


def translate_blank(value: Any, gettext: Callable[[str], str]) -> Any:
    """Return what fills a Sentence's blank by a catalogue; a tuple is a list."""
    if isinstance(value, tuple):
        return ", ".join(str(translate(each, gettext)) for each in value)
    return translate(value, gettext)


def moment_words(at: datetime) -> Sentence:
    """An instant in the reader's zone, as running text writes it: 08:15 ngày 05/01/2027."""
    return Sentence("{time} ngày {day}", time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")


def read_back(text: str, templates: Iterable[str]) -> str:
    """Return a stored text as the Sentence it was written from; as it is when none fits."""
    for template in templates:
        parts = _BLANK.split(template)
        pattern = "".join(
            f"(?P<{part}>.+?)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)
        )
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            return Sentence(template, **found.groupdict())
    return text
