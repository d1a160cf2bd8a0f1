"""How long each ready-made question takes on a built graph: median and 95th percentile in milliseconds.

python benchmarks/queries.py [OUTPUT] [--repeats 20]     (default output)
On a machine that does other things too, look at the processor's time, which the last two columns tell.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import unionkg


def timed(work: Callable[[], object], repeats: int) -> tuple[list[float], list[float]]:
    """Milliseconds on the wall and of the processor, sorted; the first run warms up and is not counted."""
    walls, busy = [], []
    for _ in range(repeats + 1):
        wall, spent = time.perf_counter(), time.thread_time()
        work()
        walls.append((time.perf_counter() - wall) * 1000)
        busy.append((time.thread_time() - spent) * 1000)
    return sorted(walls[1:]), sorted(busy[1:])


def high(values: list[float]) -> float:
    """The 95th percentile of sorted values."""
    return values[min(len(values) - 1, round(0.95 * len(values)))]


def main() -> None:
    """Ask every question with its defaults, and `why` and `entity` of the most connected thing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("output", nargs="?", default="output")
    parser.add_argument("--repeats", type=int, default=20)
    options = parser.parse_args()
    graph = unionkg.open(options.output)
    known = next(graph.ask("connected", least="1").texts())[0]
    works: dict[str, Callable[[], object]] = {
        name: lambda name=name: graph.ask(name) for name in graph.questions()
    }
    works["(entity)"] = lambda: graph.entity(known)
    works["(why)"] = lambda: graph.why(known)
    print(f"{len(graph.store):,} quads")
    print(f"{'question':14} {'median':>8} {'95 %':>8} {'cpu':>8} {'95 %':>8}")
    everything: list[float] = []
    for name, work in works.items():
        walls, busy = timed(work, options.repeats)
        everything += walls
        figures = (statistics.median(walls), high(walls), statistics.median(busy), high(busy))
        print(f"{name:14} " + " ".join(f"{figure:8.1f}" for figure in figures), flush=True)
    everything.sort()
    print(f"{'all':14} {statistics.median(everything):8.1f} {high(everything):8.1f}")


if __name__ == "__main__":
    main()
