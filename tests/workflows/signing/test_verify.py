from __future__ import annotations

import io
import json
import random
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from workflows.signing.certificates import Validity
from workflows.signing.errors import PdfTooLargeError, SealRefusedError
from workflows.signing.report import MESSAGES
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from tests.workflows.signing.conftest import Desk

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def codes(pdf: bytes, desk: Desk) -> list[str]:
    return [problem.code for problem in verify(pdf, desk.roots).problems]


def test_issued_document_is_valid(desk: Desk, sealed: bytes) -> None:
    report = verify(sealed, desk.roots)
    assert report.valid
    assert report.sealed
    assert json.loads(json.dumps(report.to_json("05.pdf"))) == {
        "file": "05.pdf",
        "valid": True,
        "signatures": [
            {
                "field": "SIG001",
                "kind": "person",
                "signer": "Nguyễn Thị Bình",
                "capacity": "Trưởng ban",
                "signed_at": desk.now.isoformat(),
                "valid": True,
                "changed_after": "form_filling",
            },
            {
                "field": "SEAL001",
                "kind": "seal",
                "signer": "Ủy ban nhân dân tỉnh Thanh Hóa",
                "capacity": "Văn thư",
                "signed_at": desk.now.isoformat(),
                "valid": True,
                "changed_after": "none",
            },
        ],
        "problems": [],
    }


def test_signed_but_not_sealed_document_says_so(desk: Desk, signed: bytes, numbered: bytes) -> None:
    for pdf, changed in ((signed, "none"), (numbered, "form_filling")):
        report = verify(pdf, desk.roots)
        assert report.valid
        assert not report.sealed
        assert [item.changed_after for item in report.signatures] == [changed]


def test_unsigned_document_is_not_valid(desk: Desk) -> None:
    assert codes(desk.draft(), desk) == ["no_signature"]
    assert codes(desk.prepared(), desk) == ["no_signature"]


def test_no_trust_roots_trust_nobody(sealed: bytes) -> None:
    report = verify(sealed, ())
    assert {item.code for item in report.problems} >= {"untrusted_certificate"}
    assert not any(item.valid for item in report.signatures)


def test_certificate_that_had_expired_is_named(desk: Desk) -> None:
    past = datetime.now(UTC) - timedelta(days=800)
    key = desk.authority.issue_person("Lê Văn An", "Ban", desk.person_pin, Validity.years(past, 1))
    writer = IncrementalPdfFileWriter(io.BytesIO(desk.prepared()))
    output = io.BytesIO()
    metadata = PdfSignatureMetadata(field_name="SIG001")
    PdfSigner(metadata, key.unlock(desk.person_pin)).sign_pdf(writer, output=output)
    pdf = output.getvalue()
    assert codes(pdf, desk) == ["expired"]
    with pytest.raises(SealRefusedError) as refused:
        desk.stamp(desk.number(pdf))
    assert refused.value.code == "seal_refused_untrusted"


def test_signature_still_holds_when_its_certificate_has_expired_since(
    desk: Desk, sealed: bytes
) -> None:
    assert verify(sealed, desk.roots, now=desk.now + timedelta(days=3000)).valid


def test_authority_cannot_vouch_for_a_time_before_it_existed(desk: Desk) -> None:
    now = datetime.now(UTC)
    brief = Validity(now - timedelta(days=300), now - timedelta(days=100))
    key = desk.authority.issue_person("Lê Văn An", "Ban", desk.person_pin, brief)
    then = replace(desk, now=now - timedelta(days=200))
    assert codes(then.sign(desk.prepared(), key), desk) == ["untrusted_certificate"]


def test_signature_from_the_future_is_named(desk: Desk) -> None:
    ahead = replace(desk, now=desk.now + timedelta(days=2))
    assert codes(ahead.sign(desk.prepared()), desk) == ["signed_in_future"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 a spreadsheet", "not_a_pdf"),
        (b"\0" * 100_000, "not_a_pdf"),
        (b"%PDF-1.7", "broken_pdf"),
        (b"%PDF-1.7\n" + b"[" * 200_000, "broken_pdf"),
        (b"%PDF-1.7\n" + b"<<" * 200_000 + b"\nstartxref\n9\n%%EOF", "broken_pdf"),
        (b"%PDF-1.7\ntrailer\n<<>>\nstartxref\n0\n%%EOF", "broken_pdf"),
        (b"%PDF-1.7\nstartxref\n-5\n%%EOF", "broken_pdf"),
        (b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF", "broken_pdf"),
        (b"%PDF-1.7\n" + bytes(65 * 1024 * 1024), "too_large"),
    ],
)
def test_anything_gets_a_clean_answer_in_time(desk: Desk, data: bytes, code: str) -> None:
    started = time.monotonic()
    assert codes(data, desk) == [code]
    assert time.monotonic() - started < 5


