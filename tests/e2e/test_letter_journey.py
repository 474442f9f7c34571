"""A letter from the first word to the register, by seven people, each in a browser of their own."""

from __future__ import annotations

import io
import re
import secrets
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pypdf
from playwright.sync_api import expect

from workflows.demo.journey import submit
from workflows.settings import load_settings
from workflows.signing.authority import load_authority
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Site
    from tests.e2e.person import Person
    from workflows.demo.office import Office

#: One of its kind, also when the suite runs twice on one installation.
_NTH = secrets.randbelow(10_000)
SUBJECT = f"tổ chức hội thi tìm hiểu pháp luật về bình đẳng giới lần thứ {_NTH}"
PLAN = f"khảo sát nhu cầu học nghề của phụ nữ vùng biên giới đợt {_NTH}"
BODY = """Ban vì sự tiến bộ của phụ nữ tỉnh đề nghị các huyện, thị xã, thành phố:

1. Chọn đội dự thi gồm 05 người, trong đó ít nhất 02 nam.

2. Gửi danh sách về cơ quan Thường trực.
"""
DEADLINE = "\n3. Danh sách gửi trước 17 giờ ngày làm việc cuối cùng của tháng."


def test_letter_goes_from_draft_to_register(
    site: Site, at_desk: Callable[..., Person], tmp_path: Path
) -> None:
    lan, cuong, dung = at_desk("lan"), at_desk("cuong"), at_desk("dung")
    _drafts(lan)
    cuong.agrees(SUBJECT)
    _returns(dung, "Thiếu thời hạn gửi danh sách.")
    _corrects(lan)
    cuong.agrees(SUBJECT)
    dung.agrees(SUBJECT)
    _is_reviewed_with_an_opinion(at_desk("khoa"), at_desk("bao"))
    _signs(at_desk("van"))

    hai, giang = at_desk("hai"), at_desk("giang")
    number = _numbers(hai)
    _cannot_seal(giang, hai.page.url)
    _seals_and_issues(hai, number)

    original = _downloads(lan, number, tmp_path / "goc.pdf")
    _is_genuine(original, site)
    hai.page.get_by_role("link", name="Sổ").first.click()
    line = hai.page.get_by_role("row").filter(has_text=number)
    expect(line).to_contain_text(SUBJECT)
    expect(line).to_contain_text("Trần Thị Hồng Vân")


def test_plan_is_voted_on_and_signed_by_the_chair(
    sample_office: Office, at_desk: Callable[..., Person], site: Site, tmp_path: Path
) -> None:
    submit(
        sample_office,
        "ke_hoach_nam",
        {
            "subject": PLAN,
            "addressees": [{"code": "THANH_VIEN", "text": "Các thành viên Ban"}],
            "recipients": ["Các thành viên Ban", "Lưu: VT, VX"],
            "body": "I. MỤC ĐÍCH\n\nNắm nhu cầu học nghề.\n\nII. TỔ CHỨC\n\nTổ thư ký theo dõi.",
        },
    )
    for checker in ("cuong", "dung", "khoa"):
        person = at_desk(checker)
        person.opens_work(PLAN)
        person.chooses("Đồng ý")
        person.confirms("Đồng ý")
        person.is_told("Bạn đã đồng ý")
    khoa = person
    khoa.opens_work(PLAN)
    khoa.chooses("Ghi biểu quyết")
    form = khoa.page.locator("#act-form")
    form.get_by_label("Biên bản hoặc biên bản kiểm phiếu").fill("Biên bản số 07/BB-BVSTBCPN")
    form.get_by_label("Số phiếu tán thành").fill("9999")
    khoa.confirms("Ghi biểu quyết")
    # More in favour than there are members: refused, what was typed stays.
    khoa.is_told("Có một chỗ cần sửa")
    expect(form.get_by_label("Biên bản hoặc")).to_have_value("Biên bản số 07/BB-BVSTBCPN")
    form.get_by_label("Số phiếu tán thành").fill(
        form.get_by_label("Tổng số thành viên").input_value()
    )
    khoa.confirms("Ghi biểu quyết")
    khoa.is_told("được thông qua")

    at_desk("van").has_no_work(PLAN)
    tam = at_desk("tam")
    tam.opens_work(PLAN)
    tam.sees("Biên bản số 07/BB-BVSTBCPN")
    tam.chooses("Ký")
    tam.sees("TRƯỞNG BAN")
    tam.page.get_by_label("Mã PIN").fill(tam.secrets.pin)
    tam.confirms("Ký văn bản")
    tam.is_told("Bạn đã ký")

    at_desk("hai").has_no_work(PLAN)
    giang = at_desk("giang")
    giang.opens_work(PLAN)
    giang.chooses("Cấp số")
    giang.confirms("Cấp số")
    giang.is_told("Đã cấp số")
    _seals_and_issues(giang, "/KH-BVSTBCPN", PLAN)
    giang.opens(f"/documents?words={PLAN}")
    giang.page.get_by_role("link", name=PLAN).click()
    _is_genuine(_file_of(giang, tmp_path / "ke-hoach.pdf"), site)


