"""What a person finds in the inbox."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from models import Absence, DocumentStatus
from tests.acting import LETTER, approve, gives_post, waiting
from workflows.commands.claim_task import OpenTask, open_task
from workflows.demo.journey import submit, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    SignIn = Callable[..., FlaskClient]
    NewOffice = Callable[..., Office]


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_a_step_says_why_it_waits_and_by_which_article(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    submit(office, "cong_van", LETTER)

    page = text_of(client_for("drafting_unit_head", office), "/inbox")

    assert "V/v đôn đốc gửi báo cáo sáu tháng" in page
    assert "Nguyễn Thị Lan trình" in page
    assert (
        "Bước “Kiểm tra nội dung” chờ bạn vì bạn giữ chức vụ Người đứng đầu đơn vị soạn thảo, "
        "theo Nghị định 30/2020/NĐ-CP, Điều 12 khoản 1." in page
    )
    for other in ("format_checker", "chair", "clerk_so", "drafter"):
        assert "đôn đốc gửi báo cáo" not in text_of(client_for(other, office), "/inbox")


def test_it_is_unread_until_opened_and_then_cannot_be_withdrawn(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    reader, drafter = client_for("drafting_unit_head", office), client_for("drafter", office)
    task = waiting(office, case)
    assert "is-unread" in text_of(reader, "/inbox")
    assert "Rút lại" in text_of(drafter, f"/documents/{case.document_id}")

    pane = text_of(reader, f"/tasks/{task.id}/pane")

    assert "<html" not in pane
    assert "Đồng ý" in pane
    assert "is-unread" not in text_of(reader, "/inbox")
    assert "Rút lại" not in text_of(drafter, f"/documents/{case.document_id}")
    refused = drafter.post(f"/documents/{case.document_id}/withdraw")
    assert refused.status_code == 403


def test_looking_at_the_list_opens_nothing(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)

    text_of(client_for("drafting_unit_head", office), "/inbox")

    assert waiting(office, case).opened_at is None


def test_it_is_found_without_accents_and_narrowed(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    submit(office, "cong_van", LETTER)
    submit(office, "quyet_dinh", LETTER | {"subject": "Thành lập đoàn kiểm tra", "urgency": "khan"})
    client = client_for("drafting_unit_head", office)

    found = {
        query: [
            subject
            for subject in ("đôn đốc gửi báo cáo", "Thành lập đoàn kiểm tra")
            if subject in text_of(client, f"/inbox?{query}")
        ]
        for query in (
            "words=doan+kiem+tra",
            "words=ĐÔN ĐỐC",
            "kind=quyet_dinh",
            "urgency=khan",
            "form=sign",
            "late=1",
            "sort=due",
            "sort=newest",
        )
    }

    assert found == {
        "words=doan+kiem+tra": ["Thành lập đoàn kiểm tra"],
        "words=ĐÔN ĐỐC": ["đôn đốc gửi báo cáo"],
        "kind=quyet_dinh": ["Thành lập đoàn kiểm tra"],
        "urgency=khan": ["Thành lập đoàn kiểm tra"],
        "form=sign": [],
        "late=1": [],
        "sort=due": ["đôn đốc gửi báo cáo", "Thành lập đoàn kiểm tra"],
        "sort=newest": ["đôn đốc gửi báo cáo", "Thành lập đoàn kiểm tra"],
    }
    assert "Không có việc nào khớp" in text_of(client, "/inbox?form=sign")


def test_an_urgent_document_comes_first(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    submit(office, "cong_van", LETTER)
    submit(office, "cong_van", LETTER | {"subject": "ứng phó bão", "urgency": "hoa_toc"})

    page = text_of(client_for("drafting_unit_head", office), "/inbox")

    assert page.index("ứng phó bão") < page.index("đôn đốc gửi báo cáo")
    assert "Hỏa tốc" in page


def test_what_one_claims_leaves_the_others_until_it_is_released(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    gives_post(office, "format_checker", "member")
    case = submit(office, "cong_van", LETTER)
    approve(office, case)
    first, second = client_for("format_checker", office), client_for("member", office)
    task = waiting(office, case)
    assert "đôn đốc" in text_of(second, "/inbox")

    claimed = first.post(f"/tasks/{task.id}/claim", follow_redirects=True)

    assert "Bạn đã nhận xử lý “Kiểm tra thể thức”" in claimed.get_data(as_text=True)
    assert "Hoàn tác" in claimed.get_data(as_text=True)
    assert "đôn đốc" not in text_of(second, "/inbox")
    late = second.post(f"/tasks/{task.id}/claim")
    assert late.status_code == 409
    assert "Ngô Thị Dung đã nhận xử lý" in late.get_data(as_text=True)
    first.post(f"/tasks/{task.id}/release")
    assert "đôn đốc" in text_of(second, "/inbox")


def test_several_are_claimed_at_once(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    gives_post(office, "format_checker", "member")
    cases = [submit(office, "cong_van", LETTER) for _ in range(2)]
    for case in cases:
        approve(office, case)
    tasks = [waiting(office, case).id for case in cases]
    client = client_for("format_checker", office)

    done = client.post(
        "/inbox/bulk?sort=due", data={"act": "claim", "task": tasks}, follow_redirects=True
    )

    assert "Đã nhận xử lý 2 việc" in done.get_data(as_text=True)
    assert done.request.full_path.startswith("/inbox?sort=due")
    assert "đôn đốc" not in text_of(client_for("member", office), "/inbox")
    nothing = client.post("/inbox/bulk", data={"act": "claim"}, follow_redirects=True)
    assert "Hãy chọn ít nhất một việc" in nothing.get_data(as_text=True)


def test_who_stands_in_sees_checks_but_nothing_to_sign(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    now = office.services.clock()
    with office.services.database.transaction() as session:
        for post in ("format_checker", "chair"):
            session.add(
                Absence(
                    organisation_id=office.organisation_id,
                    post_id=office.posts[post],
                    substitute_post_id=office.posts["member"],
                    starts_at=now - timedelta(hours=1),
                    ends_at=now + timedelta(days=2),
                    evidence="Đơn nghỉ phép",
                    recorded_by_id=office.holders["secretary"],
                    recorded_at=now,
                )
            )
    checked = submit(office, "cong_van", LETTER)
    approve(office, checked)
    signed = submit(office, "to_trinh", LETTER | {"subject": "Kinh phí hoạt động"})
    walk(office, signed, until="chair_sign")

    substitute = client_for("member", office)
    page = text_of(substitute, "/inbox")

    assert "đôn đốc" in page
    assert "vì bạn thay Ngô Thị Dung, Người kiểm tra thể thức đang vắng mặt" in page
    assert "Kinh phí hoạt động" not in page
    # The trail says in whose place, in the reader's language.
    form = {"seen": office.document(checked.document_id).content_sha256}
    substitute.post(f"/tasks/{waiting(office, checked).id}/approve", data=form)
    history = f"/documents/{checked.document_id}?tab=history"
    assert "Người kiểm tra thể thức (thay Ngô Thị Dung vắng mặt)" in text_of(substitute, history)
    substitute.get("/language/en")
    assert "Người kiểm tra thể thức (in place of Ngô Thị Dung, absent)" in text_of(
        substitute, history
    )


def test_the_counts_are_answered_once_while_nothing_changes(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    submit(office, "cong_van", LETTER)
    client = client_for("drafting_unit_head", office)

    first = client.get("/inbox/counts")
    again = client.get("/inbox/counts", headers={"If-None-Match": first.headers["ETag"]})

    assert first.get_json() == {"inbox": 1, "notices": 0}
    assert again.status_code == 304


def test_what_i_sent_says_where_it_is_and_what_i_did_stays_with_me(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    approve(office, case)

    sent = text_of(client_for("drafter", office), "/inbox/sent")
    done = text_of(client_for("drafting_unit_head", office), "/inbox/done")

    assert "Kiểm tra thể thức" in sent
    assert "đã đồng ý" in done
    assert "Không tìm thấy" in text_of(client_for("drafter", office), "/inbox/sent?words=khongco")


def test_a_stranger_learns_nothing_of_a_step(new_office: NewOffice, client_for: SignIn) -> None:
    ours, theirs = new_office(), new_office("son-duong-2023")
    task = waiting(ours, submit(ours, "cong_van", LETTER))
    stranger = client_for("chairman", theirs)

    for address in (f"/tasks/{task.id}", f"/tasks/{task.id}/pane", f"/tasks/{task.id}/approve"):
        assert stranger.get(address).status_code == 404
    for address in (f"/tasks/{task.id}/approve", f"/tasks/{task.id}/claim"):
        assert stranger.post(address).status_code in {403, 404}
    assert waiting(ours, ours.case(task.case_id)).status == "open"


def test_seen_marks_are_set_for_many(new_office: NewOffice, client_for: SignIn) -> None:
    office = new_office()
    case = submit(office, "cong_van", LETTER)
    office.run(open_task, OpenTask(waiting(office, case).id), "drafting_unit_head")

    page = text_of(client_for("drafting_unit_head", office), "/inbox")

    assert "is-unread" not in page
    assert office.document(case.document_id).status is DocumentStatus.SUBMITTED


def test_a_row_names_what_differs_and_not_what_its_title_says(
    new_office: NewOffice, client_for: SignIn
) -> None:
    office = new_office()
    submit(office, "ke_hoach_kiem_tra", LETTER | {"subject": "Kiểm tra năm 2027"})
    submit(office, "cong_van", LETTER)
    client = client_for("drafting_unit_head", office)

    for path in ("/inbox", "/documents"):
        page = text_of(client, path)
        main = page[page.index("<main") :]
        assert "Kế hoạch: Kiểm tra năm 2027" in main
        assert len(re.findall(r"Kế hoạch\b(?!: |</option>)", main)) == 0, path
        # A letter's title does not name its kind; the reader's own body is in the bar above.
        assert re.search(r"Công văn(?!</option>)", main), path
        assert "Ban vì sự tiến bộ của phụ nữ" not in main
