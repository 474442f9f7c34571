"""Number and date: blank before the signature, filled by the clerk after it."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from pypdf import PdfReader

from workflows.documents.form_fields import (
    blank_date,
    blank_number,
    date_appearance,
    number_appearance,
)
from workflows.documents.layout import Box

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workflows.documents.layout import Rendered

POPPLER = shutil.which("pdftotext")


def test_the_fields_hold_the_whole_line_and_nobody_types_into_them(
    typeset: Callable[..., Rendered],
) -> None:
    made = typeset("quyet_dinh")
    fields = PdfReader(io.BytesIO(made.pdf)).get_fields()
    assert set(fields) == {"SO", "NGAY"}
    assert fields["SO"]["/V"].split() == ["Số:", "/QĐ-BVSTBCPN"]
    assert fields["NGAY"]["/V"].split() == ["Thanh", "Hóa,", "ngày", "tháng", "năm", "2027"]
    assert all(field["/Ff"] == 1 for field in fields.values())


def test_the_widgets_lie_in_the_boxes_and_have_no_border(typeset: Callable[..., Rendered]) -> None:
    made = typeset("ke_hoach")
    widgets = {
        widget["/T"]: widget
        for reference in PdfReader(io.BytesIO(made.pdf)).pages[0]["/Annots"]
        for widget in [reference.get_object()]
    }
    for name, box in (("SO", made.number_box), ("NGAY", made.date_box)):
        widget = widgets[name]
        assert [float(x) for x in widget["/Rect"]] == pytest.approx(
            [box.x0, box.y0, box.x1, box.y1], abs=0.01
        )
        assert "/MK" not in widget
        appearance = widget["/AP"]["/N"].get_object()
        assert [float(x) for x in appearance["/BBox"]] == pytest.approx(
            [0, 0, box.width, box.height], abs=0.01
        )


@pytest.mark.parametrize(
    ("make", "text", "font"),
    [
        (number_appearance, "Số: 05/BVSTBCPN-VX", "Tinos-Regular"),
        (date_appearance, "Thanh Hóa, ngày 05 tháng 01 năm 2021", "Tinos-Italic"),
        (number_appearance, blank_number("QĐ-BVSTBCPN"), "Tinos-Regular"),
        (date_appearance, blank_date("Thanh Hóa", 2027), "Tinos-Italic"),
    ],
)
def test_an_appearance_is_one_page_of_the_box_with_the_line_in_its_middle(
    make: Callable[[Box, str], bytes], text: str, font: str
) -> None:
    box = Box(0, 85.0, 700.0, 354.3, 718.0)
    with pdfplumber.open(io.BytesIO(make(box, text))) as opened:
        (page,) = opened.pages
        chars = [char for char in page.chars if char["text"].strip()]
    assert (page.width, page.height) == pytest.approx((box.width, box.height))
    assert "".join(char["text"] for char in chars) == "".join(text.split())
    assert {char["fontname"].split("+")[-1] for char in chars} == {font}
    assert {round(char["size"]) for char in chars} == {13}
    assert (chars[0]["x0"] + chars[-1]["x1"]) / 2 == pytest.approx(box.width / 2, abs=1)


def test_a_long_number_is_made_to_fit() -> None:
    box = Box(0, 0, 0, 100.0, 18.0)
    with pdfplumber.open(io.BytesIO(number_appearance(box, "Số: 1234/UBND-BVSTBCPN-VX1"))) as made:
        assert made.pages[0].chars[0]["x0"] >= -0.1
        assert made.pages[0].chars[-1]["x1"] <= 100.1


@pytest.mark.skipif(POPPLER is None, reason="poppler is not installed")
def test_other_readers_see_the_blank_lines(
    typeset: Callable[..., Rendered], tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset("quyet_dinh").pdf)
    text = subprocess.run(  # noqa: S603 - a fixed program on our own file
        [str(POPPLER), "-layout", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout
    (line,) = [line for line in text.splitlines() if "Số:" in line]
    assert line.split() == ["Số:", "/QĐ-BVSTBCPN", "Thanh", "Hóa,", "ngày", "tháng", "năm", "2027"]
