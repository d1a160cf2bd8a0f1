"""Pages of a built graph: what a store and the stage files hold, gathered into the record that `views` draws.

Nothing is extracted and nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionkg import knowledge, queries, stages
from unionkg.exhibit import AnswerCard, AnswerCell, AnswerRow, Exhibit, SourceText
from unionkg.graph.description import entity_iris
from unionkg.graph.iris import Iris
from unionkg.knowledge import questions, vocabulary
from unionkg.knowledge import views as styles
from unionkg.knowledge.questions import Question
from unionkg.model import Reading
from unionkg.store import Store, Term
from unionkg.views import Page

_DENOTED = "SELECT ?thing ?concept WHERE { ?thing ukg:denotes ?concept }"


@dataclass(frozen=True, slots=True)
class Part:
    """What a page shows: all, what lies within `depth` facts of `entity`, or one document."""

    entity: str = ""
    depth: int = 1
    document: str = ""


WHOLE = Part()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page comes from: an open store, the folder of its stage files, the knowledge laid over ours."""

    store: Store
    stages: Path
    iris: Iris
    ontology: Path | None = None


def page(source: Source, part: Part = WHOLE) -> Page:
    """The page of a graph or of a part of it; raises UnknownName for an entity or document it has not."""
    exhibit = queries.network(source.store, part.entity, part.depth, part.document)
    whole = not part.entity and not part.document
    files = knowledge.files(source.ontology)
    asked = _ready_made(files) if whole else ()
    title_zh, title_en = _title(exhibit, part)
    texts = tuple(_texts(source, exhibit))
    return Page(
        title_zh=title_zh,
        title_en=title_en,
        exhibit=exhibit,
        texts=texts,
        cards=tuple(_cards(source.store, exhibit, texts, asked)),
        labels=vocabulary.read(files["unionkg.ttl"]).labels,
        style=styles.read(files["views.yaml"]),
    )


def _ready_made(files: Mapping[str, Path]) -> tuple[Question, ...]:
    """The ready-made questions among the knowledge files, by name."""
    return tuple(questions.read(path) for name, path in files.items() if name.startswith("queries/"))


def _title(exhibit: Exhibit, part: Part) -> tuple[str, str]:
    """What the page is called: its entity, its one document, or how many documents it shows."""
    if part.entity:
        return part.entity, part.entity
    if len(exhibit.documents) == 1:
        return exhibit.documents[0].title, exhibit.documents[0].title
    number = len(exhibit.documents)
    return f"{number} 篇文稿的知识图谱", f"knowledge graph of {number} documents"


def _texts(source: Source, exhibit: Exhibit) -> Iterator[SourceText]:
    """The texts of the documents shown, with what was read in them."""
    denoted = {row[0]: row[1] for row in source.store.select(_DENOTED).texts()}
    shown = {node.iri for node in exhibit.nodes}
    for row in exhibit.documents:
        reading = stages.read(stages.folder(source.stages, row.id))
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
    store: Store, exhibit: Exhibit, texts: Iterable[SourceText], asked: Iterable[Question]
) -> Iterator[AnswerCard]:
    """A card for each question that has an answer, with its defaults."""
    named, places = _names(exhibit), _Places(exhibit, texts)
    for question in asked:
        answer = queries.ask(store, question, {})
        rows = tuple(_row(answer.columns, row, named, places) for row in answer.rows)
        if rows:
            headings = tuple((column.zh, column.en) for column in question.columns)
            yield AnswerCard(question.name, question.question_zh, question.question_en, headings, rows)


class _Places:
    """Where a quote stands in its document: as its record says, else where its words first occur."""

    def __init__(self, exhibit: Exhibit, texts: Iterable[SourceText]) -> None:
        self._known = {(row.document, row.quote): (row.start, row.end) for row in exhibit.demands}
        self._known |= {(row.document, row.quote): (row.start, row.end) for row in exhibit.facts}
        self._texts = {text.document: text.text for text in texts}

    def find(self, document: str, quote: str) -> tuple[int, int]:
        """Start and end in code points, or (0, 0) where the words are not found."""
        if (document, quote) in self._known:
            return self._known[document, quote]
        start = self._texts.get(document, "").find(quote) if quote else -1
        return (start, start + len(quote)) if start >= 0 else (0, 0)


def _row(
    columns: tuple[str, ...], row: tuple[Term | None, ...], named: Mapping[str, str], places: _Places
) -> AnswerRow:
    """One row; its columns `quote` and `document`, where it has them, tell where it stands."""
    texts = {name: term.value for name, term in zip(columns, row, strict=True) if term}
    document = texts.get("document", "")
    start, end = places.find(document, texts.get("quote", ""))
    cells = tuple(_cell(term, named) for term in row)
    return AnswerRow(cells, document if end else "", start, end)


def _names(exhibit: Exhibit) -> dict[str, str]:
    """The node of each name, a label before another name, the heaviest where several bear it."""
    ordered = sorted(exhibit.nodes, key=lambda node: (node.weight, node.iri))
    further = {name: node.iri for node in ordered for name in node.names}
    return {**further, **{node.label: node.iri for node in ordered}}


def _cell(term: Term | None, named: Mapping[str, str]) -> AnswerCell:
    """A value; what is said in a language may name a node."""
    if term is None:
        return AnswerCell("", "")
    return AnswerCell(term.value, named.get(term.value, "") if term.language else "")
