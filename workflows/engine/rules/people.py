"""Rules about the people of a day: is there somebody for every step, and not one for too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workflows.engine.graph import USER_TASKS
from workflows.engine.rules.catalogue import found
from workflows.engine.separation import DRAFTER, find_overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.problems import Problem
    from workflows.engine.separation import Duties

_RULES: Final[Mapping[Duties, str]] = {
    "drafts_checks_signs": "one_drafts_checks_signs",
    "signs_seals": "one_signs_seals",
    "only_one_for_two": "only_one_for_two",
}


def role_problems(
    process: CompiledProcess,
    holders: Mapping[str, frozenset[str]],
    roles: Mapping[str, str],
    on: date,
    *,
    today: bool = True,
) -> Iterator[Problem]:
    """Steps whose role the body does not have, or nobody holds on a day.

    ``holders`` are the persons by role on that day, ``roles`` the names of the body's roles. A
    step without a role is another rule's matter; anybody may be the drafter.
    """
    for graph in process.graphs:
        for node in graph.reading_order():
            role = node.properties.get("role", "").strip()
            if node.tag not in USER_TASKS or not role:
                continue
            if role not in holders:
                yield found("role_not_here", node.element, role=role[:60])
            elif not holders[role] and role != DRAFTER:
                code = "role_not_held" if today else "role_not_held_then"
                named = roles.get(role, role)
                yield found(code, node.element, role=named, day=f"{on:%d/%m/%Y}")


def separation_problems(
    process: CompiledProcess,
    holders: Mapping[str, frozenset[str]],
    names: Mapping[str, str],
) -> Iterator[Problem]:
    """What ``find_overlaps`` finds, at the last step of each way; ``names`` are people's names."""
    elements = {node.id: node.element for graph in process.graphs for node in graph.nodes.values()}
    for overlap in find_overlaps(process, holders):
        yield found(
            _RULES[overlap.duties],
            elements[overlap.steps[-1]],
            person=names.get(overlap.person, overlap.person),
            first=overlap.names[0],
            way=" → ".join(f"“{name}”" for name in overlap.names),
        )
