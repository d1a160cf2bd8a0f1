"""The same work on one item after another, in one process or in several, always in the items' order.

What the work is, nobody knows here.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import TypeVar

from unionkg.errors import UnionkgError

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """The result of `work` for each item, in order; items are taken only as they are needed.

    Where there is a single item, or `processes` is 1, no process is started. Raises what
    `work` raises, and UnionkgError where a process was ended from outside.
    """
    rest = iter(items)
    first = list(islice(rest, 2))
    if processes < 2 or len(first) < 2:
        yield from map(work, chain(first, rest))
        return
    try:
        yield from _spread(work, chain(first, rest), processes)
    except BrokenProcessPool as fault:
        raise UnionkgError(
            "一个工作进程被系统终止（多半是内存不足）；请用 --jobs 1 再试",
            "a worker process was ended by the system (memory, most likely); try again with --jobs 1",
        ) from fault


def _spread(work: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """Twice as many items as processes are under way at a time, so memory does not grow with the number."""
    pool = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent
    )
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: nobody would take what it makes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()


def _outlive(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
