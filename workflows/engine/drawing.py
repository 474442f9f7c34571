"""The picture of a diagram while it is edited: free places for shapes, lines that run straight."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from workflows.engine.xml import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
Point: TypeAlias = tuple[float, float]

#: Room that is left around a new shape.
MARGIN: Final = 16
_STEP: Final = 10
_AREAS: Final = frozenset({"lane", "participant"})


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: Box, margin: float = 0) -> bool:
        """Whether the two come closer than the margin."""
        return (
            self.x - margin < other.right
            and other.x - margin < self.right
            and self.y - margin < other.bottom
            and other.y - margin < self.bottom
        )


@dataclass
class Picture:
    """Where everything stands, and where new shapes go."""

    #: Shapes of nodes, by the id of the node.
    boxes: dict[str, Box] = field(default_factory=dict)
    #: Shapes of lanes and pools.
    areas: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, tuple[Point, ...]] = field(default_factory=dict)

    def free_place(self, width: float, height: float, near: Box, area: Box | None) -> Box:
        """The nearest place without shapes, if possible without lines too, inside an area.

        When the area is full the place is to the right of everything; the area has to grow then.
        """
        region = area or Box(near.x - 400, near.y - 400, 1600, 1200)
        wanted = (near.right + 30 + width / 2, near.middle[1])
        places = sorted(
            _places(region, width, height),
            key=lambda box: abs(box.middle[0] - wanted[0]) + 1.5 * abs(box.middle[1] - wanted[1]),
        )
        clear = [box for box in places if not self._taken(box)]
        lines = [_line_box(a, b) for line in self.lines.values() for a, b in pairwise(line)]
        for box in clear:
            if not any(box.meets(line, 4) for line in lines):
                return box
        if clear:
            return clear[0]
        right = max((box.right for box in self.boxes.values()), default=region.x)
        return Box(right + 2 * MARGIN, region.y + (region.height - height) / 2, width, height)

    def route(self, source: str, target: str) -> tuple[Point, ...]:
        """A line between two shapes that crosses as few others as a simple one can."""
        start, end = self.boxes[source], self.boxes[target]
        others = [box for key, box in self.boxes.items() if key not in {source, target}]
        return min(
            _routes(start, end),
            key=lambda line: (
                sum(
                    _line_box(a, b).meets(box)
                    for a, b in pairwise(line)
                    for box in (*others, *_inner(start, end))
                ),
                sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(line)),
                len(line),
            ),
        )

    def _taken(self, box: Box) -> bool:
        return any(box.meets(other, MARGIN) for other in self.boxes.values())


def read_picture(root: etree._Element) -> Picture:
    """The picture of a file."""
    tags = {each.get("id"): local_name(each) for each in root.iter("*") if each.get("id")}
    picture = Picture()
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            continue
        box = Box(*(_number(bounds.get(side)) for side in ("x", "y", "width", "height")))
        name = shape.get("bpmnElement", "")
        kept = picture.areas if tags.get(name) in _AREAS else picture.boxes
        kept[name] = box
    for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        picture.lines[edge.get("bpmnElement", "")] = tuple(
            (_number(point.get("x")), _number(point.get("y")))
            for point in edge.iterfind(f"{{{DI}}}waypoint")
        )
    return picture


def shown(value: float) -> str:
    """A coordinate as it is written in a file."""
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


def _places(region: Box, width: float, height: float) -> Iterator[Box]:
    y = region.y + MARGIN
    while y + height + MARGIN <= region.bottom + 1:
        x = region.x + 2 * MARGIN
        while x + width + MARGIN <= region.right:
            yield Box(x, y, width, height)
            x += _STEP
        y += _STEP


def _routes(start: Box, end: Box) -> list[tuple[Point, ...]]:
    (ax, ay), (bx, by) = start.middle, end.middle
    routes: list[tuple[Point, ...]] = []
    side_a = start.right if bx >= ax else start.x
    side_b = end.x if bx >= ax else end.right
    top_a = start.bottom if by >= ay else start.y
    top_b = end.y if by >= ay else end.bottom
    if ay == by:
        routes.append(((side_a, ay), (side_b, by)))
    if ax == bx:
        routes.append(((ax, top_a), (bx, top_b)))
    between_x, between_y = (side_a + side_b) / 2, (top_a + top_b) / 2
    over, under = min(start.y, end.y) - 20, max(start.bottom, end.bottom) + 20
    routes += [
        ((side_a, ay), (bx, ay), (bx, top_b)),
        ((ax, top_a), (ax, by), (side_b, by)),
        ((side_a, ay), (between_x, ay), (between_x, by), (side_b, by)),
        ((ax, top_a), (ax, between_y), (bx, between_y), (bx, top_b)),
        ((ax, start.y), (ax, over), (bx, over), (bx, end.y)),
        ((ax, start.bottom), (ax, under), (bx, under), (bx, end.bottom)),
    ]
    return routes


def _inner(*boxes: Box) -> Iterable[Box]:
    """The boxes a little smaller: a line touches its own ends but must not run through them."""
    return [Box(box.x + 2, box.y + 2, box.width - 4, box.height - 4) for box in boxes]


def _line_box(a: Point, b: Point) -> Box:
    return Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
