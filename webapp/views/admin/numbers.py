"""Number series and their voided numbers; exceptions to the separation of roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from webapp.forms.numbers import ExceptionForm, FirstNumberForm
from webapp.http import now, session
from webapp.views.admin.door import administered_organisation, blueprint
from workflows.commands.grant_exception import GrantException, grant_exception
from workflows.commands.set_first_number import SetFirstNumber, set_first_number
from workflows.queries.admin_numbers import (
    document_named,
    list_exceptions,
    list_series,
    list_void_numbers,
    scope_choices,
)
from workflows.queries.administration import people_choices

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Redirect


@blueprint.route("/numbers", methods=["GET", "POST"])
def numbers() -> str | Redirect | tuple[str, int]:
    """Show the series; set where one begins."""
    organisation_id = administered_organisation()
    scopes = [(key, _(name)) for key, name in scope_choices(session(), organisation_id)]
    form = FirstNumberForm(data={"year": now().year})
    form.scope.offer(scopes)
    if form.is_submitted() and form.carried_out(
        set_first_number,
        lambda: SetFirstNumber(
            organisation_id, form.year.data, form.first_number.data, form.scope.data or ""
        ),
    ):
        flash(
            _(
                "Năm %(year)d bắt đầu từ số %(number)02d.",
                year=form.result.year,
                number=form.result.first_number,
            ),
            "good",
        )
        return redirect(url_for("admin.numbers"), 303)
    page = render_template(
        "admin/numbers.html",
        form=form,
        series=list_series(session(), organisation_id),
        void=list_void_numbers(session(), organisation_id),
        scopes=dict(scopes),
    )
    return page, form.status


@blueprint.route("/exceptions", methods=["GET", "POST"])
def exceptions() -> str | Redirect | tuple[str, int]:
    """Show the exceptions; grant one."""
    organisation_id = administered_organisation()
    form = ExceptionForm()
    form.user_id.offer(people_choices(session(), organisation_id), _("Chọn người"))
    if form.is_submitted():
        document_id = document_named(session(), organisation_id, form.document.data or "")
        if form.document.data and document_id is None:
            form.validate_on_submit()
            form.document.errors = [_("Không có văn bản nào của cơ quan mang số này.")]
            form.status = 422
        elif form.carried_out(
            grant_exception,
            lambda: GrantException(document_id or 0, form.user_id.data, form.reason.data),
        ):
            flash(_("Đã ghi ngoại lệ."), "good")
            return redirect(url_for("admin.exceptions"), 303)
    page = render_template(
        "admin/exceptions.html", form=form, exceptions=list_exceptions(session(), organisation_id)
    )
    return page, form.status
