"""The learnt tagger: a linear-chain CRF over atoms (Lafferty, McCallum, Pereira 2001), trained by CRFsuite.

It tells what might be a mention, among it what the rules and the thesaurus see; trained by `learning`, never
at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from unionkg.mentions import crfmodel
from unionkg.mentions.atoms import Atoms
from unionkg.mentions.decoding import Order
from unionkg.mentions.marginals import Alternative, Marginals
from unionkg.mentions.scoring import Scorer
from unionkg.model import Span, Structure

OUTSIDE = "O"

TOGETHER = 4096
"""Atoms that are tagged together, about: whole sentences."""

Tagged = tuple[str, Span]


def shipped() -> Path:
    """The model that ships with the package."""
    return Path(str(resources.files("unionkg.mentions"))) / "tagger.weights"


class Tagger:
    """A trained model, opened once in each process."""

    def __init__(self, model: Path) -> None:
        """Open a model file; raises UnionkgError where it is none."""
        read = crfmodel.read(model)
        self._scorer = Scorer(read)
        outside = read.labels.index(OUTSIDE)
        self._marginals = Marginals(read.labels, outside, read.transitions, order(read.labels))

    def alternatives(self, atoms: Atoms, structure: Structure) -> tuple[list[Alternative], list[int]]:
        """The spans that might be mentions, in order, and what each atom loses outside of all."""
        found: list[Alternative] = []
        outside: list[int] = []
        for sequences in _together(atoms.sequences(structure)):
            begin, end = sequences[0][0], sequences[-1][1]
            scores = self._scorer.scores(atoms, begin, end)
            more, lost = self._marginals.find(scores, [b - a for a, b in sequences])
            found += (Alternative(kind, a + begin, b + begin, loss) for kind, a, b, loss in more)
            outside += lost
        return found, outside


def _together(sequences: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Sentences in parts of about as many atoms as are tagged together."""
    part: list[tuple[int, int]] = []
    for sequence in sequences:
        part.append(sequence)
        if sequence[1] - part[0][0] >= TOGETHER:
            yield part
            part = []
    if part:
        yield part


def order(names: Sequence[str]) -> Order:
    """How labels may follow one another: `B I* E` of one type, and `S` and `O` between."""
    parts = [name.partition("-") for name in names]
    begins = np.array([prefix not in {"I", "E"} for prefix, _, _ in parts])
    ends = np.array([prefix not in {"B", "I"} for prefix, _, _ in parts])
    types = np.array([entity_type for _, _, entity_type in parts])
    within = ~ends[:, None] & ~begins[None, :] & (types[:, None] == types[None, :])
    return Order(begins, ends, within | (ends[:, None] & begins[None, :]))


def labels(atoms: Atoms, mentions: Iterable[Tagged]) -> tuple[list[str], int]:
    """The labels that say these mentions, and how many of them no atom edges fit."""
    at = {start: index for index, start in enumerate(atoms.starts)}
    found = [OUTSIDE] * len(atoms.forms)
    lost = 0
    for entity_type, span in mentions:
        if span.start not in at or span.end not in at:
            lost += 1
            continue
        first, last = at[span.start], at[span.end] - 1
        for index in range(first, last + 1):
            found[index] = f"I-{entity_type}"
        found[first], found[last] = f"B-{entity_type}", f"E-{entity_type}"
        if first == last:
            found[first] = f"S-{entity_type}"
    return found, lost
