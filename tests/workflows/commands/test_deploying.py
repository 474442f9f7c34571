"""Deploying: only what is sound, as a new version; what runs stays on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models import AuditEvent, DecisionVersion, DocumentStatus, ProcessVersion
from tests.acting import LETTER, approve, rows, waiting
from workflows.commands.deploy_process import DeployProcess, NotDeployableError, deploy_process
from workflows.demo.journey import submit, walk
from workflows.demo.office import shipped_files
from workflows.errors import ForbiddenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.demo.office import Office


@pytest.fixture
def own(new_office: Callable[..., Office]) -> Office:
    return new_office()


def _changed(old: bytes, new: bytes, *, table: bool = False) -> dict[str, Any]:
    """The shipped files with one change."""
    files = shipped_files("van_ban_ban")
    part = "tables" if table else "diagrams"
    changed = tuple((name, data.replace(old, new)) for name, data in files[part])
    assert changed != files[part]
    return files | {part: changed}


def _deploy(office: Office, files: dict[str, Any], post: str = "admin") -> list[str]:
    return office.run(
        deploy_process, DeployProcess(office.organisation_id, **files, reason="Theo quy chế"), post
    )


def _versions(office: Office) -> list[tuple[int, bool]]:
    found = rows(office, ProcessVersion, ProcessVersion.organisation_id == office.organisation_id)
    return [(each.number, each.active) for each in found]


def test_a_changed_diagram_is_a_new_version_and_what_runs_stays_on_its_own(own: Office) -> None:
    before = submit(own, "cong_van", LETTER)
    files = _changed('name="Kiểm tra thể thức"'.encode(), 'name="Soát thể thức"'.encode())
    assert _deploy(own, files) == ["van_ban_ban v2"]
    assert _versions(own) == [(1, False), (2, True)]
    after = submit(own, "cong_van", LETTER)
    approve(own, before)
    approve(own, after)

    assert waiting(own, before).name == "Kiểm tra thể thức"
    assert waiting(own, after).name == "Soát thể thức"
    for case in (before, after):
        assert walk(own, case).status is DocumentStatus.ISSUED


def test_a_changed_table_makes_a_version_of_the_diagram_with_it(own: Office) -> None:
    new = _deploy(own, _changed(b"</definitions>", b"<!-- x --></definitions>", table=True))

    assert "van_ban_ban v2" in new
    assert len(new) > 1
    tables = rows(own, DecisionVersion, DecisionVersion.organisation_id == own.organisation_id)
    assert {each.number for each in tables if each.active} == {2}


def test_the_same_files_again_change_nothing(own: Office) -> None:
    before = len(rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id))
    assert _deploy(own, shipped_files("van_ban_ban")) == []

    assert _versions(own) == [(1, True)]
    assert len(rows(own, AuditEvent, AuditEvent.organisation_id == own.organisation_id)) == before


def test_who_deployed_what_and_why_is_on_record(own: Office) -> None:
    _deploy(own, _changed('name="Kiểm tra nội dung"'.encode(), 'name="Duyệt nội dung"'.encode()))

    event = rows(
        own,
        AuditEvent,
        AuditEvent.organisation_id == own.organisation_id,
        AuditEvent.act == "process.deploy",
    )[-1]
    assert event.actor_id == own.holders["admin"]
    assert event.after["reason"] == "Theo quy chế"
    assert event.after["versions"] == ["van_ban_ban v2"]


@pytest.mark.parametrize("post", ["drafter", "chair", "secretary", "clerk_ubnd"])
def test_only_an_admin_deploys(own: Office, post: str) -> None:
    with pytest.raises(ForbiddenError, match="quản trị viên"):
        _deploy(own, shipped_files("van_ban_ban"), post)


def test_an_admin_of_another_body_does_not_deploy_here(
    own: Office, new_office: Callable[..., Office]
) -> None:
    other = new_office("son-duong-2023")
    command = DeployProcess(own.organisation_id, **shipped_files("van_ban_ban"), reason="x")
    with pytest.raises(ForbiddenError):
        other.run(deploy_process, command, "admin")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</bpmn:process>", b'<bpmn:scriptTask id="s" name="s"/></bpmn:process>'),
        (b'<bpmn:sequenceFlow id="sealed"', b'<bpmn:sequenceFlow id="sealed" x="'),
        (b'outcome == "approve"', b"__import__('os')"),
        (b'id="document.file"', b'id="rm.rf"'),
        (
            b"<spiffworkflow:calledDecisionId>signer_route<",
            b"<spiffworkflow:calledDecisionId>none<",
        ),
    ],
)
def test_what_is_not_sound_is_refused_with_every_reason_and_changes_nothing(
    own: Office, old: bytes, new: bytes
) -> None:
    with pytest.raises(NotDeployableError) as refused:
        _deploy(own, _changed(old, new))

    assert "van_ban_ban.bpmn" in str(refused.value)
    assert _versions(own) == [(1, True)]
    assert submit(own, "cong_van", LETTER)


def test_a_bad_table_among_good_files_deploys_none_of_them(own: Office) -> None:
    files = _changed('name="Kiểm tra nội dung"'.encode(), 'name="Duyệt"'.encode())
    files["tables"] = (*files["tables"], ("hong.dmn", b"<definitions/>"))
    with pytest.raises(NotDeployableError, match=r"hong\.dmn"):
        _deploy(own, files)
    assert _versions(own) == [(1, True)]
