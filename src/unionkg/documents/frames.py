"""Frames on a pipe: eight bytes of length, then so many bytes. Both ends of the worker speak it.

What a frame holds is not known here.
"""

from __future__ import annotations

import struct
import sys
from typing import IO

LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], frame: bytes) -> None:
    """Write one frame."""
    stream.write(LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def receive(stream: IO[bytes], most: int = sys.maxsize) -> bytes | None:
    """Read one frame of at most `most` bytes; None at the end of the stream or for a longer one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    frame = stream.read(size) if size <= most else b""
    return frame if len(frame) == size else None
