"""Records by the hundred thousand, found again by what they hold: in a file, and some bytes of memory each.

What the records are, nobody knows here.
"""

from __future__ import annotations

import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator, Sequence

FILLED = 0.7
"""The share of the places of an index from which on it is made anew, GROWTH times as large."""
GROWTH = 1.5
PLACES = 1 << 10
"""Places of an index that is empty."""
HELD = 1 << 20
"""Bytes of records up to which no file is made."""


class Index:
    """Which numbers bear a key: a table of open places, five bytes each, that is never more than FILLED."""

    def __init__(self, places: int) -> None:
        """It is empty, with so many places."""
        self.free = int(places * FILLED)
        self._numbers = array("I", bytes(4 * places))
        self._marks = bytearray(places)

    def larger(self) -> Index:
        """An empty one with more places."""
        return Index(int(len(self._marks) * GROWTH))

    def add(self, key: int, number: int) -> None:
        """Let a number bear a key."""
        place = self._first(key)
        while self._numbers[place]:
            place = (place + 1) % len(self._marks)
        self._numbers[place], self._marks[place] = number + 1, key & 255
        self.free -= 1

    def find(self, key: int) -> Iterator[int]:
        """The numbers that bear a key, and a few that do not: eight bits of it are looked at."""
        place, mark = self._first(key), key & 255
        while number := self._numbers[place]:
            if self._marks[place] == mark:
                yield number - 1
            place = (place + 1) % len(self._marks)

    def _first(self, key: int) -> int:
        return (key >> 8) % len(self._marks)


class Drawer:
    """Records by number, and the numbers of those that have a key in common with another record."""

    def __init__(self, keys: Callable[[bytes], Sequence[int]]) -> None:
        """There is none yet; `keys` tells by what a record is to be found."""
        self._keys = keys
        self._begins = array("Q", [0])
        self._index = Index(PLACES)
        self._stream = tempfile.SpooledTemporaryFile(HELD)  # noqa: SIM115 - closed when the drawer is gone
        weakref.finalize(self, self._stream.close)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._begins) - 1

    def __getitem__(self, number: int) -> bytes:
        """The record of that number."""
        begin, end = self._begins[number : number + 2]
        self._stream.seek(begin)
        return self._stream.read(end - begin)

    def add(self, record: bytes) -> None:
        """One more, with the next number."""
        self._stream.seek(self._begins[-1])
        self._stream.write(record)
        self._begins.append(self._begins[-1] + len(record))
        keys = self._keys(record)
        if self._index.free >= len(keys):
            self._enter(keys, len(self) - 1)
            return
        while self._index.free < len(self) * len(keys):
            self._index = self._index.larger()
        for number in range(len(self)):
            self._enter(self._keys(self[number]), number)

    def like(self, record: bytes) -> set[int]:
        """The numbers of all that have a key in common with a record, and of a few others."""
        return {number for key in self._keys(record) for number in self._index.find(key)}

    def _enter(self, keys: Sequence[int], number: int) -> None:
        for key in keys:
            self._index.add(key, number)


class Names:
    """A set of names."""

    def __init__(self) -> None:
        """There is none yet."""
        self._drawer = Drawer(lambda record: (hash(record),))

    def __contains__(self, name: str) -> bool:
        """Whether a name is among them."""
        record = _bytes(name)
        return any(self._drawer[number] == record for number in self._drawer.like(record))

    def add(self, name: str) -> None:
        """One more, which is not among them."""
        self._drawer.add(_bytes(name))


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")
