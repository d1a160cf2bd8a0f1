"""What two processes gain by `--jobs 2`, beside what two independent ones gain in the same run.

python benchmarks/cores.py FILE.jsonl [DOCUMENTS]     (default 600)

Chunks of documents go through all stages to quads, as in a build; no store is written. Seconds on the wall
behind a first chunk, so that starting and loading are not among them.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import reading
from unionkg import knowledge, renewal, workshop
from unionkg.parallel import Mishap, here, in_order
from unionkg.settings import Settings
from unionkg.workshop import Chunk, Job, Task

CHUNK = 25


def job() -> Job:
    """What processes must know; stage files are not written."""
    base = Settings().base
    return Job(None, base, renewal.frame(knowledge.load().digest, base), None)


def chunks(source: Path, documents: int) -> list[Chunk]:
    """The documents in chunks."""
    tasks = [Task(document, (), "") for document in reading.corpus(source, documents)]
    return [tuple(tasks[start : start + CHUNK]) for start in range(0, len(tasks), CHUNK)]


def work(told: Job, chunk: Chunk) -> int:
    """The number of quads of a chunk; they are sent nowhere, as independent processes keep theirs."""
    return sum(made.number for made in workshop.make(told, chunk) if hasattr(made, "number"))


def alone(told: Job, mine: list[Chunk], barrier: object, taken: object) -> None:
    """One process: warms up, waits for the other, works, tells its seconds."""
    work(told, mine[0])
    barrier.wait()  # type: ignore[attr-defined]
    started = time.perf_counter()
    for chunk in mine:
        work(told, chunk)
    taken.put(time.perf_counter() - started)  # type: ignore[attr-defined]


def independent(told: Job, parts: list[list[Chunk]]) -> float:
    """Seconds until as many processes as there are parts are through with their own part."""
    context = get_context("spawn")
    barrier, taken = context.Barrier(len(parts)), context.Queue()
    running = [context.Process(target=alone, args=(told, part, barrier, taken)) for part in parts]
    for process in running:
        process.start()
    seconds = max(taken.get() for _ in parts)
    for process in running:
        process.join()
    return seconds


def together(told: Job, whole: list[Chunk]) -> float:
    """Seconds by `--jobs 2`, from the results of two chunks that warm the processes up to the last."""
    mishap: Mishap[Chunk, int] = Mishap(lambda chunk: [chunk], lambda _: 0)
    results = in_order(partial(work, told), [whole[0], whole[0], *whole], here(2), mishap)
    next(results), next(results)
    started = time.perf_counter()
    for _ in results:
        pass
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    source = Path(sys.argv[1])
    told, whole = job(), chunks(source, int(sys.argv[2]) if len(sys.argv) > 2 else 600)
    one = independent(told, [whole])
    two = independent(told, [whole[::2], whole[1::2]])
    jobs = together(told, whole)
    print(f"one process {one:.2f} s; two independent {two:.2f} s, gain {one / two:.2f}")
    print(f"--jobs 2 {jobs:.2f} s, gain {one / jobs:.2f}: {two / jobs:.0%} of what two independent ones gain")


if __name__ == "__main__":
    main()
