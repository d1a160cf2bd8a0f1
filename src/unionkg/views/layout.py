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

CORE = 700
"""How many things the page opens on; the others are brought in on demand."""

_STEP = 92.0  # mean length of an edge, in the network's own units
_WIDE, _HIGH = 118.0, 60.0  # the room that a thing keeps free around itself
_ROUNDS = 60
_SMALL = 12  # parts with fewer things are left to the search where there is more than the core holds
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
    core = _core(weights, tied, inner)
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


def _graph(nodes: list[int], edges: list[tuple[int, int]]) -> igraph.Graph:
    """The graph between these nodes; what an edge has outside is left out."""
    number = {node: i for i, node in enumerate(nodes)}
    return igraph.Graph(len(nodes), [(number[a], number[b]) for a, b in edges if a in number and b in number])


def _core(weights: Sequence[float], tied: list[int], edges: list[tuple[int, int]]) -> list[int]:
    """The weightiest nodes; of a large graph only those that hang together."""
    if len(tied) <= CORE:
        return tied
    chosen = sorted(sorted(tied, key=lambda node: (-weights[node], node))[:CORE])
    graph = _graph(chosen, edges)
    return sorted(chosen[i] for part in graph.connected_components() if len(part) >= _SMALL for i in part)


def _communities(nodes: list[int], edges: list[tuple[int, int]]) -> dict[int, int]:
    """Communities by the multilevel method, numbered by size."""
    graph = _graph(nodes, edges)
    groups = sorted(graph.community_multilevel(), key=lambda group: (-len(group), group[0])) if nodes else []
    return {nodes[i]: rank for rank, group in enumerate(groups) for i in group}


def _place_core(nodes: list[int], edges: list[tuple[int, int]]) -> dict[int, Point]:
    """Lay out each connected part by itself, then set the parts beside one another."""
    graph = _graph(nodes, edges)
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
    drawn = [_spread(_turn(_draw(graph.induced_subgraph(part)))) for part in parts]
    placed = (pair for one in zip(parts, _shelve(drawn), strict=True) for pair in zip(*one, strict=True))
    return {nodes[i]: point for i, point in placed}


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


def _turn(points: list[Point]) -> list[Point]:
    """Turn the part so that it is longest from left to right."""
    count = len(points)
    mx, my = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    xx = sum((x - mx) ** 2 for x, _ in points)
    yy = sum((y - my) ** 2 for _, y in points)
    xy = sum((x - mx) * (y - my) for x, y in points)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    return [((x - mx) * cos + (y - my) * sin, (y - my) * cos - (x - mx) * sin) for x, y in points]


def _spread(points: list[Point]) -> list[Point]:
    """Push apart what stands closer than the room that a label needs."""
    current = [list(point) for point in points]
    for _ in range(_ROUNDS if len(points) <= _CALM else _ROUNDS // 3):
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for i, (x, y) in enumerate(current):
            cells[math.floor(x / _WIDE), math.floor(y / _HIGH)].append(i)
        moved = False
        for (column, row), members in sorted(cells.items()):
            around = [(column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
            near = [j for cell in around for j in cells.get(cell, ())]
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
    """Set the largest part to the left and the others in rows beside it, all wider than high."""
    boxes = [_box(points) for points in parts]
    if len(parts) < 2:
        return parts
    (width, height), rest = boxes[0][2:], boxes[1:]
    area = sum(w * h for _, _, w, h in boxes)
    tall = max(height, math.sqrt(area / 1.7))
    limit = max(*(w for _, _, w, _ in rest), 1.35 * sum(w * h for _, _, w, h in rest) / tall)
    shelved = [[(x - boxes[0][0], y - boxes[0][1]) for x, y in parts[0]]]
    left, top, row = 0.0, 0.0, 0.0
    for points, (x0, y0, w, h) in zip(parts[1:], rest, strict=True):
        if left and left + w > limit:
            left, top, row = 0.0, top + row, 0.0
        shelved.append([(x - x0 + width + left, y - y0 + top) for x, y in points])
        left, row = left + w, max(row, h)
    return shelved


def _box(points: list[Point]) -> tuple[float, float, float, float]:
    """Left, top, width and height of a part with room around it."""
    left, top = min(x for x, _ in points) - _WIDE / 2, min(y for _, y in points) - _HIGH / 2
    right, bottom = max(x for x, _ in points) + _WIDE / 2, max(y for _, y in points) + _HIGH / 2
    return left, top, right - left, bottom - top


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
