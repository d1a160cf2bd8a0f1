"""What a span loses: against all ways of labelling, tried one by one."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import spans
from unionkg.mentions import marginals, tagger
from unionkg.mentions.crfmodel import ONE
from unionkg.mentions.marginals import MOST, Alternative, Marginals

NAMES = ("O", "B-a", "I-a", "E-a", "S-a", "B-b", "E-b", "S-c")
"""A type with all labels, one of two atoms at most, and one of a single atom."""

ORDER = tagger.order(NAMES)


def ways(length: int) -> list[tuple[int, ...]]:
    """All ways to label a sentence that mentions allow."""
    return [
        way
        for way in product(range(len(NAMES)), repeat=length)
        if ORDER.begins[way[0]] and ORDER.ends[way[-1]] and all(ORDER.follows[a, b] for a, b in pairwise(way))
    ]


WAYS = {length: ways(length) for length in range(1, 6)}


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 10**6), st.sampled_from([1, 3, 9]))
@settings(deadline=None, max_examples=60)
def test_a_span_loses_what_the_best_way_that_marks_it_lacks(
    lengths: list[int], seed: int, spread: int
) -> None:
    """Every span that loses no more than the most is found, with its loss; so is what atoms lose outside."""
    chance = np.random.default_rng(seed)
    scores = chance.integers(-spread * ONE, spread * ONE, (sum(lengths), len(NAMES))).astype(np.int32)
    transitions = chance.integers(-spread * ONE, spread * ONE, (len(NAMES), len(NAMES))).astype(np.int32)
    transitions[chance.random(transitions.shape) < 0.5] = 0
    found, outside = Marginals(NAMES, 0, transitions, ORDER).find(scores, lengths)
    expected: dict[tuple[str, int, int], int] = {}
    lost: list[int] = []
    for begin, end in pairwise([0, *np.cumsum(lengths).tolist()]):
        weighed = [
            (
                sum(int(scores[begin + i, label]) for i, label in enumerate(way))
                + _between(way, transitions),
                way,
            )
            for way in WAYS[end - begin]
        ]
        best = max(weight for weight, _ in weighed)
        free = [max((w for w, way in weighed if not way[i]), default=0) for i in range(end - begin)]
        lost += [best - weight for weight in free]
        for weight, way in weighed:
            for kind, first, last in spans([NAMES[label] for label in way]):
                key = kind, begin + first, begin + last
                expected[key] = min(best - weight, expected.get(key, best - weight))
    assert {(a.type, a.first, a.last): a.loss for a in found} == {
        key: loss for key, loss in expected.items() if loss <= MOST
    }
    assert outside == lost
    assert found == sorted(found, key=lambda a: (a.first, a.last, a.loss, a.type))


def _between(way: tuple[int, ...], transitions: np.ndarray) -> int:
    return sum(int(transitions[a, b]) for a, b in pairwise(way))


def best(scores: np.ndarray, transitions: np.ndarray, marked: tuple[str, int, int] | None = None) -> int:
    """What the likeliest way through one sentence weighs, or the likeliest that marks a span."""
    weighed = scores.astype(np.int64)
    never = -(1 << 40)
    weighed[0, ~ORDER.begins] = weighed[-1, ~ORDER.ends] = never
    if marked:
        kind, first, last = marked
        inner = (
            [f"S-{kind}"]
            if first == last
            else [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1), f"E-{kind}"]
        )
        for atom, name in enumerate(inner, first):
            kept = NAMES.index(name) if name in NAMES else -1
            weighed[atom, [label for label in range(len(NAMES)) if label != kept]] = never
    state = weighed[0]
    for row in weighed[1:]:
        state = np.where(ORDER.follows, state[:, None] + transitions, never).max(axis=0) + row
    return int(state.max())


@pytest.mark.parametrize(("seed", "spread", "lengths"), [(1, 2, [33, 9]), (2, 1, [17, 40]), (3, 0, [24])])
def test_long_sentences_lose_what_the_book_says(
    seed: int, spread: int, lengths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sentences of many chunks, with ties: each span of up to so many atoms, one by one."""
    monkeypatch.setattr(marginals, "LONGEST", 4)
    chance = np.random.default_rng(seed)
    scores = (chance.integers(-2, 3, (sum(lengths), len(NAMES))) * spread * ONE // 2).astype(np.int32)
    transitions = (chance.integers(-1, 2, (len(NAMES), len(NAMES))) * ONE // 2).astype(np.int32)
    found, _ = Marginals(NAMES, 0, transitions, ORDER).find(scores, lengths)
    expected = {}
    for begin, end in pairwise([0, *np.cumsum(lengths).tolist()]):
        part = scores[begin:end]
        most = best(part, transitions)
        for first in range(end - begin):
            for last in range(first, min(first + 4, end - begin)):
                for kind in "abc":
                    loss = most - best(part, transitions, (kind, first, last))
                    if loss <= MOST:
                        expected[kind, begin + first, begin + last] = loss
    assert expected
    assert {(a.type, a.first, a.last): a.loss for a in found} == expected


@pytest.mark.parametrize("labels", [("O",), ("O", "B-a", "I-a")])
def test_labels_that_make_no_mention_mark_nothing(labels: tuple[str, ...]) -> None:
    """A model that can't end a mention has no alternatives."""
    transitions = np.zeros((len(labels), len(labels)), np.int32)
    scores = np.zeros((3, len(labels)), np.int32)
    found, outside = Marginals(labels, 0, transitions, tagger.order(labels)).find(scores, [3])
    assert (found, outside) == ([], [0, 0, 0])


def test_what_the_likeliest_labels_mark_loses_nothing() -> None:
    """One sentence, written out: the mention of two atoms is the likeliest, that of its end is next."""
    scores = np.zeros((3, len(NAMES)), np.int32)
    scores[0, NAMES.index("B-a")] = scores[1, NAMES.index("E-a")] = 2 * ONE
    scores[1, NAMES.index("S-c")] = 3 * ONE
    found, outside = Marginals(NAMES, 0, np.zeros((8, 8), np.int32), ORDER).find(scores, [3])
    assert Alternative("a", 0, 1, 0) in found
    assert Alternative("c", 1, 1, ONE) in found
    assert outside == [ONE, 4 * ONE, 0]
