from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from workflows.signing.certificates import Validity
from workflows.signing.errors import (
    AlreadySignedError,
    CertificateExpiredError,
    FieldLockedError,
    FieldMissingError,
    InvalidImageError,
    SealRefusedError,
    UnreadablePdfError,
    WrongCertificateKindError,
    WrongPinError,
)
from workflows.signing.keys import load_certificate
from workflows.signing.reading import field_values
from workflows.signing.sign import fill_fields, prepare
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflows.signing.conftest import Desk


def test_each_step_only_adds_bytes(
    desk: Desk, signed: bytes, numbered: bytes, sealed: bytes
) -> None:
    draft = desk.draft()
    prepared = prepare(draft, (0, 300, 100, 442, 157), (0, 245, 80, 347, 182))
    assert prepared.startswith(draft)
    assert desk.sign(prepared).startswith(prepared)
    assert numbered.startswith(signed)
    assert sealed.startswith(numbered)


def test_poppler_agrees_that_both_signatures_are_valid(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(sealed)
    answer = subprocess.run(  # noqa: S603 - a fixed command
        ["pdfsig", "-nocert", path],  # noqa: S607 - wherever poppler is installed
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert answer.count("Signature Validation: Signature is Valid.") == 2
    assert answer.count("ETSI.CAdES.detached") == 2
    assert "Total document signed" in answer


def test_library_agrees_with_its_own_default_policy(desk: Desk, sealed: bytes) -> None:
    roots = [load_certificate(pem) for pem in desk.roots]
    reader = PdfFileReader(io.BytesIO(sealed))
    for signature in reader.embedded_signatures:
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots))
        assert status.bottom_line
        assert status.docmdp_ok


def test_first_signature_certifies_and_the_seal_locks_number_and_date(sealed: bytes) -> None:
    person, seal = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    assert person.docmdp_level is not None
    assert person.docmdp_level.name == "FILL_FORMS"
    assert seal.fieldmdp is not None
    assert seal.fieldmdp.fields == ["SO", "NGAY"]


def test_signature_says_who_in_which_capacity_when_and_where(desk: Desk, signed: bytes) -> None:
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    entries = signature.sig_object
    assert entries["/Name"] == "Nguyễn Thị Bình"
    assert entries["/Reason"] == "Trưởng ban"
    assert entries["/Location"] == "Thanh Hóa"
    assert entries["/M"].endswith("+07'00'")
    assert signature.self_reported_timestamp == desk.now


def test_nothing_but_the_images_is_drawn(sealed: bytes) -> None:
    with pdfplumber.open(io.BytesIO(sealed)) as pdf:
        page = pdf.pages[-1]
        words = page.extract_text()
        shown = [(round(image["x0"]), round(image["width"])) for image in page.images]
    assert words == "Trang 2: noi dung da duyet"
    assert shown == []


