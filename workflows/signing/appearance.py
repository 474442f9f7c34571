"""Images for trials: a drawn signature in blue, a round sample seal in red.

Neither imitates anything: the signature is a curve computed from the name, the seal has no
star, no emblem, and says across its middle that it has no value. Both are transparent PNGs at
600 dpi (Decree 30/2020, Phụ lục I, mục II.7.d and II.8.a: blue and red, actual size).
"""

from __future__ import annotations

import hashlib
import math
import random
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Dots per inch of every image made here.
RESOLUTION = 600
SAMPLE_MARK = "MẪU – KHÔNG CÓ GIÁ TRỊ"

_MM_PER_INCH = 25.4
_BLUE = (28, 58, 168)
_RED = (206, 24, 30)
#: Drawn this many times larger, then reduced: smooth edges.
_OVERSAMPLING = 2

_SIGNATURE_MM = (50.0, 20.0)
Point = tuple[float, float]
#: Ways to begin, as shares of width and height.
_CAPITALS: tuple[tuple[Point, ...], ...] = (
    ((0.10, 0.62), (0.05, 0.30), (0.16, 0.08), (0.20, 0.42), (0.13, 0.86)),
    ((0.18, 0.14), (0.06, 0.40), (0.08, 0.78), (0.17, 0.70), (0.14, 0.46)),
    ((0.06, 0.24), (0.20, 0.10), (0.17, 0.40), (0.09, 0.50), (0.20, 0.60), (0.10, 0.88)),
    ((0.05, 0.80), (0.12, 0.12), (0.16, 0.50), (0.19, 0.82), (0.08, 0.56)),
)


def signature_image(name: str) -> bytes:
    """Draw a signature-like curve, always the same for the same name (50 × 20 mm)."""
    width, height = (_pixels(size) for size in _SIGNATURE_MM)
    mask = Image.new("L", (width * _OVERSAMPLING, height * _OVERSAMPLING))
    # The seed decides a picture, nothing secret.
    chance = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311
    for stroke in _strokes(name, chance):
        _draw_stroke(mask, stroke, chance)
    return _png(mask.resize((width, height), Image.Resampling.LANCZOS), _BLUE)


def seal_image(lines: Sequence[str], diameter_mm: float, font: Path) -> bytes:
    """Draw a sample seal at its true size: the body's name round the rim, the mark across.

    ``lines`` are one or two: along the upper rim, along the lower rim; ``font`` is a TrueType
    file with all Vietnamese letters.
    """
    size = _pixels(diameter_mm)
    full = size * _OVERSAMPLING
    mask = Image.new("L", (full, full))
    draw = ImageDraw.Draw(mask)
    for inset, weight in ((0.0, 0.022), (0.035, 0.008), (0.2, 0.008)):
        edge = inset * full
        far = full - 1 - edge
        draw.ellipse((edge, edge, far, far), outline=255, width=round(weight * full))
    upper, *rest = lines
    lower = " ".join(rest)
    _write_on_rim(mask, upper, font, upper_rim=True)
    if lower:
        _write_on_rim(mask, lower, font, upper_rim=False)
    _write_across(draw, full, font)
    return _png(mask.resize((size, size), Image.Resampling.LANCZOS), _RED)


def _pixels(millimetres: float) -> int:
    return round(millimetres / _MM_PER_INCH * RESOLUTION)


def _png(opacity: Image.Image, colour: tuple[int, int, int]) -> bytes:
    image = Image.new("RGBA", opacity.size, (*colour, 0))
    image.putalpha(opacity)
    output = BytesIO()
    image.save(output, "PNG", dpi=(RESOLUTION, RESOLUTION))
    return output.getvalue()


