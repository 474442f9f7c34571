"""Delegations and absences: for administrators, and for those who give or record them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.forms.delegations import AbsenceForm, DelegationForm, RevokeForm
from webapp.forms.people import ConfirmForm
from webapp.http import actor, now, session
from webapp.views.admin.door import acting_organisation, blueprint
from webapp.words import purpose_name
from workflows import policy
from workflows.authority.delegation import HEADS
from workflows.commands.record_absence import (
    EndAbsence,
    RecordAbsence,
    end_absence,
    record_absence,
)
from workflows.commands.record_delegation import (
    RecordDelegation,
    delegable_kinds,
    record_delegation,
)
from workflows.commands.revoke_delegation import RevokeDelegation, revoke_delegation
from workflows.errors import ForbiddenError
from workflows.queries.admin_delegations import (
    get_delegation,
    list_absences,
    list_delegations,
)
from workflows.queries.admin_posts import list_posts
from workflows.queries.administration import post_choices
from workflows.queries.rules import profile_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Redirect


@blueprint.get("/delegations")
def delegations() -> str:
    """List the instruments: all of the body, or those one gives oneself."""
    organisation_id = acting_organisation()
    found = list_delegations(session(), organisation_id, _given_by(organisation_id))
    return render_template("admin/delegations.html", delegations=found, today=now().date())


@blueprint.route("/delegations/new", methods=["GET", "POST"])
def new_delegation() -> str | Redirect | tuple[str, int]:
    """Record an instrument."""
    organisation_id = acting_organisation()
    own = _given_by(organisation_id)
    profile = profile_of(session(), organisation_id)
    posts = list_posts(session(), organisation_id, now().date())
    signing = {post.key for post in profile.posts if post.signs}
    head, deputy = HEADS[profile.body]
    form = DelegationForm()
    form.from_post_id.offer(
        (post.id, _with_holder(post.title, post.held_on(now().date())))
        for post in posts
        if (post.key in signing if own is None else post.id in own)
    )
    form.to_post_id.offer(
        (post.id, _with_holder(post.title, post.held_on(now().date())))
        for post in posts
        if post.key in signing and post.key != head
    )
    form.kinds.offer((kind, purpose_name(kind)) for kind in delegable_kinds(profile))
    if not form.is_submitted():
        keys = {post.key: post.id for post in posts}
        form.from_post_id.data, form.to_post_id.data = keys.get(head), keys.get(deputy)
    if form.is_submitted() and form.carried_out(
        record_delegation,
        lambda: RecordDelegation(
            organisation_id=organisation_id,
            number=form.number.data,
            signed_on=form.signed_on.data,
            from_post_id=form.from_post_id.data,
            to_post_id=form.to_post_id.data,
            kinds=tuple(form.kinds.data),
            valid_from=form.valid_from.data,
            valid_to=form.valid_to.data,
            year=form.year.data,
            amount=form.amount.data,
        ),
    ):
        flash(_("Đã ghi văn bản ủy quyền số %(number)s.", number=form.result.number), "good")
        return redirect(url_for("admin.delegations"), 303)
    return render_template("admin/new_delegation.html", form=form), form.status


@blueprint.get("/delegations/<int:delegation_id>")
def delegation(delegation_id: int) -> str:
    """Show an instrument."""
    organisation_id = acting_organisation()
    found = get_delegation(session(), organisation_id, delegation_id, _given_by(organisation_id))
    return render_template("admin/delegation.html", delegation=found, today=now().date())


@blueprint.route("/delegations/<int:delegation_id>/revoke", methods=["GET", "POST"])
def revoke(delegation_id: int) -> str | Redirect | tuple[str, int]:
    """Revoke an instrument at once."""
    organisation_id = acting_organisation()
    found = get_delegation(session(), organisation_id, delegation_id, _given_by(organisation_id))
    form = RevokeForm()
    if form.is_submitted() and form.carried_out(
        revoke_delegation, lambda: RevokeDelegation(delegation_id, form.because.data)
    ):
        flash(_passed_on(_("Đã thu hồi ủy quyền, có hiệu lực ngay."), form.result), "good")
        return redirect(url_for("admin.delegation", delegation_id=delegation_id), 303)
    return render_template("admin/revoke.html", delegation=found, form=form), form.status


@blueprint.get("/absences")
def absences() -> str:
    """List the absences: all of the body, or one's own."""
    organisation_id = acting_organisation()
    return render_template(
        "admin/absences.html",
        absences=list_absences(session(), organisation_id, _away_from(organisation_id)),
        now=now(),
    )


@blueprint.route("/absences/new", methods=["GET", "POST"])
def new_absence() -> str | Redirect | tuple[str, int]:
    """Record an absence."""
    organisation_id = acting_organisation()
    own = _away_from(organisation_id)
    choices = post_choices(session(), organisation_id, now().date())
    form = AbsenceForm()
    form.post_id.offer(each for each in choices if own is None or each[0] in own)
    form.substitute_post_id.offer(choices, _("Không có người thay thế"))
    if form.is_submitted() and form.carried_out(
        record_absence,
        lambda: RecordAbsence(
            organisation_id,
            form.post_id.data,
            form.starts_at.data,
            form.ends_at.data,
            form.evidence.data,
            form.substitute_post_id.data,
        ),
    ):
        flash(_("Đã ghi vắng mặt."), "good")
        return redirect(url_for("admin.absences"), 303)
    return render_template("admin/new_absence.html", form=form), form.status


@blueprint.post("/absences/<int:absence_id>/end")
def finish_absence(absence_id: int) -> Redirect | tuple[str, int]:
    """The person is back."""
    form = ConfirmForm()
    if form.carried_out(end_absence, lambda: EndAbsence(absence_id)):
        flash(_passed_on(_("Đã kết thúc vắng mặt."), form.result), "good")
    return redirect(url_for("admin.absences"), 303)


def _given_by(organisation_id: int) -> frozenset[int] | None:
    """Return the posts whose instruments this person may give; None for all of the body's.

    Raises:
        ForbiddenError: the person gives none.
    """
    who = actor()
    if policy.may_administer(who, organisation_id):
        return None
    head, _deputy = HEADS[profile_of(session(), organisation_id).body]
    own = frozenset(
        capacity.post_id
        for capacity in who.capacities
        if capacity.organisation_id == organisation_id
        and capacity.key == head
        and capacity.standing_in_for is None
    )
    if not own:
        raise ForbiddenError(because="chỉ người đứng đầu hoặc quản trị viên quản lý ủy quyền.")
    return own


def _away_from(organisation_id: int) -> frozenset[int] | None:
    """Return the posts whose absences this person may record; None for all of the body's."""
    who = actor()
    if policy.records_absences(who, organisation_id):
        return None
    return frozenset(
        capacity.post_id
        for capacity in who.capacities
        if capacity.organisation_id == organisation_id and capacity.standing_in_for is None
    )


def _with_holder(title: str, holders: object) -> str:
    names = ", ".join(holding.name for holding in holders)  # type: ignore[attr-defined]
    return f"{title} – {names}" if names else title


def _passed_on(done: str, subjects: list[str]) -> str:
    if not subjects:
        return done
    return f"{done} " + ngettext(
        "%(num)d văn bản chờ ký đã chuyển đến người đứng đầu.",
        "%(num)d văn bản chờ ký đã chuyển đến người đứng đầu.",
        len(subjects),
    )
