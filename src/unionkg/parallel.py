"""The same work on one item after another, in one process or in several, always in the items' order.

What the work is, nobody knows here, nor whose the processes are.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Workers:
    """Processes to work in: `start` gives a pool of so many, `number` is how many there are.

    `broken` is what a pool raises when a process was ended from outside. Where `here`, they are of this
    machine, and this process can do their work as well.
    """

    start: Callable[[int], Executor]
    number: int
    broken: tuple[type[Exception], ...]
    here: bool = False


@dataclass(frozen=True, slots=True)
class Mishap(Generic[Item, Result]):
    """What becomes of an item whose process was ended twice: its parts are tried, each alone.

    `lost` gives the result that stands for a part that ended its process, too.
    """

    parts: Callable[[Item], Sequence[Item]]
    lost: Callable[[Item], Result]


def here(processes: int) -> Workers:
    """So many processes of this machine."""
    return Workers(_local, processes, (BrokenProcessPool,), here=True)


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], workers: Workers, mishap: Mishap[Item, Result]
) -> Iterator[Result]:
    """The result of `work` for each item, or for each of its parts, in order.

    Items are taken only as they are needed: twice as many as there are processes are under way, so that
    memory does not grow with their number. Where there is a single item on this machine, or one process,
    none is started. Raises what `work` raises.
    """
    rest = iter(items)
    first = list(islice(rest, 2))
    if workers.here and (workers.number < 2 or len(first) < 2):
        yield from map(work, chain(first, rest))
        return
    yield from _spread(work, chain(first, rest), workers, mishap)


def _spread(
    work: Callable[[Item], Result], items: Iterator[Item], workers: Workers, mishap: Mishap[Item, Result]
) -> Iterator[Result]:
    """In all processes at once; what was under way when one was ended is done again, one by one."""
    waiting: deque[Item] = deque()
    futures: deque[Future[Result]] = deque()
    pool: Executor | None = None
    try:
        while True:
            try:
                pool = pool or workers.start(workers.number)
                for item in islice(items, 2 * workers.number + 1 - len(waiting)):
                    waiting.append(item)
                    futures.append(pool.submit(work, item))
                if not waiting:
                    return
                result = futures[0].result()
            except workers.broken:
                _end(pool)
                pool = None
                futures.clear()
                while waiting:
                    yield from _again(work, waiting.popleft(), workers, mishap)
                continue
            waiting.popleft()
            futures.popleft()
            yield result
    finally:
        for future in futures:
            future.cancel()
        _end(pool)


def _again(
    work: Callable[[Item], Result], item: Item, workers: Workers, mishap: Mishap[Item, Result]
) -> Iterator[Result]:
    """One item alone; where its process ends again, each of its parts, and what ends one is lost."""
    pool: Executor | None = None
    try:
        for one, last in chain([(item, False)], ((part, True) for part in mishap.parts(item))):
            pool = pool or workers.start(1)
            try:
                result = pool.submit(work, one).result()
            except workers.broken:
                _end(pool)
                pool = None
                if not last:
                    continue
                result = mishap.lost(one)
            yield result
            if not last:
                return
    finally:
        _end(pool)


def _local(processes: int) -> Executor:
    """A pool of processes that end with this one."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent)


def _end(pool: Executor | None) -> None:
    if pool:
        pool.shutdown(wait=True)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: nobody would take what it makes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()


def _outlive(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