def _strokes(name: str, chance: random.Random) -> Iterator[list[Point]]:
    """Yield the points of each stroke: a capital and loops, then a flourish below."""
    loops = max(5, min(11, len(name.replace(" ", "")) * 2 // 3))
    points = list(chance.choice(_CAPITALS))
    left, right = 0.22, 0.80
    step = (right - left) / loops
    for at in range(loops):
        x = left + step * at
        top = chance.uniform(*chance.choices(((0.12, 0.28), (0.40, 0.52)), (2, 5))[0])
        low = chance.uniform(*chance.choices(((0.82, 0.94), (0.60, 0.70)), (1, 4))[0])
        back = chance.uniform(0.1, 0.6)
        points += [(x + step * 0.9, top), (x + step * back, (top + low) / 2), (x + step * 0.7, low)]
    points += [(0.84, 0.52), (0.96, chance.uniform(0.30, 0.44))]
    yield points
    base = chance.uniform(0.80, 0.88)
    yield [
        (0.90, base - 0.10),
        (0.52, base),
        (0.24, base + 0.04),
        (0.50, base - 0.03),
        (0.95, base + 0.02),
    ]


def _draw_stroke(mask: Image.Image, points: list[Point], chance: random.Random) -> None:
    """Draw a smooth line through the points, thicker where the pen goes down."""
    draw = ImageDraw.Draw(mask)
    width, height = mask.size
    slant = chance.uniform(0.05, 0.12)
    path = [
        ((x + slant * (0.5 - y)) * width * 0.94 + width * 0.03, y * height)
        for x, y in _smooth(points)
    ]
    thin, thick = height * 0.006, height * 0.017
    radius = thin
    total = len(path)
    for at, (before, after) in enumerate(pairwise(path)):
        down = max(0.0, after[1] - before[1]) / (math.dist(before, after) or 1)
        ends = min(1.0, (total - at) / 60, (at + 8) / 40)
        radius += ((thin + (thick - thin) * down) * ends - radius) * 0.12
        draw.line((*before, *after), fill=255, width=max(1, round(2 * radius)))
        x, y = after
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _smooth(points: list[Point], steps: int = 90) -> Iterator[Point]:
    """Interpolate with Catmull-Rom splines."""
    padded = [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            yield (
                _catmull_rom(p0[0], p1[0], p2[0], p3[0], t),
                _catmull_rom(p0[1], p1[1], p2[1], p3[1], t),
            )


def _catmull_rom(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def _write_on_rim(mask: Image.Image, text: str, path: Path, *, upper_rim: bool) -> None:
    """Set the letters one by one along the ring between the circles."""
    full = mask.size[0]
    middle, radius = full / 2, full * 0.39
    room = math.radians(230 if upper_rim else 105)
    size = full * 0.098
    font = ImageFont.truetype(path, size)
    spread = font.getlength(text) * 1.06 / radius
    if spread > room:
        size *= room / spread
        font = ImageFont.truetype(path, size)
    gap = font.getlength(text) * 0.06 / max(1, len(text) - 1)
    total = font.getlength(text) + gap * (len(text) - 1)
    along = -total / 2
    for letter in text:
        advance = font.getlength(letter)
        angle = (along + advance / 2) / radius
        along += advance + gap
        turn = angle if upper_rim else math.pi - angle
        x = middle + radius * math.sin(turn)
        y = middle - radius * math.cos(turn)
        _paste_letter(mask, letter, font, (x, y), -angle if upper_rim else angle)


def _paste_letter(
    mask: Image.Image, letter: str, font: ImageFont.FreeTypeFont, at: Point, angle: float
) -> None:
    cell = round(font.size * 2)
    tile = Image.new("L", (cell, cell))
    # Centred on the capitals' height, so that accents do not move a letter.
    baseline = cell / 2 + font.size * 0.33
    ImageDraw.Draw(tile).text((cell / 2, baseline), letter, font=font, fill=255, anchor="ms")
    turned = tile.rotate(math.degrees(angle), Image.Resampling.BICUBIC)
    corner = (round(at[0] - cell / 2), round(at[1] - cell / 2))
    mask.paste(255, corner, turned)


def _write_across(draw: ImageDraw.ImageDraw, full: int, path: Path) -> None:
    """Write the mark between two lines across the inner circle."""
    middle, half = full / 2, full * 0.285
    font = ImageFont.truetype(path, full * 0.1)
    font = ImageFont.truetype(path, full * 0.1 * 2 * half * 0.94 / font.getlength(SAMPLE_MARK))
    draw.text((middle, middle + font.size * 0.33), SAMPLE_MARK, font=font, fill=255, anchor="ms")
    for offset in (-0.055, 0.055):
        y = middle + offset * full
        draw.line((middle - half, y, middle + half, y), fill=255, width=round(0.006 * full))
