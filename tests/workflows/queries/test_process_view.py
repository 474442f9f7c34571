"""The way of a document: a step that waits is not also announced as the next."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tests.acting import PLAN
from workflows.demo.journey import submit, walk
from workflows.queries.process_view import process_view

if TYPE_CHECKING:
    from workflows.demo.office import Office


def test_what_waits_now_does_not_come_next(office: Office) -> None:
    case = submit(office, "ke_hoach_nam", PLAN)
    walk(office, case, until="record_vote")

    with office.services.database.session() as session:
        document = office.document(case.document_id)
        view = process_view(session, document, office.services.clock())

    assert view is not None
    states = {step.id: step.state for step in view.steps}
    # As the document meets them; where it may not pass comes last.
    assert [state for state, _same in itertools.groupby(states.values())] == [
        "done",
        "current",
        "next",
        "never",
    ]
    assert list(states)[:4] == [
        "content_check",
        "format_check",
        "secretariat_review",
        "record_vote",
    ]
    assert states["record_vote"] == "current"
    ahead = [step.id for step in view.ahead]
    assert ahead[0] in {"chair_sign", "deputy_sign"}
    assert "record_vote" not in ahead
    assert all(step.state == "next" for step in view.ahead)
