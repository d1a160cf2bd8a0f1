"""The way of the data, from files to a graph: the one place that joins the rooms.

What a stage does stands in its own room; here it is called, and what it made is handed on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

from unionkg import (
    __version__,
    cluster,
    decisions,
    documents,
    inference,
    knowledge,
    links,
    lock,
    parallel,
    renewal,
    shards,
    stages,
    store,
    workshop,
)
from unionkg.corpus import Corpus, Progress, Tally, reading_settings
from unionkg.decisions import Decision
from unionkg.graph import reference
from unionkg.graph.iris import Iris
from unionkg.graph.reference import RuleNote
from unionkg.knowledge import Knowledge, repeats
from unionkg.model import Document, Finding, Reading
from unionkg.output import Output
from unionkg.parallel import Mishap, in_order
from unionkg.renewal import Work
from unionkg.report import Report, Stopwatch
from unionkg.settings import Settings
from unionkg.workshop import Chunk, Job, Shard, Task

CHUNK_DOCUMENTS = 50
CHUNK_LENGTH = 25_000
"""Documents and code points at which a chunk is handed to a process."""
SHARED = ("ontology", "thesaurus", "run", "rules")
"""The graphs that stand beside those of documents and ties."""


def build(
    corpus: Path,
    output: Path,
    settings: Settings,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    force: bool = False,
    bare: bool = False,
) -> Report:
    """Build a graph from a folder of documents or from one document, and all that is made of it.

    Only what changed since the last build is read again, unless `force` says so: the store is
    renewed beside the one that stands and takes its place when whole; then come the dumps and
    the page, unless `bare` says that the store is enough: those that show another graph are taken
    away. Raises UnionkgError; OutputError where another build writes the same folder.
    """
    watch, place = Stopwatch(), Output(output)
    place.prepare(corpus)
    with lock.held(place.lock):
        place.settle()
        tally = Tally(Corpus(corpus, settings), progress)
        work = _renew(tally, place, settings, watch, force=force)
        workshop.forget()
        looks = (renewal.software(whole=True), knowledge.digest(knowledge.files(settings.ontology)))
        state = work.state(*looks)
        quads = 0 if force else place.shows(state)
        if not quads:
            graph = store.Store.open(place.store)
            quads = len(graph)
            if bare:
                place.hide()
            else:
                with place.showing(state, quads):
                    _show(graph, place, settings, watch)
        tally.counts["totals", "quads"] = quads
        told = tally.report(corpus, place, settings, watch)
        told = replace(told, kept=len(work.kept), removed=tuple(work.removed))
        told = replace(told, read=tuple(sorted(work.read)))
        place.write(place.report, (piece.encode("utf-8") for piece in told.written()))
    return told


def _renew(tally: Tally, place: Output, settings: Settings, watch: Stopwatch, *, force: bool) -> Work:
    """Bring store and stage files to what the corpus, the decisions and the knowledge are now."""
    known = workshop.known(settings.ontology)
    watch.lap("knowledge")
    iris, frame = Iris(settings.base), renewal.frame(known.digest, settings.base)
    decided = dict(decisions.by_document(decisions.read(tally.corpus.decisions, known.vocabulary)))
    with renewal.work(place, iris, frame, force=force) as work:
        if not work.sound:
            work.found(_founding(known, settings))
        job = Job(settings.ontology, settings.base, frame, work.stages)
        for shard in _shards(job, _chunks(_tasks(tally, work, frame, decided)), settings, place):
            for made in shard:
                tally.add(made if isinstance(made, Finding) else made.summary)
                if not isinstance(made, Finding):
                    if made.files:
                        stages.put(work.stages, made.document, made.files)
                    work.take(made)
            tally.tell()
        for decision in (one for ones in decided.values() for one in ones):
            tally.findings.add(decision.finding("语料中没有这一篇", "the corpus has no such document"))
        work.share(iris.shared_graph("rules"), reference.rules(_notes(known, tally.rules), iris))
        watch.lap("reading")
        work.finish()
    watch.lap("store")
    return work


def _show(graph: store.Store, place: Output, settings: Settings, watch: Stopwatch) -> None:
    """Write dumps and page."""
    place.write(place.quads, (line.encode("utf-8") for line in graph.dump()))
    place.write(place.trig, [graph.write("trig")])
    watch.lap("dumps")
    _draw(graph, place, settings)
    watch.lap("page")


def _draw(graph: store.Store, place: Output, settings: Settings) -> None:
    """Write the page; what it needs takes the memory that extraction has given back."""
    from unionkg import pages, views  # noqa: PLC0415 - tables of pinyin take 60 MB

    source = pages.Source(graph, place.stages, Iris(settings.base), settings.ontology)
    views.write(place.page, pages.page(source))


def extract(paths: Iterable[Path], settings: Settings) -> Iterator[Reading | Finding]:
    """What is read of each document below `paths`, without a graph; findings for what is refused."""
    from unionkg.reader import Reader  # noqa: PLC0415 - a build has others read, and pays no memory for it

    reader = Reader(knowledge.load(settings.ontology))
    for path in paths:
        for item in read_documents(path, settings):
            yield item if isinstance(item, Finding) else reader.read(item)


def read_documents(path: Path, settings: Settings) -> Iterator[Document | Finding]:
    """Every document below a path as it is read, and findings for what is refused."""
    yield from documents.read_corpus(path, reading_settings(settings))


def check_decisions(path: Path, settings: Settings) -> Iterator[Finding]:
    """What is amiss with the decisions on a corpus: mistakes, stale ones, conflicts."""
    from unionkg.reader import Reader  # noqa: PLC0415 - see above

    known = knowledge.load(settings.ontology)
    corpus = Corpus(path, settings)
    decided: list[Decision] = []
    for file in decisions.files(corpus.decisions):
        for item in decisions.parse(file, known.vocabulary):
            if isinstance(item, Finding):
                yield item
            else:
                decided.append(item)
    left = dict(decisions.by_document(decided))
    if not left:
        return
    reader = Reader(known)
    for document in corpus.documents():
        yield from reader.replay(document, left.pop(document.id, ()))[1] if document.id in left else ()
    for decision in (one for ones in left.values() for one in ones):
        yield decision.finding("语料中没有这一篇", "the corpus has no such document")


# --- what the one process does that holds the store -------------------------------------


def _shards(job: Job, chunks: Iterator[Chunk], settings: Settings, place: Output) -> Iterator[Shard]:
    """The shards of the chunks, in order, made by processes of this machine or of a cluster."""
    if settings.cluster:
        yield from _far_shards(job, chunks, settings, place)
        return
    shutil.rmtree(place.shards, ignore_errors=True)  # those of a build that was broken off
    mishap: Mishap[Chunk, str] = Mishap(
        _apart, lambda chunk: shards.leave(place.shards, workshop.name(chunk), workshop.lost(chunk))
    )
    work = partial(workshop.leave, job, place.shards)
    for name in in_order(work, chunks, parallel.here(settings.processes), mishap):
        yield shards.take(place.shards, name)


def _far_shards(job: Job, chunks: Iterator[Chunk], settings: Settings, place: Output) -> Iterator[Shard]:
    """The same by a cluster, which leaves them where it and this machine see them."""
    shared = settings.shards or place.shards.resolve().as_uri()
    work = partial(workshop.leave_far, replace(job, stages=None), shared)
    mishap: Mishap[Chunk, str] = Mishap(
        _apart,
        lambda chunk: cluster.leave(shared, "lost", b"".join(shards.written(workshop.lost(chunk)))),
    )
    with cluster.connected(settings.cluster) as workers:
        for name in in_order(work, chunks, workers, mishap):
            yield shards.read(BytesIO(cluster.take(shared, name)))


def _apart(chunk: Chunk) -> list[Chunk]:
    """The documents of a chunk, each as a chunk of its own."""
    return [(task,) for task in chunk]


def _tasks(tally: Tally, work: Work, frame: str, decided: dict[str, tuple[Decision, ...]]) -> Iterator[Task]:
    """The documents that have to be read; those that stand as they were read are counted and passed over.

    Each takes what is decided on it: what is left is of no document of the corpus.
    """
    for document in tally.corpus.documents():
        mine = decided.pop(document.id, ())
        digest = renewal.mark(frame, document, [decision.told() for decision in mine])
        summary = work.summary(document.id, digest)
        if summary:
            tally.add(summary)
        else:
            yield Task(document, mine, digest)
    tally.tell()


def _chunks(tasks: Iterable[Task]) -> Iterator[Chunk]:
    """Tasks in order, as many as make up a chunk at a time."""
    chunk: list[Task] = []
    length = 0
    for task in tasks:
        chunk.append(task)
        length += len(task.document.text)
        if len(chunk) >= CHUNK_DOCUMENTS or length >= CHUNK_LENGTH:
            yield tuple(chunk)
            chunk, length = [], 0
    if chunk:
        yield tuple(chunk)


def _founding(known: Knowledge, settings: Settings) -> Iterator[str]:
    """The N-Quads that hold for all documents: the ontology's, the thesaurus', the run's."""
    iris, files = Iris(settings.base), knowledge.files(settings.ontology)
    yield from reference.ontology(files["unionkg.ttl"], iris)
    yield from reference.schemes(knowledge.schemes(files, known.concepts), iris)
    yield from reference.thesaurus(known.concepts, iris)
    yield from reference.tenures(known.tenures, iris)
    yield from reference.run(__version__, known.digest, iris)
    yield from links.about(iris)
    yield from inference.thesaurus(known.concepts, iris)
    yield from inference.about(iris)


def _notes(known: Knowledge, worked: set[str]) -> list[RuleNote]:
    """What is told of each rule: its intent and measured precision; also of any other that worked."""
    sure = {**known.sureness["mentions"], **known.sureness["claims"]}
    told = {rule.id: (rule.intent_zh, rule.intent_en) for rule in known.mention_rules}
    told.update({rule.id: (rule.intent_zh, rule.intent_en) for rule in known.relation_rules.rules})
    told.update({note.id: (note.intent_zh, note.intent_en) for note in (*links.NOTES, *inference.NOTES)})
    told.update(decisions.RULES)
    told[repeats.REPEATED] = known.repeats.intent_zh, known.repeats.intent_en
    notes = []
    for name in sorted({*told, *worked}):
        measured = sure.get(name)
        notes.append(
            RuleNote(
                name,
                *told.get(name, ("", "")),
                precision=measured.precision if measured else None,
                support=measured.cases if measured else 0,
            )
        )
    return notes
