"""Try a candidate on running cases and on finished ones; nothing is written."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import orjson
from flask import Response, render_template, request, stream_with_context, url_for

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
from workflows.queries.dry_run import Portion, forecast
from workflows.queries.replay import replay as replay_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.engine.compile import CompiledProcess


@blueprint.get(f"{PROCESS}/dry-run")
def dry_run(key: str) -> str | tuple[str, int]:
    """Show what the draft would do to running cases, a portion at a time."""
    model = find_model(session(), organisation(), DraftKind.PROCESS, key)
    candidate = candidate_for(DraftKind.PROCESS, key)
    drafts = [part.id for part in candidate.drafts]
    page: dict[str, Any] = {"place": "processes", "model": model, "drafts": drafts}
    try:
        portion = _portion(key, candidate.process(key))
    except WorkflowError as error:
        page |= {"portion": None, "refused": sentence(error)}
        return render_template("workbench/dry_run.html", **page), 422
    following = portion.next_after
    return render_template(
        "workbench/dry_run.html",
        **page,
        portion=portion,
        counted=Counter(case.kind for case in portion.cases),
        unchanged=key not in candidate.affected_diagrams,
        stream=url_for(".dry_run_stream", key=key, draft=drafts),
        following=following and url_for(".dry_run", key=key, draft=drafts, after=following),
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


def _portion(key: str, target: CompiledProcess) -> Portion:
    after = request.args.get("after", 0, type=int)
    return forecast(session(), organisation(), key, target, after=after)


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
