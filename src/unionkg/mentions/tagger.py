"""The learnt tagger: a linear-chain CRF over atoms (Lafferty, McCallum, Pereira 2001), by CRFsuite.

It chooses among what the rules and the thesaurus see; trained by `learning`, never at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

import pycrfsuite

from unionkg.mentions import crfmodel
from unionkg.mentions.features import Atoms
from unionkg.model import Span, Structure

OUTSIDE = "O"
Tagged = tuple[str, Span]


def shipped() -> Path:
    """The model that ships with the package."""
    return Path(str(resources.files("unionkg.mentions"))) / "tagger.crfsuite"


class Tagger:
    """A trained model, opened once in each process."""

    def __init__(self, model: Path) -> None:
        """Open a CRFsuite model file; `features` are those that it knows, None where it does not tell."""
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(model))
        self.features = crfmodel.features(model)

    def tag(self, atoms: Atoms, structure: Structure) -> Iterator[Tagged]:
        """Type and span of each mention, in order."""
        for begin, end in atoms.sequences(structure):
            if begin < end:
                labels = self._tagger.tag(atoms.features[begin:end])
                for entity_type, first, last in spans(labels):
                    yield entity_type, Span(atoms.starts[begin + first], atoms.starts[begin + last + 1])


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


def labels(atoms: Atoms, mentions: Iterable[Tagged]) -> tuple[list[str], int]:
    """The labels that say these mentions, and how many of them no atom edges fit."""
    at = {start: index for index, start in enumerate(atoms.starts)}
    found = [OUTSIDE] * len(atoms.features)
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
