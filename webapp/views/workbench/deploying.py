"""Deploy drafts with a reason; a second admin approves where the body wants two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from webapp.errors import status_of
from webapp.http import account, act, form_text, now, session
from webapp.language import sentence
from webapp.views.workbench.door import PLACES, asked_day, blueprint, chosen_drafts, organisation
from workflows.commands.approve_deployment import (
    ApproveDeployment,
    RequireTwoAdmins,
    WithdrawDeployment,
    approve_deployment,
    require_two_admins,
    withdraw_deployment,
)
from workflows.commands.deploy_draft import DeployDraft, deploy_draft
from workflows.errors import WorkflowError
from workflows.queries.deployment_review import review_drafts
from workflows.queries.deployments import (
    drafts_for,
    needs_two,
    open_request,
    request_lines,
)
from workflows.queries.drafts import list_models

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


@blueprint.get("/deploy")
def deployments() -> str:
    """Show the drafts, what hinders their deployment, and what waits for approval."""
    chosen = chosen_drafts()
    kind, key = request.args.get("kind", ""), request.args.get("key", "")
    if not chosen and kind in PLACES:
        chosen = drafts_for(session(), organisation(), PLACES[kind], key)
    return _page(chosen, [])


@blueprint.post("/deploy", endpoint="deploy")
def put_in_force() -> AnyResponse | tuple[str, int]:
    """Deploy the chosen drafts, each at the revision that was shown."""
    chosen = chosen_drafts()
    drafts = {draft: request.form.get(f"revision-{draft}", -1, type=int) for draft in chosen}
    try:
        done = act(
            deploy_draft, DeployDraft(organisation(), drafts, form_text(request.form, "reason"))
        )
    except WorkflowError as error:
        return _page(chosen, [("reason", sentence(error))]), status_of(error)
    if done.request_id is not None:
        flash(_("Đã gửi đề nghị triển khai. Một quản trị viên khác cần duyệt."), "good")
    elif done.versions:
        flash(_("Đã triển khai: %(versions)s.", versions=", ".join(done.versions)), "good")
    else:
        flash(_("Không có gì thay đổi nên không có phiên bản mới."), "info")
    return redirect(url_for(".deployments"), 303)


@blueprint.post("/deploy/requests/<int:request_id>", endpoint="decide_deployment")
def decide(request_id: int) -> AnyResponse | tuple[str, int]:
    """Approve, decline or take back a request."""
    what = form_text(request.form, "decision")
    try:
        if what == "withdraw":
            act(withdraw_deployment, WithdrawDeployment(request_id))
            flash(_("Đã rút đề nghị triển khai. Bản nháp vẫn còn."), "good")
        else:
            note = form_text(request.form, "note")
            command = ApproveDeployment(request_id, what == "approve", note)
            done = act(approve_deployment, command)
            if what == "approve":
                flash(_("Đã triển khai: %(v)s.", v=", ".join(done.versions)), "good")
            else:
                flash(_("Đã từ chối đề nghị triển khai."), "good")
    except WorkflowError as error:
        return _page([], [("note", sentence(error))]), status_of(error)
    return redirect(url_for(".deployments"), 303)


@blueprint.post("/deploy/two-admins", endpoint="two_admins")
def set_two_admins() -> AnyResponse | tuple[str, int]:
    """Turn the rule of two on or off."""
    required = form_text(request.form, "required") == "1"
    try:
        act(require_two_admins, RequireTwoAdmins(organisation(), required))
    except WorkflowError as error:
        return _page([], [("two", sentence(error))]), status_of(error)
    flash(
        _("Từ nay triển khai cần hai quản trị viên.")
        if required
        else _("Từ nay một quản trị viên triển khai được."),
        "good",
    )
    return redirect(url_for(".deployments"), 303)


def _page(chosen: list[int], errors: list[tuple[str, str]]) -> str:
    organisation_id = organisation()
    models = [
        (place, model)
        for place, kind in PLACES.items()
        for model in list_models(session(), organisation_id, kind)
    ]
    drafts = [
        (place, model) for place, model in models if model.draft is not None and model.draft.changed
    ]
    asked = open_request(session(), organisation_id)
    if asked is not None:
        chosen = [int(draft) for draft in asked.drafts]
    elif not chosen and len(drafts) == 1 and drafts[0][1].draft:
        chosen = [drafts[0][1].draft.id]
    day = asked_day()
    review = review_drafts(session(), organisation_id, chosen, now(), day)
    lines = request_lines(session(), organisation_id)
    return render_template(
        "workbench/deploy.html",
        drafts=drafts,
        names={model.key: model.name for _, model in models},
        chosen=chosen,
        review=review,
        stopped=review.stopped and sentence(review.stopped),
        day=day,
        today=now().date(),
        two=needs_two(session(), organisation_id),
        waiting=next((line for line in lines if asked and line.id == asked.id), None),
        # What was saved since is not what was asked for.
        as_asked=asked is not None
        and asked.drafts == {str(part.id): part.revision for part in review.candidate.drafts},
        decided=[line for line in lines if line.decided_at],
        user_id=account().user_id,
        errors=errors,
        reason=request.form.get("reason", ""),
    )
