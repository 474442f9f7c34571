"""Posts, who holds them over time, and the roles they fill."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from models import HoldingMode
from webapp.forms.posts import (
    MODES,
    ChangePostForm,
    ClosePostForm,
    EndHoldingForm,
    HoldForm,
    NewPostForm,
    PlannedForm,
    PostForm,
    RoleForm,
)
from webapp.http import now, session
from webapp.views.admin.door import administered_organisation, asked_day, blueprint
from webapp.words import day as day_words
from workflows.commands.change_post import (
    CancelPostChange,
    ChangePost,
    cancel_post_change,
    change_post,
)
from workflows.commands.close_post import ClosePost, close_post
from workflows.commands.end_holding import EndHolding, end_holding
from workflows.commands.fill_role import FillRole, fill_role
from workflows.commands.hold_post import HoldPost, hold_post
from workflows.commands.open_post import OpenPost, open_post
from workflows.queries.admin_posts import (
    get_holding,
    get_post,
    get_role,
    list_posts,
    list_roles,
    post_history,
)
from workflows.queries.administration import people_choices, post_choices, unit_choices

if TYPE_CHECKING:
    from datetime import date

    from werkzeug.wrappers import Response as Redirect


def _offer_units(form: PostForm) -> None:
    """Offer the units there are or were: the change may begin on any day."""
    units = unit_choices(session(), administered_organisation(), now().date(), closed=True)
    form.unit_id.offer(units, _("Không thuộc đơn vị nào"))


@blueprint.get("/posts")
def posts() -> str:
    """List the posts with their holders on a day."""
    day = asked_day("on")
    return render_template(
        "admin/posts.html",
        posts=list_posts(session(), administered_organisation(), day),
        day=day,
        today=now().date(),
        modes=MODES,
    )


@blueprint.route("/posts/new", methods=["GET", "POST"])
def new_post() -> str | Redirect | tuple[str, int]:
    """Set up a post."""
    organisation_id = administered_organisation()
    form = NewPostForm()
    _offer_units(form)
    if form.is_submitted() and form.carried_out(
        open_post,
        lambda: OpenPost(
            organisation_id,
            form.key.data,
            form.title.data,
            form.second_office.data,
            form.unit_id.data,
            form.votes.data,
            form.valid_from.data,
        ),
    ):
        flash(_("Đã lập chức vụ %(post)s.", post=form.result.title), "good")
        return redirect(url_for("admin.post", post_id=form.result.post_id), 303)
    return render_template("admin/new_post.html", form=form), form.status


@blueprint.route("/posts/<int:post_id>", methods=["GET", "POST"])
def post(post_id: int) -> str | Redirect | tuple[str, int]:
    """Show a post with its history; correct it."""
    organisation_id = administered_organisation()
    found = get_post(session(), organisation_id, post_id, now().date())
    form = ChangePostForm(data=asdict(found) | {"valid_from": now().date()})
    _offer_units(form)
    if form.is_submitted() and form.carried_out(
        change_post,
        lambda: ChangePost(
            post_id,
            form.valid_from.data,
            form.title.data,
            form.second_office.data,
            form.unit_id.data,
            form.votes.data,
        ),
    ):
        flash(_("Đã lưu chức vụ %(post)s.", post=form.result.title), "good")
        return redirect(url_for("admin.post", post_id=post_id), 303)
    day = asked_day("on")
    page = render_template(
        "admin/post.html",
        post=found,
        form=form,
        modes=MODES,
        today=now().date(),
        day=day,
        holders=found.held_on(day),
        history=post_history(session(), post_id),
    )
    return page, form.status


@blueprint.post("/posts/<int:post_id>/cancel-change")
def cancel_change_of_post(post_id: int) -> Redirect:
    """Give up a change planned for a day to come."""
    form = PlannedForm()
    found = get_post(session(), administered_organisation(), post_id, now().date())
    if form.carried_out(
        cancel_post_change, lambda: CancelPostChange(post_id, form.valid_from.data)
    ):
        flash(_("Đã bỏ thay đổi định cho ngày đó."), "good")
    else:
        flash(" ".join(words for _where, words in form.problems), "error")
    return redirect(url_for("admin.post", post_id=found.id), 303)


@blueprint.route("/posts/<int:post_id>/hold", methods=["GET", "POST"])
def hold(post_id: int) -> str | Redirect | tuple[str, int]:
    """Give the post to somebody, handing it over when it is held."""
    organisation_id = administered_organisation()
    found = get_post(session(), organisation_id, post_id, now().date())
    form = HoldForm()
    form.user_id.offer(people_choices(session(), organisation_id), _("Chọn người"))
    if not form.is_submitted():
        form.way.data = "hand_over" if found.held_on(now().date()) else "vacant"
    if form.is_submitted() and form.carried_out(
        hold_post,
        lambda: HoldPost(
            post_id,
            form.user_id.data,
            HoldingMode(form.mode.data),
            form.valid_from.data,
            form.valid_to.data,
            hand_over=form.way.data == "hand_over",
            together=form.way.data == "together",
        ),
    ):
        flash(_("Đã giao chức vụ %(post)s.", post=found.title), "good")
        if form.valid_to.data:
            _point_out_gap(post_id, form.valid_to.data)
        return redirect(url_for("admin.post", post_id=post_id), 303)
    page = render_template("admin/hold.html", post=found, form=form, today=now().date())
    return page, form.status


def _point_out_gap(post_id: int, day: date) -> None:
    """Warn when from that day nobody holds the post."""
    post = get_post(session(), administered_organisation(), post_id, now().date())
    if not post.held_on(day) and (post.valid_to is None or day < post.valid_to):
        flash(
            _(
                "Từ ngày %(day)s chưa có ai giữ %(post)s; hãy giao cho một người từ ngày đó.",
                day=day_words(day),
                post=post.title,
            ),
            "warn",
        )


@blueprint.route("/posts/<int:post_id>/close", methods=["GET", "POST"])
def end_post(post_id: int) -> str | Redirect | tuple[str, int]:
    """End the post on a day."""
    found = get_post(session(), administered_organisation(), post_id, now().date())
    form = ClosePostForm()
    if form.is_submitted() and form.carried_out(
        close_post, lambda: ClosePost(post_id, form.valid_to.data)
    ):
        flash(_("Chức vụ %(post)s kết thúc từ ngày đã chọn.", post=found.title), "good")
        return redirect(url_for("admin.post", post_id=post_id), 303)
    return render_template("admin/end_post.html", post=found, form=form), form.status


@blueprint.route("/holdings/<int:holding_id>/end", methods=["GET", "POST"])
def end_hold(holding_id: int) -> str | Redirect | tuple[str, int]:
    """End a holding on a day."""
    found, holding = get_holding(session(), administered_organisation(), holding_id, now().date())
    form = EndHoldingForm()
    if not form.is_submitted():
        form.valid_to.data = max(now().date(), holding.valid_from)
    if form.is_submitted() and form.carried_out(
        end_holding, lambda: EndHolding(holding_id, form.valid_to.data)
    ):
        flash(
            _("%(name)s thôi giữ %(post)s.", name=holding.name, post=found.title),
            "good",
        )
        _point_out_gap(found.id, max(form.valid_to.data, holding.valid_from))
        return redirect(url_for("admin.post", post_id=found.id), 303)
    page = render_template(
        "admin/end_holding.html", post=found, holding=holding, form=form, today=now().date()
    )
    return page, form.status


@blueprint.get("/roles")
def roles() -> str:
    """List the roles that diagrams name, and the posts that fill them."""
    return render_template(
        "admin/roles.html", roles=list_roles(session(), administered_organisation(), now().date())
    )


@blueprint.route("/roles/<key>", methods=["GET", "POST"])
def role(key: str) -> str | Redirect | tuple[str, int]:
    """Choose the posts of a role."""
    organisation_id = administered_organisation()
    found = get_role(session(), organisation_id, key, now().date())
    form = RoleForm(data={"post_ids": list(found.post_ids)})
    form.post_ids.offer(post_choices(session(), organisation_id, now().date()))
    if form.is_submitted() and form.carried_out(
        fill_role, lambda: FillRole(organisation_id, key, tuple(form.post_ids.data))
    ):
        flash(_("Đã lưu các chức vụ đảm nhận vai trò %(role)s.", role=found.name), "good")
        return redirect(url_for("admin.roles"), 303)
    return render_template("admin/role.html", role=found, form=form), form.status
