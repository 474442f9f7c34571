"""A process read as sentences, and edited as a list: no mouse, no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from models import DraftKind
from webapp.errors import status_of
from webapp.http import act, form_text, now, session
from webapp.language import sentence
from webapp.views.workbench.door import PROCESS, asked_day, blueprint, organisation
from webapp.views.workbench.files import problems
from workflows.commands.save_draft import SaveDraft, save_draft
from workflows.engine.describing import describe_process
from workflows.engine.editing import apply_edit
from workflows.engine.edits import (
    InsertStepAfter,
    MoveToLane,
    RemoveStep,
    Rename,
    SetCondition,
    SetProperties,
)
from workflows.errors import InvalidInputError, WorkflowError
from workflows.queries.deployments import read_candidate
from workflows.queries.drafts import draft_content, find_model
from workflows.queries.model_comparison import DRAFT, file_named
from workflows.queries.model_options import editor_options
from workflows.queries.step_list import step_list

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from workflows.engine.editing import Edit

#: Settings of a step that the list offers.
_SETTINGS = ("role", "form", "due_working_days", "article", "reminder_ladder")


@blueprint.get(f"{PROCESS}/reading")
def reading(key: str) -> str:
    """Tell the process in plain sentences."""
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    shown = request.args.get("state") or (DRAFT if model.draft else f"v{model.versions[0].number}")
    content = file_named(session(), organisation(), DraftKind.PROCESS, key, shown)
    names = {f"v{each.number}": _("Phiên bản %(n)d", n=each.number) for each in model.versions}
    if model.draft:
        names = {DRAFT: _("Bản nháp hiện nay"), **names}
    tables = tuple(read_candidate(session(), organisation()).tables.values())
    return render_template(
        "workbench/reading.html",
        place="processes",
        model=model,
        sentences=describe_process(content, tables),
        names=names,
        shown=shown,
    )


@blueprint.get(f"{PROCESS}/steps")
def steps(key: str) -> str:
    """Show the steps as a list with a form each."""
    return _page(key, [])


@blueprint.post(f"{PROCESS}/steps", endpoint="edit_steps")
def edit(key: str) -> AnyResponse | tuple[str, int]:
    """Carry out one edit on the draft."""
    try:
        found = draft_content(session(), organisation(), DraftKind.PROCESS, key)
        content = found.content
        for each in _edits():
            content = apply_edit(content, each)
        act(
            save_draft,
            SaveDraft(
                organisation(),
                DraftKind.PROCESS,
                key,
                content,
                request.form.get("revision", -1, type=int),
            ),
        )
    except WorkflowError as error:
        return _page(key, [("steps", sentence(error))]), status_of(error)
    flash(_("Đã lưu vào bản nháp. Phiên bản đang áp dụng không thay đổi."), "good")
    anchor = form_text(request.form, "element") or form_text(request.form, "after")
    return redirect(
        url_for(".steps", key=key, on=request.form.get("on"), _anchor=f"step-{anchor}"), 303
    )


def _edits() -> list[Edit]:
    form = request.form
    what, element = form_text(form, "edit"), form_text(form, "element")
    settings = {name: form_text(form, name) for name in _SETTINGS if name in form}
    if what == "insert":
        lane = form_text(form, "lane")
        after, name = form_text(form, "after"), form_text(form, "name")
        return [InsertStepAfter(after, name, settings, lane)]
    if what == "remove":
        return [RemoveStep(element)]
    if what == "condition":
        condition = None if form.get("default") else form_text(form, "condition")
        return [SetCondition(element, condition)]
    if what != "step":
        raise InvalidInputError(field="Việc sửa", because="hãy chọn việc cần sửa")
    edits: list[Edit] = [Rename(element, form_text(form, "name"))]
    if settings:
        edits.append(SetProperties(element, settings))
    if form_text(form, "lane") and form_text(form, "lane") != form_text(form, "old_lane"):
        edits.append(MoveToLane(element, form_text(form, "lane")))
    return edits


def _page(key: str, errors: list[tuple[str, str]]) -> str:
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    found = draft_content(session(), organisation(), DraftKind.PROCESS, key)
    report = problems(DraftKind.PROCESS, key, found.content)
    noted: dict[str, list[str]] = {}
    for problem in report["problems"]:
        noted.setdefault(problem["element"], []).append(problem["message"])
    options = editor_options(session(), organisation(), asked_day())
    return render_template(
        "workbench/steps.html",
        place="processes",
        model=model,
        list=step_list(found.content),
        revision=found.revision,
        noted=noted,
        day=asked_day(),
        today=now().date(),
        people=[(each["key"], each["label"]) for each in (*options["roles"], *options["posts"])],
        forms=[(each["key"], each["name"]) for each in options["forms"]],
        articles=options["articles"],
        ladders=[(each["key"], each["name"]) for each in options["ladders"]],
        errors=errors,
    )