def test_ink_appears_in_the_boxes(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(sealed)
    subprocess.run(  # noqa: S603 - a fixed command
        ["pdftoppm", "-r", "72", "-f", "2", "-l", "2", "-png", path, tmp_path / "page"],  # noqa: S607
        check=True,
    )
    with Image.open(next(tmp_path.glob("page*.png"))) as image:
        pixels = image.convert("RGB")
    blue = pixels.getpixel((371, 842 - 128))
    red = pixels.getpixel((260, 842 - 131))
    assert blue[2] > 150 > blue[0]
    assert red[0] > 150 > red[2]


def test_number_and_date_are_in_the_fields_and_on_the_page(numbered: bytes, signed: bytes) -> None:
    assert field_values(signed) == {"SO": "", "NGAY": ""}
    assert field_values(numbered) == {"SO": "05", "NGAY": "Thanh Hóa, ngày 05 tháng 01 năm 2021"}


def test_seal_needs_number_and_date(desk: Desk, signed: bytes) -> None:
    for incomplete in (signed, fill_fields(signed, {"SO": ("05", desk.slip("So: 05"))})):
        with pytest.raises(SealRefusedError) as refused:
            desk.stamp(incomplete)
        assert refused.value.code == "seal_refused_unnumbered"


def test_unsigned_document_is_not_sealed(desk: Desk) -> None:
    with pytest.raises(SealRefusedError, match="chưa có chữ ký số") as refused:
        desk.stamp(desk.number(desk.prepared()))
    assert refused.value.code == "seal_refused_unsigned"


def test_document_is_not_sealed_twice(desk: Desk, sealed: bytes) -> None:
    with pytest.raises(SealRefusedError) as refused:
        desk.stamp(sealed)
    assert refused.value.code == "seal_refused_already_sealed"


def test_document_is_not_signed_twice(desk: Desk, signed: bytes) -> None:
    with pytest.raises(AlreadySignedError):
        desk.sign(signed)


def test_number_cannot_be_filled_after_the_seal(desk: Desk, sealed: bytes) -> None:
    with pytest.raises(FieldLockedError):
        desk.number(sealed, "99")


def test_wrong_pin_signs_nothing(desk: Desk, numbered: bytes) -> None:
    with pytest.raises(WrongPinError):
        replace(desk, person_pin="111213").sign(desk.prepared())
    with pytest.raises(WrongPinError):
        replace(desk, seal_pin="111213").stamp(numbered)


def test_keys_are_not_interchangeable(desk: Desk, numbered: bytes) -> None:
    with pytest.raises(WrongCertificateKindError):
        desk.sign(desk.prepared(), desk.seal)
    with pytest.raises(WrongCertificateKindError):
        desk.stamp(numbered, desk.person)


def test_expired_certificate_signs_nothing(desk: Desk) -> None:
    past = datetime.now(UTC) - timedelta(days=800)
    key = desk.authority.issue_person("Lê Văn An", "Ban", desk.person_pin, Validity.years(past, 1))
    with pytest.raises(CertificateExpiredError, match="Lê Văn An"):
        desk.sign(desk.prepared(), key)


def test_fields_must_exist(desk: Desk) -> None:
    box = (0, 300, 100, 442, 157)
    with pytest.raises(FieldMissingError, match="NGAY"):
        prepare(desk.pdf(fields=("SO",)), box, box)
    with pytest.raises(FieldMissingError, match="SIG001"):
        desk.sign(desk.draft())
    with pytest.raises(FieldMissingError, match="KHAC"):
        fill_fields(desk.prepared(), {"KHAC": ("1", desk.slip("1"))})


def test_fields_are_made_once(desk: Desk) -> None:
    box = (0, 300, 100, 442, 157)
    with pytest.raises(AlreadySignedError):
        prepare(desk.prepared(), box, box)


@pytest.mark.parametrize("image", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_bad_image_is_refused(desk: Desk, image: bytes) -> None:
    with pytest.raises(InvalidImageError):
        replace(desk, blue=image).sign(desk.prepared())


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"\0" * 3000, b"%PDF-1.7\n%%EOF"])
def test_unreadable_file_is_refused_everywhere(desk: Desk, junk: bytes) -> None:
    box = (0, 300, 100, 442, 157)
    with pytest.raises(UnreadablePdfError):
        prepare(junk, box, box)
    with pytest.raises(UnreadablePdfError):
        desk.sign(junk)
    with pytest.raises(UnreadablePdfError):
        fill_fields(desk.prepared(), {"SO": ("1", junk)})
    with pytest.raises(SealRefusedError) as refused:
        desk.stamp(junk)
    assert refused.value.code == "seal_refused_unreadable"


def test_time_is_written_in_vietnamese_time(desk: Desk) -> None:
    utc = desk.now.astimezone(UTC)
    pdf = replace(desk, now=utc).sign(desk.prepared())
    signed_at = verify(pdf, desk.roots).signatures[0].signed_at
    assert signed_at == utc
    assert signed_at.utcoffset() == timedelta(hours=7)
