"""The same speech in other clothes: near duplicates by MinHash over what is left without marks and spaces.

Documents come in one by one. Of each a sketch is kept in a file without a name, and in memory some 220 bytes
to find it by; of those that are all the same only the first. No document is opened here.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import eq

from rensa import RMinHash

from unionkg.documents.drawer import Drawer
from unionkg.model import Document, Finding

SHINGLE = 5
"""Code points in a shingle."""
PERMUTATIONS = 128
SEED = 20191231
THRESHOLD = 0.8
_WIDTH = 4 * PERMUTATIONS
"""Bytes of a sketch: a number of 32 bits for each permutation."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier document that says nearly the same, and how much of it, from 0 to 1 (Jaccard)."""

    id: str
    similarity: float


class Duplicates:
    """The documents seen so far.

    Two sketches that agree in all but N places agree in one of N + 1 bands at least: looking for equal bands
    finds all that are near enough.
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        """`threshold` is the least share of common shingles that makes a twin."""
        bands = min(PERMUTATIONS, int(PERMUTATIONS * (1 - threshold)) + 1)
        ends = [4 * (PERMUTATIONS * band // bands) for band in range(bands + 1)]
        self.threshold = threshold
        self._bands = list(pairwise(ends))
        self._seen = Drawer(self._keys)

    def twin(self, document: Document) -> Twin | None:
        """The most similar document seen before, the first among equals; then remember this one."""
        sketch = sketched(document.text)
        near = self._seen.like(sketch)
        like = [(similarity(self._seen[number][:_WIDTH], sketch), -number) for number in near]
        most, number = max(like, default=(0.0, 0))
        if most < 1:  # of those that are all the same the first is enough
            self._seen.add(sketch + document.id.encode("utf-8", "surrogatepass"))
        if not like or most < self.threshold:
            return None
        return Twin(self._seen[-number][_WIDTH:].decode("utf-8", "surrogatepass"), round(most, 2))

    def _keys(self, record: bytes) -> list[int]:
        """The key of each band: a hash of its place and of what stands there."""
        return [hash((begin, record[begin:end])) for begin, end in self._bands]


def sketched(text: str) -> bytes:
    """The sketch of a text."""
    found = RMinHash(PERMUTATIONS, SEED)
    found.update(shingles(text))
    return array("I", found.digest()).tobytes()


def similarity(one: bytes, other: bytes) -> float:
    """The share of common shingles as two sketches tell it."""
    same: int = sum(map(eq, memoryview(one).cast("I"), memoryview(other).cast("I")))
    return same / PERMUTATIONS


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
