"""The nouns of the network page and of `why`: frozen records read from a built graph.

No verb, no RDF term and no import of another room enters here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the network; things of several documents that denote one concept are one.

    `iri` is the concept's IRI where they were merged; `type` the local name of its class;
    `names` further names, without `label`; `documents` the ids of those that speak of it;
    `weight` its PageRank, the sum over all nodes of an exhibit being 1.
    """

    iri: str
    label: str
    type: str
    names: tuple[str, ...]
    definition_zh: str
    definition_en: str
    documents: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim between two nodes, with the sentence that it rests on.

    `source` and `target` are IRIs of nodes, `relation` the local name of a property,
    `modality` one of Stated, Demanded, Planned, Rejected, `position` the place of a part
    from 1 or 0; `start` and `end` count code points of the text of `document` (an id);
    `section` is the path of headings joined by " › "; `speaker` the label of whose voice it is.
    """

    source: str
    relation: str
    target: str
    modality: str
    position: int
    document: str
    quote: str
    start: int
    end: int
    section: str
    speaker: str
    rule: str


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One demand of the ledger: who asks what of whom, how strongly, until when.

    `marked` and `addressees` are IRIs of nodes; `addressee_labels` their labels.
    """

    issuer: str
    content: str
    marked: tuple[str, ...]
    addressees: tuple[str, ...]
    addressee_labels: tuple[str, ...]
    strength: str
    polarity: str
    deadline: str
    status: str
    document: str
    quote: str
    start: int
    end: int
    section: str
    rule: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """One declared number and what was found for it; `node` is an IRI or empty."""

    node: str
    label: str
    declared: int
    found: int
    unit: str
    verdict: str
    parts: tuple[str, ...]
    document: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class MetadataRow:
    """One value of a document's metadata; `origin` is `given` or `inferred`."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document: its id, what is known of it, its length in code points, its keywords."""

    id: str
    title: str
    date: str
    kind: str
    length: int
    metadata: tuple[MetadataRow, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """All that the page shows, each tuple in a fixed order."""

    nodes: tuple[Node, ...]
    facts: tuple[Fact, ...]
    demands: tuple[DemandRow, ...]
    counts: tuple[CountRow, ...]
    documents: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document's text with what was read in it; all offsets count its code points.

    `sections` are (start, end, level, heading start, heading end), `sentences` (start, end),
    `mentions` (start, end, IRI of the node, local name of the class, rule), each sorted by start.
    """

    document: str
    text: str
    sections: tuple[tuple[int, int, int, int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[tuple[int, int, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """One value of an answer; `node` is the IRI of the node it names or empty."""

    text: str
    node: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of an answer with the place of its quote; `document` is empty where it has none."""

    cells: tuple[AnswerCell, ...]
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A ready-made question with its whole answer; each column has its zh and its en heading.

    `english` has the rows with labels in English, and is empty where they say the same.
    """

    name: str
    question_zh: str
    question_en: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[AnswerRow, ...]
    english: tuple[AnswerRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One thing, or one demand, that at least one of two documents tells.

    `type` is the local name of its class, or `Demand`; `node` the IRI of a node or empty; `left` and
    `right` are start and end in code points of the words in either document, or None where it has none.
    """

    type: str
    label: str
    node: str
    left: tuple[int, int] | None
    right: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents by their ids, and what one of them tells or both."""

    left: str
    right: str
    rows: tuple[ComparisonRow, ...]
