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

_BEFORE_NAME = 8
"""Bytes of a record before its name: a number and the size of the name, which ends with a zero."""


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
        starts = (at + offset + _BEFORE_NAME for offset in offsets)
        return frozenset(data[start : data.index(0, start)].decode("utf-8") for start in starts)
    except (struct.error, UnicodeDecodeError, ValueError):
        return None
