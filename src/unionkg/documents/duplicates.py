"""The same speech in other clothes: near duplicates by MinHash over what is left without marks and spaces.

Documents come in one by one, and nothing of them is kept but a sketch; no file is opened here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rensa import RMinHash, RMinHashLSH

from unionkg.model import Document, Finding

SHINGLE = 5
"""Code points in a shingle."""
PERMUTATIONS = 128
BANDS = 32
"""Four rows a band: of pairs at 0.8 one in ten million is missed."""
SEED = 20191231
THRESHOLD = 0.8


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier document that says nearly the same, and how much of it, from 0 to 1 (Jaccard)."""

    id: str
    similarity: float


class Duplicates:
    """The documents seen so far, as sketches: some 1 kB each."""

    def __init__(self, threshold: float = THRESHOLD) -> None:
        """`threshold` is the least share of common shingles that makes a twin."""
        self.threshold = threshold
        self.ids: list[str] = []
        self.sketches: list[RMinHash] = []
        self.index = RMinHashLSH(threshold, PERMUTATIONS, BANDS)

    def twin(self, document: Document) -> Twin | None:
        """The most similar document seen before, the first among equals; then remember this one."""
        sketch = RMinHash(PERMUTATIONS, SEED)
        sketch.update(shingles(document.text))
        near = [(self.sketches[at].jaccard(sketch), -at) for at in self.index.query(sketch)]
        self.index.insert(len(self.ids), sketch)
        self.ids.append(document.id)
        self.sketches.append(sketch)
        similarity, at = max(near, default=(0.0, 0))
        return Twin(self.ids[-at], round(similarity, 2)) if near and similarity >= self.threshold else None


def find(documents: Iterable[Document], threshold: float = THRESHOLD) -> Iterator[Finding]:
    """A warning for each document that nearly repeats an earlier one."""
    seen = Duplicates(threshold)
    for document in documents:
        twin = seen.twin(document)
        if twin:
            yield finding(document, twin)


def finding(document: Document, twin: Twin) -> Finding:
    """The warning that says of which document this one is a twin."""
    return Finding(
        "warning",
        document.id,
        f"与 {twin.id} 几乎相同（{twin.similarity:.0%}）；可只留一份",
        f"nearly the same as {twin.id} ({twin.similarity:.0%}); keep one of them",
    )


def shingles(text: str) -> list[str]:
    """The sorted set of stretches of letters and digits, without marks, spaces and forms of width."""
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
    return sorted({plain[at : at + SHINGLE] for at in range(max(len(plain) - SHINGLE, 0) + 1)})
