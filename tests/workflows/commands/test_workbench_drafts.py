"""Drafts: nobody's drawing is written over, and only what is sound is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, select, text

from models import AuditEvent, DraftKind, DraftPresence, DraftRevision, ModelDraft, PostHolding
from tests.acting import LETTER, rows
from tests.drawing import (
    KEY,
    REVIEW,
    accept,
    active_process,
    active_table,
    deploy,
    draw,
    read_draft,
    reviewed,
    with_step,
)
from workflows.commands.approve_deployment import (
    ApproveDeployment,
    RequireTwoAdmins,
    approve_deployment,
    require_two_admins,
)
from workflows.commands.deploy_draft import DeployDraft, deploy_draft
from workflows.commands.deploy_process import NotDeployableError
from workflows.commands.discard_draft import DiscardDraft, discard_draft
from workflows.commands.keep_presence import KeepPresence, keep_presence
from workflows.commands.load_organisation import BEGINNING
from workflows.commands.save_draft import (
    DraftChangedError,
    ImportDraft,
    RestoreDraft,
    SaveDraft,
    import_draft,
    restore_draft,
    save_draft,
)
from workflows.demo.journey import submit, walk
from workflows.engine.moving import check_move
from workflows.engine.xml import XmlError
from workflows.errors import ConflictError, ForbiddenError, InvalidInputError
from workflows.queries.deployments import read_candidate
from workflows.queries.draft_history import revisions
from workflows.queries.dry_run import forecast
from workflows.queries.model_lint import lint_candidate
from workflows.queries.replay import replay
from workflows.queries.rules import process_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office

PROCESS = DraftKind.PROCESS


@pytest.fixture
def body(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _save(office: Office, content: bytes, revision: int) -> ModelDraft:
    command = SaveDraft(office.organisation_id, PROCESS, KEY, content, revision)
    return office.run(save_draft, command, "admin")


def _second_admin(office: Office) -> None:
    with office.services.database.transaction() as session:
        session.add(
            PostHolding(
                post_id=office.posts["admin"],
                user_id=office.holders["member"],
                valid_from=BEGINNING,
            )
        )


def test_who_saves_on_top_of_an_older_state_is_told_and_nothing_is_lost(body: Office) -> None:
    first = active_process(body).bpmn
    draft = _save(body, first + b"<!-- A -->", 0)
    assert draft.revision == 1
    with pytest.raises(DraftChangedError, match="Mai Anh Tuấn đã lưu bản nháp này"):
        _save(body, first + b"<!-- B -->", 0)
    kept = read_draft(body)
    assert kept is not None
    assert kept.content.endswith(b"<!-- A -->")
    assert _save(body, first + b"<!-- B -->", 1).revision == 2
    assert [row.content[-10:] for row in rows(body, DraftRevision)][-1] == b"<!-- A -->"


def test_an_earlier_state_comes_back_as_a_new_one(body: Office) -> None:
    first = active_process(body).bpmn
    _save(body, first + b"<!-- A -->", 0)
    _save(body, first + b"<!-- B -->", 1)
    scope = (body.organisation_id, PROCESS, KEY)
    restored = body.run(restore_draft, RestoreDraft(*scope, revision=1), "admin")
    assert (restored.revision, restored.content[-10:]) == (3, b"<!-- A -->")
    back = body.run(restore_draft, RestoreDraft(*scope, version=1), "admin")
    assert back.content == first
    with body.services.database.session() as session:
        assert [line.revision for line in revisions(session, *scope)] == [3, 2, 1]
    body.run(discard_draft, DiscardDraft(*scope, revision=4), "admin")
    assert read_draft(body) is None


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", XmlError),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", XmlError),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", InvalidInputError),
    ],
)
def test_what_is_no_drawing_is_not_taken(
    office: Office, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        _save(office, content, 0)
    with pytest.raises(error):
        office.run(import_draft, ImportDraft(office.organisation_id, PROCESS, content), "admin")


def test_the_second_person_is_told_who_is_here(body: Office) -> None:
    _second_admin(body)
    here = KeepPresence(body.organisation_id, PROCESS, KEY)
    assert body.run(keep_presence, here, "admin") == []
    ((name, _since),) = body.run(keep_presence, here, "member")
    assert name == "Mai Anh Tuấn"
    assert body.run(keep_presence, here, "admin")[0][0] == "Đặng Thu Hà"
    assert len(rows_of_presence(body)) == 2
    draft = read_draft(body)
    assert draft is not None
    assert draft.revision == 0
    assert _save(body, reviewed(body), 0).revision == 1


def rows_of_presence(office: Office) -> list[int]:
    with office.services.database.session() as session:
        return list(
            session.scalars(
                select(DraftPresence.user_id)
                .join(ModelDraft, ModelDraft.id == DraftPresence.draft_id)
                .where(ModelDraft.organisation_id == office.organisation_id)
            )
        )


def test_what_a_scenario_does_not_expect_is_not_deployed(body: Office) -> None:
    draft = draw(body, reviewed(body))
    command = DeployDraft(body.organisation_id, {draft.id: draft.revision}, "Theo quy chế mới")
    with pytest.raises(NotDeployableError, match="quy trình đi “Thẩm định pháp chế”"):
        body.run(deploy_draft, command, "admin")
    accept(body, draft)
    assert body.run(deploy_draft, command, "admin").versions == ("van_ban_ban v2",)
    events = rows(
        body,
        AuditEvent,
        AuditEvent.organisation_id == body.organisation_id,
        AuditEvent.act == "process.deploy",
    )
    assert events[-1].before == {"active": {KEY: 1}}
    assert events[-1].after["active"] == {KEY: 2}


def test_a_step_that_nobody_would_do_is_not_deployed(body: Office) -> None:
    drawn = with_step(
        active_process(body).bpmn, flow="format_approve", after="secretariat_review", role="nobody"
    )
    draft = draw(body, drawn)
    with pytest.raises(NotDeployableError, match="vai trò “nobody” chưa có trong cơ quan"):
        deploy(body, draft)
    with body.services.database.transaction() as session:
        session.execute(
            text("UPDATE post_holding SET valid_to = '2026-01-01' WHERE user_id = :user"),
            {"user": body.holders["format_checker"]},
        )
    with body.services.database.session() as session:
        candidate = read_candidate(session, body.organisation_id, [draw(body, reviewed(body)).id])
        (report,) = lint_candidate(session, candidate, body.services.clock().date())
    found = {problem.element for problem in report.problems if problem.code == "role_not_held"}
    assert found == {"format_check"}


def test_where_two_are_needed_nobody_deploys_alone(body: Office) -> None:
    _second_admin(body)
    body.run(require_two_admins, RequireTwoAdmins(body.organisation_id, required=True), "admin")
    asked = deploy(body, draft := draw(body, reviewed(body)))
    assert asked.versions == ()
    assert asked.request_id is not None
    assert active_process(body).number == 1
    with pytest.raises(ConflictError, match="chờ duyệt"):
        deploy(body, draft)
    with pytest.raises(ForbiddenError, match="không tự duyệt"):
        body.run(approve_deployment, ApproveDeployment(asked.request_id, approve=True), "admin")
    done = body.run(approve_deployment, ApproveDeployment(asked.request_id, approve=True), "member")
    assert done.versions == ("van_ban_ban v2",)
    with pytest.raises(ConflictError, match="đã được quyết định"):
        body.run(approve_deployment, ApproveDeployment(asked.request_id, approve=True), "member")


def test_what_was_changed_after_it_was_asked_for_is_not_approved(body: Office) -> None:
    _second_admin(body)
    body.run(require_two_admins, RequireTwoAdmins(body.organisation_id, required=True), "admin")
    asked = deploy(body, draw(body, reviewed(body)))
    draw(body, active_process(body).bpmn)
    assert asked.request_id is not None
    with pytest.raises(ConflictError, match="bản nháp đã được lưu lại"):
        body.run(approve_deployment, ApproveDeployment(asked.request_id, approve=True), "member")


def _checksum(office: Office) -> str:
    """One number over every row of every table."""
    with office.services.database.session() as session:
        tables = session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        ).all()
        return "".join(
            str(
                session.scalar(
                    select(
                        func.md5(func.coalesce(func.string_agg(text("t::text"), ","), ""))
                    ).select_from(text(f'(SELECT * FROM "{table}" ORDER BY 1) t'))  # noqa: S608 - names of ours
                )
            )
            for table in tables
        )


def test_trying_says_what_moving_would_do_and_writes_nothing(body: Office) -> None:
    cases = [submit(body, "cong_van", LETTER) for _ in range(3)]
    issued = submit(body, "cong_van", LETTER)
    walk(body, issued)
    table = active_table(body, "seal")
    other = table.dmn.replace(b'<text>"UBND_TINH"</text>', b'<text>"SO_LDTBXH"</text>')
    drafts = [draw(body, reviewed(body)).id, draw(body, other, "seal", DraftKind.TABLE).id]
    before = _checksum(body)
    today = body.services.clock().date()
    with body.services.database.session() as session:
        candidate = read_candidate(session, body.organisation_id, drafts)
        target = candidate.process(KEY)
        found = forecast(session, body.organisation_id, KEY, target, most=2)
        rest = forecast(
            session, body.organisation_id, KEY, target, after=found.next_after or 0, most=2
        )
        old = process_of(session, cases[0].process_version_id)
        same = check_move(old, cases[0].state, target)
        replayed = [replay(session, candidate, today, today) for _ in range(2)]
    assert [(c.case_id, c.kind) for c in (*found.cases, *rest.cases)] == [
        (case.id, "runs_on") for case in cases
    ]
    assert (found.done, found.total, rest.done, rest.next_after) == (2, 3, 3, None)
    assert found.cases[0].reason == same.reason
    assert replayed[0] == replayed[1]
    (difference,) = replayed[0].differences
    assert difference.document_id == issued.document_id
    assert ("Con dấu", "UBND_TINH", "SO_LDTBXH") in difference.changes
    assert _checksum(body) == before


def test_finished_cases_are_the_same_by_the_rules_they_were_signed_by(body: Office) -> None:
    asked: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    walk(body, submit(body, "cong_van", LETTER))
    today = body.services.clock().date()
    event.listen(body.services.database.engine, "before_cursor_execute", listen)
    needed = []
    for number in (1, 2):
        with body.services.database.session() as session:
            candidate = read_candidate(session, body.organisation_id)
            asked.clear()
            found = replay(session, candidate, today, today)
        assert (found.total, found.done, found.differences) == (number, number, ())
        needed.append(len(asked))
        walk(body, submit(body, "cong_van", LETTER))
    event.remove(body.services.database.engine, "before_cursor_execute", listen)
    assert needed[0] == needed[1], "offices and delegations are read once for all"


def test_a_case_past_a_new_check_is_told_that_signing_will_ask_for_it(body: Office) -> None:
    case = submit(body, "cong_van", LETTER)
    walk(body, case, until="chair_sign")
    draft = draw(body, reviewed(body))
    with body.services.database.session() as session:
        target = read_candidate(session, body.organisation_id, [draft.id]).process(KEY)
        (found,) = forecast(session, body.organisation_id, KEY, target).cases
    assert (found.kind, found.here[0][0]) == ("runs_on", "chair_sign")
    assert "sẽ đòi bước “Thẩm định pháp chế”" in found.later
    assert REVIEW in target.graph.nodes
