"""Findings of form: what they catch, what they leave alone, how they speak."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.documents.check import check_format
from workflows.documents.content import Content
from workflows.documents.kinds import KINDS
from workflows.documents.layout import SignatureBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from workflows.documents.findings import Finding
    from workflows.documents.layout import IssuerLayout

FULL = sorted(key for key, kind in KINDS.items() if kind.full)

GOOD_REGULATION = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định tổ chức và hoạt động của Ban.
Điều 2. Trụ sở, con dấu
1. Trụ sở của Ban đặt tại cơ quan Thường trực.
2. Ban sử dụng con dấu theo quy định tại khoản 3 Điều 3 và điểm a) khoản 1 Điều 5.
Chương II
NGUYÊN TẮC HOẠT ĐỘNG
Điều 3. Chế độ báo cáo
1. Thành viên báo cáo trước kỳ họp 10 ngày:
a) Bằng văn bản;
b) Qua thư điện tử;
c) Trên hệ thống;
d) Trực tiếp tại cuộc họp;
đ) Hình thức khác.
2. Báo cáo đột xuất theo yêu cầu./."""


@pytest.fixture
def check(
    sample: Callable[..., Content],
    issuer: Callable[[str], IssuerLayout],
    chair: SignatureBlock,
) -> Callable[..., tuple[Finding, ...]]:
    """Return a function that checks a sample with changes and gives its findings."""

    def run(
        kind: str = "cong_van",
        signature: SignatureBlock = chair,
        issuer_changes: dict[str, Any] | None = None,
        **changes: Any,
    ) -> tuple[Finding, ...]:
        layout = dataclasses.replace(issuer(kind), **(issuer_changes or {}))
        return check_format(sample(kind, **changes), layout, signature)

    return run


def messages(found: Iterable[Finding], field: str | None = None) -> str:
    return " ".join(finding.message for finding in found if field in (None, finding.field))


@pytest.mark.parametrize("kind", FULL)
def test_a_good_document_has_no_findings(
    kind: str, check: Callable[..., tuple[Finding, ...]]
) -> None:
    assert check(kind) == ()


def test_a_good_regulation_has_no_findings(check: Callable[..., tuple[Finding, ...]]) -> None:
    attached = {"title": "Quy chế", "subject": "Hoạt động của Ban", "body": GOOD_REGULATION}
    assert check("quyet_dinh", attached_text=attached) == ()


def test_every_finding_names_a_clause_and_ends_as_a_sentence(
    check: Callable[..., tuple[Finding, ...]],
) -> None:
    found = check(
        "quyet_dinh",
        subject="",
        legal_bases=[],
        recipients=[],
        drafting_unit="",
        body="Chương I\nChương III\nĐiều 2. Một **ý** (chưa đủ\na) x\na) y\nĐiều 5. ……",
        signature=SignatureBlock((), None, ""),
        issuer_changes={"symbol": "QĐ - BAN", "place": "", "issuer_lines": ()},
    )
    assert len(found) > 12
    for finding in found:
        assert finding.clause.startswith("Phụ lục")
        assert finding.severity in {"error", "warning"}
        assert finding.message.endswith((".", "”."))


