"""Rules about the people of the day: is there somebody for every step, and not one for too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.compile import main_process
from workflows.engine.graph import USER_TASKS, read_graphs
from workflows.engine.rules.catalogue import found
from workflows.engine.separation import find_overlaps
from workflows.engine.wording import ROLE_NAMES
from workflows.engine.xml import read_xml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.problems import Problem


def role_problems(
    bpmn: bytes, holders: Mapping[str, int], on: date | None = None
) -> tuple[Problem, ...]:
    """Steps whose role nobody holds.

    ``holders`` says how many hold each role, today or on the day ``on``. A step without a role is
    another rule's matter. Raises XmlError when the file cannot be read.
    """
    process = main_process(read_xml(bpmn))
    if process is None:
        return ()
    when = "hôm nay" if on is None else f"ngày {on:%d/%m/%Y}"
    return tuple(
        found("role_not_held", node.element, role=ROLE_NAMES.get(role, role), when=when)
        for graph in read_graphs(process)
        for node in graph.reading_order()
        if node.tag in USER_TASKS
        and (role := node.properties.get("role", "").strip())
        and not holders.get(role)
    )


def separation_problems(
    process: CompiledProcess,
    holders: Mapping[str, frozenset[str]],
    names: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """What ``find_overlaps`` finds, at the last step of each way; ``names`` are people's names."""
    elements = {node.id: node.element for graph in process.graphs for node in graph.nodes.values()}
    return tuple(
        found(
            "same_person",
            elements[overlap.steps[-1]],
            sentence=f"{(names or {}).get(overlap.person, overlap.person)}: {overlap.sentence}",
        )
        for overlap in find_overlaps(process, holders)
    )
