"""Files of other tools as drafts: opened as they came, drawn on without loss, not deployed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models import DraftKind, ModelDraft
from tests.carried import lost
from workflows.commands.deploy_draft import DeployDraft, deploy_draft
from workflows.commands.deploy_process import NotDeployableError
from workflows.commands.save_draft import ImportDraft, SaveDraft, import_draft, save_draft
from workflows.errors import InvalidInputError
from workflows.queries.drafts import find_model

if TYPE_CHECKING:
    from workflows.demo.office import Office

VENDORS = Path(__file__).parents[1] / "engine" / "vendors"
PROCESS = DraftKind.PROCESS


def take(office: Office, name: str) -> ModelDraft:
    content = (VENDORS / name).read_bytes()
    return office.run(import_draft, ImportDraft(office.organisation_id, PROCESS, content), "admin")


def test_process_that_is_not_marked_to_run_is_taken_but_not_deployed(office: Office) -> None:
    draft = take(office, "signavio.bpmn")
    assert draft.key == "sid-proc"
    assert draft.content == (VENDORS / "signavio.bpmn").read_bytes()
    command = DeployDraft(office.organisation_id, {draft.id: draft.revision}, "Dùng thử tệp")
    with pytest.raises(NotDeployableError):
        office.run(deploy_draft, command, "admin")


def test_drawing_that_was_never_deployed_goes_by_its_own_name(office: Office) -> None:
    with office.services.database.session() as session:
        names = [
            find_model(session, office.organisation_id, PROCESS, take(office, name).key).name
            for name in ("camunda_modeler.bpmn", "signavio.bpmn")
        ]
    assert names == ["Góp ý dự thảo", "Văn phòng"]


def test_file_without_a_process_is_refused_with_what_to_do(office: Office) -> None:
    with pytest.raises(InvalidInputError, match="hãy chọn “Executable”"):
        take(office, "aris.bpmn")


def test_drawing_keeps_what_its_library_left_out(office: Office) -> None:
    draft = take(office, "camunda_modeler.bpmn")
    text = draft.content.decode()
    drawn = "\n".join(line for line in text.splitlines() if "<!--" not in line)
    drawn = drawn.replace('name="Góp ý"', 'name="Cho ý kiến"')
    scope = (office.organisation_id, PROCESS, draft.key)
    command = SaveDraft(*scope, drawn.encode(), draft.revision, drawn=True)
    saved = office.run(save_draft, command, "admin")
    renamed = text.replace('name="Góp ý"', 'name="Cho ý kiến"')
    assert not lost(renamed.encode(), saved.content)
    # Whoever edits the text itself means what is gone to be gone.
    bare = office.run(save_draft, SaveDraft(*scope, drawn.encode(), saved.revision), "admin")
    assert bare.content == drawn.encode()
