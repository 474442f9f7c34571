"""A small authority, its keys, and one document at each stage of its life."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from workflows.signing.authority import CertificateAuthority, create_authority
from workflows.signing.sign import apply_seal, fill_fields, prepare, sign_person
from workflows.signing.zone import VIETNAM

if TYPE_CHECKING:
    from workflows.signing.keys import EncryptedKey

PERSON = "Nguyễn Thị Bình"
COMMITTEE = "Ban vì sự tiến bộ của phụ nữ tỉnh Thanh Hóa"
BODY = "Ủy ban nhân dân tỉnh Thanh Hóa"


@dataclass(frozen=True)
class Desk:
    """What the people at their desks have: keys, PINs, images, and the usual acts."""

    authority: CertificateAuthority
    person: EncryptedKey
    seal: EncryptedKey
    now: datetime
    blue: bytes
    red: bytes
    person_pin: str = "135792"
    seal_pin: str = "864209"
    secret: bytes = b"a server secret for the tests only"

    @property
    def roots(self) -> tuple[bytes, ...]:
        return self.authority.root_certificates

    def draft(self, pages: int = 2) -> bytes:
        return self.pdf(pages, fields=("SO", "NGAY"))

    def pdf(self, pages: int = 1, fields: tuple[str, ...] = (), text: str = "Trang") -> bytes:
        output = io.BytesIO()
        page = canvas.Canvas(output, pagesize=(595, 842))
        for number in range(pages):
            page.drawString(72, 700, f"{text} {number + 1}: noi dung da duyet")
            for at, name in enumerate(fields if number == 0 else ()):
                page.acroForm.textfield(
                    name=name, x=100 + 200 * at, y=750, width=120, height=18,
                    borderWidth=0, forceBorder=False, fieldFlags="",
                )  # fmt: skip
            page.showPage()
        page.save()
        return output.getvalue()

    def slip(self, text: str) -> bytes:
        output = io.BytesIO()
        page = canvas.Canvas(output, pagesize=(120, 18))
        page.drawString(2, 5, text)
        page.showPage()
        page.save()
        return output.getvalue()

    def prepared(self, pages: int = 2) -> bytes:
        last = pages - 1
        return prepare(self.draft(pages), (last, 300, 100, 442, 157), (last, 245, 80, 347, 182))

    def sign(self, pdf: bytes, key: EncryptedKey | None = None) -> bytes:
        return sign_person(
            pdf, key or self.person, self.person_pin, capacity="Trưởng ban",
            image_png=self.blue, at=self.now, location="Thanh Hóa",
        )  # fmt: skip

    def number(self, pdf: bytes, text: str = "05") -> bytes:
        date = "Thanh Hóa, ngày 05 tháng 01 năm 2021"
        values = {"SO": (text, self.slip(f"So: {text}")), "NGAY": (date, self.slip("ngay 05"))}
        return fill_fields(pdf, values)

    def stamp(self, pdf: bytes, key: EncryptedKey | None = None) -> bytes:
        return apply_seal(
            pdf, key or self.seal, self.seal_pin, image_png=self.red, at=self.now,
            trust_roots=self.roots, capacity="Văn thư",
        )  # fmt: skip


def ink(colour: tuple[int, int, int]) -> bytes:
    image = Image.new("RGBA", (300, 150), (*colour, 0))
    image.paste((*colour, 255), (40, 60, 260, 90))
    output = io.BytesIO()
    image.save(output, "PNG", dpi=(600, 600))
    return output.getvalue()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    authority = create_authority(tmp_path_factory.mktemp("authority"), Desk.secret)
    return Desk(
        authority=authority,
        person=authority.issue_person(PERSON, COMMITTEE, Desk.person_pin),
        seal=authority.issue_organisation(BODY, Desk.seal_pin),
        now=datetime.now(VIETNAM).replace(microsecond=0),
        blue=ink((20, 40, 200)),
        red=ink((210, 20, 20)),
    )


@pytest.fixture(scope="session")
def signed(desk: Desk) -> bytes:
    return desk.sign(desk.prepared())


@pytest.fixture(scope="session")
def numbered(desk: Desk, signed: bytes) -> bytes:
    return desk.number(signed)


@pytest.fixture(scope="session")
def sealed(desk: Desk, numbered: bytes) -> bytes:
    return desk.stamp(numbered)


@pytest.fixture(scope="session")
def font() -> Path:
    """A font with Vietnamese letters; the front-end build fetches it."""
    path = Path(__file__).parents[3] / "webapp/static/dist/fonts/Tinos-Bold.ttf"
    if not path.exists():
        pytest.skip("the fonts come with the front-end build")
    return path
