"""The nouns: frozen records that the stages hand on. No verb and no import of a stage enters here.

Offsets count Unicode code points of the document's text, end exclusive.
Indices (`sentence`, `section`, `entity`, `utterance`) point into the tuple of that
name in the same document's records.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SELF = "SELF"
"""What stands for the body that speaks where no name for it is marked."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: `start` inclusive, `end` exclusive, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        """Its length in code points."""
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether both share a code point."""
        return self.start < other.end and other.start < self.end


# --- documents -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Datum:
    """One value of a document's metadata and where it came from (`given` or `inferred`)."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, never altered, with its metadata by name, sorted.

    `metadata` knows id, title, speaker, body, body_names, level, audience, occasion,
    series, date, kind, source, publisher; absent names are absent.
    """

    id: str
    text: str
    metadata: dict[str, Datum]

    def value(self, name: str) -> str:
        """The metadata value of that name, or the empty string."""
        datum = self.metadata.get(name)
        return datum.value if datum else ""


# --- structure -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text under one heading; the sections of a text tile it.

    `heading` is the span of the heading's words without its marker (empty for what
    stands before the first), `parent` the index of the section it belongs to or -1.
    """

    span: Span
    level: int
    heading: Span
    parent: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the index of its section, and of its line (paragraph)."""

    span: Span
    section: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list that the text counts out: `一是…二是…`, `第一…第二…`, `（一）…`.

    `introducer` is the line or clause that announces it, `items` the spans after each
    marker, in order; `marker` names the series in `structure.yaml`.
    """

    marker: str
    introducer: Span
    items: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """How a text is built."""

    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    enumerations: tuple[Enumeration, ...]


# --- mentions and resolution -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names something of an entity type.

    `type` is the local name of a class of the ontology, `concept` the IRI of the
    thesaurus concept that was matched or the empty string, `rule` what found it;
    `odds` are thousandths of the log-odds that it is one, None where nothing was weighed.
    """

    span: Span
    text: str
    type: str
    concept: str
    rule: str
    odds: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing a document speaks of, under all the names that it has there.

    `mentions` are indices; `joined` the ids of the rules that joined its names;
    `scope` is `shared` for what may be tied to the thesaurus, `document` for
    placeholders, deictic names and numbered labels.
    """

    label: str
    type: str
    names: tuple[str, ...]
    mentions: tuple[int, ...]
    concept: str
    scope: str
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of text in one voice.

    `speaker` is an entity index or -1 (the document's own voice), `parent` the
    utterance that reports this one or -1, `trigger` the words that open it (an empty
    span for the outermost), `rule` what recognised it, `event` the entity of the event at
    which it was said or -1.
    """

    span: Span
    speaker: int
    parent: int
    trigger: Span
    rule: str
    event: int = -1


class Verdict(StrEnum):
    """What comparing a declared count with what was found came to."""

    RECONCILED = "reconciled"
    SHORT = "short"
    OVER = "over"
    NOT_LISTED = "not listed here"


@dataclass(frozen=True, slots=True)
class Count:
    """A label or announcement that declares a number, and the parts found for it.

    `entity` is the index of the entity the label names or -1 for an announcement;
    `parts` are spans of the members in order.
    """

    span: Span
    entity: int
    declared: int
    found: int
    unit: str
    parts: tuple[Span, ...]
    verdict: Verdict
    rule: str


class Origin(StrEnum):
    """How the subject of a clause was found."""

    EXPLICIT = "explicit"
    CARRIED = "carried"
    FIRST_PERSON = "first-person"
    SELF = "self"
    UNNAMED = "unnamed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas with the subject that counts for it, named or left out.

    `sentence` and `utterance` are indices, `mentions` the indices of the mentions that
    begin in it, `subject` entity indices (empty: nobody), `origin` how it was found.
    """

    span: Span
    sentence: int
    mentions: tuple[int, ...]
    subject: tuple[int, ...]
    origin: Origin
    utterance: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who and what is meant, within one document.

    `entity_of` gives the entity index of each mention; `self_entity` the index of the
    body that speaks or -1; the clauses follow one another through the text.
    """

    entities: tuple[Entity, ...]
    entity_of: tuple[int, ...]
    utterances: tuple[Utterance, ...]
    counts: tuple[Count, ...]
    self_entity: int
    clauses: tuple[Clause, ...] = ()


# --- claims and demands --------------------------------------------------------------


class Modality(StrEnum):
    """Whether a claim says what is so or what is wished."""

    STATED = "Stated"
    DEMANDED = "Demanded"
    PLANNED = "Planned"
    REJECTED = "Rejected"


@dataclass(frozen=True, slots=True)
class Claim:
    """One triple, stated once, in one utterance, with its quote.

    `subject` and `object` are entity indices, `predicate` the local name of a property
    of the ontology, `trigger` the words that made the rule fire, `quote` the primary
    evidence, `context` further spans (the line that introduces a list), `position` the
    place of a part, from 1, or 0.
    """

    subject: int
    predicate: str
    object: int
    utterance: int
    modality: Modality
    trigger: Span
    quote: Span
    context: tuple[Span, ...]
    position: int
    rule: str


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand: who asks what of whom, how strongly, until when.

    `content` is the span of what is asked, `marked` the indices of the entities marked
    in it, `addressees` entity indices (empty: not said), `strength` and `status` keys
    of `patterns/demands.yaml`, `polarity` `required` or `rejected`, `deadline` a span
    or None, `evidence` the quote, `status_words` what shows the status, or None.
    """

    utterance: int
    content: Span
    marked: tuple[int, ...]
    addressees: tuple[int, ...]
    strength: str
    polarity: str
    deadline: Span | None
    status: str
    trigger: Span
    evidence: Span
    rule: str
    status_words: Span | None = None


# --- values --------------------------------------------------------------------------


class TimeRole(StrEnum):
    """What a time expression tells."""

    DATE = "date"
    PERIOD = "period"
    DEADLINE = "deadline"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Dating:
    """What a mention of type Time means: an EDTF value (empty: not to be told) and its role."""

    mention: int
    edtf: str
    role: TimeRole


class Aim(StrEnum):
    """Whether a figure was reached or is aimed at."""

    ACHIEVED = "achieved"
    AIMED = "aimed"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure: `value` a plain decimal number, `what` the words that tell what it counts.

    `period` is the index of the mention that says for when, or -1.
    """

    span: Span
    value: str
    unit: str
    what: Span
    period: int
    aim: Aim
    utterance: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity somebody acts: an entity, the words of the title, and the body's entity or -1."""

    person: int
    title: Span
    body: int


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one document."""

    dates: tuple[Dating, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    capacities: tuple[Capacity, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one document; what the graph is made from."""

    document: Document
    structure: Structure
    mentions: tuple[Mention, ...]
    resolution: Resolution
    claims: tuple[Claim, ...]
    demands: tuple[Demand, ...]
    keywords: tuple[tuple[str, float], ...]
    values: Values = Values()


@dataclass(frozen=True, slots=True)
class Finding:
    """What lint, reading or validation has to say: where, what, and what to do.

    `level` is `error` or `warning`; `place` a `file:line` or a document id.
    """

    level: str
    place: str
    zh: str
    en: str
