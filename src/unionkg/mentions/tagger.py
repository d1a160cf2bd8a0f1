"""The learnt tagger: a linear-chain CRF over atoms (Lafferty, McCallum, Pereira 2001), trained by CRFsuite.

It chooses among what the rules and the thesaurus see; trained by `learning`, never at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from unionkg.mentions import crfmodel
from unionkg.mentions.atoms import Atoms
from unionkg.mentions.decoding import Decoder, Order
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

    def __init__(self, model: Path, *, ordered: bool = True) -> None:
        """Open a model file; raises UnionkgError where it is none.

        `ordered` lets labels follow one another only as they do in mentions; CRFsuite knows no such order.
        """
        read = crfmodel.read(model)
        self._labels = np.array(read.labels)
        self._outside = read.labels.index(OUTSIDE)
        self._scorer = Scorer(read)
        self._decoder = Decoder(read.transitions, order(read.labels) if ordered else None)

    def tag(self, atoms: Atoms, structure: Structure) -> Iterator[Tagged]:
        """Type and span of each mention, in order."""
        for sequences in _together(atoms.sequences(structure)):
            begin = sequences[0][0]
            labels = self._decoded(atoms, sequences)
            (inside,) = (labels != self._outside).nonzero()
            names = self._labels[labels[inside]].tolist()
            for first, run in _runs((inside + begin).tolist(), names, {a for a, _ in sequences}):
                for entity_type, a, b in spans(run):
                    yield entity_type, Span(atoms.starts[first + a], atoms.starts[first + b + 1])

    def labels(self, atoms: Atoms, structure: Structure) -> list[str]:
        """The label of each atom."""
        parts = [self._decoded(atoms, part) for part in _together(atoms.sequences(structure))]
        return [name for part in parts for name in self._labels[part].tolist()]

    def _decoded(self, atoms: Atoms, sequences: list[tuple[int, int]]) -> crfmodel.Indices:
        """The labels of sentences that follow one another, as numbers."""
        scores = self._scorer.scores(atoms, sequences[0][0], sequences[-1][1])
        return self._decoder.decode(scores, [end - begin for begin, end in sequences])


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


def _runs(inside: list[int], names: list[str], heads: set[int]) -> Iterator[tuple[int, list[str]]]:
    """The labels of atoms in mentions, cut where an atom outside or the end of a sentence stands between."""
    run: list[str] = []
    last = -1
    for index, name in zip(inside, names, strict=True):
        if index != last + 1 or index in heads:
            if run:
                yield last + 1 - len(run), run
            run = []
        run.append(name)
        last = index
    if run:
        yield last + 1 - len(run), run


def spans(labels: list[str]) -> Iterator[tuple[str, int, int]]:
    """Type, first and last index of each run `B I* E` or `S`; a broken run ends before the break."""
    index = 0
    while index < len(labels):
        prefix, _, entity_type = labels[index].partition("-")
        last = index
        if prefix == "B":
            while last + 1 < len(labels) and labels[last + 1] == f"I-{entity_type}":
                last += 1
            if last + 1 < len(labels) and labels[last + 1] == f"E-{entity_type}":
                last += 1
        if prefix in {"B", "S"}:
            yield entity_type, index, last
        index = last + 1


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
