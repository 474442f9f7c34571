"""An admin draws a step into a running process, proves it, deploys it and takes it back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.acting import LETTER
from tests.drawing import active_process
from tests.e2e.board import AT, PROCESS, Board, drop_draft
from workflows.demo.journey import submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.person import Person
    from workflows.demo.office import Office

STEP = "Rà soát pháp chế"
SUBJECT = f"rà soát tài liệu tuyên truyền đợt {secrets.randbelow(10_000)}"


def test_step_is_drawn_proven_deployed_used_and_taken_back(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    drop_draft(sample_office)
    case = submit(sample_office, "cong_van", LETTER | {"subject": SUBJECT})
    walk(sample_office, case, until="secretariat_review")
    before = active_process(sample_office).number
    tuan = at_desk("tuan")
    board = Board(tuan)
    _draws(board)
    _undoes_and_redoes(board)
    _simulates(board)
    _tries_on_running_cases(tuan)
    _cannot_deploy_until_scenarios_agree(tuan)
    _deploys(tuan)
    deployed = active_process(sample_office).number
    assert deployed > before
    _moves_the_case(tuan, deployed)

    khoa, tam = at_desk("khoa"), at_desk("tam")
    khoa.agrees(SUBJECT)
    tam.opens_work(SUBJECT)
    tam.sees(STEP)
    tam.chooses("Đồng ý")
    tam.confirms("Đồng ý")
    tam.is_told("Bạn đã đồng ý")
    assert sample_office.open_tasks(case.id)[0].step in {"deputy_sign", "chair_sign"}

    tuan.opens(AT)
    tuan.page.get_by_role("button", name=f"Quay lại phiên bản {before}").click()
    tuan.sees(f"đang áp dụng phiên bản {before}")
    assert active_process(sample_office).number == before


def _draws(board: Board) -> None:
    """Make room, drop a step on the flow after the secretariat's review, and say whose it is."""
    room = board.gap("review_result", "assess")
    board.page.mouse.click(*board.tool("space-tool"))
    assess = board.box("assess")
    edge = (assess["x"] - 12, assess["y"] + 90)
    board.drag(edge, (edge[0] + 80, edge[1]))
    assert board.gap("review_result", "assess") > room + 60
    gateway, assess = board.box("review_result"), board.box("assess")
    middle = (gateway["x"] + gateway["width"] + assess["x"]) / 2
    board.drag(board.tool("create.step"), (middle, assess["y"] + assess["height"] / 2))
    board.page.keyboard.type(STEP)
    board.page.keyboard.press("Enter")
    assert STEP in board.step_names()
    board.has_problem("chưa giao cho ai")
    panel = board.page.locator(".board__panel")
    panel.get_by_label("Ai xử lý").select_option("chair")
    panel.get_by_label("Biểu mẫu").select_option("check")
    days = panel.get_by_label("Hạn xử lý (ngày làm việc)")
    days.fill("400")
    expect(panel).to_contain_text("từ 1 đến 365")
    days.fill("2")
    board.has_no_problem()
    board.is_saved()


def _undoes_and_redoes(board: Board) -> None:
    role = board.page.locator('.board__panel select[name="role"]')
    chosen = role.input_value()
    board.element("format_check").click()
    board.page.keyboard.press("Delete")
    expect(board.element("format_check")).to_have_count(0)
    board.page.keyboard.press("Control+z")
    expect(board.element("format_check")).to_have_count(1)
    board.presses("Làm lại")
    expect(board.element("format_check")).to_have_count(0)
    board.presses("Hoàn tác")
    expect(board.element("format_check")).to_have_count(1)
    assert chosen == "chair"
    board.has_no_problem()
    board.is_saved()


def _simulates(board: Board) -> None:
    fetched: list[str] = []
    board.page.on("request", lambda asked: fetched.append(asked.url))
    board.presses("Mô phỏng")
    board.page.locator('.bts-context-pad[title="Cho đi tiếp"]:visible').first.click()
    expect(board.page.locator(".journal__steps li").first).to_be_visible()
    expect(board.page.locator(".journal__steps")).to_contain_text("Kiểm tra nội dung")
    # What few visits need is fetched by those.
    assert any("/parts/services-" in address for address in fetched)
    board.page.locator(".djs-container svg").first.focus()
    board.page.keyboard.press("Space")
    note = board.page.locator(".bts-notification").filter(has_text="Tạm dừng mô phỏng")
    ink, ground = note.evaluate(
        "note => [getComputedStyle(note).color, getComputedStyle(note).backgroundColor]"
    )
    assert (ink, ground) == ("rgb(87, 82, 73)", "rgb(255, 255, 255)")
    board.page.keyboard.press("r")
    expect(board.page.locator(".journal__steps li")).to_have_count(0)
    board.page.keyboard.press("t")
    expect(board.bar.get_by_role("button", name="Hoàn tác")).to_be_enabled()


def _tries_on_running_cases(tuan: Person) -> None:
    tuan.opens(f"{AT}/dry-run")
    row = tuan.page.get_by_role("row").filter(has_text=SUBJECT)
    expect(row).to_contain_text("Tổ thư ký thẩm định")
    expect(row).to_contain_text("Chạy tiếp")
    total = tuan.page.locator("#result")
    for bucket in ("Chạy tiếp", "Cần chọn bước", "Không chuyển được"):
        expect(total).to_contain_text(bucket)


def _cannot_deploy_until_scenarios_agree(tuan: Person) -> None:
    tuan.opens(f"/admin/deploy?kind=processes&key={PROCESS}")
    expect(tuan.page.get_by_role("button", name="Triển khai", exact=True)).to_be_disabled()
    tuan.page.get_by_role("link", name="Xem và ghi kết quả mới").click()
    tuan.sees(STEP)
    for choice in tuan.page.get_by_label("Kết quả mới là đúng").all():
        choice.check()
    tuan.page.get_by_role("button", name="Ghi kết quả mới").click()
    tuan.is_told("Đã ghi kết quả mới")
    tuan.sees("17 trên 17 kịch bản đạt")


def _deploys(tuan: Person) -> None:
    tuan.opens(f"/admin/deploy?kind=processes&key={PROCESS}")
    button = tuan.page.get_by_role("button", name="Triển khai", exact=True)
    expect(button).to_be_enabled()
    button.click()
    # The browser asks for the reason before anything is sent.
    expect(tuan.page.get_by_label("Lý do triển khai")).to_be_focused()
    tuan.page.get_by_label("Lý do triển khai").fill("Thêm rà soát pháp chế trước khi trình ký")
    button.click()
    tuan.is_told("Đã triển khai")
    tuan.opens(AT)
    tuan.sees("Thêm rà soát pháp chế trước khi trình ký")


def _moves_the_case(tuan: Person, number: int) -> None:
    tuan.page.get_by_role("link", name="Chuyển hồ sơ sang đây").click()
    tuan.sees(f"Chuyển hồ sơ sang phiên bản {number}")
    picked = tuan.page.locator('input[name="case"]:checked')
    while picked.count():
        picked.first.click()
    tuan.page.get_by_label(SUBJECT).check()
    tuan.page.get_by_label("Lý do chuyển").fill("Theo quy trình mới")
    tuan.page.get_by_role("button", name="Chuyển các hồ sơ đã chọn").click()
    tuan.is_told("Đã chuyển một hồ sơ")
