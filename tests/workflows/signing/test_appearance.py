from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from workflows.signing.appearance import RESOLUTION, seal_image, signature_image

if TYPE_CHECKING:
    from pathlib import Path


def opened(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        return image


def colours(image: Image.Image) -> set[tuple[int, int, int]]:
    pixels = image.getcolors(maxcolors=1 << 24)
    assert pixels
    return {colour[:3] for _, colour in pixels}  # type: ignore[index]


def test_signature_is_blue_on_nothing() -> None:
    image = opened(signature_image("Nguyễn Thị Bình"))
    assert image.mode == "RGBA"
    ((red, green, blue),) = colours(image)
    assert blue > 150 > max(red, green)
    least, most = image.getchannel("A").getextrema()
    assert (least, most) == (0, 255)


def test_signature_belongs_to_the_name() -> None:
    assert signature_image("Nguyễn Thị Bình") == signature_image("Nguyễn Thị Bình")
    assert signature_image("Nguyễn Thị Bình") != signature_image("Nguyễn Thị Bính")


@pytest.mark.parametrize("name", ["", "A", "Công Tằng Tôn Nữ Thị Phương Thảo" * 3])
def test_any_name_stays_within_the_image(name: str) -> None:
    alpha = opened(signature_image(name)).getchannel("A")
    box = alpha.getbbox()
    assert box is not None
    assert box[0] > 0
    assert box[2] < alpha.width


@pytest.mark.parametrize("diameter", [34.0, 36.0, 42.0])
def test_seal_is_red_and_of_true_size(diameter: float, font: Path) -> None:
    image = opened(seal_image(("ỦY BAN NHÂN DÂN TỈNH THANH HÓA",), diameter, font))
    assert image.width == image.height == round(diameter / 25.4 * RESOLUTION)
    assert image.info["dpi"] == pytest.approx((RESOLUTION, RESOLUTION), rel=1e-4)
    ((red, green, blue),) = colours(image)
    assert red > 150 > max(green, blue)
    alpha = image.getchannel("A")
    assert alpha.getpixel((0, 0)) == 0
    assert alpha.getbbox() == (0, 0, image.width, image.height)


def test_seal_says_across_the_middle_that_it_is_a_sample(font: Path) -> None:
    alpha = opened(seal_image(("BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ", "TỈNH"), 36, font)).getchannel("A")
    side = alpha.width
    band = alpha.crop((side // 4, side * 47 // 100, side * 3 // 4, side * 53 // 100))
    ink = sum(band.histogram()[128:]) / (band.width * band.height)
    assert 0.1 < ink < 0.5
    above = alpha.crop((side * 4 // 10, side * 3 // 10, side * 6 // 10, side * 4 // 10))
    assert above.getbbox() is None


def test_long_name_fits_round_the_rim(font: Path) -> None:
    name = "SỞ LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI VÀ BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ TỈNH BÌNH ĐỊNH"
    image = opened(seal_image((name,), 36, font))
    below = image.getchannel("A")
    side = below.width
    # The lowest part of the ring stays free: the text does not run into itself.
    assert (
        below.crop(
            (side * 45 // 100, side * 85 // 100, side * 55 // 100, side * 92 // 100)
        ).getbbox()
        is None
    )
