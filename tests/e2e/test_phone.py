"""A deputy chair between two meetings, with a phone and a link from a message."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.acting import LETTER
from tests.e2e.person import PHONE
from workflows.demo.journey import submit, waiting_step, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.person import Person
    from workflows.demo.office import Office

SUBJECT = f"phân công dự hội nghị giao ban cụm đợt {secrets.randbelow(10_000)}"


def test_letter_is_signed_in_four_taps(
    sample_office: Office, at_desk: Callable[..., Person]
) -> None:
    case = submit(sample_office, "cong_van", LETTER | {"subject": SUBJECT})
    walk(sample_office, case, until="deputy_sign")
    task = waiting_step(sample_office, case)
    assert task is not None
    van = at_desk("van", PHONE)
    van.opens(f"/tasks/{task.id}")
    expect(van.page.get_by_role("heading", level=1)).to_contain_text(SUBJECT)
    # The act is on the screen before anything is scrolled.
    first = van.page.locator(".acts").get_by_role("link", name="Ký", exact=True)
    expect(first).to_be_in_viewport(ratio=1)
    assert van.page.evaluate("scrollY") == 0

    first.click()  # 1
    pin = van.page.get_by_label("Mã PIN")
    expect(pin).to_be_in_viewport(ratio=1)
    pin.click()  # 2
    van.page.keyboard.type(van.secrets.pin)
    sign = van.page.get_by_role("button", name="Ký văn bản")
    expect(sign).to_be_in_viewport(ratio=1)
    sign.click()  # 3
    van.is_told(f"Bạn đã ký “V/v {SUBJECT}”.")


def test_fingers_find_what_they_aim_at(at_desk: Callable[..., Person]) -> None:
    van = at_desk("van", PHONE)
    van.opens("/inbox")
    small = []
    for each in van.page.locator("nav a, header a, header summary, main a.button").all():
        box = each.bounding_box()
        if each.is_visible() and box and (box["height"] < 40 or box["width"] < 40):
            small.append((each.inner_text(), box))
    assert not small


def test_what_waits_at_each_step_can_be_read_and_tapped(at_desk: Callable[..., Person]) -> None:
    tuan = at_desk("tuan", PHONE)
    tuan.opens("/admin/processes/van_ban_ban/waiting")
    notes = tuan.page.locator(".heat-note:visible")
    expect(notes.first).to_be_visible()
    boxes = [box for each in notes.all() if (box := each.bounding_box())]
    assert len(boxes) > 5
    for at, one in enumerate(boxes):
        assert round(min(one["width"], one["height"])) >= 24
        for other in boxes[at + 1 :]:
            apart = abs(one["x"] - other["x"]) >= min(one["width"], other["width"]) or abs(
                one["y"] - other["y"]
            ) >= min(one["height"], other["height"])
            assert apart, (one, other)
