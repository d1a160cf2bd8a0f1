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
    return Page(
        title_zh=title_zh,
        title_en=title_en,
        exhibit=exhibit,
        texts=tuple(_texts(source, exhibit)),
        cards=tuple(_cards(source.store, exhibit, asked)),
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


def _cards(store: Store, exhibit: Exhibit, asked: Iterable[Question]) -> Iterator[AnswerCard]:
    """A card for each question that has an answer, with its defaults."""
    named = _names(exhibit)
    places = {(row.document, row.quote): (row.start, row.end) for row in exhibit.demands}
    places |= {(row.document, row.quote): (row.start, row.end) for row in exhibit.facts}
    for question in asked:
        answer = queries.ask(store, question, {})
        quote, document = (
            answer.columns.index(name) if name in answer.columns else -1 for name in ("quote", "document")
        )
        rows = []
        for row in answer.rows:
            texts = [term.value if term else "" for term in row]
            cells = tuple(_cell(term, named) for term in row)
            key = (texts[document] if document >= 0 else "", texts[quote] if quote >= 0 else "")
            start, end = places.get(key, (0, 0))
            rows.append(AnswerRow(cells, key[0] if end else "", start, end))
        if rows:
            headings = tuple((column.zh, column.en) for column in question.columns)
            yield AnswerCard(question.name, question.question_zh, question.question_en, headings, tuple(rows))


def _names(exhibit: Exhibit) -> dict[str, str]:
    """The node of each label, the heaviest where several bear it."""
    ordered = sorted(exhibit.nodes, key=lambda node: (node.weight, node.iri))
    return {node.label: node.iri for node in ordered}


def _cell(term: Term | None, named: Mapping[str, str]) -> AnswerCell:
    if term is None:
        return AnswerCell("", "")
    return AnswerCell(term.value, named.get(term.value, "") if term.language else "")
