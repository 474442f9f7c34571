"""Move running cases to the version in force, and put an earlier version back in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from models import DraftKind
from webapp.errors import status_of
from webapp.http import act, form_text, session
from webapp.language import sentence
from webapp.views.workbench.door import PROCESS, blueprint, organisation
from workflows.commands.move_cases import MOST, MoveCases, Moved, move_cases
from workflows.commands.roll_back import RollBack, roll_back
from workflows.errors import InvalidInputError, NotFoundError, WorkflowError
from workflows.queries.admin_processes import process_file
from workflows.queries.deployments import version_before
from workflows.queries.drafts import active_version, find_model
from workflows.queries.dry_run import forecast
from workflows.queries.rules import process_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from workflows.commands.roll_back import RolledBack
    from workflows.queries.dry_run import CaseForecast


@blueprint.get(f"{PROCESS}/move")
def move(key: str) -> str:
    """Preview what moving each running case to the version in force would do."""
    return _page(key, [], None)


@blueprint.post(f"{PROCESS}/move", endpoint="move_now")
def carry_out(key: str) -> str | tuple[str, int]:
    """Move the chosen cases, or all that run on; list those that stayed and why."""
    version = active_version(session(), organisation(), DraftKind.PROCESS, key)
    try:
        cases = (
            _everyone(key, version.id) if form_text(request.form, "which") == "all" else _picked()
        )
        moved = act(move_cases, MoveCases(version.id, cases, form_text(request.form, "reason")))
    except WorkflowError as error:
        return _page(key, [("reason", sentence(error))], None), status_of(error)
    if moved.moved:
        text = ngettext("Đã chuyển một hồ sơ.", "Đã chuyển %(num)d hồ sơ.", len(moved.moved))
        flash(text, "good")
    return _page(key, [], moved)


@blueprint.route(
    "/processes/<int:version_id>/roll-back", methods=["GET", "POST"], endpoint="roll_back"
)
def bring_back(version_id: int) -> AnyResponse | str | tuple[str, int]:
    """Put an earlier version back in force, after showing what that means."""
    version, _bpmn, tables = process_file(session(), organisation(), version_id)
    active = active_version(session(), organisation(), DraftKind.PROCESS, version.key)
    model = find_model(session(), organisation(), DraftKind.PROCESS, version.key)
    errors: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        instead_of = request.form.get("instead_of", 0, type=int)
        reason = form_text(request.form, "reason")
        try:
            done = act(roll_back, RollBack(version_id, instead_of, reason))
        except WorkflowError as error:
            errors, status = [("reason", sentence(error))], status_of(error)
        else:
            text = _(
                "Đã áp dụng lại phiên bản %(number)d. Số hồ sơ bắt đầu ở phiên bản %(replaced)d và "
                "vẫn ở đó: %(n)d.",
                number=done.number,
                replaced=done.replaced,
                n=len(done.started_between),
            )
            flash(text, "good")
            _tell_scenarios(done)
            if done.started_between:
                return redirect(url_for(".move", key=done.key), 303)
            return redirect(url_for(".model", place="processes", key=done.key), 303)
    page = render_template(
        "workbench/roll_back.html",
        place="processes",
        model=model,
        version=version,
        active=active,
        tables=tables,
        errors=errors,
        reason=request.form.get("reason", ""),
    )
    return page, status


@blueprint.post(f"{PROCESS}/roll-back", endpoint="undo_deployment")
def to_previous(key: str) -> AnyResponse:
    """Go back to the version that was in force before, in one click."""
    before = version_before(session(), organisation(), key)
    if before is None:
        raise NotFoundError(what="phiên bản trước")
    reason = form_text(request.form, "reason") or _("Quay lại phiên bản trước")
    instead_of = request.form.get("instead_of", 0, type=int)
    done = act(roll_back, RollBack(before.id, instead_of, reason))
    flash(_("Đã áp dụng lại phiên bản %(number)d.", number=done.number), "good")
    _tell_scenarios(done)
    return redirect(url_for(".model", place="processes", key=key), 303)


def _tell_scenarios(done: RolledBack) -> None:
    if done.scenarios:
        flash(_("Các kịch bản cũng trở lại như của phiên bản %(n)d.", n=done.number), "info")
    elif done.kept_for_draft:
        flash(_("Các kịch bản đã sửa cho bản nháp được giữ nguyên cho bản nháp."), "info")


def _picked() -> dict[int, str | None]:
    picked = [int(each) for each in request.form.getlist("case") if each.isdigit()]
    if not picked:
        raise InvalidInputError(field="Hồ sơ", because="hãy chọn ít nhất một hồ sơ")
    return {case: form_text(request.form, f"step-{case}") or None for case in picked}


def _everyone(key: str, version_id: int) -> dict[int, str | None]:
    """The next cases that run on as they are."""
    found: dict[int, str | None] = {}
    after: int | None = 0
    target = process_of(session(), version_id)
    while after is not None and len(found) < MOST:
        portion = forecast(session(), organisation(), key, target, after=after)
        found |= {case.case_id: None for case in portion.cases if case.kind == "runs_on"}
        after = portion.next_after
    if not found:
        raise InvalidInputError(field="Hồ sơ", because="không có hồ sơ nào chạy tiếp được ngay")
    return dict(list(found.items())[:MOST])


def _page(key: str, errors: list[tuple[str, str]], moved: Moved | None) -> str:
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    version = active_version(session(), organisation(), DraftKind.PROCESS, key)
    portion = forecast(
        session(),
        organisation(),
        key,
        process_of(session(), version.id),
        after=request.args.get("after", 0, type=int),
    )
    buckets: dict[str, list[CaseForecast]] = {"runs_on": [], "choose_step": [], "cannot_move": []}
    for case in portion.cases:
        buckets[case.kind].append(case)
    subjects = {case.case_id: case.subject for case in portion.cases}
    return render_template(
        "workbench/move.html",
        place="processes",
        model=model,
        version=version,
        portion=portion,
        buckets=buckets,
        errors=errors,
        stayed=[(subjects.get(case, ""), why) for case, why in moved.stayed] if moved else [],
        following=portion.next_after and url_for(".move", key=key, after=portion.next_after),
        most=MOST,
    )
