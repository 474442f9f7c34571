"""Try a candidate on running cases and on finished ones; nothing is written."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import (
    Response,
    render_template,
    request,
    stream_template,
    stream_with_context,
    url_for,
)

from models import DraftKind
from webapp.http import now, session
from webapp.language import sentence
from webapp.views.workbench.door import (
    PROCESS,
    blueprint,
    candidate_for,
    chosen_drafts,
    organisation,
)
from workflows.errors import WorkflowError
from workflows.queries.deployments import read_candidate
from workflows.queries.drafts import find_model
from workflows.queries.dry_run import PORTION, Portion, forecast
from workflows.queries.replay import replay as replay_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.engine.compile import CompiledProcess


#: Cases of one page; more are a page away.
PAGE: Final = 1_000


@blueprint.get(f"{PROCESS}/dry-run")
def dry_run(key: str) -> str | tuple[str, int] | Iterator[str]:
    """Show what the draft would do to running cases; the page grows as they are tried."""
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    candidate = candidate_for(DraftKind.PROCESS, key)
    drafts = [part.id for part in candidate.drafts]
    page: dict[str, Any] = {"place": "processes", "model": model, "drafts": drafts}
    try:
        target = candidate.process(key)
        total = forecast(session(), organisation(), key, target, most=0).total
    except WorkflowError as error:
        page |= {"total": 0, "refused": sentence(error)}
        return render_template("workbench/dry_run.html", **page), 422
    after = request.args.get("after", 0, type=int)
    counted: Counter[str] = Counter()
    return stream_template(
        "workbench/dry_run.html",
        **page,
        refused="",
        total=total,
        portions=_portions(key, target, after, counted),
        counted=counted,
        further=lambda last: url_for(".dry_run", key=key, draft=drafts, after=last),
        unchanged=key not in candidate.affected_diagrams,
    )


@blueprint.get(f"{PROCESS}/dry-run.ndjson")
def dry_run_stream(key: str) -> Response:
    """Send the whole dry run, one line a case and one line a portion, as it comes."""
    candidate = candidate_for(DraftKind.PROCESS, key)
    target = candidate.process(key)

    def lines() -> Iterator[bytes]:
        after: int | None = 0
        while after is not None:
            portion = forecast(session(), organisation(), key, target, after=after)
            for case in portion.cases:
                yield orjson.dumps(case, option=orjson.OPT_APPEND_NEWLINE)
            progress = {"done": portion.done, "total": portion.total}
            yield orjson.dumps(progress, option=orjson.OPT_APPEND_NEWLINE)
            after = portion.next_after

    return Response(stream_with_context(lines()), content_type="application/x-ndjson")


@blueprint.get("/replay")
def replay() -> str | tuple[str, int]:
    """Put finished cases of a period to the drafted tables and diagrams."""
    drafts = chosen_drafts()
    candidate = read_candidate(session(), organisation(), drafts)
    today = now().date()
    first, last = _day("from", today - timedelta(days=365)), _day("to", today)
    page: dict[str, Any] = {
        "candidate": candidate,
        "drafts": drafts,
        "first": first,
        "last": last,
    }
    try:
        portion = replay_cases(
            session(), candidate, first, last, after=request.args.get("after", 0, type=int)
        )
    except WorkflowError as error:
        page |= {"portion": None, "refused": sentence(error)}
        return render_template("workbench/replay.html", **page), 422
    period: dict[str, Any] = {"from": first.isoformat(), "to": last.isoformat()}
    following = portion.next_after
    return render_template(
        "workbench/replay.html",
        **page,
        portion=portion,
        following=following and url_for(".replay", draft=drafts, after=following, **period),
    )


def _portions(
    key: str, target: CompiledProcess, after: int | None, counted: Counter[str]
) -> Iterator[Portion]:
    """Try portion after portion, up to what one page shows, counting the outcomes."""
    for _number in range(PAGE // PORTION):
        if after is None:
            return
        portion = forecast(session(), organisation(), key, target, after=after)
        counted.update(case.kind for case in portion.cases)
        yield portion
        after = portion.next_after


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
