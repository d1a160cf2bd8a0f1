"""The overlap policy: the longest wins, and nothing overlaps what stands already."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from unionkg.mentions.candidate import Candidate, longest_first
from unionkg.model import Span


def candidate(start: int, end: int, priority: int = 0, rule: str = "r") -> Candidate:
    """A candidate at a place."""
    return Candidate(Span(start, end), "Group", rule, priority)


CANDIDATES = st.lists(
    st.builds(
        lambda start, length, priority: candidate(start, start + length, priority),
        st.integers(0, 30),
        st.integers(1, 8),
        st.integers(0, 3),
    ),
    max_size=20,
)


def test_the_longest_wins_then_the_higher_priority_then_the_leftmost() -> None:
    """Of overlapping candidates one is left."""
    assert longest_first([candidate(0, 2), candidate(1, 4)]) == [candidate(1, 4)]
    assert longest_first([candidate(0, 2, 1, "a"), candidate(0, 2, 2, "b")]) == [candidate(0, 2, 2, "b")]
    assert longest_first([candidate(1, 3), candidate(0, 2)]) == [candidate(0, 2)]


@given(CANDIDATES, CANDIDATES)
def test_nothing_overlaps(found: list[Candidate], others: list[Candidate]) -> None:
    """The chosen overlap neither one another nor what is taken, in order, and none could be added."""
    taken = longest_first(others)
    chosen = longest_first(found, taken)
    together = sorted((c.span.start, c.span.end) for c in (*chosen, *taken))
    assert all(a[1] <= b[0] for a, b in pairwise(together))
    assert [c.span for c in chosen] == sorted(c.span for c in chosen)
    spans = [Span(*place) for place in together]
    assert all(any(c.span.overlaps(span) for span in spans) for c in found)


@given(CANDIDATES)
def test_the_order_of_finding_does_not_matter(found: list[Candidate]) -> None:
    """The same candidates in another order give the same choice."""
    assert longest_first(found) == longest_first(found[::-1])
