"""Sign in and out, the language, the post acted as, one's password and PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from webapp.http import account, act, now, services, session
from webapp.language import LANGUAGES, sentence
from webapp.security import limiter
from webapp.sign_in_state import begin, safe_next, settled
from workflows.commands.change_pin import ChangePin, change_pin
from workflows.commands.choose_language import ChooseLanguage, choose_language
from workflows.commands.make_key import MakeKey, make_key
from workflows.commands.sign_in import (
    ChangePassword,
    ChoosePassword,
    SignIn,
    WrongPasswordError,
    change_password,
    choose_password,
    sign_in,
)
from workflows.errors import InvalidInputError, NotFoundError, WorkflowError
from workflows.queries.actor import load_account
from workflows.queries.own_key import key_state
from workflows.signing.errors import WeakPinError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

blueprint = Blueprint("account", __name__)


@blueprint.get("/")
def home() -> Response:
    """Land in the inbox."""
    return redirect(url_for("inbox.waiting"))


@blueprint.get("/sign-in")
def sign_in_page() -> str | Response:
    """Show the sign-in form."""
    if current_user.is_authenticated:
        return redirect(url_for("inbox.waiting"))
    return render_template("account/sign_in.html", next=request.args.get("next", ""), username="")


@blueprint.post("/sign-in", endpoint="sign_in")
@limiter.limit("30 per minute")
def sign_in_form() -> str | Response | tuple[str, int]:
    """Check name and password."""
    username = request.form.get("username", "")
    command = SignIn(username, request.form.get("password", ""))
    user = services().run_system(sign_in, command)
    loaded = user and load_account(session(), user.id, now())
    if not loaded:
        message = _("Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa ít phút.")
        page = render_template(
            "account/sign_in.html",
            next=request.form.get("next", ""),
            username=username,
            error=message,
        )
        return page, 401
    begin(loaded)
    return redirect(safe_next(request.form.get("next", "")), 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    logout_user()
    cookie.clear()
    flash(_("Bạn đã đăng xuất."), "good")
    return redirect(url_for("account.sign_in"), 303)


@blueprint.get("/language/<language>")
def speak(language: str) -> Response:
    """Keep the chosen language for this session, and for the mail and the sessions to come."""
    if language in LANGUAGES:
        cookie["language"] = language
        if current_user.is_authenticated:
            act(choose_language, ChooseLanguage(language))
    return redirect(safe_next(request.args.get("next", "").rstrip("?")))


@blueprint.post("/act-as")
def act_as() -> Response:
    """Choose the post acted as, of those held now."""
    chosen = request.form.get("capacity", type=int)
    capacity = account().actor.in_post(chosen) if chosen else None
    if capacity is None or capacity.standing_in_for is not None:
        raise NotFoundError(what=_("chức vụ"))
    cookie["capacity"] = capacity.post_id
    flash(_("Bạn đang làm việc với tư cách %(post)s.", post=capacity.title), "good")
    return redirect(url_for("inbox.waiting"), 303)


@blueprint.get("/account")
def settings() -> str:
    """Show one's account: password, PIN."""
    return _settings()


@blueprint.post("/account/password")
@limiter.limit("10 per minute")
def set_password() -> Response | tuple[str, int]:
    """Change the password; every other session ends."""
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _refused(
            "password-again", _("Hai lần nhập không giống nhau. Mật khẩu chưa được đổi.")
        )
    try:
        act(change_password, ChangePassword(request.form.get("old", ""), new))
    except InvalidInputError as error:
        return _refused("password-new", sentence(error))
    except WorkflowError as error:
        return _refused("password-old", sentence(error))
    _go_on()
    flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "good")
    return redirect(url_for("account.settings"), 303)


@blueprint.get("/account/first-password")
def choose_password_page() -> str | Response:
    """Ask for a password of one's own, before anything else."""
    if settled():
        return redirect(url_for("inbox.waiting"))
    return _choosing(request.args.get("next", ""))


@blueprint.post("/account/first-password", endpoint="choose_password")
@limiter.limit("10 per minute")
def choose_password_form() -> str | Response | tuple[str, int]:
    """Take the password that replaces the one an administrator gave."""
    new, target = request.form.get("new", ""), request.form.get("next", "")
    if new != request.form.get("again", ""):
        message = _("Hai lần nhập không giống nhau. Mật khẩu chưa được đổi.")
        return _choosing(target, again=message), 422
    try:
        act(choose_password, ChoosePassword(new))
    except InvalidInputError as error:
        return _choosing(target, new=sentence(error)), 422
    _go_on()
    flash(_("Đã lưu mật khẩu của bạn."), "good")
    if key_state(session(), account().user_id) == "offered":
        return redirect(url_for("account.settings"), 303)
    return redirect(safe_next(target), 303)


@blueprint.post("/account/pin")
@limiter.limit("10 per minute")
def set_pin() -> Response | tuple[str, int]:
    """Change the PIN of one's signing key."""
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _refused("pin-again", _("Hai lần nhập không giống nhau. Mã PIN chưa được đổi."))
    try:
        act(change_pin, ChangePin(request.form.get("old", ""), new))
    except WeakPinError as error:
        return _refused("pin-new", sentence(error))
    except WorkflowError as error:
        return _refused("pin-old", sentence(error))
    flash(_("Đã đổi mã PIN ký số."), "good")
    return redirect(url_for("account.settings"), 303)


@blueprint.post("/account/key")
@limiter.limit("10 per minute")
def create_key() -> Response | tuple[str, int]:
    """Make one's own signing key."""
    pin = request.form.get("pin", "")
    if pin != request.form.get("again", ""):
        return _refused("key-again", _("Hai lần nhập không giống nhau. Khóa chưa được tạo."))
    try:
        act(make_key, MakeKey(request.form.get("password", ""), pin))
    except WeakPinError as error:
        return _refused("key-pin", sentence(error))
    except WrongPasswordError as error:
        return _refused("key-password", sentence(error))
    flash(_("Đã tạo khóa ký số. Từ nay bạn ký bằng mã PIN vừa chọn."), "good")
    return redirect(url_for("account.settings"), 303)


def _go_on() -> None:
    """Keep this session when a new password has ended all."""
    loaded = load_account(session(), account().user_id, now())
    if loaded is not None:
        begin(loaded)


def _choosing(target: str, **errors: str) -> str:
    return render_template("account/choose_password.html", next=target, errors=errors)


def _refused(control: str, message: str) -> tuple[str, int]:
    """Show the page again with the sentence beside the control it is about."""
    return _settings({control: message}), 422


def _settings(errors: Mapping[str, str] | None = None) -> str:
    key = key_state(session(), account().user_id)
    return render_template("account/settings.html", key=key, errors=errors or {})
