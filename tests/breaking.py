"""Builds killed at random moments and then finished; what they leave is held against undisturbed ones.

`tests/test_renewal.py` runs a few rounds, `benchmarks/kill.py` a hundred.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from unionkg import knowledge, pipeline, renewal, workshop
from unionkg.settings import Settings
from unionkg.store import Store
from unionkg.workshop import Job

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
_SENTENCES = (
    "市总工会成立了劳模工匠宣讲团。",
    "各级工会要弘扬劳模精神，服务职工。",
    "市委书记强调，工会要讲政治、会创新、有作为。",
    "全市工会深入开展“春风行动”，建成了职工服务站。",
    "一是加强学习，二是抓好落实，三是改进作风。",
    "年底前，各区总工会必须建成工匠学院。",
)


@cache
def _tools(job: Job) -> object:
    return _made(replace(job, stages=Path()))


@cache
def _known(ontology: Path | None) -> object:
    return _loaded(ontology)


_made = cache(workshop.tools.__wrapped__)
_loaded = cache(knowledge.load)


def lighten(put: Callable[[object, str, object], None]) -> None:
    """Let builds draw no page and write no thesaurus, and load what they read with only once."""
    put(pipeline, "_draw", _no_page)
    put(pipeline.reference, "thesaurus", lambda *_: [])
    put(workshop, "tools", _tools)
    put(workshop, "known", _known)


def warm() -> None:
    """Load what builds read with, so that each process has it from the start."""
    renewal.software(whole=True)
    renewal.software(whole=False)
    _known(None)
    base = Settings().base
    _tools(Job(None, base, renewal.frame(_loaded(None).digest, base), None))


def _no_page(_: object, place: pipeline.Output, __: object) -> None:
    place.page.parent.mkdir(exist_ok=True)
    place.page.touch()


def forget() -> None:
    """Load the knowledge again: its files have changed."""
    _made.cache_clear()
    _loaded.cache_clear()


def content(output: Path) -> dict[str, str]:
    """A hash of each file that must be the same for the same input."""
    names = [output / "graph.nq", output / "graph.trig", *(output / "stages").rglob("*")]
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in names
        if path.is_file()
    }


def write(corpus: Path, variant: int, documents: int = 12) -> None:
    """A corpus of short documents; in each variant some have other words and some are not there."""
    draw = random.Random(variant)
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    for number in range(documents):
        if (number + variant) % 6 == 5:
            continue
        source = draw if (number + variant) % 3 == 0 else random.Random(number)
        text = "\n".join(source.choices(_SENTENCES, k=6))
        (corpus / f"{number:02}.txt").write_text(f"第{number}篇\n{text}\n", encoding="utf-8")


def rounds(folder: Path, number: int, draw: random.Random) -> list[str]:
    """Kill builds at random moments and finish each; raises AssertionError where one came to something else.

    A round goes from one variant of the corpus to another, or builds from nothing; it kills the
    build up to three times, within the time that the last one took that came to its end. Gives a line for
    each round.
    """
    warm()
    corpus, output = folder / "corpus", folder / "output"
    expected, seconds = {}, 0.0
    for variant in range(3):
        write(corpus, variant)
        shutil.rmtree(folder / "whole", ignore_errors=True)
        began = time.monotonic()
        assert _run(corpus, folder / "whole", force=False) == 0
        seconds = max(seconds, time.monotonic() - began)
        expected[variant] = content(folder / "whole")
        shutil.copy(folder / "whole" / "graph.nq", folder / f"{variant}.nq")
    told = []
    for turn in range(number):
        variant = draw.randrange(3)
        write(corpus, variant)
        if draw.random() < 0.3:
            shutil.rmtree(output, ignore_errors=True)
        force = draw.random() < 0.2
        killed, tries = 0, draw.randint(1, 3)
        for _ in range(tries):
            began = time.monotonic()
            if _run(corpus, output, force=force, kill=draw.uniform(0, seconds)) == 0:
                seconds = time.monotonic() - began
            else:
                killed += 1
        left = sorted(p.name for p in output.iterdir() if p.name[0] == ".") if output.exists() else []
        assert _run(corpus, output, force=False) == 0
        found = content(output)
        other = sorted(name for name, _ in found.items() ^ expected[variant].items())
        assert not other, f"round {turn}: {other}\n{_difference(output, folder / f'{variant}.nq')}"
        assert _apart(lambda: _same(output)) == 0, f"round {turn}"
        told.append(f"{turn}: variant {variant}, killed {killed} of {tries}, left {left}")
    return told


def _run(corpus: Path, output: Path, *, force: bool, kill: float | None = None) -> int:
    """Build in a process of its own, killed after so many seconds; gives its status, 0 where it finished."""

    def work() -> None:
        lighten(setattr)
        pipeline.CHUNK_DOCUMENTS = 2
        renewal.store.CHUNK = 300
        pipeline.build(corpus, output, Settings(jobs=1), force=force)

    return _apart(work, kill)


def _difference(output: Path, expected: Path) -> str:
    """The first lines that only one of two dumps holds, and whether the store holds what its dump does."""
    found = set((output / "graph.nq").read_text(encoding="utf-8").split("\n"))
    wanted = set(expected.read_text(encoding="utf-8").split("\n"))
    lines = [f"- {line}" for line in sorted(wanted - found)[:9]]
    lines += [f"+ {line}" for line in sorted(found - wanted)[:9]]
    alike = _apart(lambda: _same(output)) == 0
    return "\n".join([*lines, f"the store is {'what was dumped' if alike else 'another'}"])


def _same(output: Path) -> None:
    """Raise ValueError where the store holds anything else than the dump."""
    if "".join(Store.open(output / "store").dump()) != (output / "graph.nq").read_text(encoding="utf-8"):
        raise ValueError


def _apart(work: Callable[[], None], kill: float | None = None) -> int:
    """Do something in a process of its own; gives its status, 0 where it came to its end.

    The process is a copy of this one, which therefore must never have opened a store itself.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(status)
    over = time.monotonic() + kill if kill is not None else None
    while over is not None and time.monotonic() < over:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.002)
    if over is not None:
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]
