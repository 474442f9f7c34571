"""Measure signing, numbering, sealing and verifying a five-page PDF; print JSON.

Run: ``python -m tests.bench.bench_signature [rounds]``. The budget is 150 ms for a signature.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.pdfgen import canvas

from workflows.signing.appearance import seal_image, signature_image
from workflows.signing.authority import create_authority
from workflows.signing.sign import apply_seal, fill_fields, prepare, sign_person
from workflows.signing.verify import verify
from workflows.signing.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Callable

FONT = Path(__file__).parents[2] / "webapp/static/dist/fonts/Tinos-Bold.ttf"
BUDGET_MS = 150
PIN = "135792"


def document(pages: int) -> bytes:
    """Draw pages full of text, with number and date fields on the first."""
    output = io.BytesIO()
    page = canvas.Canvas(output, pagesize=(595, 842))
    for number in range(pages):
        for line in range(45):
            page.drawString(
                72, 720 - 14 * line, f"Trang {number + 1}, dong {line + 1}: " + "x" * 60
            )
        for at, name in enumerate(("SO", "NGAY") if number == 0 else ()):
            page.acroForm.textfield(
                name=name, x=100 + 200 * at, y=750, width=120, height=18, borderWidth=0
            )
        page.showPage()
    page.save()
    return output.getvalue()


def slip(text: str) -> bytes:
    """Draw the one-page PDF that a field shows."""
    output = io.BytesIO()
    page = canvas.Canvas(output, pagesize=(120, 18))
    page.drawString(2, 5, text)
    page.save()
    return output.getvalue()


def measure(rounds: int, work: Callable[[], object]) -> dict[str, float]:
    """Return the median and the 95th percentile in milliseconds."""
    work()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    return {"p50_ms": round(statistics.median(taken), 1), "p95_ms": round(cuts[-1], 1)}


def main() -> None:
    """Measure each act and print one JSON object."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    now = datetime.now(VIETNAM)
    with tempfile.TemporaryDirectory() as folder:
        authority = create_authority(Path(folder), b"a secret of at least sixteen bytes")
    person = authority.issue_person("Nguyễn Thị Bình", "Ban vì sự tiến bộ của phụ nữ", PIN)
    body = authority.issue_organisation("Ủy ban nhân dân tỉnh Thanh Hóa", PIN)
    roots = authority.root_certificates
    blue = signature_image("Nguyễn Thị Bình")
    red = seal_image(("ỦY BAN NHÂN DÂN TỈNH THANH HÓA",), 36, FONT)
    draft = document(5)
    boxes = (4, 300.0, 100.0, 442.0, 157.0), (4, 245.0, 80.0, 347.0, 182.0)
    values = {"SO": ("05", slip("So: 05")), "NGAY": ("ngày 05", slip("ngay 05"))}

    def sign() -> bytes:
        return sign_person(
            prepared, person, PIN, capacity="Trưởng ban", image_png=blue, at=now, location="Huế"
        )

    def seal() -> bytes:
        return apply_seal(
            numbered, body, PIN, image_png=red, at=now, trust_roots=roots, capacity="Văn thư"
        )

    prepared = prepare(draft, *boxes)
    signed = sign()
    numbered = fill_fields(signed, values)
    sealed = seal()
    report = verify(sealed, roots)
    result = {
        "benchmark": "signature",
        "pages": 5,
        "rounds": rounds,
        "budget_ms": BUDGET_MS,
        "valid": report.valid,
        "bytes": {"draft": len(draft), "signed": len(signed), "sealed": len(sealed)},
        "prepare": measure(rounds, lambda: prepare(draft, *boxes)),
        "sign_person": measure(rounds, sign),
        "fill_fields": measure(rounds, lambda: fill_fields(signed, values)),
        "apply_seal": measure(rounds, seal),
        "verify": measure(rounds, lambda: verify(sealed, roots)),
        "unlock": measure(rounds, lambda: person.unlock(PIN)),
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
