"""The likeliest labels of many sentences at once, exactly (Viterbi 1967), in whole numbers.

Sentences are cut into chunks, and all chunks take their steps together. At first a chunk does not know what
comes before it; it is read again from what the chunk before it ended with, until nothing changes. Few rounds
suffice, as what was long ago tells nothing (Maleki, Musuvathi, Mytkowicz 2014, on rank convergence).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from unionkg.mentions.crfmodel import Flags, Indices, Numbers

CHUNK = 8
"""Atoms of a chunk, about: with few more rounds are needed, with many more steps."""

KEPT = 256
"""Numbers of chunks, from 1, for which a table of transitions is kept."""

NEVER = -(1 << 30)


@dataclass(frozen=True, slots=True)
class Layout:
    """How atoms are put in order: all first atoms of chunks, all second ones, the longest chunks first.

    `order` gives the atom at each place, `offsets` where each step begins; `last` is the place of the last
    atom of each chunk, `before` the chunk before it in its sentence, or -1; `after` the place of the next
    atom of the sentence, or -1.
    """

    order: Indices
    offsets: tuple[int, ...]
    last: Indices
    before: Indices
    after: Indices

    def active(self, step: int, chunks: Indices) -> Indices:
        """The places of the atoms that some chunks have at a step; chunks in rising order."""
        count = self.offsets[step + 1] - self.offsets[step]
        return self.offsets[step] + chunks[: chunks.searchsorted(count)]


def layout(lengths: Sequence[int]) -> Layout:
    """Cut sentences of these lengths (none is 0), which follow one another, into chunks."""
    begins: list[int] = []
    heads: list[bool] = []
    at = 0
    for length in lengths:
        parts = max(1, round(length / CHUNK))
        begins += [at + part * length // parts for part in range(parts)]
        heads += [True] + [False] * (parts - 1)
        at += length
    sizes = np.diff(np.array([*begins, at]))
    ranked = (-sizes).argsort(kind="stable")
    rank = np.empty_like(ranked)
    rank[ranked] = np.arange(len(ranked))
    first, size = np.array(begins)[ranked], sizes[ranked]
    steps = np.arange(size[0])[:, None]
    there = steps < size
    order = (first + steps)[there]
    offsets = (0, *there.sum(axis=1).cumsum().tolist())
    place = np.empty(at + 1, np.intp)
    place[order] = np.arange(at)
    follows = np.arange(1, at + 1)
    follows[np.cumsum(lengths) - 1] = at
    place[at] = -1
    before = np.where(np.array(heads), -1, np.roll(rank, 1))[ranked]
    return Layout(order, offsets, place[first + size - 1], before, place[follows][order])


def _settled(state: Numbers) -> Numbers:
    """States in which the most is 0, so that they can be compared."""
    settled: Numbers = state - state[-1]
    return settled


@dataclass(frozen=True, slots=True)
class Order:
    """Which labels may begin a sentence, which may end one, and whether `j` may follow `i`: `follows[i, j]`.

    In a label that may begin a sentence one may come from every label that may end one, and from no other.
    """

    begins: Flags
    ends: Flags
    follows: Flags

    def reversed(self) -> Order:
        """The same order, read from behind."""
        return Order(self.ends, self.begins, self.follows.T)


def free(labels: int) -> Order:
    """An order in which every label may stand everywhere."""
    anywhere = np.ones(labels, np.bool_)
    return Order(anywhere, anywhere, np.ones((labels, labels), np.bool_))


class Decoder:
    """Decodes by one table of transitions; built once.

    A state is a column: what each label weighs, then the most of those labels that may end a sentence from
    which no transition weighs less than nothing, then the most of all that may end one. Most transitions
    weigh nothing, and for these it is enough to know the most: only the others are looked at one by one.
    What all labels weigh more alike means nothing.
    """

    def __init__(self, transitions: Numbers, order: Order | None = None) -> None:
        """Lay out the ways into each label, in groups of labels with about as many."""
        self._order = order or free(len(transitions))
        self._transitions: Numbers = np.where(self._order.follows, transitions, NEVER).astype(np.int32)
        self._into = np.ascontiguousarray(self._transitions.T)
        self._shunned = self._order.ends & (self._order.follows & (transitions < 0)).any(axis=1)
        self._ends = np.flatnonzero(self._order.ends)
        self._plain = np.flatnonzero(self._order.ends & ~self._shunned)
        ways = [self._ways(label) for label in range(len(transitions))]
        kinds = [len(way).bit_length() for way in ways]
        ranked = sorted(range(len(ways)), key=kinds.__getitem__)
        self._natural = np.argsort(ranked, kind="stable")
        self._groups: list[tuple[int, int]] = []
        laid: list[tuple[int, int]] = []
        for kind in sorted(set(kinds)):
            members = [ways[label] for label in ranked if kinds[label] == kind]
            width = max(map(len, members))
            self._groups.append((width, len(members)))
            laid += [way[min(step, len(way) - 1)] for step in range(width) for way in members]
        self._sources = np.array([source for source, _ in laid])
        weights = np.array([weight for _, weight in laid], np.int32)[:, None]
        self._weights = weights
        self._spread: Callable[[int], Numbers] = cache(lambda count: weights.repeat(count, axis=1))

    def _ways(self, label: int) -> list[tuple[int, int]]:
        """The rows of a state from which one comes to a label, each with what the transition weighs."""
        column, allowed = self._transitions[:, label], self._order.follows[:, label]
        every = len(column)
        if not self._order.begins[label]:
            return [(int(i), int(column[i])) for i in np.flatnonzero(allowed)] or [(every, NEVER)]
        looked_at = allowed & (column != 0)
        if (column[allowed] < 0).any():
            looked_at |= self._shunned
            return [*((int(i), int(column[i])) for i in np.flatnonzero(looked_at)), (every, 0)]
        return [*((int(i), int(column[i])) for i in np.flatnonzero(looked_at)), (every + 1, 0)]

    def decode(self, scores: Numbers, lengths: Sequence[int]) -> tuple[Indices, Numbers]:
        """The label of each atom, and what `states` gives.

        Of labels that are equally likely the first is taken.
        """
        found, plan = self._read(scores, lengths)
        labels = np.empty(len(scores), np.intp)
        labels[plan.order] = self._traced(found[: len(self._transitions)], plan)
        return labels, self._told(found, plan)

    def states(self, scores: Numbers, lengths: Sequence[int]) -> Numbers:
        """What the best way weighs that ends at an atom with a label, a row an atom and a column a label.

        `scores` has the same shape, `lengths` no 0. The numbers of one row are alike in what they leave out.
        """
        return self._told(*self._read(scores, lengths))

    def _read(self, scores: Numbers, lengths: Sequence[int]) -> tuple[Numbers, Layout]:
        plan = layout(lengths)
        return self._messages(np.ascontiguousarray(scores.take(plan.order, axis=0).T), plan), plan

    def _told(self, found: Numbers, plan: Layout) -> Numbers:
        told = np.empty((found.shape[1], len(self._transitions)), np.int32)
        told[plan.order] = found[: len(self._transitions)].T
        return told

    # --- forwards ---------------------------------------------------------------------------

    def _messages(self, scores: Numbers, plan: Layout) -> Numbers:
        """The state after each atom; columns in the order of the plan."""
        found = np.empty((len(scores) + 2, scores.shape[1]), np.int32)
        heads = plan.before < 0
        (others,) = (~heads).nonzero()
        first = scores[:, : len(plan.last)].copy()
        first[np.ix_(~self._order.begins, heads)] = NEVER
        room = np.empty(len(self._sources) * len(plan.last), np.int32)
        self._run(found, scores, plan, self._state(first), room)
        if not len(others):
            return found
        after = np.full(len(plan.last), -1)
        after[plan.before[others]] = others
        ends = _settled(found.take(plan.last, axis=1))
        state = self._step(ends.take(plan.before, axis=1), first, room)
        state[:, heads] = found[:, : len(heads)][:, heads]
        self._run(found, scores, plan, state, room)
        while True:
            known, ends = ends, _settled(found.take(plan.last, axis=1))
            moved = after[(known != ends).any(axis=0)]
            moved = np.sort(moved[moved >= 0])
            if not len(moved):
                return found
            self._again(found, scores, plan, moved, room)

    def _run(self, found: Numbers, scores: Numbers, plan: Layout, state: Numbers, room: Numbers) -> None:
        """Read all chunks; `state` is the one after the first atom of each."""
        found[:, : plan.offsets[1]] = state
        for begin, end in pairwise(plan.offsets[1:]):
            state = self._step(state[:, : end - begin], scores[:, begin:end], room)
            found[:, begin:end] = state

    def _again(self, found: Numbers, scores: Numbers, plan: Layout, chunks: Indices, room: Numbers) -> None:
        """Read some chunks again, until nothing is new."""
        state = _settled(found.take(plan.last[plan.before[chunks]], axis=1))
        for step in range(len(plan.offsets) - 1):
            places = plan.active(step, chunks)
            if not len(places):
                return
            state = self._step(state[:, : len(places)], scores.take(places, axis=1), room)
            differs = state - found.take(places, axis=1)
            if (differs == differs[0]).all():
                return
            found[:, places] = state

    def _step(self, state: Numbers, scores: Numbers, room: Numbers) -> Numbers:
        """The states one atom later; `room` is where one may write meanwhile."""
        count = state.shape[1]
        come = room[: len(self._sources) * count].reshape(-1, count)
        state.take(self._sources, axis=0, out=come, mode="clip")
        come += self._spread(count) if count <= KEPT else self._weights
        best = np.empty(scores.shape, np.int32)
        at = row = 0
        for width, members in self._groups:
            block = come[at : at + width * members].reshape(width, members, count)
            np.maximum.reduce(block, axis=0, out=best[row : row + members])
            at, row = at + width * members, row + members
        best = best.take(self._natural, axis=0)
        best += scores
        return self._state(best)

    def _state(self, scores: Numbers) -> Numbers:
        """States from what each label weighs."""
        state = np.empty((len(scores) + 2, scores.shape[1]), np.int32)
        state[:-2] = scores
        np.maximum.reduce(scores.take(self._ends, axis=0), axis=0, out=state[-1])
        np.maximum.reduce(scores.take(self._plain, axis=0), axis=0, out=state[-2], initial=NEVER)
        return state

    # --- backwards ---------------------------------------------------------------------------

    def _traced(self, found: Numbers, plan: Layout) -> Indices:
        """The labels of the likeliest way, in the order of the plan.

        Each label follows from the next one; all are set at once, and set again where the next one changed.
        """
        found = np.ascontiguousarray(found.T)
        labels: Indices = self._ends[found.take(self._ends, axis=1).argmax(axis=1)]
        (places,) = (plan.after >= 0).nonzero()
        before = np.full(len(labels), -1)
        before[plan.after[places]] = places
        while len(places):
            ways = self._into.take(labels[plan.after[places]], axis=0)
            ways += found.take(places, axis=0)
            told = ways.argmax(axis=1)
            moved = before[places[told != labels[places]]]
            labels[places] = told
            places = moved[moved >= 0]
        return labels
