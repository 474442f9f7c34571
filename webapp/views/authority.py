"""Who may sign: the look-up page (tra cứu thẩm quyền ký)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from webapp.http import actor, now, session
from webapp.language import sentence
from workflows.authority.purposes import PURPOSES
from workflows.errors import ForbiddenError, WorkflowError
from workflows.queries.authority_lookup import Asked, look_up
from workflows.queries.dated import head_title
from workflows.queries.rules import profile_of
from workflows.text import fold

if TYPE_CHECKING:
    from workflows.authority.profile import OrganisationProfile
    from workflows.queries.authority_lookup import LookedUp

blueprint = Blueprint("authority", __name__)

#: What takes a number and a seal, and the one internal approval that is signed.
_KINDS: Final = (*(key for key, kind in PURPOSES.items() if kind.is_issued), "duyet_chi")


@blueprint.get("/authority")
def authority() -> str | tuple[str, int]:
    """Answer a question in the address; without one, show the empty form."""
    who = actor()
    if who.acting is None:
        raise ForbiddenError(because="bạn chưa được giao chức vụ nào.")
    organisation_id = who.acting.organisation_id
    profile = profile_of(session(), organisation_id)
    problems: list[tuple[str, str]] = []
    found: LookedUp | None = None
    asked = _asked(problems) if "kind" in request.args else None
    if asked is not None and not problems:
        try:
            found = look_up(session(), organisation_id, asked, now())
        except WorkflowError as error:
            problems.append(("kind", sentence(error)))
    page = render_template(
        "authority/lookup.html",
        asked=asked,
        found=found,
        problems=problems,
        args=request.args,
        kinds=sorted(
            ((key, _(PURPOSES[key].name)) for key in _KINDS), key=lambda pair: fold(pair[1])
        ),
        addressees=_superiors_first(profile),
        chosen=request.args.getlist("to"),
        today=now().date(),
        head=head_title(session(), organisation_id, now().date()),
    )
    return page, 422 if problems else 200


def _superiors_first(profile: OrganisationProfile) -> list[tuple[str, str]]:
    above = profile.rules.superior_bodies
    return sorted(
        profile.addressees.items(),
        key=lambda pair: (above.index(pair[0]) if pair[0] in above else len(above), fold(pair[1])),
    )


def _asked(problems: list[tuple[str, str]]) -> Asked:
    return Asked(
        kind=request.args["kind"],
        addressees=tuple(request.args.getlist("to")),
        day=_day(problems),
        with_delegations=request.args.get("delegation", "recorded") != "none",
        vote="passed" if request.args.get("vote") == "passed" else "none",
        amount=_amount(problems),
        head_away="away" in request.args,
    )


def _day(problems: list[tuple[str, str]]) -> date:
    written = request.args.get("at", "").strip()
    try:
        return date.fromisoformat(written) if written else now().date()
    except ValueError:
        problems.append(("at", _("Ngày ký không đúng; hãy nhập ngày, tháng, năm có thật.")))
        return now().date()


def _amount(problems: list[tuple[str, str]]) -> int | None:
    written = request.args.get("amount", "").replace(".", "").replace(" ", "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 16):  # noqa: PLR2004
        problems.append(("amount", _("Số tiền phải là một số, đồng.")))
        return None
    return int(written)
