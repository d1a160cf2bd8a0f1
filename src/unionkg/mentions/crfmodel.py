"""The features that a CRFsuite model knows, read from its file: what it does not know need not be made.

CRFsuite's interface does not tell them. Nothing is tagged here.
"""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER = struct.Struct("<4sI4s9I")
"""Of a model (`header_t` in crf1d_model.c): magic, size, type, version, counts of features, labels and
attributes, offsets of features, labels, attributes, and two more."""

_DATABASE = struct.Struct("<4s5I")
"""Of the database of attributes (`header_t` in cqdb.c): magic, size, flag, byte order, count, offset."""

_RECORD = struct.Struct("<iI")
"""Before a name: its number, and its size in bytes with the closing zero."""


def features(model: Path) -> frozenset[str] | None:
    """The names of the features of a model; None where the file has another form than was expected."""
    data = model.read_bytes()
    try:
        magic, _, kind, *numbers = _HEADER.unpack_from(data)
        at = numbers[6]
        base_magic, _, _, _, count, places = _DATABASE.unpack_from(data, at)
        if (magic, kind, base_magic) != (b"lCRF", b"FOMC", b"CQDB") or count != numbers[3]:
            return None
        offsets = struct.unpack_from(f"<{count}I", data, at + places)
        return frozenset(_name(data, at + offset) for offset in offsets)
    except (struct.error, UnicodeDecodeError, IndexError):
        return None


def _name(data: bytes, at: int) -> str:
    """The name of one attribute."""
    _, size = _RECORD.unpack_from(data, at)
    start = at + _RECORD.size
    return data[start : start + size - 1].decode("utf-8")
