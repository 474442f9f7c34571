"""A second admin decides on a deployment (duyệt triển khai); the body chooses whether it must."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import DeploymentRequest, Organisation
from workflows import policy
from workflows.commands._administration import administered, line
from workflows.commands._record import record
from workflows.commands.deploy_draft import (
    Deployed,
    described,
    lock_drafts,
    put_in_force,
    require_ready,
)
from workflows.errors import ConflictError, ForbiddenError
from workflows.queries.deployments import open_request

if TYPE_CHECKING:
    from workflows.context import CommandContext


@dataclass(frozen=True, slots=True)
class ApproveDeployment:
    """The second admin agrees, or declines with a reason."""

    request_id: int
    approve: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawDeployment:
    """Whoever asked takes the request back."""

    request_id: int


@dataclass(frozen=True, slots=True)
class RequireTwoAdmins:
    """Whether deployments of this body need a second admin from now on."""

    organisation_id: int
    required: bool


def approve_deployment(ctx: CommandContext, command: ApproveDeployment) -> Deployed:
    """Deploy what was asked for, exactly as it was asked, or decline it.

    Raises:
        ForbiddenError: the person asked for it.
        ConflictError: it was decided already, or a draft was saved since.
        NotDeployableError: what was sound when it was asked is not any more.
    """
    request = _open(ctx, command.request_id)
    if request.requested_by_id == ctx.actor.user_id:
        raise ForbiddenError(
            because="người đề nghị triển khai không tự duyệt; cần một quản trị viên khác."
        )
    note = line(command.note, "Lý do", least=0 if command.approve else 5)
    wanted = {int(draft): revision for draft, revision in request.drafts.items()}
    new: list[str] = []
    named: list[str] = []
    if command.approve:
        drafts = lock_drafts(ctx, request.organisation_id, wanted)
        require_ready(ctx, request.organisation_id, drafts)
        named = described(drafts)
        new = put_in_force(ctx, request.organisation_id, drafts, request.reason)
    _decide(ctx, request, approved=command.approve, note=note)
    record(
        ctx,
        "deployment.approve" if command.approve else "deployment.decline",
        organisation_id=request.organisation_id,
        before={"id": request.id, "requested_by": request.requested_by_id},
        after={"drafts": named, "versions": new, "reason": note},
    )
    return Deployed(tuple(new))


def withdraw_deployment(ctx: CommandContext, command: WithdrawDeployment) -> None:
    """Close the request undecided; only whoever asked may.

    The drafts stay. ForbiddenError for anybody else.
    """
    request = _open(ctx, command.request_id)
    if request.requested_by_id != ctx.actor.user_id:
        raise ForbiddenError(because="chỉ người đề nghị được rút lại đề nghị của mình.")
    record(
        ctx,
        "deployment.withdraw",
        organisation_id=request.organisation_id,
        before={"id": request.id, "drafts": dict(request.drafts), "reason": request.reason},
    )
    ctx.session.delete(request)


def require_two_admins(ctx: CommandContext, command: RequireTwoAdmins) -> None:
    """Turn the rule of two on or off.

    Raises:
        ConflictError: turning it off while a request waits: that would pass by the second person.
    """
    policy.require_admin(ctx.actor, command.organisation_id)
    organisation = ctx.session.get_one(Organisation, command.organisation_id, with_for_update=True)
    if organisation.two_admins_deploy == command.required:
        return
    if open_request(ctx.session, organisation.id) is not None:
        raise ConflictError(because="đang có một đề nghị triển khai chờ duyệt.")
    record(
        ctx,
        "deployment.require_two",
        organisation_id=organisation.id,
        before={"required": organisation.two_admins_deploy},
        after={"required": command.required},
    )
    organisation.two_admins_deploy = command.required


def _open(ctx: CommandContext, request_id: int) -> DeploymentRequest:
    request = administered(ctx, DeploymentRequest, request_id, "đề nghị triển khai")
    if request.decided_at is not None:
        raise ConflictError(because="đề nghị này đã được quyết định.")
    return request


def _decide(ctx: CommandContext, request: DeploymentRequest, *, approved: bool, note: str) -> None:
    request.decided_by_id = ctx.actor.user_id
    request.decided_at = ctx.now
    request.approved = approved
    request.note = note
