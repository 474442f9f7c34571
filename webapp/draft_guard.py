"""The draft form's door: a session that ended, or a form token gone stale, loses nothing typed.

Elsewhere such a request is sent away. Here the text is answered back, to be sent again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import current_app, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError

if TYPE_CHECKING:
    from flask import Response
    from flask.blueprints import BlueprintSetupState

SAVE: Final = "drafts.save"
AUTOSAVE: Final = "drafts.autosave"
#: Bytes of one request with files: four of the largest, or one four times too large, which is
#: then refused by its own sentence with the form still there.
LARGEST_UPLOAD: Final = 110 * 1024 * 1024
#: Buttons and tokens: not part of what was typed.
_NOT_TYPED: Final = frozenset(
    {"csrf_token", "act", "add_row", "remove_row", "raise_row", "remove_file"}
)


def guard(state: BlueprintSetupState) -> None:
    """Ask for session and token ourselves, before anything else does, on the two saving routes."""
    csrf = state.app.extensions["csrf"]
    for name in ("save", "autosave"):
        csrf.exempt(f"webapp.views.drafts.{name}")
    state.app.before_request_funcs.setdefault(None, []).insert(0, _before)


def kept_page(
    happened: str, advice: str, status: int, *, again: str | None = None, sign_in: str | None = None
) -> tuple[str, int]:
    """Show what was typed, to copy, or to send to ``again``."""
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if name not in _NOT_TYPED
    ]
    labels = {
        "subject": _("Trích yếu"),
        "addressees": _("Kính gửi"),
        "legal_bases": _("Căn cứ"),
        "body": _("Nội dung"),
        "attached_body": _("Văn bản kèm theo"),
        "annex_body": _("Phụ lục"),
        "recipients": _("Nơi nhận"),
    }
    texts = [
        (label, "\n".join(filter(str.strip, request.form.getlist(name))))
        for name, label in labels.items()
    ]
    page = render_template(
        "drafts/kept.html",
        happened=happened,
        advice=advice,
        fields=fields,
        texts=[(label, text) for label, text in texts if text],
        again=again,
        sign_in=sign_in,
    )
    return page, status


def _before() -> Response | tuple[Response, int] | tuple[str, int] | None:
    if request.method != "POST" or request.endpoint not in {SAVE, AUTOSAVE}:
        return None
    if not current_user.is_authenticated:
        return _signed_out()
    if request.endpoint == SAVE:
        request.max_content_length = LARGEST_UPLOAD
    elif "If-Match" in request.headers:
        # No other site can send this header: the draft goes on being saved after one has signed
        # in again elsewhere, when the page's own token is no longer the session's.
        return None
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return None
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        return _token_gone()
    return None


def _signed_out() -> tuple[Response, int] | tuple[str, int]:
    happened = _("Phiên làm việc đã hết trong lúc bạn soạn.")
    if request.endpoint == AUTOSAVE:
        return jsonify(code="signed_out", message=happened), 401
    advice = _(
        "Nội dung vẫn còn trên trang này. Hãy đăng nhập ở thẻ mới, rồi quay lại đây và bấm "
        "“Lưu nội dung này vào bản nháp”. Tệp vừa chọn cần tải lên lại."
    )
    sign_in = url_for("account.sign_in", next=request.path)
    return kept_page(happened, advice, 401, again=request.path, sign_in=sign_in)


def _token_gone() -> tuple[Response, int] | tuple[str, int]:
    happened = _("Biểu mẫu này được mở trong một phiên làm việc trước.")
    if request.endpoint == AUTOSAVE:
        return jsonify(code="stale_form", message=happened), 400
    advice = _(
        "Nội dung vẫn còn trên trang này. Nếu đúng là nội dung của bạn, hãy bấm “Lưu nội dung "
        "này vào bản nháp”."
    )
    return kept_page(happened, advice, 409, again=request.path)