def _drafts(lan: Person) -> None:
    lan.opens("/drafts/new")
    lan.page.locator("button[name=purpose][value=cong_van]").click()
    expect(lan.page.get_by_role("heading", level=1)).to_have_text("Soạn công văn")
    preview = lan.page.locator(".preview object")
    first = preview.get_attribute("data")
    lan.page.get_by_label("Trích yếu (V/v)").fill(SUBJECT)
    lan.page.get_by_label("Nhóm nơi nhận 1").select_option("HUYEN")
    lan.page.get_by_label("Tên in trên văn bản 1").fill("UBND các huyện, thị xã, thành phố")
    lan.page.get_by_role("button", name="Thêm nơi nhận", exact=True).click()
    lan.page.get_by_label("Nội dung", exact=True).fill(BODY)
    expect(lan.page.locator("[data-autosave-state]")).to_contain_text("Đã lưu lúc")
    # The pages beside the form are the real ones, with what was just typed.
    expect(preview.last).not_to_have_attribute("data", first or "")
    pdf = lan.page.request.get((preview.last.get_attribute("data") or "").split("#")[0])
    text = " ".join(pypdf.PdfReader(io.BytesIO(pdf.body())).pages[0].extract_text().split())
    assert "tìm hiểu pháp luật về bình đẳng giới" in text
    lan.page.get_by_label("Nơi nhận 1", exact=True).fill("Như trên")
    lan.page.get_by_role("button", name="Trình", exact=True).click()
    lan.is_told("Đã trình văn bản")


def _returns(dung: Person, reason: str) -> None:
    dung.opens_work(SUBJECT)
    dung.chooses("Trả lại")
    dung.page.get_by_label("Lý do trả lại").fill(reason)
    dung.confirms("Trả lại")
    dung.is_told(f"Bạn đã trả lại “V/v {SUBJECT}”.")


def _corrects(lan: Person) -> None:
    lan.opens_work(SUBJECT)
    lan.sees("Thiếu thời hạn gửi danh sách.")
    lan.page.get_by_role("link", name="Sửa văn bản").click()
    body = lan.page.get_by_label("Nội dung", exact=True)
    body.fill(body.input_value() + DEADLINE)
    lan.page.get_by_role("button", name="Trình lại").click()
    lan.is_told("Đã trình văn bản")


