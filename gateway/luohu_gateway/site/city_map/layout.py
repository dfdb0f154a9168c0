"""Where everything stands on the map. Pure: the directory in, places in the units of an SVG's view box out.

People come from the left, through the gateway; the agencies stand in the middle, one below the other; the declaration
service at the right asks them and hears their verdicts. So every edge is a straight line, and none crosses another.
The same picture is made twice, for wide and for narrow screens.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from luohu_contract.directory import AGENCIES, BY_NAME, EDGES, SMS, WEBHOOKS

GATEWAY, DECLARATION, IDENTITY, SANDBOX = "gateway", "declaration", "identity", "sandbox"
#: Control has its way to the gateway as well: nothing can be done to it, and its hops are seen.
CONTROL = (GATEWAY, SANDBOX)
LINES = (*EDGES, CONTROL)
_APART = 9  #: of the two lines between the same two services


@dataclass(frozen=True, slots=True)
class Node:
    """A service, or who is reached beyond the city."""

    name: str
    title: str  #: the office as the official pages name it; empty for what is none
    x: int
    y: int
    width: int
    height: int
    upright: bool = False  #: narrower than its name, which is written from below to above

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """An edge, from its sender to its receiver."""

    sender: str
    receiver: str
    x1: int
    x2: int
    y: int
    below: bool  #: its number stands below it, because another line is above

    @property
    def edge(self) -> str:
        """As the control plane calls it."""
        return f"{self.sender}->{self.receiver}"

    @property
    def breakable(self) -> bool:
        return (self.sender, self.receiver) in EDGES

    @property
    def middle(self) -> int:
        return (self.x1 + self.x2) // 2


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of one of the two pictures."""

    name: str
    width: int
    row: int  #: height of a row
    bar: int  #: width of the gateway, and of the declaration service
    left: int  #: where the middle column begins
    middle: int  #: its width
    beyond: int  #: width of what identity reaches beyond the city, at the right end of the middle column
    upright: bool

    @property
    def right(self) -> int:
        return self.left + self.middle

    @property
    def gap(self) -> int:
        """Between two in the middle column that an edge joins."""
        return self.left // 2


@dataclass(frozen=True, slots=True)
class Map:
    """One picture."""

    name: str
    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def drawn(shape: Shape) -> Map:
    """The map in a shape. Rows: the way past the agencies, the agencies, webhooks, identity and what it reaches, the
    control plane.
    """
    nodes = tuple(_nodes(shape))
    places = {node.name: node for node in nodes}
    lines = tuple(_line(shape, places, sender, receiver) for sender, receiver in LINES)
    return Map(shape.name, shape.width, shape.row * (len(AGENCIES) + 4) + 4, nodes, lines)


def _nodes(shape: Shape) -> Iterator[Node]:
    row, last = shape.row, len(AGENCIES) + 1
    height, own = row - 12, shape.middle - shape.beyond - shape.gap

    def in_the_middle(name: str, place: int, x: int, width: int) -> Node:
        title = BY_NAME[name].title if name in BY_NAME else ""
        return Node(name, title, x, 2 + row * place + 6, width, height)

    yield Node(GATEWAY, "", 2, 2, shape.bar, row * (last + 3), shape.upright)
    for place, agency in enumerate(AGENCIES, start=1):
        yield in_the_middle(agency.name, place, shape.left, shape.middle)
    yield in_the_middle(WEBHOOKS, last, shape.left, shape.middle)
    yield in_the_middle(IDENTITY, last + 1, shape.left, own)
    yield in_the_middle(SMS, last + 1, shape.right - shape.beyond, shape.beyond)
    yield in_the_middle(SANDBOX, last + 2, shape.left, shape.middle)
    title = BY_NAME[DECLARATION].title
    yield Node(DECLARATION, title, shape.width - shape.bar - 2, 2, shape.bar, row * (last + 1), shape.upright)


def _line(shape: Shape, places: dict[str, Node], sender: str, receiver: str) -> Line:
    one, other = places[sender], places[receiver]
    past = {sender, receiver} == {GATEWAY, DECLARATION}
    height = shape.row // 2 + 2 if past else min(one, other, key=_tall).middle[1]
    two_ways = (receiver, sender) in EDGES
    shift = 0 if not two_ways else _APART if sender == DECLARATION else -_APART
    rightwards = one.x < other.x
    start, end = (one.x + one.width, other.x) if rightwards else (one.x, other.x + other.width)
    return Line(sender, receiver, start, end, height + shift, below=shift > 0)


def _tall(node: Node) -> int:
    return node.height


WIDE = drawn(Shape("wide", width=1000, row=52, bar=124, left=318, middle=350, beyond=80, upright=False))
NARROW = drawn(Shape("narrow", width=390, row=58, bar=34, left=100, middle=190, beyond=50, upright=True))
MAPS = (WIDE, NARROW)
