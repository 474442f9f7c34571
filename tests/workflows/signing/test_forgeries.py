"""Bytes of a signed file moved, cut, padded or replaced: found by verification and by the gate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from workflows.signing.errors import SealRefusedError
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.workflows.signing.conftest import Desk


def wrapped(pdf: bytes) -> bytes:
    """Move the tail of the signed range away and hide objects in the gap, unsigned.

    The signature becomes a short literal string, and so its stated length makes room.
    """
    match = re.search(rb"/ByteRange ?\[ ?0 (\d+) (\d+) (\d+) ?\]", pdf)
    assert match
    length, tail, tail_length = (int(number) for number in match.groups())
    contents = bytes.fromhex(pdf[length + 1 : tail - 1].decode())
    literal = (
        b"("
        + b"".join(b"\\%03o" % byte if byte in b"()\\\r" else bytes([byte]) for byte in contents)
        + b")"
    )
    filler = b"\n" * (tail - length - len(literal))
    return pdf[:length] + literal + filler + pdf[tail : tail + tail_length]


def moved_tail(pdf: bytes) -> bytes:
    match = re.search(rb"/ByteRange ?\[ ?0 (\d+) (\d+) (\d+) ?(\s*)\]", pdf)
    assert match
    length, tail, tail_length = (int(number) for number in match.groups()[:3])
    extra = b"\n9 0 obj\n<< /Them true >>\nendobj\n"
    old = match.group(0)
    new = b"/ByteRange [0 %d %d %d]" % (length, tail + len(extra), tail_length)
    new = new.ljust(len(old))
    return pdf[:tail].replace(old, new[: len(old)]) + extra + pdf[tail:]


def forged_range(first: bytes) -> Callable[[bytes], bytes]:
    def forge(pdf: bytes) -> bytes:
        match = re.search(rb"/ByteRange ?\[[0-9 ]+\]", pdf)
        assert match
        return pdf.replace(match.group(0), first.ljust(len(match.group(0))))

    return forge


def emptied_contents(pdf: bytes) -> bytes:
    return re.sub(rb"/Contents <[0-9a-fA-F]{200,}>", b"/Contents <>", pdf, count=1)


def zeroed_contents(pdf: bytes) -> bytes:
    return re.sub(
        rb"/Contents <([0-9a-fA-F]{200,})>",
        lambda found: b"/Contents <" + b"0" * len(found.group(1)) + b">",
        pdf,
        count=1,
    )


def data_in_padding(pdf: bytes) -> bytes:
    return re.sub(rb"0{16}>", b"41" * 8 + b">", pdf, count=1)


FORGERIES = {
    "literal string in the gap": wrapped,
    "tail moved": moved_tail,
    "no byte range": forged_range(b"/ByteRonge [0 0 0 0]"),
    "empty byte range": forged_range(b"/ByteRange []"),
    "negative byte range": forged_range(b"/ByteRange [0 -1 -1 -1]"),
    "zero byte range": forged_range(b"/ByteRange [0 0 0 0]"),
    "null byte range": forged_range(b"/ByteRange null"),
    "empty contents": emptied_contents,
    "zero contents": zeroed_contents,
    "data in the padding": data_in_padding,
    "text replaced": lambda pdf: pdf.replace(b"/Count 2", b"/Count 1", 1),
    "bytes before the header": lambda pdf: b"%!PS\n" + pdf,
    "bytes after the end": lambda pdf: pdf + b"\n<script>alert(1)</script>",
    "cut short": lambda pdf: pdf[:-200],
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forgery_is_found_and_not_sealed(
    desk: Desk, numbered: bytes, sealed: bytes, name: str
) -> None:
    forge = FORGERIES[name]
    assert forge(sealed) != sealed
    assert not verify(forge(sealed), desk.roots).valid
    with pytest.raises(SealRefusedError):
        desk.stamp(forge(numbered))