def _is_reviewed_with_an_opinion(khoa: Person, bao: Person) -> None:
    khoa.opens_work(SUBJECT)
    khoa.chooses("Xin ý kiến")
    deputies = khoa.page.get_by_label("Xin ý kiến của").locator("option", has_text="Phạm Quốc Bảo")
    asked_of = deputies.first.get_attribute("value")
    khoa.page.get_by_label("Xin ý kiến của").select_option(asked_of)
    khoa.page.get_by_label("Nội dung xin ý kiến").fill("Kinh phí hội thi lấy từ nguồn nào?")
    khoa.confirms("Xin ý kiến")
    khoa.is_told("Đã gửi câu hỏi")

    bao.opens_work(SUBJECT)
    bao.sees("Kinh phí hội thi lấy từ nguồn nào?")
    bao.chooses("Cho ý kiến")
    bao.page.get_by_label("Ý kiến của bạn").fill("Dùng dự toán đã giao của cơ quan Thường trực.")
    bao.confirms("Gửi ý kiến")
    bao.is_told("Bạn đã cho ý kiến")

    khoa.opens_work(SUBJECT)
    khoa.sees("Dùng dự toán đã giao của cơ quan Thường trực.")
    khoa.chooses("Đồng ý")
    khoa.confirms("Đồng ý")
    khoa.is_told("Bạn đã đồng ý")


def _signs(van: Person) -> None:
    van.opens_work(SUBJECT)
    van.chooses("Ký")
    van.sees("KT. TRƯỞNG BAN")
    van.sees("/GUQ-BVSTBCPN")
    pin = van.page.get_by_label("Mã PIN")
    pin.fill("000000")
    van.confirms("Ký văn bản")
    van.is_told("Mã PIN")
    van.sees("KT. TRƯỞNG BAN")
    expect(van.page.get_by_role("button", name="Ký văn bản")).to_be_visible()
    pin.fill(van.secrets.pin)
    van.confirms("Ký văn bản")
    van.is_told(f"Bạn đã ký “V/v {SUBJECT}”.")
    van.has_no_work(SUBJECT)


def _numbers(hai: Person) -> str:
    hai.opens_work(SUBJECT)
    hai.chooses("Cấp số")
    hai.confirms("Cấp số")
    hai.is_told("Đã cấp số")
    said = hai.page.locator(".message").filter(has_text="Đã cấp số").inner_text()
    number = re.search(r"\d+/BVSTBCPN-\S+", said)
    assert number, said
    hai.opens_work(SUBJECT)
    return number[0]


def _cannot_seal(giang: Person, step: str) -> None:
    giang.has_no_work(SUBJECT)
    token = giang.page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    assert giang.page.request.get(f"{step}/seal").status == 404
    form = {"csrf_token": token, "pin": giang.secrets.pin}
    assert giang.page.request.post(f"{step}/seal", form=form).status == 403
    giang.opens(step)
    giang.sees("chờ bạn xử lý")
    expect(giang.page.get_by_role("link", name="Đóng dấu")).to_have_count(0)


def _seals_and_issues(clerk: Person, number: str, title: str = SUBJECT) -> None:
    clerk.opens_work(title)
    clerk.chooses("Đóng dấu")
    clerk.page.get_by_label("Mã PIN của con dấu").fill(clerk.secrets.pin)
    clerk.confirms("Đóng dấu")
    clerk.is_told("Đã đóng dấu")
    clerk.opens_work(title)
    clerk.chooses("Ban hành")
    clerk.confirms("Ban hành")
    clerk.is_told("Đã ban hành văn bản số")
    clerk.sees(number)


def _downloads(lan: Person, number: str, path: Path) -> Path:
    lan.opens("/inbox/sent")
    lan.page.get_by_role("link", name=SUBJECT).click()
    expect(lan.page.locator(".document-head")).to_contain_text("Đã ban hành")
    expect(lan.page.locator(".document-head")).to_contain_text(number)
    return _file_of(lan, path)


def _file_of(reader: Person, path: Path) -> Path:
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="Tải bản gốc đã ký").click()
    download.value.save_as(path)
    return path


def _is_genuine(path: Path, site: Site) -> None:
    authority = load_authority(site.data / "certificates", load_settings(site.data).secret)
    with ThreadPoolExecutor(1) as beside:  # Playwright keeps an event loop running in this thread
        checking = beside.submit(verify, path.read_bytes(), authority.root_certificates)
        found = checking.result()
    assert found.valid, found.problems
    assert [each.kind for each in found.signatures] == ["person", "seal"]
    said = subprocess.run(  # noqa: S603 - poppler's own check of the same bytes
        ["/usr/bin/pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid.") == 2, said
