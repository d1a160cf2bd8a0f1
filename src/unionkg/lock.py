"""One build at a time: a lock on an output folder that ends with the process that holds it.

Who holds it is written into the file for people; what counts is the lock of the system.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unionkg.errors import OutputError

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30

    def _taken(handle: int) -> bool:
        """Lock a byte far behind what is written, so that others can read that; False where it is locked."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _taken(handle: int) -> bool:
        """Lock the file; False where another process has locked it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock that a file stands for; raises OutputError where another process holds it.

    A process that was killed holds nothing any more, whatever its file says.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        raise OutputError(f"{path}：{fault}", f"{path}: {fault}") from fault
    try:
        if not _taken(handle):
            raise _running(path)
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _running(path: Path) -> OutputError:
    """The error that names the process which holds a lock."""
    try:
        holder = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        holder = ""
    return OutputError(
        f"{path.parent} 正由另一个构建写入（进程 {holder or '不明'}）；请等它结束，或用 -o 另指文件夹",
        f"another build is writing {path.parent} (process {holder or 'unknown'});"
        " wait for it to end, or name another folder by -o",
    )
