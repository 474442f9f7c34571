"""People: accounts, passwords, keys, signature images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.forms.people import (
    ConfirmForm,
    KeyForm,
    NewPersonForm,
    PersonForm,
    SignatureImageForm,
)
from webapp.http import act, now, session
from webapp.views.admin.door import administered_organisation, blueprint
from workflows import stored_files
from workflows.commands.change_person import ChangePerson, change_person
from workflows.commands.deactivate_person import (
    DeactivatePerson,
    ReactivatePerson,
    deactivate_person,
    reactivate_person,
)
from workflows.commands.offer_keys import OfferKeys, offer_keys
from workflows.commands.register_person import RegisterPerson, register_person
from workflows.commands.renew_key import RenewKey, renew_key
from workflows.commands.reset_password import (
    ResetPassword,
    first_password,
    first_pin,
    reset_password,
)
from workflows.commands.set_signature_image import SetSignatureImage, set_signature_image
from workflows.queries.admin_people import PAGE, get_person, list_people

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect


@blueprint.get("/people")
def people() -> str:
    """List the people by given name."""
    query, state = request.args.get("q", ""), request.args.get("state", "")
    number = min(max(request.args.get("page", 1, int), 1), 10_000)
    page = list_people(session(), administered_organisation(), now(), query, state, number)
    return render_template("admin/people.html", page=page, page_size=PAGE, query=query, state=state)


@blueprint.post("/people/keys")
def offer_people_keys() -> Redirect:
    """Let those chosen make their own keys."""
    chosen = frozenset(request.form.getlist("user", type=int))
    offered = act(offer_keys, OfferKeys(administered_organisation(), chosen))
    flash(
        ngettext(
            "%(num)d người được tự tạo khóa ký số, ở mục Tài khoản của họ.",
            "%(num)d người được tự tạo khóa ký số, ở mục Tài khoản của họ.",
            offered,
        )
        if offered
        else _("Không có ai cần cho tạo khóa: hãy chọn người chưa có khóa."),
        "good" if offered else "warn",
    )
    return redirect(url_for("admin.people", state="no_key"), 303)


@blueprint.route("/people/new", methods=["GET", "POST"])
def new_person() -> str | tuple[str, int]:
    """Open an account; the first password is shown once, in the answer itself."""
    form = NewPersonForm()
    if not form.is_submitted():
        return render_template("admin/new_person.html", form=form)
    password = first_password()
    pin = (form.pin.data or first_pin()) if form.with_key.data else ""
    carried_out = form.carried_out(
        register_person,
        lambda: RegisterPerson(
            administered_organisation(),
            form.username.data,
            form.full_name.data,
            form.email.data,
            password,
            pin,
        ),
    )
    if not carried_out:
        return render_template("admin/new_person.html", form=form), form.status
    return _secrets(form.result.id, password=password, pin="" if form.pin.data else pin)


@blueprint.route("/people/<int:user_id>", methods=["GET", "POST"])
def person(user_id: int) -> str | Redirect | tuple[str, int]:
    """Show a person; correct name and address."""
    found = get_person(session(), administered_organisation(), user_id, now())
    form = PersonForm(obj=found)
    if form.is_submitted():
        if form.carried_out(
            change_person,
            lambda: ChangePerson(user_id, form.full_name.data, form.email.data),
        ):
            flash(_("Đã lưu thông tin của %(name)s.", name=form.result.full_name), "good")
            return redirect(url_for("admin.person", user_id=user_id), 303)
        return _page(user_id, form=form), form.status
    return _page(user_id, form=form)


@blueprint.post("/people/<int:user_id>/password")
def reset_person_password(user_id: int) -> str | tuple[str, int]:
    """Give a new first password, shown once."""
    form = ConfirmForm()
    password = first_password()
    if not form.carried_out(reset_password, lambda: ResetPassword(user_id, password)):
        return _page(user_id, refused=form), form.status
    return _secrets(user_id, password=password)


@blueprint.post("/people/<int:user_id>/key")
def renew_person_key(user_id: int) -> str | tuple[str, int]:
    """Give a new key; a PIN that the system made is shown once."""
    form = KeyForm()
    pin = form.pin.data or first_pin()
    if not form.carried_out(renew_key, lambda: RenewKey(user_id, pin)):
        return _page(user_id, key_form=form), form.status
    return _secrets(user_id, pin="" if form.pin.data else pin, key=True)


@blueprint.post("/people/<int:user_id>/signature")
def set_person_signature(user_id: int) -> Redirect | tuple[str, int]:
    """Keep an uploaded signature."""
    form = SignatureImageForm()
    if not form.carried_out(
        set_signature_image, lambda: SetSignatureImage(user_id, form.image.bytes())
    ):
        return _page(user_id, image_form=form), form.status
    flash(_("Đã lưu ảnh chữ ký; áp dụng cho văn bản ký từ bây giờ."), "good")
    return redirect(url_for("admin.person", user_id=user_id), 303)


@blueprint.get("/people/<int:user_id>/signature.png")
def person_signature(user_id: int) -> Response:
    """Send the signature image."""
    found = get_person(session(), administered_organisation(), user_id, now())
    answer = make_response(stored_files.fetch(session(), found.signature_image_sha256))
    answer.content_type = "image/png"
    return answer


@blueprint.post("/people/<int:user_id>/close")
def close_person(user_id: int) -> Redirect | tuple[str, int]:
    """Close the account; its sessions end."""
    form = ConfirmForm()
    if not form.carried_out(deactivate_person, lambda: DeactivatePerson(user_id)):
        return _page(user_id, refused=form), form.status
    flash(
        _("Đã ngừng tài khoản của %(name)s và kết thúc mọi phiên.", name=form.result.full_name),
        "good",
    )
    return redirect(url_for("admin.person", user_id=user_id), 303)


@blueprint.post("/people/<int:user_id>/open")
def open_person(user_id: int) -> Redirect | tuple[str, int]:
    """Open a closed account."""
    form = ConfirmForm()
    if not form.carried_out(reactivate_person, lambda: ReactivatePerson(user_id)):
        return _page(user_id, refused=form), form.status
    flash(_("Đã mở lại tài khoản của %(name)s.", name=form.result.full_name), "good")
    return redirect(url_for("admin.person", user_id=user_id), 303)


def _page(user_id: int, **forms: Any) -> str:
    found = get_person(session(), administered_organisation(), user_id, now())
    return render_template(
        "admin/person.html",
        person=found,
        form=forms.get("form") or PersonForm(formdata=None, obj=found),
        key_form=forms.get("key_form") or KeyForm(formdata=None),
        image_form=forms.get("image_form") or SignatureImageForm(formdata=None),
        refused=forms.get("refused"),
    )


def _secrets(user_id: int, *, password: str = "", pin: str = "", key: bool = False) -> str:
    # In the answer itself, never in a cookie or an address: it is seen once and kept nowhere.
    return render_template(
        "admin/person_secrets.html",
        person=get_person(session(), administered_organisation(), user_id, now()),
        password=password,
        pin=pin,
        key=key,
    )
