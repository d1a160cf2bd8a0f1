"""What a process does with a chunk of documents: it reads them, and leaves what became of them as a shard.

The process that holds the store imports this, too, to hand work out; so what only reading needs is
imported where tools are made, and a process that never reads pays no memory for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from unionkg import __version__, cluster, inference, knowledge, links, memory, renewal, report, shards, stages
from unionkg.decisions import Decision
from unionkg.errors import UnionkgError
from unionkg.graph import description, reference
from unionkg.graph.iris import Iris
from unionkg.knowledge import Knowledge
from unionkg.knowledge.tenures import Tenure
from unionkg.model import Document, Finding, Reading
from unionkg.report import Summary
from unionkg.shards import Made

if TYPE_CHECKING:
    from unionkg.keywords import Keywords
    from unionkg.reader import Reader


@dataclass(frozen=True, slots=True)
class Job:
    """What a process must know to work on a chunk of documents.

    `frame` tells software and knowledge that must read them; `stages` is where stage files are written,
    or None where they are handed on.
    """

    ontology: Path | None
    base: str
    frame: str
    stages: Path | None


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be read, the decisions on it, and the hash that it is known by."""

    document: Document
    decided: tuple[Decision, ...]
    digest: str


Chunk = tuple[Task, ...]
Shard = Iterator[Made | Finding]
_ONE = threading.Lock()
"""A process reads one chunk at a time, however many threads a cluster gives it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools of one process, made once."""

    reader: Reader
    keywords: Keywords
    iris: Iris
    run: str
    tenures: Mapping[str, Tenure]


@cache
def known(ontology: Path | None) -> Knowledge:
    """The knowledge, loaded once in a process."""
    return knowledge.load(ontology)


@cache
def tools(job: Job) -> Tools:
    """What documents are read with, made once in a process."""
    from unionkg.keywords import Keywords  # noqa: PLC0415 - two dictionaries take 50 MB
    from unionkg.reader import Reader  # noqa: PLC0415 - what it reads with takes 150 MB

    read_with = known(job.ontology)
    iris = Iris(job.base)
    forms = (form for concept in read_with.concepts for form in concept.forms)
    run, tenures = iris.run(__version__, read_with.digest), reference.tenure_iris(read_with.tenures, iris)
    return Tools(Reader(read_with), Keywords(forms), iris, run, tenures)


def forget() -> None:
    """Give the memory of knowledge and tools back."""
    tools.cache_clear()
    known.cache_clear()


def make(job: Job, chunk: Chunk) -> Iterator[Made | Finding]:
    """Read the documents of a chunk one by one, write their stage files, describe them as quads."""
    return (_made(tools(job), job, task) for task in chunk)


def leave(job: Job, folder: Path, chunk: Chunk) -> str:
    """The shard of a chunk, left as a file in a folder of this machine; gives its name.

    Quads go from process to process by the disk: those of the chunks under way would else be the
    largest part of what a build holds in memory.
    """
    left = shards.leave(folder, name(chunk), make(job, chunk))
    memory.give_back()
    return left


def leave_far(job: Job, place: str, chunk: Chunk) -> str:
    """The same on another machine; the shard is left at a shared place, and its name given.

    Raises UnionkgError where that machine would read otherwise.
    """
    with _ONE:
        if renewal.frame(known(job.ontology).digest, job.base) != job.frame:
            raise UnionkgError(
                "工作进程的软件或知识与本机不同；请在各机器上安装同一版本，并让 ontology 文件夹相同",
                "a worker has other software or knowledge than this machine; install the same version on all,"
                " with the same ontology folder",
            )
        data = b"".join(shards.written(make(job, chunk)))
    return cluster.leave(place, name(chunk), data)


def name(chunk: Chunk) -> str:
    """What the shard of a chunk is called: no two chunks of a build bear one name."""
    return renewal.hashed(*(task.digest for task in chunk))


def lost(chunk: Chunk) -> Iterator[Made | Finding]:
    """What is told of documents whose process was ended whenever they were read."""
    for task in chunk:
        yield Finding(
            "error",
            task.document.id,
            "读取此文的进程两次被系统终止（多半是内存不足），已跳过；请单独检查此文",
            "its process was ended by the system twice (memory, most likely), left out; look at this text",
        )


def _made(tool: Tools, job: Job, task: Task) -> Made | Finding:
    """One document; what nobody foresaw is told with its id, and the others go on."""
    try:
        reading, findings = tool.reader.replay(task.document, task.decided, tool.keywords)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other documents go on
        what = f"{type(fault).__name__}: {fault}"
        return Finding(
            "error",
            task.document.id,
            f"读取时内部出错（{what}），已跳过；请连同此文报告",
            f"internal error while reading ({what}), left out; please report it with this text",
        )
    files = stages.contents(reading)
    if job.stages:
        stages.put(job.stages, task.document.id, files)
    told = (*report.notices(reading), *findings)
    summary = Summary(task.digest, report.count(reading), told, report.rules(reading))
    lines = _lines(tool, reading)
    quads = "".join(sorted(lines)).encode("utf-8")
    return Made(task.document.id, quads, len(lines), summary, {} if job.stages else files)


def _lines(tool: Tools, reading: Reading) -> tuple[str, ...]:
    """A reading as N-Quads."""
    return (
        *description.describe(reading, tool.iris, tool.run),
        *links.describe(reading, tool.iris, tool.tenures),
        *inference.describe(reading, tool.iris),
    )
