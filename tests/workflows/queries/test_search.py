"""The list of documents: what may be read and nothing else, by whichever way it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from models import Document
from tests.acting import LETTER, approve, give_back, waiting
from workflows.commands.claim_task import ClaimTask, claim_task
from workflows.demo.journey import draft, submit, walk
from workflows.queries import search
from workflows.queries.access import may_read
from workflows.queries.search import DocumentFilters, find_documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office

ASKED: list[tuple[DocumentFilters, Callable[[Document], bool]]] = [
    (DocumentFilters(), lambda _: True),
    (DocumentFilters(words="don doc"), lambda _: True),
    (DocumentFilters(status="submitted"), lambda d: d.status == "submitted"),
    (DocumentFilters(status="issued", kind="cong_van"), lambda d: d.status == "issued"),
    (DocumentFilters(words="don doc", status="issued"), lambda d: d.status == "issued"),
    (DocumentFilters(words="khongcotunay"), lambda _: False),
    (DocumentFilters(year=1999), lambda _: False),
]


@pytest.fixture
def lived_in(new_office: Callable[..., Office]) -> Office:
    """A body with documents in every state, a step that a colleague has claimed among them."""
    office = new_office()
    draft(office, "cong_van", LETTER)
    claimed = submit(office, "cong_van", LETTER)
    approve(office, claimed)
    step = waiting(office, claimed)
    office.run(claim_task, ClaimTask(step.id), office.post_of(step))
    give_back(office, submit(office, "cong_van", LETTER))
    walk(office, submit(office, "cong_van", LETTER))
    return office


def test_everybody_finds_what_they_may_read_and_nothing_else(
    lived_in: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = set()
    with lived_in.services.database.session() as session:
        documents = session.scalars(
            select(Document)
            .where(Document.organisation_id == lived_in.organisation_id)
            .order_by(Document.id.desc())
        ).all()
        for post in lived_in.holders:
            actor = lived_in.actor(post)
            readable = [d for d in documents if may_read(session, actor, d)]
            lists.add(tuple(d.id for d in readable))
            # Whoever may read little is answered from that, whoever may read much by looking on.
            for little in ("true", "false"):
                monkeypatch.setattr(search, "_READS_LITTLE", text(f"SELECT {little}"))
                for filters, fits in ASKED:
                    found = [line.id for line in find_documents(session, actor, filters).rows]
                    assert found == [d.id for d in readable if fits(d)], (post, filters, little)
    assert len(lists) > 3, "who may read what differs"