def structure(objects: list[bytes], root: int = 1) -> bytes:
    """Write a PDF file from objects numbered from 1."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def bomb() -> bytes:
    packed = zlib.compress(bytes(300_000_000), 9)
    stream = b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>" % len(packed)
    return structure([stream + b"\nstream\n" + packed + b"\nendstream"])


HOSTILE = {
    "catalog is a number": structure([b"5"]),
    "catalog refers to itself": structure([b"1 0 R"]),
    "form refers to itself": structure([b"<< /Type /Catalog /AcroForm 1 0 R /Fields 1 0 R >>"]),
    "fields go round": structure(
        [
            b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>",
            b"<< /T (a) /Kids [2 0 R] /FT /Sig /V 2 0 R >>",
        ]
    ),
    "fields are no fields": structure(
        [b"<< /Type /Catalog /AcroForm << /Fields [(a) 7 null [] 9 0 R] >> >>"]
    ),
    "signature is a number": structure(
        [
            b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>",
            b"<< /T (SIG001) /FT /Sig /V 3 0 R >>",
            b"5",
        ]
    ),
    "signature has wrong entries": structure(
        [
            b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>",
            b"<< /T (SIG001) /FT /Sig /V 3 0 R >>",
            b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [(a) /b] /Contents 7 >>",
        ]
    ),
    "a thousand signatures": structure(
        [
            b"<< /Type /Catalog /AcroForm << /Fields ["
            + b" ".join(b"%d 0 R" % n for n in range(2, 1002))
            + b"] >> >>",
            *(b"<< /T (S%d) /FT /Sig /V << /Type /Sig >> >>" % n for n in range(1000)),
        ]
    ),
    "fields nested deep": structure(
        [
            b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>",
            *(b"<< /T (a) /Kids [%d 0 R] >>" % (n + 1) for n in range(2, 3000)),
            b"<< /T (z) /FT /Sig /V << >> >>",
        ]
    ),
    "many objects": structure([b"<< /Type /Catalog >>", *([b"null"] * 25_000)]),
    "compression bomb": bomb(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_structure_gets_a_clean_answer_in_time(desk: Desk, name: str) -> None:
    started = time.monotonic()
    report = verify(HOSTILE[name], desk.roots)
    assert time.monotonic() - started < 5
    assert not report.valid
    assert report.problems
    with pytest.raises(SealRefusedError):
        desk.stamp(HOSTILE[name])


def test_many_revisions_are_refused(desk: Desk, numbered: bytes) -> None:
    pdf = numbered
    for _ in range(40):
        output = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        writer.update_root()
        writer.write(output)
        pdf = output.getvalue()
    assert codes(pdf, desk) == ["too_large"]
    with pytest.raises(PdfTooLargeError):
        desk.number(pdf)


@UNHURRIED
@given(data=st.binary(max_size=3000), start=st.booleans())
def test_random_bytes_get_a_clean_answer(desk: Desk, *, data: bytes, start: bool) -> None:
    report = verify((b"%PDF-1.7\n" if start else b"") + data, desk.roots)
    assert not report.valid
    assert report.problems


def signed_positions(pdf: bytes) -> list[range]:
    """Return the byte ranges that the last signature covers."""
    last = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1]
    start, length, tail, tail_length = (int(number) for number in last.byte_range)
    return [range(start, start + length), range(tail, tail + tail_length)]


@UNHURRIED
@given(where=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(0, 7))
def test_every_flipped_bit_in_the_signed_bytes_is_found(
    desk: Desk, sealed: bytes, where: float, bit: int
) -> None:
    first, second = signed_positions(sealed)
    at = int(where * (len(first) + len(second)))
    place = first[at] if at < len(first) else second[at - len(first)]
    damaged = bytearray(sealed)
    damaged[place] ^= 1 << bit
    assert not verify(bytes(damaged), desk.roots).valid


@UNHURRIED
@given(where=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(0, 7))
def test_no_seal_on_a_flipped_bit(desk: Desk, signed: bytes, where: float, bit: int) -> None:
    first, second = signed_positions(signed)
    at = int(where * (len(first) + len(second)))
    place = first[at] if at < len(first) else second[at - len(first)]
    numbered = bytearray(desk.number(signed))
    numbered[place] ^= 1 << bit
    with pytest.raises(SealRefusedError):
        desk.stamp(bytes(numbered))


def test_pieces_put_together_at_random_get_a_clean_answer(desk: Desk, sealed: bytes) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable damage
    for _ in range(60):
        cut = sorted(chance.sample(range(len(sealed)), 3))
        damaged = sealed[: cut[0]] + sealed[cut[1] :] + sealed[cut[0] : cut[2]]
        report = verify(damaged, desk.roots)
        assert not report.valid


def test_every_problem_has_a_vietnamese_sentence() -> None:
    for code, message in MESSAGES.items():
        assert code == code.lower()
        assert message.endswith(".")
        assert not message.isascii()
