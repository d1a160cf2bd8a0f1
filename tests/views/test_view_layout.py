"""Where things stand: everything tied has a place, the same each time, with room for its label."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from unionkg.views import layout

pairs_of = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(pairs_of, st.frozensets(st.integers(0, 30), max_size=3))
def test_whatever_a_line_touches_has_a_place(pairs: list[tuple[int, int]], hubs: frozenset[int]) -> None:
    """Places are given to all ends of lines and to nothing else, and twice the same."""
    weights = [1 / (i + 1) for i in range(31)]
    found = layout.lay_out(weights, pairs, hubs)
    assert set(found.positions) == {node for pair in pairs if pair[0] != pair[1] for node in pair}
    assert found == layout.lay_out(weights, list(reversed(pairs)), hubs)


def test_things_keep_room_for_their_labels() -> None:
    """In a tree of 60 things no two stand on one another."""
    found = layout.lay_out([1.0] * 60, [(i, (i - 1) // 3) for i in range(1, 60)], frozenset())
    places = list(found.positions.values())
    nearest = min(math.dist(a, b) for i, a in enumerate(places) for b in places[i + 1 :])
    assert nearest > 30


def test_picture_is_wider_than_high() -> None:
    """A long chain lies, and parts stand beside one another."""
    chain = [(i, i + 1) for i in range(20)]
    places = layout.lay_out([1.0] * 40, [*chain, (30, 31), (32, 33)], frozenset()).positions.values()
    width = max(x for x, _ in places) - min(x for x, _ in places)
    height = max(y for _, y in places) - min(y for _, y in places)
    assert width > height


def test_core_of_a_large_graph_is_bounded() -> None:
    """Of 3,000 things at most the core is drawn at first, the weightiest of those that hang together."""
    pairs = [(i, i // 2) for i in range(1, 3000)] + [(4000, 4001)]
    weights = [1.0 / (i + 1) for i in range(4002)]
    found = layout.lay_out(weights, pairs, frozenset())
    assert 0 < len(found.core) <= layout.CORE
    assert 4000 not in found.core
    assert {1, 2, 3} <= found.core
    assert set(found.positions) == {node for pair in pairs for node in pair if pair[0] != pair[1]}


def test_what_hangs_together_is_one_community() -> None:
    """Two cliques with one line between them are two communities."""
    cliques = [(a, b) for base in (0, 10) for a in range(base, base + 6) for b in range(a + 1, base + 6)]
    communities = layout.lay_out([1.0] * 16, [*cliques, (0, 10)], frozenset()).communities
    assert len({communities[i] for i in range(6)}) == 1
    assert communities[0] != communities[10]
