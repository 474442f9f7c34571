"""Time to render a letter of five pages; prints JSON. Budget: 120 ms."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from workflows.documents.content import Content
from workflows.documents.fonts import register_fonts
from workflows.documents.layout import IssuerLayout, SignatureBlock
from workflows.documents.render import render

FONTS = Path(__file__).parents[2] / "webapp/static/dist/fonts"
BUDGET_MS = 120
RUNS = 30
SENTENCE = (
    "Các cơ quan, đơn vị căn cứ chức năng, nhiệm vụ được giao xây dựng kế hoạch, bố trí kinh phí "
    "và tổ chức thực hiện, bảo đảm thiết thực, tiết kiệm, phù hợp với điều kiện của từng ngành, "
    "từng địa phương; kết quả gửi về cơ quan Thường trực Ban để tổng hợp, báo cáo theo quy định."
)


def main() -> int:
    """Print the figures; return 1 when the budget is broken."""
    register_fonts(FONTS)
    items = [f"{n}. Nội dung thứ {n}\n- {SENTENCE}\na) {SENTENCE}" for n in range(1, 13)]
    rows = ["STT | Đơn vị | Số cuộc", *(f"{n} | Đơn vị thứ {n} | {n}" for n in range(1, 25))]
    content = Content.from_mapping(
        {
            "kind": "cong_van",
            "subject": "hướng dẫn hoạt động vì sự tiến bộ của phụ nữ năm 2027",
            "addressees": [{"code": "HUYEN", "text": "Ủy ban nhân dân các huyện, thị xã"}],
            "recipients": ["Như trên", "Chủ tịch UBND tỉnh (để b/c)"],
            "drafting_unit": "VX",
            "body": "\n".join(items) + "\n\n" + "\n".join(rows) + f"\n\n{SENTENCE}",
        }
    )
    issuer = IssuerLayout(
        ("UBND TỈNH THANH HÓA",),
        ("BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ",),
        "Thanh Hóa",
        "TRƯỞNG BAN",
        "BVSTBCPN-VX",
    )
    chair = SignatureBlock(("TRƯỞNG BAN",), "PHÓ CHỦ TỊCH UBND TỈNH", "Đầu Thanh Tùng")
    times = []
    pages = 0
    for _ in range(RUNS):
        start = time.perf_counter()
        pages = render(content, issuer, chair, year=2027, draft=False).pages
        times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    figures = {
        "name": "pdf",
        "pages": pages,
        "median_ms": round(median, 1),
        "slowest_ms": round(max(times), 1),
        "budget_ms": BUDGET_MS,
        "within_budget": median <= BUDGET_MS,
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0 if figures["within_budget"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
