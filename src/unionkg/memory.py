"""What keeps memory from growing with the number of documents: a file to pile things up in, and giving back.

What is piled up, nobody knows here.
"""

from __future__ import annotations

import ctypes
import json
import os
import tempfile
import weakref
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

HELD = 1 << 16
"""Bytes of a pile up to which no file is made."""


class Pile:
    """Values that JSON can hold, in a file without a name; they are read when all are there."""

    def __init__(self) -> None:
        """There is none yet."""
        self._stream = tempfile.SpooledTemporaryFile(HELD)  # noqa: SIM115 - closed when the pile is gone
        self._number = 0
        weakref.finalize(self, self._stream.close)

    def __len__(self) -> int:
        """How many there are."""
        return self._number

    def __iter__(self) -> Iterator[Any]:
        """Each, as JSON gives it back."""
        self._stream.seek(0)
        for line in self._stream:
            yield json.loads(line)

    def add(self, value: object) -> None:
        """One more; not while they are being read."""
        self._stream.seek(0, os.SEEK_END)
        self._stream.write(json.dumps(value).encode("ascii") + b"\n")
        self._number += 1


def give_back() -> None:
    """Let the system have the memory that was freed: the C library would keep tens of megabytes of it."""
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    """The call of glibc that does it; elsewhere nothing needs to be done, or nothing can."""
    try:
        found: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # macOS, musl, Windows
        return lambda _: None
    return found
