"""Where each thing stands in the network, and which things belong together.

Numbers in, numbers out: nodes are indices, edges pairs of them. No label enters here.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import igraph

CORE = 1500
"""How many things are drawn at once; the others are brought in on demand."""

_STEP = 92.0  # mean length of an edge, in the network's own units
_WIDE, _HIGH = 84.0, 44.0  # the room that a thing keeps free around itself
_ROUNDS = 24
_CALM = 400  # up to here Kamada-Kawai, which is slower and clearer, beyond it Fruchterman-Reingold
_GOLDEN = math.pi * (3 - math.sqrt(5))

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions in whole units by node index (absent: it has no edge) and the community of each node."""

    positions: dict[int, tuple[int, int]]
    communities: dict[int, int]
    core: frozenset[int]


def lay_out(weights: Sequence[float], pairs: Iterable[tuple[int, int]], left_out: frozenset[int]) -> Layout:
    """Place all nodes that an edge touches; `left_out` are not allowed to pull others together."""
    edges = sorted({(min(a, b), max(a, b)) for a, b in pairs if a != b})
    inner = [(a, b) for a, b in edges if a not in left_out and b not in left_out]
    tied = sorted({node for pair in inner for node in pair})
    core = sorted(sorted(tied, key=lambda node: (-weights[node], node))[:CORE])
    igraph.set_random_number_generator(random.Random(7))  # noqa: S311 - the same picture each time
    try:
        placed = _place_core(core, inner)
        communities = _communities(tied, inner)
    finally:
        igraph.set_random_number_generator(random)
    _place_others(placed, edges, sorted({node for pair in edges for node in pair}))
    return Layout(
        {node: (round(x), round(y)) for node, (x, y) in sorted(placed.items())}, communities, frozenset(core)
    )


def _communities(nodes: list[int], edges: list[tuple[int, int]]) -> dict[int, int]:
    """Communities by the multilevel method, numbered by size."""
    number = {node: i for i, node in enumerate(nodes)}
    graph = igraph.Graph(len(nodes), [(number[a], number[b]) for a, b in edges])
    groups = sorted(graph.community_multilevel(), key=lambda group: (-len(group), group[0])) if nodes else []
    return {nodes[i]: rank for rank, group in enumerate(groups) for i in group}


def _place_core(nodes: list[int], edges: list[tuple[int, int]]) -> dict[int, Point]:
    """Lay out each connected part by itself, then set the parts beside one another."""
    number = {node: i for i, node in enumerate(nodes)}
    graph = igraph.Graph(len(nodes), [(number[a], number[b]) for a, b in edges if a in number and b in number])
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
    drawn = [_spread(_draw(graph.induced_subgraph(part))) for part in parts]
    return {nodes[i]: point for part, points in zip(parts, _shelve(drawn), strict=True) for i, point in zip(part, points, strict=True)}


def _draw(part: igraph.Graph) -> list[Point]:
    """One connected part, from a circle, scaled to the wanted length of an edge."""
    count = part.vcount()
    if count == 1:
        return [(0.0, 0.0)]
    circle = [(math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)) for i in range(count)]
    if count <= _CALM:
        found = part.layout_kamada_kawai(seed=circle)
    else:
        found = part.layout_fruchterman_reingold(seed=circle, niter=600, grid="nogrid")
    points = [(float(x), float(y)) for x, y in found]
    lengths = sorted(math.dist(points[e.source], points[e.target]) for e in part.es)
    scale = _STEP / (lengths[len(lengths) // 2] or 1.0)
    return [(x * scale, y * scale) for x, y in points]


def _spread(points: list[Point]) -> list[Point]:
    """Push apart what stands closer than the room that a label needs."""
    current = [list(point) for point in points]
    for _ in range(_ROUNDS):
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for i, (x, y) in enumerate(current):
            cells[math.floor(x / _WIDE), math.floor(y / _HIGH)].append(i)
        moved = False
        for (column, row), members in sorted(cells.items()):
            near = [j for dx in (-1, 0, 1) for dy in (-1, 0, 1) for j in cells.get((column + dx, row + dy), ())]
            for i in members:
                for j in near:
                    moved = (i < j and _push(current[i], current[j], i + j)) or moved
        if not moved:
            break
    return [(x, y) for x, y in current]


def _push(one: list[float], other: list[float], turn: int) -> bool:
    """Move two points apart along their line, measured in the room each needs; whether it had to."""
    dx, dy = (other[0] - one[0]) / _WIDE, (other[1] - one[1]) / _HIGH
    distance = math.hypot(dx, dy)
    if distance >= 1:
        return False
    if distance < 1e-6:
        dx, dy, distance = math.cos(turn * _GOLDEN), math.sin(turn * _GOLDEN), 1e-6
    else:
        dx, dy = dx / distance, dy / distance
    step = (1 - distance) * 0.5
    one[0] -= dx * step * _WIDE
    one[1] -= dy * step * _HIGH
    other[0] += dx * step * _WIDE
    other[1] += dy * step * _HIGH
    return True


def _shelve(parts: list[list[Point]]) -> list[list[Point]]:
    """Set the parts in rows: the largest first, the small ones under it, as wide as it is."""
    if not parts:
        return []
    widths = [max(x for x, _ in p) - min(x for x, _ in p) + 2 * _WIDE for p in parts]
    heights = [max(y for _, y in p) - min(y for _, y in p) + 2 * _HIGH for p in parts]
    area = sum(w * h for w, h in zip(widths, heights, strict=True))
    limit = max(widths[0], math.sqrt(area) * 1.2)
    shelved: list[list[Point]] = []
    left, top, row = 0.0, 0.0, 0.0
    for points, width, height in zip(parts, widths, heights, strict=True):
        if left and left + width > limit:
            left, top, row = 0.0, top + row, 0.0
        x0, y0 = min(x for x, _ in points) - _WIDE, min(y for _, y in points) - _HIGH
        shelved.append([(x - x0 + left, y - y0 + top) for x, y in points])
        left, row = left + width, max(row, height)
    return shelved


def _place_others(placed: dict[int, Point], edges: list[tuple[int, int]], nodes: list[int]) -> None:
    """Set the nodes outside the core beside a neighbour that has a place, round by round."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        neighbours[a].append(b)
        neighbours[b].append(a)
    around: dict[int, int] = defaultdict(int)
    queue = sorted(placed) or nodes[:1]
    for node in queue:
        placed.setdefault(node, (0.0, 0.0))
        for other in neighbours[node]:
            if other not in placed:
                around[node] += 1
                turn, reach = around[node] * _GOLDEN, _STEP * (0.5 + math.sqrt(around[node]) * 0.4)
                x, y = placed[node]
                placed[other] = (x + reach * math.cos(turn), y + reach * math.sin(turn))
                queue.append(other)
    below = max((y for _, y in placed.values()), default=0.0) + 3 * _HIGH
    for rank, node in enumerate(n for n in nodes if n not in placed):
        placed[node] = (rank % 40 * _WIDE, below + rank // 40 * 2 * _HIGH)
