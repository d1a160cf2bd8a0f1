"""The documents of a corpus as a build meets them: what is amiss, how far it is, what they add up to.

Nothing is extracted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from unionkg import documents, knowledge, report
from unionkg.documents import Settings as ReadingSettings
from unionkg.documents import duplicates
from unionkg.errors import RefusedDocument, UsageError
from unionkg.knowledge import metadata, yamlfile
from unionkg.model import Document, Finding
from unionkg.output import Output
from unionkg.report import Counts, Findings, Report, Stopwatch, Summary
from unionkg.settings import Settings, decisions


def reading_settings(settings: Settings) -> ReadingSettings:
    """How documents are read under these settings."""
    rules = knowledge.files(settings.ontology)["metadata.yaml"]
    return ReadingSettings(metadata.load(yamlfile.read(rules)), settings.limits)


class Corpus:
    """A corpus that is read through once; `done` and `total` count bytes of its files."""

    def __init__(self, path: Path, settings: Settings) -> None:
        """Nothing is opened yet."""
        self.findings = Findings()
        self.done = 0
        self.total = 0
        self.decisions = decisions(path)
        self._path = path
        self._settings = settings

    def documents(self) -> Iterator[Document]:
        """Every document; what is refused goes to the findings.

        Raises UsageError for an empty corpus and RefusedDocument where all of it was refused.
        """
        reading = reading_settings(self._settings)
        self.total = sum(_bytes(source.path) for source in documents.discover(self._path, reading))
        seen = documents.Duplicates()
        empty = True
        for item in self._read(reading):
            empty = False
            twin = seen.twin(item)
            if twin:
                self.findings.add(duplicates.finding(item, twin))
            if not twin or self._settings.duplicates == "report":
                yield item
        if empty:
            raise self._nothing()

    def _read(self, reading: ReadingSettings) -> Iterator[Document]:
        """Every document that is not refused; it is counted what has been read."""
        for source in documents.discover(self._path, reading):
            before, size = self.done, _bytes(source.path)
            for item in documents.read(source, reading):
                if isinstance(item, Finding):
                    self.findings.add(item)
                    continue
                self.done = min(before + size, self.done + len(item.text.encode("utf-8")))
                yield item
            self.done = before + size

    def _nothing(self) -> UsageError | RefusedDocument:
        """The error for a corpus without a single document."""
        refused = [finding for finding in self.findings if finding.level == "error"]
        if refused:
            first = refused[0]
            return RefusedDocument(f"{first.place}：{first.zh}", f"{first.place}: {first.en}")
        return UsageError(
            f"{self._path} 里没有可读的文稿；请放入 txt、md、docx、pdf、html、jsonl 或 csv 文件",
            f"{self._path} holds no document; put txt, md, docx, pdf, html, jsonl or csv files there",
        )


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: documents done, and bytes read of all bytes."""

    documents: int
    done: int
    total: int


@dataclass(slots=True)
class Tally:
    """What the documents add up to, and how far reading has come."""

    corpus: Corpus
    progress: Callable[[Progress], None]
    counts: Counts = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)
    rules: set[str] = field(default_factory=set)

    def add(self, made: Summary | Finding) -> None:
        """Take in what became of one document."""
        if isinstance(made, Finding):
            self.findings.add(made)
            return
        self.counts.update(made.counts)
        self.findings.add(*made.findings)
        self.rules.update(made.rules)

    def tell(self) -> None:
        """Tell how far things are."""
        done = self.counts["totals", "documents"]
        self.progress(Progress(done, self.corpus.done, self.corpus.total))

    def report(self, corpus: Path, place: Output, settings: Settings, watch: Stopwatch) -> Report:
        """The report on all of it."""
        found = (*self.corpus.findings, *self.findings)
        findings = tuple(sorted(found, key=lambda found: (found.level, found.place, found.en)))
        return Report(
            corpus=str(corpus),
            output=str(place.path),
            ontology=str(settings.ontology.resolve()) if settings.ontology else "",
            base=settings.base,
            counts=report.tables(self.counts),
            findings=findings,
            next=report.look_next(self.counts, findings, place.page, place.path, corpus),
            seconds=watch.seconds(),
        )