@pytest.mark.parametrize(
    ("kind", "changes", "field", "words", "severity"),
    [
        ("cong_van", {"subject": ""}, "subject", "V/v", "error"),
        ("cong_van", {"subject": "V/v "}, "subject", "Thiếu trích yếu", "error"),
        ("cong_van", {"subject": "rất dài " * 30}, "subject", "rút gọn", "warning"),
        ("ke_hoach", {"subject": "rất dài " * 70}, "subject", "quá 500", "error"),
        ("ke_hoach", {"subject": "Kiểm tra năm 2027."}, "subject", "dấu câu", "warning"),
        ("cong_van", {"addressees": []}, "addressees", "Kính gửi", "error"),
        ("to_trinh", {"addressees": []}, "addressees", "Kính gửi", "error"),
        ("bao_cao", {"addressees": []}, "addressees", "nơi nhận chính", "warning"),
        ("giay_moi", {"addressees": []}, "addressees", "được mời", "error"),
        ("giay_moi", {"meeting": None}, "meeting", "địa điểm", "error"),
        ("quyet_dinh", {"legal_bases": []}, "legal_bases", "căn cứ", "error"),
        ("cong_van", {"recipients": []}, "recipients", "ít nhất một", "error"),
        ("cong_van", {"drafting_unit": ""}, "recipients", "Lưu: VT", "error"),
        ("cong_van", {"recipients": ["Sở Nội vụ"]}, "recipients", "Như trên", "warning"),
        ("cong_van", {"recipients": ["Như trên", "Lưu VT"]}, "recipients", "Lưu: VT", "error"),
        ("cong_van", {"recipients": ["Lưu: VT", "Như trên"]}, "recipients", "cuối", "warning"),
        ("quyet_dinh", {"recipients": ["Như Điều 9"]}, "recipients", "không có Điều 9", "error"),
        ("cong_van", {"body": ""}, "body", "chưa có nội dung", "error"),
        ("quyet_dinh", {"body": "Kiện toàn Tổ thư ký."}, "body", "chia thành các điều", "error"),
        ("quyet_dinh", {"body": "Điều 1. Giao việc."}, "body", "trách nhiệm thi hành", "error"),
        ("cong_van", {"body": "Một **ý** lớn."}, "body", "Markdown", "error"),
        ("cong_van", {"body": "# Đề mục\nNội dung."}, "body", "Markdown", "error"),
        ("cong_van", {"body": "Xong./.\nCòn nữa."}, "body", "./.", "error"),
        ("cong_van", {"body": "Nội dung (chưa đóng."}, "body", "ngoặc đơn", "warning"),
        ("cong_van", {"body": "Báo cáo trước ngày 31/02/2027."}, "body", "trong lịch", "error"),
        ("cong_van", {"body": "Báo cáo trước 05/06/27."}, "body", "bốn chữ số", "warning"),
        ("cong_van", {"body": "Họp ngày 4/3/2027."}, "body", "thêm số 0", "warning"),
        ("cong_van", {"body": "Theo Quyết định số 712QĐ UBND."}, "body", "712QĐ", "warning"),
        ("cong_van", {"body": "Ban hòa giải và hoà nhập."}, "body", "hai cách", "warning"),
        ("cong_van", {"body": "Số lượng: …… người."}, "body", "chưa điền", "error"),
        ("cong_van", {"body": "Nội dung.\n3\nTiếp theo."}, "body", "số trang", "warning"),
        ("cong_van", {"body": "Cảm ơn 好."}, "body", "U+597D", "error"),
        ("ke_hoach", {"body": "I. MỞ ĐẦU\nII. NỘI DUNG\nLàm."}, "body", "chưa có nội", "error"),
        ("ke_hoach", {"body": "I. Một\nx.\nIIII. Bốn\ny."}, "body", "La Mã", "error"),
        ("ke_hoach", {"body": "I. Một\nx.\nIII. Ba\ny."}, "body", "Thiếu", "warning"),
        ("ke_hoach", {"annexes": [{"title": "", "body": ""}]}, "annexes", "chưa có tên", "error"),
    ],
)
def test_a_fault_is_found(  # noqa: PLR0917 - one column of the table each
    kind: str,
    changes: dict[str, Any],
    field: str,
    words: str,
    severity: str,
    check: Callable[..., tuple[Finding, ...]],
) -> None:
    found = check(kind, **changes)
    hits = [f for f in found if f.field == field and words.lower() in f.message.lower()]
    assert hits, found
    assert hits[0].severity == severity


def test_the_document_that_a_decision_issues_must_be_there(
    check: Callable[..., tuple[Finding, ...]],
) -> None:
    body = (
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế hoạt động.\nĐiều 2. Các thành viên Ban "
        "chịu trách nhiệm thi hành Quyết định này."
    )
    assert "kèm theo" in messages(check("quyet_dinh", body=body, recipients=["Như Điều 2"]))


def test_legal_bases_end_in_semicolons_and_the_last_in_a_full_stop(
    check: Callable[..., tuple[Finding, ...]],
) -> None:
    bases = [
        "Căn cứ Quyết định số 712/QĐ-UBND ngày 04/3/2021 của Chủ tịch UBND tỉnh.",
        "Theo đề nghị của Giám đốc Sở Nội vụ;",
    ]
    found = check("quyet_dinh", legal_bases=bases)
    assert "Căn cứ thứ 1 phải kết thúc bằng dấu chấm phẩy" in messages(found, "legal_bases")
    assert "Căn cứ thứ 2 phải kết thúc bằng dấu chấm" in messages(found, "legal_bases")


