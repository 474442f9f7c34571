"""What the editors in the browser ask: drafts, checks, choices, trials, who else is here."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from flask import Response, jsonify, make_response, request
from flask_babel import gettext as _

from models import DraftKind
from webapp.errors import status_of
from webapp.http import act, actor, now, session
from webapp.language import said, sentence
from webapp.views.workbench.door import PLACE, PLACES, asked_day, blueprint, organisation
from workflows.calendar import ZONE
from workflows.commands.keep_presence import KeepPresence, keep_presence
from workflows.commands.save_draft import DraftChangedError, SaveDraft, save_draft
from workflows.errors import InvalidInputError, WorkflowError
from workflows.queries.deployments import read_candidate
from workflows.queries.draft_history import others_present
from workflows.queries.drafts import draft_content
from workflows.queries.model_lint import lint_diagram, lint_table
from workflows.queries.model_options import editor_options
from workflows.queries.rules import profile_of
from workflows.queries.table_trial import try_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from workflows.engine.problems import LintReport

_ETAG: Final = re.compile(r'(?:W/)?"?(\d{1,9})"?')
#: Largest drawing that is taken.
LARGEST: Final = 5_000_000

Answer = Response | tuple[Response, int]


def _in_json(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Refuse in JSON: the editor shows the sentence beside the drawing."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Answer:
        try:
            return view(*args, **kwargs)
        except DraftChangedError as error:
            return jsonify(message=sentence(error), code=error.code), 412
        except WorkflowError as error:
            return jsonify(message=sentence(error), code=error.code), status_of(error)

    return answer


@blueprint.get(
    "/processes/<key>/draft.bpmn", endpoint="draft_bpmn", defaults={"place": "processes"}
)
@blueprint.get("/tables/<key>/draft.dmn", endpoint="draft_dmn", defaults={"place": "tables"})
@_in_json
def read(place: str, key: str) -> Answer:
    """Send the draft, or the active version where there is none."""
    found = draft_content(session(), organisation(), PLACES[place], key)
    answer = xml_file(found.content, f"{key}{suffix(PLACES[place])}")
    answer.headers["ETag"] = f'"{found.revision}"'
    return answer


@blueprint.put("/processes/<key>/draft.bpmn", endpoint="save_bpmn", defaults={"place": "processes"})
@blueprint.put("/tables/<key>/draft.dmn", endpoint="save_dmn", defaults={"place": "tables"})
@_in_json
def save(place: str, key: str) -> Answer:
    """Keep a drawing on top of the revision it was opened as (``If-Match``)."""
    revision = _ETAG.fullmatch(request.headers.get("If-Match", "").strip())
    if revision is None:
        message = _("Trang vẽ chưa cho biết đang sửa bản nào. Hãy mở lại trang.")
        return jsonify(message=message, code="if_match_missing"), 428
    content = body()
    kind = PLACES[place]
    # A file that the page has only passed on is complete; what it drew itself may not be.
    drawn = "X-Whole-File" not in request.headers
    draft = act(save_draft, SaveDraft(organisation(), kind, key, content, int(revision[1]), drawn))
    answer = jsonify(revision=draft.revision, problems=problems(kind, key, content)["problems"])
    answer.headers["ETag"] = f'"{draft.revision}"'
    return answer


@blueprint.post("/<any(processes, tables):place>/lint")
@_in_json
def lint(place: str) -> Answer:
    """Say what is wrong with a drawing, whether or not it is kept."""
    return jsonify(problems(PLACES[place], request.args.get("key", ""), body()))


@blueprint.get("/processes/options.json")
@_in_json
def options() -> Answer:
    """Send what the properties of a step may be chosen from."""
    found = editor_options(session(), organisation(), now().date())
    return jsonify({name: [_named(each) for each in listed] for name, listed in found.items()})


@blueprint.get(f"{PLACE}/presence.json")
@_in_json
def presence(place: str, key: str) -> Answer:
    """Say who else has the draft open."""
    draft = draft_content(session(), organisation(), PLACES[place], key)
    return jsonify(
        others=_others(others_present(session(), draft.draft_id, actor().user_id, now()))
    )


@blueprint.post(f"{PLACE}/presence.json")
@_in_json
def keep_present(place: str, key: str) -> Answer:
    """Note that this page is open, and say who else is here."""
    return jsonify(
        others=_others(act(keep_presence, KeepPresence(organisation(), PLACES[place], key)))
    )


@blueprint.post("/tables/<key>/try", endpoint="try_table")
@_in_json
def trial(key: str) -> Answer:
    """Apply the table as drawn (or as kept) to values typed by the admin."""
    sent = request.get_json(silent=True)
    given: dict[str, Any] = sent if isinstance(sent, dict) else {}
    inputs = given.get("inputs")
    if not isinstance(inputs, dict):
        raise InvalidInputError(field="Điều kiện", because="hãy chọn giá trị cho từng điều kiện")
    drawn = given.get("dmn")
    content = (
        drawn.encode()
        if isinstance(drawn, str)
        else draft_content(session(), organisation(), DraftKind.TABLE, key).content
    )
    tried = try_table(content, inputs, profile_of(session(), organisation()))
    return jsonify(rule=tried.rule, outputs=tried.outputs, sentence=tried.sentence)


def problems(kind: DraftKind, key: str, content: bytes) -> dict[str, Any]:
    """Check a drawing with everything that the body has, as JSON.

    Who would do each step is asked for the day in the address (``?on=``), today without one.
    """
    candidate = read_candidate(session(), organisation())
    report: LintReport
    if kind is DraftKind.TABLE:
        deployed = candidate.deployed_tables.get(key)
        report = lint_table(session(), organisation(), content, deployed, key)
    else:
        day = asked_day()
        report = lint_diagram(
            session(),
            organisation(),
            content,
            candidate.tables,
            day=day,
            today=day == now().date(),
            name=key,
        )
    found = report.to_json()
    return {
        **found,
        "problems": [{**each, "message": said(each["message"])} for each in found["problems"]],
    }


def body() -> bytes:
    """Return the drawing in the request; InvalidInputError for one that is too large."""
    if (request.content_length or 0) > LARGEST:
        raise InvalidInputError(field="Tệp", because="tệp quá lớn")
    return request.get_data(cache=False)


def suffix(kind: DraftKind) -> str:
    """Return the ending of a file of this kind."""
    return ".bpmn" if kind is DraftKind.PROCESS else ".dmn"


def xml_file(data: bytes, name: str) -> Response:
    """Answer with a drawing, never as a page of ours: whoever drew it may have put a script in."""
    answer = make_response(data)
    answer.content_type = "application/xml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _named(choice: Any) -> Any:
    """A choice in the person's language; articles are texts of the law."""
    if not isinstance(choice, dict):
        return choice
    return {name: said(value) for name, value in choice.items()}


def _others(people: list[tuple[str, datetime]]) -> list[dict[str, str]]:
    return [
        {"name": name, "since": since.astimezone(ZONE).isoformat(timespec="seconds")}
        for name, since in people
    ]
