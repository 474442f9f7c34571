"""Diagrams as an admin would change them, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import DecisionVersion, DraftKind, ModelDraft, ProcessVersion
from workflows.commands.deploy_draft import DeployDraft, Deployed, deploy_draft
from workflows.commands.save_draft import SaveDraft, save_draft
from workflows.commands.save_scenarios import AcceptResults, accept_results
from workflows.queries.scenario_results import scenario_sheet

if TYPE_CHECKING:
    from workflows.demo.office import Office

KEY = "van_ban_ban"
REVIEW = "legal_review"
_STEP = """
    <bpmn:userTask id="{step}" name="{name}">
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="role" value="{role}" />
          <spiffworkflow:property name="form" value="{form}" />
          <spiffworkflow:property name="due_working_days" value="1" />
        </spiffworkflow:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>{before}</bpmn:incoming>
      <bpmn:outgoing>{step}_done</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="{step}_done" sourceRef="{step}" targetRef="{after}" />
  </bpmn:process>"""
_PICTURE = """
      <bpmndi:BPMNShape id="{step}_di" bpmnElement="{step}">
        <dc:Bounds x="4000" y="100" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="{step}_done_di" bpmnElement="{step}_done">
        <di:waypoint x="4100" y="140" />
        <di:waypoint x="4200" y="140" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>"""


def with_step(
    bpmn: bytes,
    *,
    flow: str,
    after: str,
    step: str = REVIEW,
    name: str = "Thẩm định pháp chế",
    role: str = "secretariat",
    form: str = "check",
) -> bytes:
    """Draw a step into a flow that led to ``after``."""
    text = bpmn.decode()
    begin = text.index(f'<bpmn:sequenceFlow id="{flow}"')
    end = text.index(">", begin)
    redirected = text[begin:end].replace(f'targetRef="{after}"', f'targetRef="{step}"')
    text = text[:begin] + redirected + text[end:]
    text = text.replace(
        f"<bpmn:incoming>{flow}</bpmn:incoming>", f"<bpmn:incoming>{step}_done</bpmn:incoming>"
    )
    drawn = _STEP.format(step=step, name=name, role=role, form=form, before=flow, after=after)
    text = text.replace("</bpmn:process>", drawn.strip())
    text = text.replace("</bpmndi:BPMNPlane>", _PICTURE.format(step=step).strip())
    return text.encode()


def active_process(office: Office, key: str = KEY) -> ProcessVersion:
    with office.services.database.session() as session:
        return session.scalars(
            select(ProcessVersion).where(
                ProcessVersion.organisation_id == office.organisation_id,
                ProcessVersion.key == key,
                ProcessVersion.active,
            )
        ).one()


def active_table(office: Office, key: str) -> DecisionVersion:
    with office.services.database.session() as session:
        return session.scalars(
            select(DecisionVersion).where(
                DecisionVersion.organisation_id == office.organisation_id,
                DecisionVersion.key == key,
                DecisionVersion.active,
            )
        ).one()


def read_draft(
    office: Office, key: str = KEY, kind: DraftKind = DraftKind.PROCESS
) -> ModelDraft | None:
    with office.services.database.session() as session:
        return session.scalars(
            select(ModelDraft).where(
                ModelDraft.organisation_id == office.organisation_id,
                ModelDraft.kind == kind,
                ModelDraft.key == key,
            )
        ).one_or_none()


def draw(
    office: Office,
    content: bytes,
    key: str = KEY,
    kind: DraftKind = DraftKind.PROCESS,
    post: str = "admin",
) -> ModelDraft:
    """Save a drawing on top of whatever the draft is now."""
    draft = read_draft(office, key, kind)
    return office.run(
        save_draft,
        SaveDraft(office.organisation_id, kind, key, content, draft.revision if draft else 0),
        post,
    )


def deploy(office: Office, *drafts: ModelDraft, post: str = "admin") -> Deployed:
    accept(office, *drafts)
    return office.run(
        deploy_draft,
        DeployDraft(
            office.organisation_id,
            {draft.id: draft.revision for draft in drafts},
            "Theo quy chế mới của Ban",
        ),
        post,
    )


def accept(office: Office, *drafts: ModelDraft, key: str = KEY) -> None:
    """Take what the drafts do in every scenario as what is wanted."""
    with office.services.database.session() as session:
        sheet = scenario_sheet(session, office.organisation_id, key)
    office.run(
        accept_results,
        AcceptResults(
            office.organisation_id,
            key,
            frozenset(row["name"] for row in sheet.rows),
            tuple(draft.id for draft in drafts),
            sheet.revision,
        ),
        "admin",
    )


def reviewed(office: Office) -> bytes:
    """The diagram in force, with one more check after the format check."""
    return with_step(active_process(office).bpmn, flow="format_approve", after="secretariat_review")
