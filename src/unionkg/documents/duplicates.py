"""The same speech in other clothes: near duplicates by MinHash over what is left without marks and spaces.

Documents come in one by one. Of each a sketch is kept in a file without a name, and in memory some 220 bytes
to find it by; of those that are all the same only the first. No document is opened here.
"""

from __future__ import annotations

import tempfile
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import eq
from typing import Self

from rensa import RMinHash

from unionkg.model import Document, Finding

SHINGLE = 5
"""Code points in a shingle."""
PERMUTATIONS = 128
SEED = 20191231
THRESHOLD = 0.8
FILLED = 0.7
"""The share of the places of an index from which on it is made anew, GROWTH times as large."""
GROWTH = 1.5
KEPT = 1 << 20
"""Bytes of sketches up to which no file is made."""
_WIDTH = 4 * PERMUTATIONS
"""Bytes of a sketch: a number of 32 bits for each permutation."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier document that says nearly the same, and how much of it, from 0 to 1 (Jaccard)."""

    id: str
    similarity: float


class Sketches:
    """The sketches of documents with their ids, in a file, by number."""

    def __init__(self) -> None:
        """There is none yet."""
        self._stream = tempfile.SpooledTemporaryFile(KEPT)  # noqa: SIM115 - closed by its owner
        self._begins = array("Q", [0])

    def __len__(self) -> int:
        """How many there are."""
        return len(self._begins) - 1

    def close(self) -> None:
        """Forget them."""
        self._stream.close()

    def add(self, sketch: bytes, name: str) -> None:
        """One more, of the document of that id."""
        told = sketch + name.encode("utf-8", "surrogatepass")
        self._stream.seek(self._begins[-1])
        self._stream.write(told)
        self._begins.append(self._begins[-1] + len(told))

    def sketch(self, number: int) -> bytes:
        """The sketch of that number."""
        self._stream.seek(self._begins[number])
        return self._stream.read(_WIDTH)

    def name(self, number: int) -> str:
        """The id of the document of that number."""
        begin = self._begins[number] + _WIDTH
        self._stream.seek(begin)
        return self._stream.read(self._begins[number + 1] - begin).decode("utf-8", "surrogatepass")


class Index:
    """Which numbers bear a key: a table of open places, five bytes each, that is never more than FILLED."""

    def __init__(self, places: int = 1 << 12) -> None:
        """It is empty, with so many places."""
        self._numbers = array("I", bytes(4 * places))
        self._marks = bytearray(places)
        self._free = int(places * FILLED)

    def room(self, number: int) -> bool:
        """Whether so many more find a place."""
        return self._free >= number

    def larger(self) -> Index:
        """An empty one with more places."""
        return Index(int(len(self._marks) * GROWTH))

    def add(self, key: int, number: int) -> None:
        """Let a number bear a key."""
        place = self._first(key)
        while self._numbers[place]:
            place = (place + 1) % len(self._marks)
        self._numbers[place], self._marks[place] = number + 1, key & 255
        self._free -= 1

    def find(self, key: int) -> Iterator[int]:
        """The numbers that bear a key, and a few that do not: eight bits of it are looked at."""
        place, mark = self._first(key), key & 255
        while number := self._numbers[place]:
            if self._marks[place] == mark:
                yield number - 1
            place = (place + 1) % len(self._marks)

    def _first(self, key: int) -> int:
        return (key >> 8) % len(self._marks)


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
        self._sketches = Sketches()
        self._index = Index()

    def __enter__(self) -> Self:
        """For a `with`, which closes the file of the sketches."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._sketches.close()

    def twin(self, document: Document) -> Twin | None:
        """The most similar document seen before, the first among equals; then remember this one."""
        sketch = sketched(document.text)
        keys = self._keys(sketch)
        near = {number for key in keys for number in self._index.find(key)}
        like = [(similarity(self._sketches.sketch(number), sketch), -number) for number in near]
        most, number = max(like, default=(0.0, 0))
        if most < 1:  # of those that are all the same the first is enough
            self._remember(sketch, keys, document.id)
        return Twin(self._sketches.name(-number), round(most, 2)) if like and most >= self.threshold else None

    def _remember(self, sketch: bytes, keys: list[int], name: str) -> None:
        self._sketches.add(sketch, name)
        if not self._index.room(len(keys)):
            self._index = self._index.larger()
            for number in range(len(self._sketches) - 1):
                for key in self._keys(self._sketches.sketch(number)):
                    self._index.add(key, number)
        for key in keys:
            self._index.add(key, len(self._sketches) - 1)

    def _keys(self, sketch: bytes) -> list[int]:
        """The key of each band: a hash of its place and of what stands there."""
        return [hash((begin, sketch[begin:end])) for begin, end in self._bands]


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
    with Duplicates(threshold) as seen:
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
