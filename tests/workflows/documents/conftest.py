from __future__ import annotations

import io
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest

from workflows.documents.content import Content
from workflows.documents.fonts import register_fonts
from workflows.documents.kinds import KINDS
from workflows.documents.layout import IssuerLayout, Rendered, SignatureBlock
from workflows.documents.render import render

if TYPE_CHECKING:
    from collections.abc import Callable

FONTS = Path(__file__).parents[3] / "webapp/static/dist/fonts"

SENTENCE = (
    "Các cơ quan, đơn vị căn cứ chức năng, nhiệm vụ được giao xây dựng kế hoạch, bố trí kinh phí "
    "và tổ chức thực hiện, bảo đảm thiết thực, tiết kiệm, phù hợp với điều kiện của từng ngành, "
    "từng địa phương; kết quả gửi về cơ quan Thường trực Ban để tổng hợp."
)


@dataclass(frozen=True)
class Line:
    """One printed line: millimetres from the left and top edge of the page."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    rules: tuple[tuple[float, float, float], ...]
    boxes: tuple[tuple[float, float, float, float], ...]
    width: float
    height: float

    def line(self, start: str) -> Line:
        found = [line for line in self.lines if line.text.startswith(start)]
        assert found, (start, [line.text for line in self.lines])
        return found[0]

    def rule_below(self, line: Line) -> tuple[float, float]:
        """Return the nearest rule under the line: its length and how far below it lies."""
        found = [
            (top - line.baseline, x1 - x0)
            for x0, x1, top in self.rules
            if 0 < top - line.baseline < 5 and x0 < line.centre < x1
        ]
        assert found, line
        drop, length = min(found)
        return length, drop


MM = 25.4 / 72


def read_page(page: Any) -> Page:
    lines = []

    def position(char: dict[str, Any]) -> tuple[float, str, float]:
        return round(char["matrix"][5], 1), char["fontname"], round(char["size"], 1)

    for (baseline, font, size), group in itertools.groupby(page.chars, key=position):
        chars = list(group)
        text = "".join(char["text"] for char in chars)
        inked = [char for char in chars if char["text"].strip()]
        if inked:
            lines.append(
                Line(
                    " ".join(text.split()),
                    inked[0]["x0"] * MM,
                    inked[-1]["x1"] * MM,
                    (page.height - baseline) * MM,
                    size,
                    font.split("+")[-1],
                )
            )
    rules = tuple((rule["x0"] * MM, rule["x1"] * MM, rule["top"] * MM) for rule in page.lines)
    boxes = tuple(
        (box["x0"] * MM, box["top"] * MM, box["width"] * MM, box["height"] * MM)
        for box in page.rects
    )
    return Page(tuple(lines), rules, boxes, page.width * MM, page.height * MM)


@pytest.fixture(scope="session", autouse=True)
def _fonts() -> None:
    register_fonts(FONTS)


@pytest.fixture(scope="session")
def read_pages() -> Callable[[bytes], list[Page]]:
    def read(pdf: bytes) -> list[Page]:
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            return [read_page(page) for page in opened.pages]

    return read


@pytest.fixture(scope="session")
def ink() -> Callable[[bytes], str]:
    """Return a function giving every printed character but spaces, in drawing order."""

    def read(pdf: bytes) -> str:
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            return "".join(
                char["text"] for page in opened.pages for char in page.chars if char["text"].strip()
            )

    return read


@pytest.fixture(scope="session")
def issuer() -> Callable[[str], IssuerLayout]:
    def make(kind: str) -> IssuerLayout:
        abbreviation = KINDS[kind].abbreviation
        return IssuerLayout(
            parent_lines=("UBND TỈNH THANH HÓA",),
            issuer_lines=("BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ",),
            place="Thanh Hóa",
            authority_line="TRƯỞNG BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ TỈNH THANH HÓA",
            symbol=f"{abbreviation}-BVSTBCPN" if abbreviation else "BVSTBCPN-VX",
        )

    return make


@pytest.fixture(scope="session")
def chair() -> SignatureBlock:
    return SignatureBlock(("TRƯỞNG BAN",), "PHÓ CHỦ TỊCH UBND TỈNH", "Đầu Thanh Tùng")


@pytest.fixture(scope="session")
def standing_deputy() -> SignatureBlock:
    return SignatureBlock(
        ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"),
        "GIÁM ĐỐC SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "Nguyễn Thị Lan",
    )


@pytest.fixture(scope="session")
def sample() -> Callable[..., Content]:
    """Return a function giving a correct document of a kind, with fields to change."""

    def make(kind: str, **changes: Any) -> Content:
        mapping: dict[str, Any] = {
            "kind": kind,
            "subject": "triển khai hoạt động vì sự tiến bộ của phụ nữ năm 2027",
            "recipients": ["Như trên", "Chủ tịch UBND tỉnh (để b/c)", "Các thành viên Ban"],
            "drafting_unit": "VX",
            "body": f"1. Công tác chỉ đạo\n{SENTENCE}\n2. Tổ chức thực hiện\na) {SENTENCE}\n"
            f"b) {SENTENCE}\n{SENTENCE}",
        }
        if kind in {"cong_van", "giay_moi"}:
            mapping["addressees"] = [
                {"code": "SO_NGANH", "text": "Các sở, ban, ngành cấp tỉnh"},
                {"code": "HUYEN", "text": "Ủy ban nhân dân các huyện, thị xã, thành phố"},
            ]
        if kind in {"to_trinh", "bao_cao"}:
            mapping["addressees"] = [{"code": "UBND_TINH", "text": "Ủy ban nhân dân tỉnh"}]
        if kind == "giay_moi":
            mapping["subject"] = "Họp Thường trực Ban quý I năm 2027"
            mapping["body"] = "Đề nghị các đồng chí tham dự đúng thành phần."
            mapping["meeting"] = {
                "chaired_by": "Đồng chí Trưởng Ban",
                "starts_at": "08 giờ 00 phút ngày 12 tháng 01 năm 2027",
                "place": "Phòng họp số 2, Trụ sở UBND tỉnh",
            }
        if kind == "quyet_dinh":
            mapping |= {
                "subject": "Về việc kiện toàn Tổ thư ký giúp việc",
                "legal_bases": [
                    "Căn cứ Quyết định số 712/QĐ-UBND ngày 04/3/2021 của Chủ tịch UBND tỉnh;",
                    "Theo đề nghị của Giám đốc Sở Nội vụ.",
                ],
                "body": "Điều 1. Kiện toàn Tổ thư ký giúp việc gồm các ông, bà có tên kèm theo.\n"
                "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
                "Điều 3. Chánh Văn phòng UBND tỉnh và các ông, bà có tên tại Điều 1 chịu trách "
                "nhiệm thi hành Quyết định này.",
                "recipients": ["Như Điều 3", "Chủ tịch UBND tỉnh (để b/c)"],
            }
        return Content.from_mapping(mapping | changes)

    return make


@pytest.fixture(scope="session")
def typeset(
    sample: Callable[..., Content],
    issuer: Callable[[str], IssuerLayout],
    chair: SignatureBlock,
) -> Callable[..., Rendered]:
    """Return a function that renders a sample of a kind, signed by the chair."""

    def make(
        kind: str, signature: SignatureBlock = chair, *, draft: bool = False, **changes: Any
    ) -> Rendered:
        return render(sample(kind, **changes), issuer(kind), signature, year=2027, draft=draft)

    return make
