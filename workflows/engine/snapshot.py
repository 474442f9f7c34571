"""What the rest of the product sees of a running process: one immutable picture per step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: What a step of a diagram is: done by a person, by the product, by a table; or only routing.
StepKind: TypeAlias = Literal["user", "service", "rule", "event", "gateway"]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A step that waits for a person (bước xử lý)."""

    #: Id of this occurrence; another one each time the process comes to the step.
    id: str
    #: Id of the element in the diagram.
    step: str
    name: str
    #: Name of the innermost lane that holds the step.
    lane: str | None
    #: Settings of the step: ``role``, ``form``, ``due_working_days``, ``article`` and others.
    properties: Mapping[str, str]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A step that waits for the product itself; complete it with what the operation returned."""

    id: str
    step: str
    #: Name of the operation, such as ``authority.assess``.
    operation: str
    properties: Mapping[str, str]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """State of one running process after a whole step."""

    #: To be stored and given back unchanged; it holds the tasks and the data, never the diagram.
    state: bytes
    open_tasks: tuple[OpenTask, ...]
    service_calls: tuple[ServiceCall, ...]
    #: When the earliest timer is due (aware, UTC); None when no timer runs.
    next_due_at: datetime | None
    finished: bool
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepInfo:
    """One node of a diagram, for lists and for checks before a diagram is put to use."""

    id: str
    name: str
    kind: StepKind
    lane: str | None
    properties: Mapping[str, str]
