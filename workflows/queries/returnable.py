"""Where a case may go back to (trả lại bước trước)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.run import sendable_steps, steps

if TYPE_CHECKING:
    from workflows.engine.compile import CompiledProcess
    from workflows.engine.snapshot import StepInfo

#: Steps at which somebody can still change the content or judge it.
_FORMS = frozenset({"revise", "check", "vote"})


def returnable_steps(process: CompiledProcess, state: bytes, current: str = "") -> list[StepInfo]:
    """Return the steps, in the diagram's order, that a case may be sent back to.

    Those it has passed, and the drafter's step before them.
    """
    open_to = set(sendable_steps(process, state))
    return [
        step
        for step in steps(process)
        if step.id in open_to and step.id != current and step.properties.get("form") in _FORMS
    ]
