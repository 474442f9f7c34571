"""Who may sign and who may seal is read from the certificates, never from a field's name."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from workflows.signing.authority import create_authority
from workflows.signing.errors import SealRefusedError
from workflows.signing.verify import verify
from workflows.signing.zone import VIETNAM

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflows.signing.conftest import Desk


def test_own_certificate_named_alike_is_not_trusted(
    desk: Desk, tmp_path: Path, numbered: bytes
) -> None:
    other = create_authority(tmp_path, b"another secret of another server")
    forged_key = other.issue_person("Nguyễn Thị Bình", "Ban", desk.person_pin)
    desk = replace(desk, now=datetime.now(VIETNAM))  # the other authority is as young as this test
    forged = desk.number(desk.sign(desk.prepared(), forged_key))
    report = verify(forged, desk.roots)
    assert [item.code for item in report.problems] == ["untrusted_certificate"]
    with pytest.raises(SealRefusedError) as refused:
        desk.stamp(forged)
    assert refused.value.code == "seal_refused_untrusted"

    forged_seal = other.issue_organisation("Ủy ban nhân dân tỉnh Thanh Hóa", desk.seal_pin)
    stamped = desk.stamp(numbered, forged_seal)
    report = verify(stamped, desk.roots)
    assert not report.valid
    assert not report.sealed


def raw_sign(desk: Desk, pdf: bytes, name: str, pin: str, *, person: bool) -> bytes:
    signer = (desk.person if person else desk.seal).unlock(pin)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    output = io.BytesIO()
    PdfSigner(PdfSignatureMetadata(field_name=name), signer).sign_pdf(writer, output=output)
    return output.getvalue()


def test_a_person_cannot_act_as_the_seal(desk: Desk, numbered: bytes) -> None:
    twice = raw_sign(desk, numbered, "SEAL001", desk.person_pin, person=True)
    report = verify(twice, desk.roots)
    assert [item.kind for item in report.signatures] == ["person", "person"]
    assert "wrong_certificate_kind" in {item.code for item in report.problems}
    assert not report.sealed


def test_a_seal_without_a_persons_signature_is_named(desk: Desk) -> None:
    alone = raw_sign(desk, desk.prepared(), "SEAL001", desk.seal_pin, person=False)
    report = verify(alone, desk.roots)
    assert [item.code for item in report.problems] == ["seal_without_signature"]


def test_a_seal_before_the_persons_signature_is_named(desk: Desk) -> None:
    alone = raw_sign(desk, desk.prepared(), "SEAL001", desk.seal_pin, person=False)
    both = raw_sign(desk, alone, "SIG001", desk.person_pin, person=True)
    report = verify(both, desk.roots)
    assert "seal_without_signature" in {item.code for item in report.problems}


def test_second_persons_signature_is_not_sealed(desk: Desk) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(desk.prepared()))
    append_signature_field(writer, SigFieldSpec("SIG002"))
    output = io.BytesIO()
    writer.write(output)
    prepared = output.getvalue()
    twice = desk.number(raw_sign(desk, desk.sign(prepared), "SIG002", desk.person_pin, person=True))
    with pytest.raises(SealRefusedError) as refused:
        desk.stamp(twice)
    assert refused.value.code == "seal_refused_many_signers"
