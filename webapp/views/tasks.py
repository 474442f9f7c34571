"""A step that waits: what it asks, and every act that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.errors import status_of
from webapp.http import act, actor, now, session
from webapp.language import sentence
from webapp.security import limiter
from webapp.views.task_acts import ACTS, FIELDS, perform
from webapp.views.task_pane import context_of, kind_beside, may, pane_context, title_of
from workflows.commands._keys import WrongPinError
from workflows.commands.claim_task import (
    ClaimTask,
    OpenTask,
    ReleaseTask,
    claim_task,
    open_task,
    release_task,
)
from workflows.commands.record_vote import METHODS
from workflows.errors import InvalidInputError, NotFoundError, PassedOnError, WorkflowError
from workflows.queries.access import may_read
from workflows.queries.dated import head_title
from workflows.queries.inbox import next_waiting
from workflows.queries.numbering import next_number
from workflows.queries.task_view import (
    load_task,
    members_in_office,
    posts_to_ask,
    steps_to_return_to,
    task_view,
)

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from workflows.queries.task_view import TaskView

blueprint = Blueprint("tasks", __name__)

blueprint.add_app_template_global(title_of, "title_of")
blueprint.add_app_template_global(kind_beside, "kind_beside")


@blueprint.get("/tasks/<int:task_id>")
def show(task_id: int) -> str | Response:
    """Show a step that waits for me; one that no longer does leads to its document."""
    try:
        return render_template("tasks/show.html", **pane_context(task_id))
    except NotFoundError:
        task, _case, document = load_task(session(), task_id)
        if not may_read(session(), actor(), document):
            raise
        flash(_("Bước “%(step)s” không chờ bạn xử lý.", step=task.name), "info")
        return redirect(url_for("documents.show", document_id=document.id))


@blueprint.get("/tasks/<int:task_id>/pane")
def pane(task_id: int) -> str:
    """Answer the reading pane alone."""
    return render_template("tasks/pane.html", **pane_context(task_id) | {"came_from": "inbox"})


@blueprint.post("/tasks/<int:task_id>/claim")
def claim(task_id: int) -> Response:
    """Take a step that is offered to several people."""
    task = act(claim_task, ClaimTask(task_id))
    told: Any = {
        "text": _("Bạn đã nhận xử lý “%(step)s”.", step=task.name),
        "undo": url_for("tasks.release", task_id=task_id),
    }
    flash(told, "good")
    return redirect(_after(task_id, stay=True), 303)


@blueprint.post("/tasks/<int:task_id>/release")
def release(task_id: int) -> Response:
    """Give a claimed step back to those it was offered to."""
    task = act(release_task, ReleaseTask(task_id))
    flash(_("Bạn đã bỏ nhận “%(step)s”; mọi người được giao đều thấy lại.", step=task.name), "good")
    return redirect(_after(task_id, stay=True), 303)


@blueprint.get("/tasks/<int:task_id>/<act_name>")
def step(task_id: int, act_name: str) -> str:
    """Show the form of one act."""
    view = task_view(session(), actor(), task_id, now())
    page = _form(view, act_name)
    act(open_task, OpenTask(task_id))
    return page


def _person() -> str:
    """Count for each person: a whole office may sit behind one address."""
    return str(current_user.get_id())


def _asks_no_pin() -> bool:
    return (request.view_args or {}).get("act_name") not in {"sign", "seal"}


@blueprint.post("/tasks/<int:task_id>/<act_name>", endpoint="perform")
@limiter.limit("60 per minute", key_func=_person, exempt_when=_asks_no_pin)
def take_step(task_id: int, act_name: str) -> Response | tuple[str, int]:
    """Perform one act; when it is refused the form comes back as it was, with the reason."""
    if act_name not in ACTS:
        raise NotFoundError(what=_("trang này"))
    try:
        outcome = perform(act_name, task_id, request.form)
    except NotFoundError:
        raise
    except PassedOnError as error:
        flash(sentence(error), "warn")
        return redirect(_after(task_id), 303)
    except WorkflowError as error:
        return _refused(task_id, act_name, error)
    flash(outcome.text, outcome.category)
    return redirect(_after(task_id, stay=act_name == "ask"), 303)


def _refused(task_id: int, act_name: str, error: WorkflowError) -> tuple[str, int]:
    """Show the form again with what was typed; raise when the step waits for me no longer."""
    try:
        view = task_view(session(), actor(), task_id, now())
    except NotFoundError:
        raise error from None
    field = FIELDS.get(error.data.get("field", "")) if isinstance(error, InvalidInputError) else ""
    if isinstance(error, WrongPinError):
        field = "pin"
    errors = [(field or "act-form", sentence(error))]
    return _form(view, act_name, errors), status_of(error)


def _form(view: TaskView, act_name: str, errors: list[tuple[str, str]] | None = None) -> str:
    if not may(view.task.form, act_name):
        raise NotFoundError(what=_("trang này"))
    context = context_of(view)
    if request.form.get("from") == "inbox":
        context["came_from"] = "inbox"
    return render_template(
        f"tasks/{act_name}.html",
        **context,
        **_choices(view, act_name),
        values=request.form,
        errors=errors or [],
        field_errors={field: [message] for field, message in errors or []},
    )


def _choices(view: TaskView, act_name: str) -> dict[str, Any]:
    if act_name == "return":
        steps = steps_to_return_to(session(), view)
        return {
            "steps": [
                (each.id, f"{each.name} – {each.lane}" if each.lane else each.name)
                for each in steps
            ],
            "first_step": next(
                (each.id for each in steps if each.properties.get("form") == "revise"), ""
            ),
        }
    if act_name == "approve":
        return {"head": head_title(session(), view.document.organisation_id, now().date())}
    if act_name == "ask":
        return {"posts": posts_to_ask(session(), actor(), view, now())}
    if act_name == "number":
        return {
            "next_number": next_number(session(), view.case, view.document, now().year),
            "today": f"{now():%d/%m/%Y}",
        }
    if act_name == "vote":
        return {
            "methods": [(key, _(name)) for key, name in METHODS.items()],
            "members": members_in_office(session(), view, now()),
            "today": f"{now():%d/%m/%Y}",
        }
    return {}


def _after(task_id: int, *, stay: bool = False) -> str:
    """Where to go after an act: the same step, the next that waits, or the inbox."""
    following = task_id if stay else next_waiting(session(), actor(), after=task_id)
    if request.form.get("from") == "inbox":
        return url_for("inbox.waiting", open=following)
    if following is None:
        return url_for("inbox.waiting")
    return url_for("tasks.show", task_id=following)
