"""The way of the data, from files to a graph: the one place that joins the rooms.

What a stage does stands in its own room; here it is called, and what it made is handed on.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from unionkg import (
    __version__,
    demands,
    documents,
    knowledge,
    links,
    matching,
    mentions,
    relations,
    report,
    resolution,
    stages,
    store,
    structure,
    values,
)
from unionkg.documents import duplicates
from unionkg.errors import RefusedDocument, UsageError
from unionkg.graph import description, reference
from unionkg.graph.iris import Iris
from unionkg.graph.reference import RuleNote
from unionkg.keywords import Keywords
from unionkg.knowledge import Knowledge, metadata, yamlfile
from unionkg.model import Document, Finding, Reading
from unionkg.output import Output
from unionkg.parallel import in_order
from unionkg.report import Counts, Report
from unionkg.settings import Settings

CHUNK_DOCUMENTS = 200
CHUNK_LENGTH = 100_000
"""Documents and code points at which a chunk is handed to a process."""


class Reader:
    """Reads one document after another; built once from the knowledge."""

    def __init__(self, known: Knowledge) -> None:
        """Build every stage."""
        self.knowledge = known
        self.matcher = matching.Matcher(known)
        self.finder = mentions.Finder(known)
        self.resolver = resolution.Resolver(known)
        self.extractor = relations.Extractor(known)
        self.ledger = demands.Ledger(known)
        self.valuer = values.Valuer(known)

    def read(self, document: Document, keywords: Keywords | None = None) -> Reading:
        """Structure, mentions, what they mean, what is claimed of them, what is asked for.

        The stages see the document's matching key; what they find is told in the text's own words.
        """
        key = self.matcher.key(document.text)
        seen = self.matcher.document(document, key)
        built = structure.read(seen, self.knowledge.markers)
        found = self.finder.find(seen, built)
        meant = self.resolver.resolve(seen, built, found)
        claims = self.extractor.extract(seen, built, found, meant)
        asked = self.ledger.extract(seen, built, found, meant, claims)
        words = keywords.find(seen.text) if keywords else ()
        worth = self.valuer.read(seen, built, found, meant)
        made = Reading(seen, built, found, meant, claims, asked, words, worth)
        return self.matcher.reading(made, document, key)


def build(
    corpus: Path,
    output: Path,
    settings: Settings,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Build a graph from a folder of documents or from one document, and all that is made of it.

    Documents are read one after another and handed out in chunks; each chunk becomes a shard of
    N-Quads, which the store takes in beside the ontology, the thesaurus and the rules; from the
    store come the dumps and the page. Raises UnionkgError.
    """
    watch, place = Stopwatch(), Output(output)
    place.prepare(corpus)
    job = Job(settings.ontology, place.fresh_stages(), settings.base)
    tally = Tally(progress)
    known = _workshop(job).reader.knowledge
    watch.lap("knowledge")
    chunks = _chunks(_documents(corpus, settings, tally))
    shards = in_order(partial(make_shard, job), chunks, settings.processes)
    tally.quads = store.build(place.store, _quads(job, known, shards, tally))
    place.keep_stages(job.stages)
    _workshop.cache_clear()
    watch.lap("extraction")
    graph = store.Store.open(place.store)
    place.write(place.quads, (line.encode("utf-8") for line in graph.dump()))
    place.write(place.trig, [graph.write("trig")])
    watch.lap("dumps")
    _draw(graph, place, settings)
    watch.lap("page")
    found = tally.report(corpus, place, settings, watch)
    place.write(place.report, [found.written().encode("utf-8")])
    return found


def _draw(graph: store.Store, place: Output, settings: Settings) -> None:
    """Write the page; what it needs takes the memory that extraction has given back."""
    from unionkg import pages, views  # noqa: PLC0415 - tables of pinyin take 60 MB

    source = pages.Source(graph, place.stages, Iris(settings.base), settings.ontology)
    views.write(place.page, pages.page(source))


