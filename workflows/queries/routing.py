"""The facts that a diagram's gateways and tables route by, and the way they lead from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workflows.authority.delegation import HEADS
from workflows.engine import run
from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workflows.authority.profile import OrganisationProfile
    from workflows.authority.question import Answer
    from workflows.documents.content import Content
    from workflows.engine.compile import CompiledProcess

#: A diagram whose steps lead round for ever is not followed further.
_MOST_STEPS: Final = 40


def routing_facts(
    profile: OrganisationProfile, content: Content, answer: Answer, *, passed: bool, to_chair: bool
) -> dict[str, Any]:
    """Return the facts of authority as a diagram asks for them.

    ``passed``: a vote for this very content is on record.
    """
    head, deputy = HEADS[profile.body]
    may = {each.post for each in answer.may_sign}
    return {
        "kind": content.kind,
        "purpose": content.purpose,
        "vote_required": answer.vote_required and answer.vote_before_signing,
        "vote_passed": passed,
        "chair_may_sign": head in may,
        "deputy_may_sign": deputy in may,
        "to_chair": to_chair,
    }


def steps_ahead(
    process: CompiledProcess,
    state: bytes,
    waiting: Iterable[str],
    facts: Callable[[bool], dict[str, Any]],
) -> list[str]:
    """Return the steps still to come when everybody agrees, by trying it on a copy of the state.

    Args:
        process: the diagram.
        state: where the case is; not changed.
        waiting: the engine's ids of the steps that wait.
        facts: answers ``authority.assess``; asked with whether the vote has been tried meanwhile.
    """
    ahead: list[str] = []
    voted = False
    due = next(iter(waiting), None)
    try:
        while due is not None and len(ahead) < _MOST_STEPS:
            snapshot = run.complete(process, state, due, {"outcome": "approve"})
            while snapshot.service_calls:
                call = snapshot.service_calls[0]
                answer = facts(voted) if call.operation == "authority.assess" else {}
                snapshot = run.complete(process, snapshot.state, call.id, answer)
            state = snapshot.state
            following = snapshot.open_tasks[0] if snapshot.open_tasks else None
            if following is not None:
                voted = voted or following.properties.get("form") == "vote"
                ahead.append(following.step)
            due = following.id if following else None
    except WorkflowError:
        # A diagram that needs what only people can say is followed as far as it goes.
        return ahead
    return ahead
