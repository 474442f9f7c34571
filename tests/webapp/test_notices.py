"""What a person was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Notification
from tests.acting import LETTER, rows
from workflows.commands.notify_person import NotifyPerson, notify_person
from workflows.demo.journey import submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    SignIn = Callable[..., FlaskClient]


def told(office: Office, post: str, *sentences: str) -> list[Notification]:
    case = submit(office, "cong_van", LETTER)
    for sentence in sentences:
        office.services.run_system(
            notify_person, NotifyPerson(office.holders[post], case.document_id, sentence)
        )
    return rows(office, Notification, Notification.user_id == office.holders[post])


def test_a_message_is_unread_until_opened(
    new_office: Callable[..., Office], client_for: SignIn
) -> None:
    office = new_office()
    (notice,) = told(office, "drafter", "Văn bản đã được ban hành.")
    client = client_for("drafter", office)
    assert client.get("/inbox/counts").get_json()["notices"] == 1
    assert "Văn bản đã được ban hành." in client.get("/notices").get_data(as_text=True)

    opened = client.post(f"/notices/{notice.id}")

    assert opened.headers["Location"] == f"/documents/{notice.document_id}"
    assert client.get("/inbox/counts").get_json()["notices"] == 0


def test_all_that_was_shown_is_read_at_once_and_later_ones_stay_unread(
    new_office: Callable[..., Office], client_for: SignIn
) -> None:
    office = new_office()
    notices = told(office, "drafter", "Một.", "Hai.", "Ba.")
    client = client_for("drafter", office)

    client.post("/notices/read", data={"up_to": notices[1].id})

    assert client.get("/inbox/counts").get_json()["notices"] == 1


def test_nobody_reads_or_marks_another_ones_messages(
    new_office: Callable[..., Office], client_for: SignIn
) -> None:
    office = new_office()
    (notice,) = told(office, "drafter", "Chỉ dành cho người soạn thảo.")
    other = client_for("chair", office)

    assert "Chỉ dành cho" not in other.get("/notices").get_data(as_text=True)
    assert other.post(f"/notices/{notice.id}").status_code == 404
    other.post("/notices/read", data={"up_to": notice.id})
    assert client_for("drafter", office).get("/inbox/counts").get_json()["notices"] == 1
