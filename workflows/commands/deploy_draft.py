"""Deploy drafts (triển khai bản nháp): checked, tried by the scenarios, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models import DecisionVersion, DeploymentRequest, DraftKind, ModelDraft, ProcessVersion
from workflows import policy
from workflows.commands._administration import line
from workflows.commands._drafts import key_of
from workflows.commands._record import record
from workflows.commands.deploy_process import (
    DeployProcess,
    NotDeployableError,
    deploy_process,
)
from workflows.engine.problems import joined
from workflows.errors import ConflictError, InvalidInputError
from workflows.queries.deployments import needs_two, open_request, read_candidate
from workflows.queries.model_lint import lint_candidate
from workflows.queries.scenario_results import failing_scenarios
from workflows.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.context import CommandContext
    from workflows.queries.deployments import Candidate


@dataclass(frozen=True, slots=True)
class DeployDraft:
    """Which drafts, each at the revision that was looked at, and why."""

    organisation_id: int
    #: Draft id → revision.
    drafts: Mapping[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Deployed:
    """What came of it: new versions, or a request that waits for a second admin."""

    versions: tuple[str, ...] = ()
    request_id: int | None = None


def deploy_draft(ctx: CommandContext, command: DeployDraft) -> Deployed:
    """Deploy the drafts as immutable versions, or ask a second admin where the body wants two.

    Running cases stay on the version they began on.

    Raises:
        ConflictError: a draft was saved since it was looked at, or a request already waits.
        NotDeployableError: a check or a scenario fails.
    """
    policy.require_admin(ctx.actor, command.organisation_id)
    reason = line(command.reason, "Lý do", least=5)
    drafts = lock_drafts(ctx, command.organisation_id, command.drafts)
    require_ready(ctx, command.organisation_id, drafts)
    if not needs_two(ctx.session, command.organisation_id):
        return Deployed(tuple(put_in_force(ctx, command.organisation_id, drafts, reason)))
    if open_request(ctx.session, command.organisation_id) is not None:
        raise ConflictError(because="đang có một đề nghị triển khai chờ duyệt.")
    request = DeploymentRequest(
        organisation_id=command.organisation_id,
        drafts={str(draft.id): draft.revision for draft in drafts},
        reason=reason,
        requested_by_id=ctx.actor.user_id,
        requested_at=ctx.now,
    )
    ctx.session.add(request)
    ctx.session.flush()
    record(
        ctx,
        "deployment.request",
        organisation_id=command.organisation_id,
        after={"id": request.id, "drafts": described(drafts), "reason": reason},
    )
    return Deployed(request_id=request.id)


def lock_drafts(
    ctx: CommandContext, organisation_id: int, wanted: Mapping[int, int]
) -> list[ModelDraft]:
    """Lock the drafts of a body at the given revisions.

    Raises:
        InvalidInputError: none was chosen.
        ConflictError: one was saved or dropped since.
    """
    if not wanted:
        raise InvalidInputError(field="Bản nháp", because="hãy chọn ít nhất một bản nháp")
    drafts = list(
        ctx.session.scalars(
            select(ModelDraft)
            .where(ModelDraft.organisation_id == organisation_id, ModelDraft.id.in_(wanted))
            .order_by(ModelDraft.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    if {draft.id: draft.revision for draft in drafts} != dict(wanted):
        raise ConflictError(because="bản nháp đã được lưu lại hoặc bị bỏ sau khi bạn xem.")
    for draft in drafts:
        if key_of(draft.kind, draft.content) != draft.key:
            raise NotDeployableError(
                name=draft.key,
                problems="mã quy trình trong tệp đã bị đổi; hãy đặt lại đúng mã này để các phiên "
                "bản nối tiếp nhau",
            )
    return drafts


def require_ready(ctx: CommandContext, organisation_id: int, drafts: list[ModelDraft]) -> Candidate:
    """Check and try everything that would be in force.

    Raises:
        NotDeployableError: names the first file, with everything wrong in it.
    """
    candidate = read_candidate(ctx.session, organisation_id, [draft.id for draft in drafts])
    for report in lint_candidate(ctx.session, candidate, ctx.now.date()):
        if not report.deployable:
            sentences = [p.message for p in report.problems if p.severity != "warning"]
            raise NotDeployableError(name=report.file, problems=joined(sentences))
    for key, failing in failing_scenarios(ctx.session, candidate, ctx.now).items():
        first = failing[0]
        names = ", ".join(f"“{each.name}”" for each in failing[:5])
        raise NotDeployableError(
            name=key,
            problems=Sentence(
                "kịch bản {names} chưa đạt. {first}", names=names, first=first.differences[0]
            ),
        )
    return candidate


def put_in_force(
    ctx: CommandContext, organisation_id: int, drafts: list[ModelDraft], reason: str
) -> list[str]:
    """Make the versions; each draft now stands on what was deployed.

    With new tables every diagram in force is deployed anew, so that new cases use them.
    """
    candidate = read_candidate(ctx.session, organisation_id, [draft.id for draft in drafts])
    new = deploy_process(
        ctx,
        DeployProcess(
            organisation_id,
            tuple((f"{key}.bpmn", candidate.diagrams[key]) for key in candidate.affected_diagrams),
            tuple((f"{key}.dmn", candidate.tables[key]) for key in candidate.changed_tables),
            reason,
        ),
    )
    for draft in drafts:
        model = ProcessVersion if draft.kind is DraftKind.PROCESS else DecisionVersion
        draft.base_sha256 = ctx.session.scalar(
            select(model.sha256).where(
                model.organisation_id == organisation_id, model.key == draft.key, model.active
            )
        )
    return new


def described(drafts: list[ModelDraft]) -> list[str]:
    """Return the drafts as the audit trail names them."""
    return [f"{draft.kind.value} {draft.key} ({draft.revision})" for draft in drafts]
