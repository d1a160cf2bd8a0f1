"""How much is lost where a span is a mention: its max-marginal, exactly, in whole numbers.

The loss of a span is what the likeliest labels weigh more than the likeliest among those that mark it;
0 is lost by what the likeliest labels mark. (Max-marginals: Wainwright and Jordan 2008, section 8.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unionkg.mentions.crfmodel import ONE, Indices, Numbers
from unionkg.mentions.decoding import Decoder, Order

MOST = 3 * ONE
"""What a span may lose to be looked at at all: `e` to the third, some 20 times less likely."""

LONGEST = 30
"""Atoms of a span."""

Wide = NDArray[np.int64]


class Alternative(NamedTuple):
    """A span that might be a mention: its first and last atom, and what is lost if it is one."""

    type: str
    first: int
    last: int
    loss: int


class Places(NamedTuple):
    """Where the labels `S-T`, `B-T`, `I-T`, `E-T` of each type stand in the table; -1 is nowhere."""

    types: tuple[str, ...]
    single: Indices
    begin: Indices
    inner: Indices
    end: Indices


def places(labels: Sequence[str]) -> Places:
    """The places of the labels of each type."""
    at = {label: place for place, label in enumerate(labels)}
    types = sorted({kind for _, dash, kind in (label.partition("-") for label in labels) if dash})
    found = (np.array([at.get(f"{prefix}-{t}", -1) for t in types], np.intp) for prefix in "SBIE")
    return Places(tuple(types), *found)


@dataclass(frozen=True, slots=True)
class _Ways:
    """What is needed of a text: what its labels weigh, and states from before and from behind.

    States of one atom leave out a number; `best[i]` is what the likeliest labels weigh with both numbers of
    `i`, and with that from before `i` and that from behind `j` they weigh `best[i] + behind[j] - behind[i]`.
    """

    scores: Numbers
    before: Wide
    after: Wide
    best: Wide
    behind: Wide


class Marginals:
    """Finds alternatives by one table of transitions; built once."""

    def __init__(self, labels: Sequence[str], outside: int, transitions: Numbers, order: Order) -> None:
        """`outside` is the place of the label of atoms in no mention; `order` bars half a mention."""
        self._places, self._outside = places(labels), outside
        self._transitions = transitions.astype(np.int64)
        self._forward = Decoder(transitions, order)
        self._backward = Decoder(np.ascontiguousarray(transitions.T), order.reversed())

    def find(self, scores: Numbers, lengths: Sequence[int]) -> tuple[list[Alternative], list[int]]:
        """The alternatives in sentences that follow one another, and what each atom loses outside of all.

        `scores` has a row an atom and a column a label, `lengths` no 0. They come by their place, of those in
        one place the one that loses least first.
        """
        ways = self._ways(scores, lengths)
        lost: Wide = ways.best[:, None] - (ways.before + ways.after - scores)
        found = [*self._single(lost), *self._longer(ways, lost)]
        return sorted(found, key=_rank), lost[:, self._outside].tolist()

    def _ways(self, scores: Numbers, lengths: Sequence[int]) -> _Ways:
        labels, before = self._forward.decode(scores, lengths)
        after = self._backward.states(scores[::-1], lengths[::-1])[::-1]
        at = np.arange(len(scores))
        own = scores[at, labels]
        left, right = before[at, labels].astype(np.int64), after[at, labels].astype(np.int64)
        best = left + right - own
        steps = np.zeros(len(scores), np.int64)
        steps[1:] = left[:-1] + self._transitions[labels[:-1], labels[1:]] + right[1:] - best[:-1]
        return _Ways(scores, before.astype(np.int64), after.astype(np.int64), best, steps.cumsum())

    def _single(self, lost: Wide) -> Iterator[Alternative]:
        """Alternatives of one atom."""
        types, single, *_ = self._places
        table = lost[:, single]
        atoms, kinds = ((table <= MOST) & (single >= 0)).nonzero()
        losses = table[atoms, kinds].tolist()
        for atom, kind, loss in zip(atoms.tolist(), kinds.tolist(), losses, strict=True):
            yield Alternative(types[kind], atom, atom, loss)

    def _longer(self, ways: _Ways, lost: Wide) -> Iterator[Alternative]:
        """Alternatives of several atoms: from every likely beginning on, atom by atom.

        None goes beyond its sentence, as to begin or to go on with its last atom loses all.
        """
        types, _, begin, inner, end = self._places
        first, kinds = ((lost[:, begin] <= MOST) & (begin >= 0) & (end >= 0)).nonzero()
        weights, label = ways.before[first, begin[kinds]], begin[kinds]
        for length in range(1, LONGEST):
            last = first + length
            (kept,) = (last < len(lost)).nonzero()
            first, kinds, weights, label, last = (part[kept] for part in (first, kinds, weights, label, last))
            if not len(first):
                return
            whole = ways.best[first] + ways.behind[last] - ways.behind[first]
            ending = end[kinds]
            loss = whole - weights - self._transitions[label, ending] - ways.after[last, ending]
            for place in (loss <= MOST).nonzero()[0].tolist():
                yield Alternative(types[kinds[place]], int(first[place]), int(last[place]), int(loss[place]))
            going = inner[kinds]
            there = going >= 0
            weights = weights + self._transitions[label, going]
            there &= whole - weights - ways.after[last, going] <= MOST
            weights = weights + ways.scores[last, going]
            first, kinds, weights, label = first[there], kinds[there], weights[there], going[there]


def _rank(found: Alternative) -> tuple[int, int, int, str]:
    return found.first, found.last, found.loss, found.type