def test_a_doubled_letter_is_an_error_and_a_gap_a_warning(
    check: Callable[..., tuple[Finding, ...]],
) -> None:
    doubled = check(body="1. Thực hiện các kế hoạch:\na) Một;\nb) Hai;\nc) Ba;\nc) Bốn;\nd) Năm.")
    assert [(f.severity, "Điểm c bị lặp" in f.message) for f in doubled] == [("error", True)]
    skipped = check(body="1. Thực hiện các kế hoạch:\na) Một;\nb) Hai;\nc) Ba;\nd) Bốn;\ne) Năm.")
    assert [(f.severity, "Thiếu điểm đ" in f.message) for f in skipped] == [("warning", True)]


def test_real_regulations_with_gaps_get_warnings_only(
    check: Callable[..., tuple[Finding, ...]],
) -> None:
    attached = {
        "title": "Quy chế",
        "subject": "Hoạt động của Ban",
        "body": "Điều 1. Trụ sở, con dấu\n1. Trụ sở tại cơ quan Thường trực.\n3. Con dấu theo quy "
        "định.\nĐiều 2. Hiệu lực\nQuy chế có hiệu lực từ ngày ký.",
    }
    body = (
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế hoạt động của Ban.\n"
        "Điều 2. Quyết định có hiệu lực kể từ ngày ký.\n"
        "Chánh Văn phòng và các thành viên Ban chịu trách nhiệm thi hành Quyết định này./."
    )
    found = check(
        "quyet_dinh", body=body, attached_text=attached, recipients=["Như Điều 2 Quyết định"]
    )
    assert {finding.severity for finding in found} == {"warning"}
    assert "Điều 3" in messages(found, "body")
    assert "Thiếu khoản (mục) 2" in messages(found, "attached_text")


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        (SignatureBlock(("TRƯỞNG BAN",), None, "TS. Nguyễn Văn A"), "học hàm"),
        (SignatureBlock(("KT TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"), None, "Lê B"), "dấu chấm"),
        (SignatureBlock(("KT. TRƯỞNG BAN",), None, "Lê B"), "chính người ký"),
        (SignatureBlock((), None, "Lê B"), "chức vụ"),
        (SignatureBlock(("TRƯỞNG BAN",), None, ""), "họ và tên"),
    ],
)
def test_faults_of_the_signature_block(
    signature: SignatureBlock, words: str, check: Callable[..., tuple[Finding, ...]]
) -> None:
    assert words in messages(check(signature=signature), "signature")


def test_the_symbol_must_fit_the_kind(check: Callable[..., tuple[Finding, ...]]) -> None:
    assert check("quyet_dinh", issuer_changes={"symbol": "KH-BVSTBCPN"})[0].field == "issuer"
    assert check("cong_van", issuer_changes={"symbol": "UBND-VX1"}) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Theo Quyết định số 172a/QĐ-BVSTBPN ngày 19/6/2012, Chỉ thị số 36-CT/TW ngày 30/5/2014.",
        "Công văn số 1027-CV/TU, Thông tư số 191/2009/TT-BTC và Văn bản số 1458/UBND-VX1.",
        "Luật Bình đẳng giới số 73/2006/QH11; tỷ lệ 2,5 - 3,0%; giai đoạn 2021-2030.",
        "Quy trình quản lý, thủy lợi, hòa bình và quý vị.",
        "Chi tiết tại điểm a) và b) khoản 1; (1) một; (2) hai.",
    ],
)
def test_correct_references_and_spellings_are_left_alone(
    line: str, check: Callable[..., tuple[Finding, ...]]
) -> None:
    assert check(body=line) == ()


@given(body=st.text(max_size=200), subject=st.text(max_size=80))
def test_checking_never_fails(
    body: str, subject: str, issuer: Callable[[str], IssuerLayout], chair: SignatureBlock
) -> None:
    content = Content.from_mapping({"kind": "quyet_dinh", "subject": subject, "body": body})
    assert check_format(content, issuer("quyet_dinh"), chair)


def test_decomposed_letters_are_named(
    sample: Callable[..., Content], issuer: Callable[[str], IssuerLayout], chair: SignatureBlock
) -> None:
    content = dataclasses.replace(sample("cong_van"), body="Vie\u0323\u0302t Nam.")
    assert "tổ hợp" in messages(check_format(content, issuer("cong_van"), chair))
