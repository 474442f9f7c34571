"""The body as a tree on a day; its units over time."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from webapp.forms.people import ConfirmForm
from webapp.forms.posts import MODES, PlannedForm
from webapp.forms.units import CloseUnitForm, UnitForm
from webapp.http import now, session
from webapp.views.admin.door import administered_organisation, asked_day, blueprint
from workflows.commands.change_unit import (
    CancelUnitChange,
    ChangeUnit,
    cancel_unit_change,
    change_unit,
)
from workflows.commands.close_unit import CloseUnit, KeepUnit, close_unit, keep_unit
from workflows.commands.open_unit import OpenUnit, open_unit
from workflows.queries.admin_units import get_unit, list_units
from workflows.queries.administration import unit_choices
from workflows.queries.organisation_tree import organisation_tree

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Redirect

    from webapp.forms.base import Form


@blueprint.get("/organisation")
def organisation() -> str:
    """Show units, posts and holders as a tree on a day."""
    day = asked_day("on")
    return render_template(
        "admin/organisation.html",
        tree=organisation_tree(session(), administered_organisation(), day),
        day=day,
        today=now().date(),
        modes=MODES,
    )


@blueprint.get("/units")
def units() -> str:
    """List the units as on a day."""
    day = asked_day("on")
    return render_template(
        "admin/units.html",
        units=list_units(session(), administered_organisation(), day),
        day=day,
        today=now().date(),
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
def new_unit() -> str | Redirect | tuple[str, int]:
    """Set up a unit."""
    form = UnitForm()
    _offer_parents(form)
    if not form.is_submitted():
        form.valid_from.data = now().date()
    if form.is_submitted() and form.carried_out(
        open_unit,
        lambda: OpenUnit(
            administered_organisation(),
            form.name.data,
            form.code.data,
            form.parent_id.data,
            form.valid_from.data,
        ),
    ):
        flash(_("Đã lập đơn vị %(unit)s.", unit=form.result.name), "good")
        return redirect(url_for("admin.unit", unit_id=form.result.unit_id), 303)
    return render_template("admin/new_unit.html", form=form), form.status


@blueprint.route("/units/<int:unit_id>", methods=["GET", "POST"])
def unit(unit_id: int) -> str | Redirect | tuple[str, int]:
    """Show a unit with its names over time; rename or move it from a day on."""
    today = now().date()
    found = get_unit(session(), administered_organisation(), unit_id, today)
    form = UnitForm(data=asdict(found) | {"valid_from": max(today, found.valid_from)})
    _offer_parents(form, but=unit_id)
    if form.is_submitted() and form.carried_out(
        change_unit,
        lambda: ChangeUnit(
            unit_id,
            form.valid_from.data,
            form.name.data,
            form.code.data,
            form.parent_id.data,
        ),
    ):
        flash(_("Đã lưu đơn vị %(unit)s.", unit=form.result.name), "good")
        return redirect(url_for("admin.unit", unit_id=unit_id), 303)
    return render_template("admin/unit.html", unit=found, form=form, today=today), form.status


@blueprint.route("/units/<int:unit_id>/close", methods=["GET", "POST"])
def end_unit(unit_id: int) -> str | Redirect | tuple[str, int]:
    """End the unit on a day."""
    found = get_unit(session(), administered_organisation(), unit_id, now().date())
    form = CloseUnitForm()
    if form.is_submitted() and form.carried_out(
        close_unit, lambda: CloseUnit(unit_id, form.valid_to.data)
    ):
        flash(_("Đơn vị %(unit)s kết thúc từ ngày đã chọn.", unit=found.name), "good")
        return redirect(url_for("admin.unit", unit_id=unit_id), 303)
    return render_template("admin/end_unit.html", unit=found, form=form), form.status


@blueprint.post("/units/<int:unit_id>/keep")
def keep_open_unit(unit_id: int) -> Redirect:
    """Give up an end that has not come yet."""
    form = ConfirmForm()
    if form.carried_out(keep_unit, lambda: KeepUnit(unit_id)):
        flash(_("Đơn vị này không kết thúc nữa."), "good")
    return _back(unit_id, form)


@blueprint.post("/units/<int:unit_id>/cancel-change")
def cancel_change_of_unit(unit_id: int) -> Redirect:
    """Give up a change planned for a day to come."""
    get_unit(session(), administered_organisation(), unit_id, now().date())
    form = PlannedForm()
    if form.carried_out(
        cancel_unit_change, lambda: CancelUnitChange(unit_id, form.valid_from.data)
    ):
        flash(_("Đã bỏ thay đổi định cho ngày đó."), "good")
    return _back(unit_id, form)


def _back(unit_id: int, form: Form) -> Redirect:
    """Return to the unit's page, saying there what was refused."""
    if form.problems:
        flash(" ".join(words for _where, words in form.problems), "error")
    return redirect(url_for("admin.unit", unit_id=unit_id), 303)


def _offer_parents(form: UnitForm, but: int = 0) -> None:
    units = unit_choices(session(), administered_organisation(), now().date(), closed=True)
    form.parent_id.offer([each for each in units if each[0] != but], _("Trực thuộc cơ quan"))
