"""My work: what waits, what I submitted, what I handled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.http import account, act, actor, now, session
from webapp.language import sentence
from webapp.views.task_pane import pane_context
from webapp.words import URGENCIES, day, local
from workflows.commands.claim_task import ClaimTask, OpenTask, claim_task, open_task
from workflows.documents.kinds import KINDS
from workflows.errors import NotFoundError, WorkflowError
from workflows.queries import handled
from workflows.queries.inbox import MOST_COUNTED, SORTS, Filters, counts, waiting

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from workflows.queries.inbox import WaitingTask

blueprint = Blueprint("inbox", __name__)

_URGENCY_KEYS = ("hoa_toc", "thuong_khan", "khan", "")


@blueprint.get("/inbox", endpoint="waiting")
def what_waits() -> str:
    """Show what waits for me."""
    filters = _filters()
    page = waiting(session(), actor(), now(), filters)
    opened = request.args.get("open", type=int)
    return render_template(
        "inbox/waiting.html",
        tabs=_tabs("waiting"),
        tasks=list(zip(page.rows, _groups(page.rows, filters.sort), strict=True)),
        page=page,
        filters=filters,
        opened=opened,
        pane=_pane(opened),
        claimable=any(task.shared and not task.claimed for task in page.rows),
        **_choices(),
    )


@blueprint.get("/inbox/filter")
def narrow() -> str:
    """Show the form that narrows and orders the list."""
    return render_template("inbox/filter.html", filters=_filters(), **_choices())


@blueprint.post("/inbox/bulk")
def bulk() -> AnyResponse:
    """Claim or mark as seen every picked task; those that cannot be are named."""
    claims = request.form.get("act") == "claim"
    done, refused = 0, []
    for task_id in request.form.getlist("task", type=int)[:50]:
        try:
            if claims:
                act(claim_task, ClaimTask(task_id))
            else:
                act(open_task, OpenTask(task_id))
            done += 1
        except WorkflowError as error:
            refused.append(sentence(error))
    if done and claims:
        flash(ngettext("Đã nhận xử lý %(num)d việc.", "Đã nhận xử lý %(num)d việc.", done), "good")
    elif done:
        flash(
            ngettext("Đã đánh dấu %(num)d việc đã xem.", "Đã đánh dấu %(num)d việc đã xem.", done),
            "good",
        )
    elif not refused:
        flash(_("Hãy chọn ít nhất một việc trong danh sách."), "warn")
    for because in refused:
        flash(because, "warn")
    return redirect(url_for("inbox.waiting", **_kept()), 303)


@blueprint.get("/inbox/sent")
def sent() -> str:
    """Show what I submitted and where it is."""
    words = request.args.get("words", "")
    page = handled.sent(session(), actor(), now().date(), words, request.args.get("at", ""))
    return render_template("inbox/sent.html", tabs=_tabs("sent"), page=page, words=words)


@blueprint.get("/inbox/done", endpoint="done")
def handled_by_me() -> str:
    """Show the steps I completed."""
    words = request.args.get("words", "")
    page = handled.done(session(), actor(), now().date(), words, request.args.get("at", ""))
    return render_template("inbox/done.html", tabs=_tabs("done"), page=page, words=words)


@blueprint.get("/inbox/counts", endpoint="counts")
def badge_counts() -> Response:
    """Answer the counts that the frame keeps fresh."""
    answer = jsonify(inbox=counts(session(), actor()).waiting, notices=account().unread)
    answer.add_etag()
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def capped(count: int) -> str:
    """Write a count; beyond ``MOST_COUNTED`` nobody needs the exact figure."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _tabs(active: str) -> list[dict[str, Any]]:
    found = counts(session(), actor())
    g.waiting = found.waiting
    named = (
        ("waiting", _("Chờ xử lý"), "inbox.waiting", capped(found.waiting)),
        ("sent", _("Tôi đã trình"), "inbox.sent", capped(found.sent)),
        ("done", _("Đã xử lý"), "inbox.done", None),
    )
    return [
        {"label": label, "href": url_for(endpoint), "active": key == active, "count": count}
        for key, label, endpoint, count in named
    ]


def _filters() -> Filters:
    asked = request.args
    sort = asked.get("sort", "")
    form = asked.get("form", "")
    urgency = asked.get("urgency", "")
    return Filters(
        sort=sort if sort in SORTS else "urgency",
        kind=asked.get("kind", "") if asked.get("kind", "") in KINDS else "",
        form=form if form in form_names() else "",
        priority={"hoa_toc": 0, "thuong_khan": 1, "khan": 2, "thuong": 3}.get(urgency),
        late=asked.get("late") == "1",
        post_id=asked.get("post", type=int),
        words=asked.get("words", "")[:200],
        cursor=asked.get("at", "")[:200],
    )


def _kept() -> dict[str, Any]:
    """The filters in the address, for the next page or after an act on this one."""
    return {
        name: value
        for name, value in request.args.items()
        if name in {"sort", "kind", "form", "urgency", "late", "post", "words"} and value
    }


def form_names() -> dict[str, str]:
    """Name what a step asks for."""
    return {
        "check": _("Kiểm tra"),
        "revise": _("Hoàn thiện dự thảo"),
        "vote": _("Ghi biểu quyết"),
        "sign": _("Ký"),
        "number": _("Cấp số"),
        "seal": _("Đóng dấu"),
        "issue": _("Ban hành"),
        "opinion": _("Cho ý kiến"),
    }


def _choices() -> dict[str, Any]:
    return {
        "kept": _kept(),
        "forms": list(form_names().items()),
        "kinds": [(kind.key, _(kind.name)) for kind in KINDS.values()],
        "posts": [
            (str(c.post_id), f"{c.title}, {c.organisation_name}") for c in actor().capacities
        ],
        "sorts": [
            ("urgency", _("Việc gấp trước, rồi đến hạn xử lý")),
            ("due", _("Hạn xử lý gần nhất")),
            ("newest", _("Mới đến trước")),
        ],
    }


def _groups(tasks: tuple[WaitingTask, ...], sort: str) -> list[str]:
    """Head each run of rows that belong together; the others get no heading."""
    headings, last = [], ""
    for task in tasks:
        label = _group(task, sort)
        headings.append(label if label != last else "")
        last = label
    return headings


def _group(task: WaitingTask, sort: str) -> str:
    if sort == "newest":
        return _named_day(task.created_at)
    if sort == "urgency" and task.priority < len(_URGENCY_KEYS) - 1:
        return str(URGENCIES[_URGENCY_KEYS[task.priority]])
    if task.due_at < now():
        return _("Quá hạn")
    return _("Đến hạn %(day)s", day=_named_day(task.due_at))


def _named_day(at: Any) -> str:
    days = (local(at).date() - now().date()).days
    return {0: _("hôm nay"), 1: _("ngày mai"), -1: _("hôm qua")}.get(days, day(at))


def _pane(task_id: int | None) -> dict[str, Any] | None:
    """The reading pane of the task named in the address, as long as it waits for me."""
    if task_id is None:
        return None
    try:
        return pane_context(task_id)
    except NotFoundError:
        return None
