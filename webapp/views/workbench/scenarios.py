"""The scenarios of a process: run, changed, taken in and given out as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from models import DraftKind, ProcessVersion
from webapp.errors import status_of
from webapp.forms.scenarios import fields_of, from_fields, to_fields
from webapp.http import act, now, session
from webapp.language import sentence
from webapp.views.workbench.door import (
    PROCESS,
    blueprint,
    candidate_for,
    chosen_drafts,
    organisation,
)
from webapp.words import purpose_name
from workflows.authority.purposes import PURPOSES
from workflows.commands.save_scenarios import (
    AcceptResults,
    SaveScenarios,
    TakeScenarios,
    accept_results,
    save_scenarios,
    take_scenarios,
)
from workflows.errors import InvalidInputError, WorkflowError
from workflows.queries.deployments import read_candidate
from workflows.queries.drafts import find_model
from workflows.queries.model_options import editor_options
from workflows.queries.scenario_results import (
    kept_scenarios,
    rows_from_toml,
    rows_to_toml,
    run_scenarios,
    scenario_sheet,
)

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from workflows.queries.deployments import Candidate


@blueprint.get(f"{PROCESS}/scenarios")
def scenarios(key: str) -> str:
    """Run the scenarios on the draft and show what came of each."""
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    sheet = scenario_sheet(session(), organisation(), key)
    in_force = request.args.get("state") == "active"
    candidate = (
        read_candidate(session(), organisation())
        if in_force
        else candidate_for(DraftKind.PROCESS, key)
    )
    results, refused = _results(candidate, key)
    options = editor_options(session(), organisation(), now().date())
    active = session().get(ProcessVersion, model.active.id) if model.active else None
    return render_template(
        "workbench/scenarios.html",
        place="processes",
        model=model,
        revision=sheet.revision,
        results=results,
        refused=refused,
        names=_names(candidate, key),
        drafts=[part.id for part in candidate.drafts],
        in_force=in_force,
        for_draft=active is not None and kept_scenarios(active) != sheet.rows,
        purposes={row["name"]: row["purpose"] for row in sheet.rows},
        roles={each["key"]: each["name"] for each in options["roles"]},
        seals={each["key"]: each["name"] for each in options["seals"]},
    )


@blueprint.post(f"{PROCESS}/scenarios/accept", endpoint="accept_scenarios")
def accept(key: str) -> AnyResponse:
    """Take what the drafts do in the chosen scenarios as what is wanted."""
    drafts = tuple(chosen_drafts())
    names = frozenset(request.form.getlist("name"))
    revision = request.form.get("revision", -1, type=int)
    act(accept_results, AcceptResults(organisation(), key, names, drafts, revision))
    flash(_("Đã ghi kết quả mới vào %(n)d kịch bản.", n=len(names)), "good")
    return redirect(url_for(".scenarios", key=key, draft=drafts), 303)


@blueprint.post(f"{PROCESS}/scenarios/take", endpoint="take_scenarios")
def take_those_in_force(key: str) -> AnyResponse:
    """Give up what was written for a draft."""
    revision = request.form.get("revision", -1, type=int)
    act(take_scenarios, TakeScenarios(organisation(), key, revision))
    flash(_("Đã lấy lại kịch bản của phiên bản đang áp dụng."), "good")
    return redirect(url_for(".scenarios", key=key), 303)


@blueprint.get(f"{PROCESS}/scenarios/edit", endpoint="edit_scenarios")
def edit(key: str) -> str:
    """Show the table as a form."""
    sheet = scenario_sheet(session(), organisation(), key)
    return _form(key, [to_fields(row) for row in sheet.rows], sheet.revision)


@blueprint.post(f"{PROCESS}/scenarios/edit", endpoint="save_scenarios")
def save(key: str) -> AnyResponse | str | tuple[str, int]:
    """Keep the table, or add or remove a row and show it again."""
    rows = fields_of(request.form)
    revision = request.form.get("revision", -1, type=int)
    if request.form.get("add_row") is not None:
        return _form(key, [*rows, to_fields({})], revision)
    if (remove := request.form.get("remove_row", "")).isdigit():
        return _form(key, [row for n, row in enumerate(rows) if n != int(remove)], revision)
    try:
        read = [from_fields(row) for row in rows]
        act(save_scenarios, SaveScenarios(organisation(), key, read, revision))
    except WorkflowError as error:
        page = _form(key, rows, revision, [("rows", sentence(error))])
        return page, status_of(error)
    flash(_("Đã lưu bảng kịch bản."), "good")
    return redirect(url_for(".scenarios", key=key), 303)


@blueprint.get(f"{PROCESS}/scenarios.toml", endpoint="export_scenarios")
def export(key: str) -> Response:
    """Send the table as a file, as it stands beside a shipped process."""
    sheet = scenario_sheet(session(), organisation(), key)
    answer = Response(rows_to_toml(sheet.rows), content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}.scenarios.toml"'
    return answer


@blueprint.post(f"{PROCESS}/scenarios.toml", endpoint="import_scenarios")
def take(key: str) -> AnyResponse | tuple[str, int]:
    """Take a file in the place of the table."""
    sheet = scenario_sheet(session(), organisation(), key)
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise InvalidInputError(field="Tệp kịch bản", because="chưa chọn tệp")
        try:
            text = file.read(1_000_000).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InvalidInputError(field="Tệp kịch bản", because="cần lưu dạng UTF-8") from error
        rows = rows_from_toml(text)
        act(save_scenarios, SaveScenarios(organisation(), key, rows, sheet.revision))
    except WorkflowError as error:
        shown = [to_fields(row) for row in sheet.rows]
        page = _form(key, shown, sheet.revision, [("file", sentence(error))])
        return page, status_of(error)
    flash(_("Đã nhận bảng kịch bản từ tệp."), "good")
    return redirect(url_for(".scenarios", key=key), 303)


def _results(candidate: Candidate, key: str) -> tuple[list[Any], str]:
    try:
        return list(run_scenarios(session(), candidate, key, now())), ""
    except WorkflowError as error:
        return [], sentence(error)


def _names(candidate: Candidate, key: str) -> dict[str, str]:
    try:
        return {step.id: step.name for step in candidate.process(key).steps}
    except WorkflowError:
        return {}


def _form(
    key: str,
    rows: list[dict[str, str]],
    revision: int,
    errors: list[tuple[str, str]] | None = None,
) -> str:
    candidate = candidate_for(DraftKind.PROCESS, key)
    options = editor_options(session(), organisation(), now().date())
    return render_template(
        "workbench/scenarios_edit.html",
        place="processes",
        model=find_model(session(), organisation(), DraftKind.PROCESS, key),
        rows=rows,
        revision=revision,
        errors=errors or [],
        purposes=sorted(((key, purpose_name(key)) for key in PURPOSES), key=lambda each: each[1]),
        names=_names(candidate, key),
        signers=_choices(options["roles"], [row["signer"] for row in rows]),
        seals=_choices(options["seals"], [row["seal"] for row in rows]),
    )


def _choices(named: list[dict[str, Any]], used: list[str]) -> list[tuple[str, str]]:
    """What a list offers: not compared, what the body has, what a row says already."""
    known = {each["key"]: each["name"] for each in named}
    return [("", _("Không xét")), *{**{key: key for key in used if key}, **known}.items()]
