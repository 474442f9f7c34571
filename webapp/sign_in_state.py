"""Who is signed in: a session names an account, the account's salt and the post acted as."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user

from webapp.http import now, session
from workflows.queries.actor import Account, load_account

if TYPE_CHECKING:
    from flask import Flask
    from flask import Response as Answer
    from flask.sessions import SessionMixin
    from werkzeug.wrappers import Response


#: What may be reached without signing in; everything else asks.
PUBLIC = frozenset(
    {"account.sign_in", "account.sign_in_page", "account.speak", "health.healthz", "static"}
)
#: What also may be reached with a password that an administrator gave.
_CHOOSING = frozenset(
    {"account.choose_password", "account.choose_password_page", "account.sign_out"}
)


#: What pages fetch by themselves.
_BESIDE_PAGES = frozenset({"static", "inbox.counts"})


class PageSessions(SecureCookieSessionInterface):
    """Prolongs a session when somebody opens a page, not with what the page fetches by itself.

    Such an answer may arrive after the next page's, and would put the cookie of before back: a
    message lost, or a new password's session. And an open page would stay signed in for ever.
    """

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether the answer carries the cookie."""
        if request.endpoint in _BESIDE_PAGES:
            return session.modified
        return super().should_set_cookie(app, session)

    def save_session(self, app: Flask, session: SessionMixin, response: Answer) -> None:
        """A file that everybody gets the same does not differ by session: any cache may keep it."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


class SignedIn(UserMixin):
    """A signed-in person, as Flask-Login knows one."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """Name the account and its salt: a changed password ends the session."""
        return f"{self.account.user_id}:{self.account.session_salt}"


def init(app: Flask) -> None:
    """Load the account of each request's session."""
    app.session_interface = PageSessions()
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(_load)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.before_request(_require_sign_in)


def begin(account: Account) -> None:
    """Sign the account in, in a fresh session, in the language chosen just now or before."""
    language = cookie.get("language") or account.language
    cookie.clear()
    cookie["language"] = language
    cookie.permanent = True
    login_user(SignedIn(account))


def safe_next(target: str) -> str:
    """Return where to go after signing in: only ever a page of ours."""
    parts = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if ours and not parts.scheme and not parts.netloc else url_for("inbox.waiting")


def settled() -> bool:
    """Whether somebody is signed in with a password of their own."""
    return current_user.is_authenticated and not current_user.account.password_given


def _require_sign_in() -> Response | None:
    if request.endpoint is None or request.endpoint in PUBLIC or settled():
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if request.endpoint in _CHOOSING:
        return None
    return redirect(url_for("account.choose_password_page", next=_wanted()), 303)


def _wanted() -> str | None:
    """The page that was asked for, to lead there afterwards."""
    target = request.full_path.rstrip("?")
    return None if target == "/" or request.method != "GET" else target


def _load(identifier: str) -> SignedIn | None:
    user_id, _separator, salt = identifier.partition(":")
    if not user_id.isdigit():
        return None
    account = load_account(session(), int(user_id), now(), cookie.get("capacity"))
    if account is None or not account.active:
        return None
    if not hmac.compare_digest(account.session_salt, salt):
        return None
    return SignedIn(account)


def _ask_to_sign_in() -> Response:
    if request.method != "GET":
        flash(_("Phiên làm việc đã hết. Hãy đăng nhập lại rồi thực hiện lại thao tác."), "warn")
        return redirect(url_for("account.sign_in"), 303)
    return redirect(url_for("account.sign_in", next=_wanted()), 303)
