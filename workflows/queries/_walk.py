"""Follow a diagram when everybody agrees, on a copy that nobody keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workflows.engine import run
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workflows.engine.compile import CompiledProcess

#: A diagram that leads round for ever is not followed further.
_MOST_STEPS: Final = 60


def signing_role(
    process: CompiledProcess, kind: str, purpose: str, facts: Callable[[bool], Mapping[str, Any]]
) -> str:
    """Return the role whose signature a document of this kind comes to; empty when to none.

    ``facts`` answers ``authority.assess``; asked with whether a vote was taken on the way.
    """
    voted = False
    try:
        snapshot = run.start(process, {"kind": kind, "purpose": purpose})
        for _ in range(_MOST_STEPS):
            if snapshot.service_calls:
                call = snapshot.service_calls[0]
                answer = facts(voted) if call.operation == "authority.assess" else {}
                snapshot = run.complete(process, snapshot.state, call.id, answer)
                continue
            if not snapshot.open_tasks:
                break
            task = snapshot.open_tasks[0]
            form = task.properties.get("form")
            if form == "sign":
                return task.properties.get("role", "")
            voted = voted or form == "vote"
            snapshot = run.complete(process, snapshot.state, task.id, {"outcome": "approve"})
    except WorkflowError:
        # A diagram that needs what only people can say is followed as far as it goes.
        return ""
    return ""
