"""Seals, their keys, and the rules that say who brings which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from webapp.forms.seals import (
    ChangeSealForm,
    EndRuleForm,
    NewSealForm,
    SealImageForm,
    SealKeyForm,
    SealRuleForm,
)
from webapp.http import now, session
from webapp.views.admin.door import administered_organisation, blueprint
from workflows import stored_files
from workflows.commands.change_seal import ChangeSeal, change_seal
from workflows.commands.equip_seal import EquipSeal, equip_seal
from workflows.commands.record_seal_rule import (
    EndSealRule,
    RecordSealRule,
    end_seal_rule,
    record_seal_rule,
)
from workflows.commands.register_seal import RegisterSeal, register_seal
from workflows.commands.reset_password import first_pin
from workflows.commands.set_seal_image import SetSealImage, set_seal_image
from workflows.errors import NotFoundError
from workflows.queries.admin_seals import get_seal, list_seal_rules, list_seals
from workflows.queries.administration import post_choices, seal_choices

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect


@blueprint.get("/seals")
def seals() -> str:
    """List the seals and the rules."""
    organisation_id = administered_organisation()
    return render_template(
        "admin/seals.html",
        seals=list_seals(session(), organisation_id, now().date()),
        rules=list_seal_rules(session(), organisation_id),
        today=now().date(),
    )


@blueprint.route("/seals/new", methods=["GET", "POST"])
def new_seal() -> str | Redirect | tuple[str, int]:
    """Declare a seal."""
    organisation_id = administered_organisation()
    form = NewSealForm()
    form.keeper_post_id.offer(
        post_choices(session(), organisation_id, now().date()), _("Chọn chức vụ")
    )
    if form.is_submitted() and form.carried_out(
        register_seal,
        lambda: RegisterSeal(
            organisation_id,
            form.key.data,
            form.name.data,
            form.diameter_mm.data,
            form.keeper_post_id.data,
            form.valid_from.data,
        ),
    ):
        flash(_("Đã khai báo %(seal)s. Hãy tải ảnh và cấp khóa.", seal=form.result.name), "good")
        return redirect(url_for("admin.seal", seal_id=form.result.id), 303)
    return render_template("admin/new_seal.html", form=form), form.status


@blueprint.route("/seals/<int:seal_id>", methods=["GET", "POST"])
def seal(seal_id: int) -> str | Redirect | tuple[str, int]:
    """Show a seal; correct it."""
    organisation_id = administered_organisation()
    found = get_seal(session(), organisation_id, seal_id, now().date())
    form = ChangeSealForm(obj=found)
    form.keeper_post_id.offer(post_choices(session(), organisation_id, now().date()))
    if form.is_submitted() and form.carried_out(
        change_seal,
        lambda: ChangeSeal(
            seal_id,
            form.name.data,
            form.diameter_mm.data,
            form.keeper_post_id.data,
            form.valid_to.data,
        ),
    ):
        flash(_("Đã lưu %(seal)s.", seal=form.result.name), "good")
        return redirect(url_for("admin.seal", seal_id=seal_id), 303)
    return _page(seal_id, form=form), form.status


@blueprint.post("/seals/<int:seal_id>/image")
def set_image(seal_id: int) -> Redirect | tuple[str, int]:
    """Keep an uploaded imprint."""
    form = SealImageForm()
    if not form.carried_out(set_seal_image, lambda: SetSealImage(seal_id, form.image.bytes())):
        return _page(seal_id, image_form=form), form.status
    flash(_("Đã lưu ảnh con dấu."), "good")
    return redirect(url_for("admin.seal", seal_id=seal_id), 303)


@blueprint.get("/seals/<int:seal_id>/image.png")
def seal_image(seal_id: int) -> Response:
    """Send the imprint."""
    found = get_seal(session(), administered_organisation(), seal_id, now().date())
    answer = make_response(stored_files.fetch(session(), found.image_sha256))
    answer.content_type = "image/png"
    return answer


@blueprint.post("/seals/<int:seal_id>/key")
def renew_seal_key(seal_id: int) -> str | tuple[str, int]:
    """Give the seal a new key; a PIN that the system made is shown once."""
    found = get_seal(session(), administered_organisation(), seal_id, now().date())
    form = SealKeyForm()
    pin = form.pin.data or first_pin()
    if not form.carried_out(equip_seal, lambda: EquipSeal(seal_id, pin)):
        return _page(seal_id, key_form=form), form.status
    shown = "" if form.pin.data else pin
    return render_template("admin/seal_secret.html", seal=found, pin=shown)


@blueprint.route("/seals/rules/new", methods=["GET", "POST"])
def new_seal_rule() -> str | Redirect | tuple[str, int]:
    """Record which seal a signer brings."""
    organisation_id = administered_organisation()
    form = SealRuleForm()
    today = now().date()
    form.post_id.offer(post_choices(session(), organisation_id, today), _("Chọn chức vụ"))
    form.seal_id.offer(seal_choices(session(), organisation_id, today), _("Chọn con dấu"))
    if form.is_submitted() and form.carried_out(
        record_seal_rule,
        lambda: RecordSealRule(
            organisation_id,
            form.post_id.data,
            form.second_office.data,
            form.seal_id.data,
            form.article.data,
            form.valid_from.data,
            form.valid_to.data,
        ),
    ):
        flash(_("Đã ghi quy tắc dùng dấu."), "good")
        return redirect(url_for("admin.seals"), 303)
    return render_template("admin/new_seal_rule.html", form=form), form.status


@blueprint.route("/seals/rules/<int:rule_id>/end", methods=["GET", "POST"])
def end_rule(rule_id: int) -> str | Redirect | tuple[str, int]:
    """End a rule on a day."""
    rules = list_seal_rules(session(), administered_organisation())
    found = next((rule for rule in rules if rule.id == rule_id), None)
    if found is None:
        raise NotFoundError(what=_("quy tắc dùng dấu"))
    form = EndRuleForm()
    if form.is_submitted() and form.carried_out(
        end_seal_rule, lambda: EndSealRule(rule_id, form.valid_to.data)
    ):
        flash(_("Đã kết thúc quy tắc dùng dấu."), "good")
        return redirect(url_for("admin.seals"), 303)
    return render_template("admin/end_seal_rule.html", rule=found, form=form), form.status


def _page(seal_id: int, **forms: Any) -> str:
    organisation_id = administered_organisation()
    found = get_seal(session(), organisation_id, seal_id, now().date())
    form = forms.get("form")
    if form is None:
        form = ChangeSealForm(formdata=None, obj=found)
        form.keeper_post_id.offer(post_choices(session(), organisation_id, now().date()))
    return render_template(
        "admin/seal.html",
        seal=found,
        form=form,
        image_form=forms.get("image_form") or SealImageForm(formdata=None),
        key_form=forms.get("key_form") or SealKeyForm(formdata=None),
    )
