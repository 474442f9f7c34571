"""The edits of a diagram that need no mouse."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name for a step, gateway, event, flow, lane or process."""

    element: str
    name: str


@dataclass(frozen=True, slots=True)
class SetProperties:
    """Settings of a step (role, form, due_working_days, …); an empty value takes one away."""

    step: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InsertStepAfter:
    """A new user step behind another step.

    Behind a step whose outcome a gateway looks at, the new one comes where that outcome is to
    agree. A new step of checking or signing gets a gateway of its own, with the same ways for
    returning and rejecting.
    """

    after: str
    name: str
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: Id of a lane; empty for the lane of the step before.
    lane: str = ""
    #: Id of the new step; empty for a new one.
    step: str = ""


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """Take a step away, with the gateway that only looks at its outcome."""

    step: str


@dataclass(frozen=True, slots=True)
class SetCondition:
    """The condition of a flow out of a gateway; None makes the flow the default one."""

    flow: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class MoveToLane:
    """Put a node into another lane."""

    step: str
    lane: str


Edit: TypeAlias = Rename | SetProperties | InsertStepAfter | RemoveStep | SetCondition | MoveToLane