def extract(paths: Iterable[Path], settings: Settings) -> Iterator[Reading | Finding]:
    """What is read of each document below `paths`, without a graph; findings for what is refused."""
    reader = Reader(knowledge.load(settings.ontology))
    for path in paths:
        for item in read_documents(path, settings):
            yield item if isinstance(item, Finding) else reader.read(item)


def read_documents(path: Path, settings: Settings) -> Iterator[Document | Finding]:
    """Every document below a path as it is read, and findings for what is refused."""
    yield from documents.read_corpus(path, reading_settings(settings))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: documents done, and bytes read of all bytes."""

    documents: int
    done: int
    total: int


class Stopwatch:
    """Seconds of each step, by its name."""

    def __init__(self) -> None:
        """Start."""
        self.started = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """The step of that name is over."""
        now = time.perf_counter()
        self.laps[name] = round(now - self.last, 3)
        self.last = now

    def seconds(self) -> dict[str, float]:
        """Each step, and the total."""
        return {**self.laps, "total": round(time.perf_counter() - self.started, 3)}


# --- what a process does ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Job:
    """What a process must know to work on a chunk of documents."""

    ontology: Path | None
    stages: Path
    base: str


@dataclass(frozen=True, slots=True)
class Shard:
    """What became of a chunk: its N-Quads, what was counted, what is amiss, and the rules that worked."""

    quads: str
    counts: Counts
    findings: tuple[Finding, ...]
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Workshop:
    """The tools of one process, made once."""

    reader: Reader
    keywords: Keywords
    iris: Iris
    run: str


@cache
def _workshop(job: Job) -> _Workshop:
    known = knowledge.load(job.ontology)
    iris = Iris(job.base)
    forms = (form for concept in known.concepts for form in concept.forms)
    return _Workshop(Reader(known), Keywords(forms), iris, iris.run(__version__, known.digest))


def make_shard(job: Job, chunk: tuple[Document, ...]) -> Shard:
    """Read the documents of a chunk, write their stage files, describe them as quads."""
    tools = _workshop(job)
    counts: Counts = Counter()
    quads: list[str] = []
    findings: list[Finding] = []
    rules: set[str] = set()
    for document in chunk:
        reading = _read(tools, document)
        if isinstance(reading, Finding):
            findings.append(reading)
            continue
        stages.write(job.stages, reading)
        quads.extend(description.describe(reading, tools.iris, tools.run))
        quads.extend(links.describe(reading, tools.iris))
        counts.update(report.count(reading))
        findings.extend(report.notices(reading))
        rules.update(_rules(reading))
    return Shard("".join(quads), counts, tuple(findings), frozenset(rules))


def _read(tools: _Workshop, document: Document) -> Reading | Finding:
    """One document's reading; what nobody foresaw is told with its id, and the others go on."""
    try:
        return tools.reader.read(document, tools.keywords)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other documents go on
        what = f"{type(fault).__name__}: {fault}"
        return Finding(
            "error",
            document.id,
            f"读取时内部出错（{what}），已跳过；请连同此文报告",
            f"internal error while reading ({what}), left out; please report it with this text",
        )


def _rules(reading: Reading) -> Iterator[str]:
    """The ids of the rules that made something of this reading."""
    resolution = reading.resolution
    records = (reading.mentions, resolution.utterances, resolution.counts, reading.claims, reading.demands)
    for table in records:
        yield from (record.rule for record in table if record.rule)
    for entity in resolution.entities:
        yield from entity.joined


# --- what the one process does that holds the store -------------------------------------


@dataclass(slots=True)
class Tally:
    """What the shards add up to, and how far reading has come."""

    progress: Callable[[Progress], None]
    counts: Counts = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    quads: int = 0
    done: int = 0
    total: int = 0

    def add(self, shard: Shard) -> None:
        """Take one shard in and tell how far things are."""
        self.counts.update(shard.counts)
        self.findings.extend(shard.findings)
        self.rules.update(shard.rules)
        self.progress(Progress(self.counts["totals", "documents"], self.done, self.total))

    def report(self, corpus: Path, place: Output, settings: Settings, watch: Stopwatch) -> Report:
        """The report on all of it."""
        self.counts["totals", "quads"] = self.quads
        findings = tuple(sorted(self.findings, key=lambda found: (found.level, found.place, found.en)))
        return Report(
            corpus=str(corpus),
            output=str(place.path),
            ontology=str(settings.ontology.resolve()) if settings.ontology else "",
            base=settings.base,
            counts=report.tables(self.counts),
            findings=findings,
            next=report.look_next(self.counts, findings, str(place.page), str(corpus)),
            seconds=watch.seconds(),
        )


