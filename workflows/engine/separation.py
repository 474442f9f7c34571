"""Separation of duties: ways through a process on which one person would do too much.

Who drafted a document and checked it must not sign it as well, and who signed it must not seal it
(Nghị định 30/2020/NĐ-CP Điều 32, 33: the clerk keeps and uses the seal). The product refuses such
a signature when it comes to it; this says so before the process is put to use. Nor may one person
make two checks of one document: where nobody else could make the second, the case would stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from workflows.engine.graph import SUBPROCESSES, USER_TASKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workflows.engine.compile import CompiledProcess
    from workflows.engine.graph import Node

#: Role of those who draft and submit.
DRAFTER: Final = "drafter"
#: Forms that nobody may fill in who has checked the document (``policy.require_separate``).
AFTER_CHECK: Final = ("check", "sign", "number", "seal")
#: Drafts, checks and signs; signs and seals; is the only one for a check and a later step.
Duties: TypeAlias = Literal["drafts_checks_signs", "signs_seals", "only_one_for_two"]


@dataclass(frozen=True, slots=True)
class Overlap:
    """One person who could do too much on one way."""

    #: Id of the person as the caller's mapping has it.
    person: str
    duties: Duties
    #: Ids of the steps of the way, from the first one to the last that the person would do.
    steps: tuple[str, ...]
    #: Their names.
    names: tuple[str, ...]


def find_overlaps(
    process: CompiledProcess, holders: Mapping[str, frozenset[str]]
) -> tuple[Overlap, ...]:
    """Ways on which a person could draft, check and sign, or sign and seal, or would have to.

    ``holders`` are the persons by role. For each person, each step of signing and each kind of
    overlap the shortest way is given; for each two steps that only one person could do, one way
    from the first to the second.
    """
    way = _Ways(process)
    found: list[Overlap] = []
    for person in sorted(frozenset[str]().union(*holders.values())):
        held = {role for role, persons in holders.items() if person in persons}
        own = {
            form: [n for n in way.steps(form) if n.properties.get("role", "") in held]
            for form in ("check", "sign", "seal")
        }
        for sign in own["sign"]:
            if DRAFTER in held:
                paths = (way.path([*way.starts, check.id, sign.id]) for check in own["check"])
                found += _shortest(person, paths, way, "drafts_checks_signs")
            paths = (way.path([sign.id, seal.id]) for seal in own["seal"])
            found += _shortest(person, paths, way, "signs_seals")
    return (*found, *_stopping(way, holders))


def _stopping(way: _Ways, holders: Mapping[str, frozenset[str]]) -> Iterator[Overlap]:
    """Two steps on one way that only one person could do and that one may not do both of."""
    sole = {
        node.id: next(iter(persons))
        for node in way.nodes.values()
        if node.properties.get("form") in AFTER_CHECK
        and (role := node.properties.get("role", "")) != DRAFTER
        and len(persons := holders.get(role, frozenset())) == 1
    }
    shown: set[frozenset[str]] = set()
    for first, second in permutations(sole, 2):
        both = frozenset((first, second))
        if sole[first] != sole[second] or both in shown:
            continue
        if way.nodes[first].properties.get("form") != "check":
            continue
        # Coming round again after a return is no way of its own.
        path = way.path([*way.starts, first, second])
        if path and path.count(second) == 1:
            shown.add(both)
            yield from _shortest(sole[first], [path[path.index(first) :]], way, "only_one_for_two")


def _shortest(
    person: str, paths: Iterable[tuple[str, ...]], way: _Ways, duties: Duties
) -> Iterator[Overlap]:
    found = min((path for path in paths if path), key=len, default=None)
    if found is None:
        return
    people = tuple(step for step in found if way.nodes[step].tag in USER_TASKS)
    yield Overlap(person, duties, people, tuple(way.nodes[step].name for step in people))


class _Ways:
    """The flow of a process with its subprocesses drawn into it."""

    def __init__(self, process: CompiledProcess) -> None:
        self.starts = process.graph.starts[:1]
        self.nodes: dict[str, Node] = {}
        self._following: dict[str, tuple[str, ...]] = {}
        for graph in process.graphs:
            self.nodes |= graph.nodes
            self._following |= graph.following
        for graph in process.graphs[1:]:
            if graph.id in self.nodes and self.nodes[graph.id].tag in SUBPROCESSES:
                after = self._following[graph.id]
                self._following |= dict.fromkeys(graph.ends, after)
                self._following[graph.id] = graph.starts

    def steps(self, form: str) -> list[Node]:
        """Steps at which a form is filled in."""
        return [n for n in self.nodes.values() if n.properties.get("form") == form]

    def path(self, through: list[str]) -> tuple[str, ...]:
        """The shortest way through these nodes in this order; empty when there is none."""
        path: list[str] = through[:1]
        for origin, target in pairwise(through):
            part = self._shortest(origin, target)
            if not part:
                return ()
            path += part
        return tuple(path)

    def _shortest(self, origin: str, target: str) -> list[str]:
        came_from: dict[str, str] = {}
        edge = [origin]
        while edge:
            reached: list[str] = []
            for node in edge:
                for after in self._following.get(node, ()):
                    if after not in came_from:
                        came_from[after] = node
                        reached.append(after)
            if target in came_from:
                path = [target]
                while came_from[path[0]] != origin:
                    path.insert(0, came_from[path[0]])
                return path
            edge = reached
        return []
