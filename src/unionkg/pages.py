"""Pages of a built graph: what a store and the stage files hold, gathered into the record that `views` draws.

Nothing is extracted and nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionkg import comparison, knowledge, parts, queries, stages
from unionkg.exhibit import AnswerCard, AnswerCell, AnswerRow, Exhibit, SourceText
from unionkg.graph.description import entity_iris
from unionkg.graph.iris import Iris
from unionkg.knowledge import questions, sureness, vocabulary, yamlfile
from unionkg.knowledge import views as styles
from unionkg.knowledge.questions import Question
from unionkg.knowledge.vocabulary import Labels
from unionkg.model import Reading
from unionkg.parts import Part
from unionkg.store import Answer, Store, Term
from unionkg.views import Page, Precision

_DENOTED = "SELECT ?thing ?concept WHERE { ?thing ukg:denotes ?concept }"


WHOLE = Part()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page comes from: an open store, the folder of its stage files, the knowledge laid over ours."""

    store: Store
    stages: Path
    iris: Iris
    ontology: Path | None = None


def page(source: Source, part: Part = WHOLE) -> Page:
    """The page of a graph or of a part of it.

    Raises UnknownName for a thing, document or class that the graph has not, UsageError and QueryError
    for a query that gives no network.
    """
    files = knowledge.files(source.ontology)
    labels = vocabulary.read(files["unionkg.ttl"]).labels
    chosen = parts.choose(source.store, part, labels)
    exhibit = chosen.exhibit
    texts = tuple(_texts(source, exhibit))
    asked = tuple(questions.read_all(files).values()) if part.whole else ()
    return Page(
        title_zh=chosen.title_zh,
        title_en=chosen.title_en,
        exhibit=exhibit,
        texts=texts,
        cards=tuple(_cards(source.store, exhibit, texts, asked, _terms(labels))),
        labels=labels,
        style=styles.read(files["views.yaml"]),
        precision=_precision(files["sureness.yaml"]),
        opening=chosen.opening,
        comparison=comparison.compare(exhibit, texts, *part.pair) if part.pair else None,
    )


def _precision(path: Path) -> dict[str, Precision]:
    """The measured precision of rules and relations, by name."""
    measured = sureness.load(yamlfile.read(path))
    parts = (measured["mentions"], measured["claims"], measured["relations"])
    return {name: Precision(sure.precision, sure.cases) for part in parts for name, sure in part.items()}


def _terms(labels: Mapping[str, Labels]) -> frozenset[str]:
    """What the vocabulary calls its terms: relations, classes, modalities, strengths."""
    return frozenset(name for found in labels.values() for name in (found.label_zh, found.label_en))


def _texts(source: Source, exhibit: Exhibit) -> Iterator[SourceText]:
    """The texts of the documents shown, with what was read in them."""
    denoted = {row["thing"]: row["concept"] for row in source.store.rows(_DENOTED)}
    shown = {node.iri for node in exhibit.nodes}
    for row in exhibit.documents:
        reading = stages.outline(stages.folder(source.stages, row.id))
        nodes = [denoted.get(iri, iri) for iri in entity_iris(reading, source.iris)]
        yield _text(reading, [iri if iri in shown else "" for iri in nodes])


def _text(reading: Reading, nodes: list[str]) -> SourceText:
    """One text; mentions of what is not shown are left out."""
    structure, entity_of = reading.structure, reading.resolution.entity_of
    return SourceText(
        document=reading.document.id,
        text=reading.document.text,
        sections=tuple(
            (s.span.start, s.span.end, s.level, s.heading.start, s.heading.end) for s in structure.sections
        ),
        sentences=tuple((s.span.start, s.span.end) for s in structure.sentences),
        mentions=tuple(
            (mention.span.start, mention.span.end, nodes[entity], mention.type, mention.rule)
            for mention, entity in zip(reading.mentions, entity_of, strict=True)
            if nodes[entity]
        ),
    )


def _cards(
    store: Store,
    exhibit: Exhibit,
    texts: Iterable[SourceText],
    asked: Iterable[Question],
    terms: frozenset[str],
) -> Iterator[AnswerCard]:
    """A card for each question that has an answer, with its defaults."""
    named, places = _Names(exhibit), _Places(exhibit, texts)

    def rows(values: dict[str, str]) -> tuple[AnswerRow, ...]:
        answer = queries.ask(store, question, values)
        things = _things(answer, terms)
        return tuple(_row(answer, row, things, named, places) for row in answer.rows)

    for question in asked:
        found, values = rows({}), questions.in_language(question, {}, "en")
        if found:
            headings = tuple((column.zh, column.en) for column in question.columns)
            english = rows(values) if values else ()
            english = () if english == found else english
            yield AnswerCard(
                question.name, question.question_zh, question.question_en, headings, found, english
            )


def _things(answer: Answer, terms: frozenset[str]) -> frozenset[int]:
    """The columns that name things: in a language, and not all of them terms of the vocabulary."""
    found = set()
    for column in range(len(answer.columns)):
        cells = [row[column] for row in answer.rows]
        said = {cell.value for cell in cells if cell and cell.language}
        if not said <= terms:
            found.add(column)
    return frozenset(found)


class _Places:
    """Where a quote stands in its document: as its record says, else where its words first occur."""

    def __init__(self, exhibit: Exhibit, texts: Iterable[SourceText]) -> None:
        self._known = {(row.document, row.quote): (row.start, row.end) for row in exhibit.demands}
        self._known |= {(row.document, row.quote): (row.start, row.end) for row in exhibit.facts}
        self._known |= {(row.document, row.label): (row.start, row.end) for row in exhibit.counts}
        self._texts = {text.document: text.text for text in texts}

    def find(self, document: str, quote: str) -> tuple[int, int]:
        """Start and end in code points, or (0, 0) where the words are not found."""
        if (document, quote) in self._known:
            return self._known[document, quote]
        start = self._texts.get(document, "").find(quote) if quote else -1
        return (start, start + len(quote)) if start >= 0 else (0, 0)


def _row(
    answer: Answer, row: tuple[Term | None, ...], things: frozenset[int], named: _Names, places: _Places
) -> AnswerRow:
    """One row; its columns `quote` and `document`, where it has them, tell where it stands."""
    texts = {name: term.value for name, term in zip(answer.columns, row, strict=True) if term}
    document = texts.get("document", "")
    start, end = places.find(document, texts.get("quote", ""))
    cells = []
    for column, term in enumerate(row):
        node = named.find(document, term.value) if term and term.language and column in things else ""
        cells.append(AnswerCell(term.value if term else "", node))
    return AnswerRow(tuple(cells), document if end else "", start, end)


class _Names:
    """Which node a name means: one of the same document before others, a label before another name."""

    def __init__(self, exhibit: Exhibit) -> None:
        ordered = sorted(exhibit.nodes, key=lambda node: (node.weight, node.iri))
        self._known: dict[tuple[str, str], str] = {}
        for node in ordered:
            self._known |= {(place, name): node.iri for place in ("", *node.documents) for name in node.names}
        for node in ordered:
            self._known |= {(place, node.label): node.iri for place in ("", *node.documents)}

    def find(self, document: str, name: str) -> str:
        """The IRI of the node, or the empty string."""
        return self._known.get((document, name)) or self._known.get(("", name), "")