def _documents(corpus: Path, settings: Settings, tally: Tally) -> Iterator[Document]:
    """Every document of the corpus; what is refused goes to the tally.

    Raises UsageError for an empty corpus and RefusedDocument where all of it was refused.
    """
    reading = reading_settings(settings)
    tally.total = sum(_bytes(source.path) for source in documents.discover(corpus, reading))
    seen = documents.Duplicates()
    empty = True
    for source in documents.discover(corpus, reading):
        before, size = tally.done, _bytes(source.path)
        for item in documents.read(source, reading):
            if isinstance(item, Finding):
                tally.findings.append(item)
                continue
            tally.done = min(before + size, tally.done + len(item.text.encode("utf-8")))
            empty = False
            twin = seen.twin(item)
            if twin:
                tally.findings.append(duplicates.finding(item, twin))
            if not twin or settings.duplicates == "report":
                yield item
        tally.done = before + size
    if empty:
        raise _nothing(corpus, tally.findings)


def reading_settings(settings: Settings) -> documents.Settings:
    """How documents are read under these settings."""
    rules = knowledge.files(settings.ontology)["metadata.yaml"]
    return documents.Settings(metadata.load(yamlfile.read(rules)), settings.limits)


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _nothing(corpus: Path, findings: list[Finding]) -> UsageError | RefusedDocument:
    """The error for a corpus without a single document."""
    refused = [finding for finding in findings if finding.level == "error"]
    if refused:
        first = refused[0]
        return RefusedDocument(f"{first.place}：{first.zh}", f"{first.place}: {first.en}")
    return UsageError(
        f"{corpus} 里没有可读的文稿；请放入 txt、md、docx、pdf、html、jsonl 或 csv 文件",
        f"{corpus} holds no document; put txt, md, docx, pdf, html, jsonl or csv files there",
    )


def _chunks(found: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
    """Documents in order, as many as make up a chunk at a time."""
    chunk: list[Document] = []
    length = 0
    for document in found:
        chunk.append(document)
        length += len(document.text)
        if len(chunk) >= CHUNK_DOCUMENTS or length >= CHUNK_LENGTH:
            yield tuple(chunk)
            chunk, length = [], 0
    if chunk:
        yield tuple(chunk)


def _quads(job: Job, known: Knowledge, shards: Iterable[Shard], tally: Tally) -> Iterator[str]:
    """All N-Quads lines: the documents', then the ontology's, the thesaurus', the run's and the rules'."""
    iris = Iris(job.base)
    for shard in shards:
        tally.add(shard)
        yield from _lines(shard.quads)
    yield from reference.ontology(knowledge.files(job.ontology)["unionkg.ttl"], iris)
    yield from reference.thesaurus(known.concepts, iris)
    yield from reference.run(__version__, known.digest, iris)
    yield from reference.rules(_notes(known, tally.rules), iris)


def _lines(quads: str) -> Iterator[str]:
    """The lines of N-Quads; other line ends may stand inside a literal."""
    return (f"{line}\n" for line in quads.split("\n") if line)


def _notes(known: Knowledge, worked: set[str]) -> list[RuleNote]:
    """What is told of each rule: those of the knowledge and of `links`, and any other that worked."""
    notes = {rule.id: RuleNote(rule.id, rule.intent_zh, rule.intent_en) for rule in known.mention_rules}
    for rule in known.relation_rules.rules:
        notes[rule.id] = RuleNote(rule.id, rule.intent_zh, rule.intent_en)
    notes.update({note.id: note for note in links.NOTES})
    for name in worked:
        notes.setdefault(name, RuleNote(name, "", ""))
    return [notes[name] for name in sorted(notes)]
